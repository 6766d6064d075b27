"""Terms inside prose: where a year's cell ends with a deadline, or names a quota anywhere.

Every other date of the cell is part of the work («идентифицированных в 2021 году») and no term.
"""

from __future__ import annotations

import re

from workflows.roadmaps.cells import flat

_MONTHS = (
    r"январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]"
    r"|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе]"
)
_YEARS = (
    r"20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?"
    r"(?:\s?(?:учебн\w+\s)?(?:года?х?|году|гг?\.?(?:\s?г\.?)?)(?![а-я]))?"
)
_DATE = r"\d{1,2}\.\d{1,2}\.(?:20)?\d\d(?:\s?г\.?)?"
_DASH = r"\s?[-–—]\s?"
_WINDOW = (
    rf"(?:(?:до|не позднее|с|к|по)\s+)?(?:{_DATE}(?:\s?(?:[-–—]|по|до)\s?{_DATE})?"
    rf"|(?:(?:до|не позднее|с|к)\s+)?(?:\d{{1,2}}\s+)?(?:{_MONTHS})(?:\s+{_YEARS})?"
    rf"(?:(?:{_DASH}|,\s?|\s+и\s+|\s+по\s+|\s+до\s+)(?:\d{{1,2}}\s+)?(?:{_MONTHS})(?:\s+{_YEARS})?)*"
    rf"|(?:[IVХX]{{1,3}}|[1-4](?:-?й)?)(?:{_DASH}(?:[IVХX]{{1,3}}|[1-4]))?\s+(?:квартал\w*|полугоди\w*|четверт\w*)"
    rf"(?:\s+{_YEARS})?"
    r"|в течение\s+(?:всего\s+)?(?:учебного\s+|календарного\s+)?(?:года|периода)"
    rf"|в течение\s+{_YEARS}"
    r"|ежемесячно|ежеквартально|ежегодно|постоянно|по мере необходимости"
    r"|по (?:отдельному )?(?:плану|графику)(?:\s[^.;]{0,40})?)"
)
_LABEL = r"(?:[А-ЯЁ][а-яё]+(?:\s[а-яё]+){0,3}\s?[–—:-]\s?)"
_CONDITION = r"(?:\((?:по запросу|по заявк\w+|по согласованию|при необходимости)\)\s*)"
_PARTED = r"(?:\s*[,;.]?\s*)"
_TAIL = re.compile(
    rf"(?:^|(?<=[\s(.»)]))(?P<term>{_CONDITION}?{_LABEL}?{_WINDOW}(?:{_PARTED}{_LABEL}?{_WINDOW})*)\)?[\s.;]*$",
    re.IGNORECASE,
)
# Labels begin with a capital letter; the flag above would let any word be one.
_TAIL = re.compile(
    _TAIL.pattern.replace(_LABEL, rf"(?-i:{_LABEL})"),
    re.IGNORECASE,
)
_COVERAGE = re.compile(r"\s+В\s+\d{1,3}\s?%\s.{3,200}$", re.DOTALL)
_QUOTA = re.compile(
    r"не\s+(?:реже|менее)\s+(?:чем\s+)?(?:\d+|одн\w+|дву\w+|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти)"
    r"(?:-?х)?(?:\s+(?!не\s)[\w/-]+){0,4}?\s+(?:в|за)\s+(?:течение\s+)?(?:\w+\s+)?(?:учебного\s+|календарного\s+)?"
    r"(?:полугоди[еяю]|четверт[ьи]|квартала?|месяца?|недел[юи]|года?|учебн\w+ год\w*)\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"20\d\d|{_MONTHS}|{_DATE}|квартал|полугод|четверт|ежем|ежек|ежег|постоян|необход|течение|план|график",
    re.IGNORECASE,
)
_LONGEST = 400
_BROKEN_YEAR = re.compile(r"^\W*(?:в\s+)?20\d\d\W*$")


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
    end = text[-_LONGEST:]
    found = _TAIL.search(end)
    if not found:
        return ""
    term = found["term"].strip(" ,;")
    if _BROKEN_YEAR.match(term) or not _DATED.search(term):
        return ""
    return term
