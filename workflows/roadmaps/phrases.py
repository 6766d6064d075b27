"""Terms inside prose: where a year's cell ends with a deadline, or names a quota anywhere.

Every other date of the cell is part of the work («идентифицированных в 2021 году») and no term.
"""

from __future__ import annotations

import re
from functools import lru_cache

from workflows.roadmaps.cells import flat
from workflows.roadmaps.grammar.words.trailing import trailing_words

_COVERAGE = re.compile(r"\s+В\s+\d{1,3}\s?%\s.{3,200}$", re.DOTALL)
_QUOTA = re.compile(
    r"не\s+(?:реже|менее)\s+(?:чем\s+)?(?:\d+|одн\w+|дву\w+|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти)"
    r"(?:-?х)?(?:\s+(?!не\s)[\w/-]+){0,4}?\s+(?:в|за)\s+(?:течение\s+)?(?:\w+\s+)?(?:учебного\s+|календарного\s+)?"
    r"(?:полугоди[еяю]|четверт[ьи]|квартала?|месяца?|недел[юи]|года?|учебн\w+ год\w*)\b",
    re.IGNORECASE,
)
_LONGEST = 400


def terms_of_prose(text: str) -> tuple[str, ...]:
    """The phrases of a text that are terms, as printed, in their order."""
    whole = flat(text)
    covered = _COVERAGE.search(whole)
    if covered:
        whole = whole[: covered.start()]
    found = [one[0] for one in _QUOTA.finditer(whole[:20_000])]
    tail = trailing_term(whole)
    if tail and not any(tail in one for one in found):
        found.append(tail)
    return tuple(dict.fromkeys(found))


def trailing_term(text: str) -> str:
    """The term a text ends with; empty if it ends with something else."""
    return _trailing(text[-_LONGEST:].strip())


@lru_cache(maxsize=2048)
def _trailing(text: str) -> str:
    """The same; whoever reviews a document has it read anew with every answer."""
    return trailing_words(text)
