"""The numbers that Word prints by itself and keeps nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.parts.document import DocumentPart

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LEVEL = re.compile(r"%(\d)")
_LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class Numbering:
    """The lists of a document, counted on as its paragraphs are read in their order."""

    def __init__(self, part: DocumentPart) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int]] = {}
        for related in part.rels.values():
            if not related.is_external and related.reltype.endswith("/numbering"):
                self._read_lists(related.target_part)
        for style in part.styles.element.iter(qn("w:style")):
            found = _numbered(style)
            if found:
                self._styles[style.get(qn("w:styleId"))] = found

    def label(self, paragraph: Any) -> str:
        """The number of a paragraph; empty where it has none, or only a bullet."""
        found = _numbered(paragraph) or self._styled(paragraph)
        if not found:
            return ""
        number, depth = found
        levels = self._levels.get(self._lists.get(number, ""), {})
        level = levels.get(depth)
        if level is None or level.form in {"bullet", "none"}:
            return ""
        counts = self._counts.setdefault(
            self._lists[number], [levels[one].start - 1 if one in levels else 0 for one in range(9)]
        )
        counts[depth] += 1
        for deeper in range(depth + 1, 9):
            counts[deeper] = levels[deeper].start - 1 if deeper in levels else 0
        return _LEVEL.sub(lambda one: self._said(levels, counts, int(one[1]) - 1), level.text)

    @staticmethod
    def _said(levels: dict[int, _Level], counts: list[int], depth: int) -> str:
        level = levels.get(depth)
        if level is None or not 0 <= depth < len(counts):
            return ""
        return _formed(max(counts[depth], level.start), level.form)

    def _styled(self, paragraph: Any) -> tuple[str, int] | None:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
            return None
        return self._styles.get(style.get(qn("w:val")))

    def _read_lists(self, part: Any) -> None:
        for abstract in part.element.iter(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                int(one.get(qn("w:ilvl"))): _Level(
                    min(int(_value(one, "w:start") or 1), _LARGEST),
                    _value(one, "w:numFmt") or "decimal",
                    _value(one, "w:lvlText"),
                )
                for one in abstract.iter(qn("w:lvl"))
            }
        for one in part.element.iter(qn("w:num")):
            self._lists[one.get(qn("w:numId"))] = _value(one, "w:abstractNumId")


def _numbered(element: Any) -> tuple[str, int] | None:
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    number = "" if found is None else _value(found, "w:numId")
    if not number or number == "0":
        return None
    depth = _value(found, "w:ilvl") or "0"
    return number, min(int(depth), 8)


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else found.get(qn("w:val")) or ""


def _formed(number: int, form: str) -> str:
    match form:
        case "upperRoman" | "lowerRoman":
            said = _roman(number)
            return said if form == "upperRoman" else said.lower()
        case "russianLower" | "russianUpper":
            said = _RUSSIAN[(number - 1) % len(_RUSSIAN)]
            return said if form == "russianLower" else said.upper()
        case "lowerLetter" | "upperLetter":
            said = chr(ord("a") + (number - 1) % 26)
            return said if form == "lowerLetter" else said.upper()
        case _:
            return str(number)


def _roman(number: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (number // value)
        number %= value
    return said
