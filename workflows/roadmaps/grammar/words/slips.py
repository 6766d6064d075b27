"""Which known word a slip of one letter was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from workflows.roadmaps.grammar.words.lexicon import FORMS

_LEAST_MONTH, _LEAST_OTHER = 5, 6
"""Shorter words are not corrected: «уроки» is no slip for «сроки»."""


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _near() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form, (word, _) in FORMS.items():
        if len(form) >= (_LEAST_MONTH if word == "MONTH" else _LEAST_OTHER):
            for shape in (form, *_shortened(form)):
                found[shape].append(form)
    return {shape: tuple(forms) for shape, forms in found.items()}


_NEAR = _near()
_LONGEST = max(map(len, FORMS)) + 1
"""Nothing known is one letter away from a longer word, of which there would be many shapes."""


def corrected(form: str) -> str | None:
    """The known form that is one letter away, when all such forms are of one word."""
    if not _LEAST_MONTH <= len(form) <= _LONGEST:
        return None
    shapes = (form, *_shortened(form))
    close = {one for shape in shapes for one in _NEAR.get(shape, ()) if _one_slip(form, one)}
    least = len(form) >= _LEAST_OTHER
    close = {one for one in close if least or FORMS[one][0] == "MONTH"}
    return min(close) if len({FORMS[one] for one in close}) == 1 else None


def _one_slip(printed: str, form: str) -> bool:
    """Whether one letter was left out, added, exchanged, or two neighbours were."""
    if abs(len(printed) - len(form)) > 1:
        return False
    head = 0
    while head < min(len(printed), len(form)) and printed[head] == form[head]:
        head += 1
    rest, known = printed[head:], form[head:]
    swapped = rest[:2] == known[:2][::-1] and rest[2:] == known[2:]
    return rest[1:] == known[1:] or rest[1:] == known or rest == known[1:] or swapped
