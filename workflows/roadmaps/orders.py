"""What an order says of itself in fixed words: number, day, clauses, what it repeals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.bodies import LONGEST_LINE, nominative_body

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class NumberedOrder:
    """An order named by number and day."""

    number: str
    day: date | None
    body: str = ""


_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_DAY = re.compile(
    rf"\b(\d{{1,2}})\.(\d{{1,2}})\.(20\d\d|\d\d)(?!\d)"
    rf"|[«\"]?(\d{{1,2}})[»\"]?\s+({'|'.join(_MONTHS)})\s+(20\d\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:№|N)\s*([0-9][\w/.–-]*|[А-ЯЁ]{1,4}-?\d[\w/.-]*)")
_ANNEX = re.compile(
    r"^(?:приложени|утвержд|к\s+(?:приказ|распоряж|постановл))|^(?:приказ|распоряжени)\w*\s",
    re.IGNORECASE,
)
_NUMBERED_ANNEX = re.compile(r"(?<=риложени[ею])\s*№\s?\d{1,2}\b|(?<=риложением)\s*№\s?\d{1,2}\b")
STAMP = re.compile(r"\W*утверждаю\b", re.IGNORECASE)
_LINES_OF_STAMP = 6
_REPEAL = re.compile(r"утративш\w+\s+силу|\bотмен(?:ить|яется)\b", re.IGNORECASE)
_ACT = r"(?:приказ|распоряжени|постановлени)"
_ITEM_NUMBER = re.compile(r"^\W*\d{1,2}(?:\.\d{1,2})*[.)]?\s*")
_OWN_CLAUSE = re.compile(
    rf"\W*(?:общий )?контроль\s+(?:за|над)\s+(?:\w+\s+){{1,3}}?(?:{_ACT}|возл|оставл|за собой)"
    rf"|.{{0,80}}\b(?:признать|считать)\b.{{0,300}}\bутративш\w+\s+силу"
    rf"|.{{0,40}}\b{_ACT}\w*\s+вступает\s+в\s+силу"
    rf"|.{{0,80}}\bдовести\b.{{0,80}}(?:{_ACT}.{{0,80}}до сведения|до сведения.{{0,80}}{_ACT})"
    rf"|.{{0,80}}\b(?:ознакомить|разместить|опубликовать)\b.{{0,40}}(?:настоящ|данн)\w+\s+{_ACT}"
    rf"|.{{0,40}}\b{_ACT}\w*\b.{{0,40}}\bдовести\b.{{0,40}}до сведения"
    r"|\W*утвердить\b.{0,300}\(?приложени",
    re.IGNORECASE,
)
_REPEALED = re.compile(
    r"(?:приказ\w*|распоряжени\w*|постановлени\w*)?\s*([^;№]{0,200}?)\s*от\s+"
    r"(\d{1,2}\.\d{1,2}\.20\d\d|[«\"]?\d{1,2}[»\"]?\s+[а-я]+\s+20\d\d)(?:\s*(?:г\.|года))?\s*(?:№|N)\s*([\w/.-]*\w)",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    r"(?:№|N)\s*([\w/.-]{0,40}\w)\s+(от\s+(?:\d{1,2}\.\d{1,2}\.20\d\d|[«\"]?\d{1,2}[»\"]?\s+[а-я]+\s+20\d\d))"
    r"(?!\s*(?:г\.|года)?\s*(?:№|N))"
)
"""«№ 5-п от 10.01.2023», to be read as «от 10.01.2023 № 5-п»."""
_BEFORE_BODY = re.compile(r".*?(?:приказ\w*|распоряжени\w*|постановлени\w*)\s+", re.IGNORECASE)
_OF_LIST = re.compile(r"[-–—•]|\d{1,2}\.\d{1,2}|(?:приказ|распоряжени|постановлени)", re.IGNORECASE)
_MINUTES = re.compile(r"\W*протокол", re.IGNORECASE)


def read_day(text: str) -> date | None:
    """The first day a text names."""
    found = _DAY.search(text)
    if not found:
        return None
    try:
        if found[1]:
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)  # noqa: PLR2004
            return date(year, int(found[2]), int(found[1]))
        return date(int(found[6]), _MONTHS.index(found[5].lower()) + 1, int(found[4]))
    except ValueError:
        return None


def order_number_and_date(front: list[str]) -> tuple[str, date | None]:
    """The number and day of this order: in its head, or where the annex refers to it."""
    lines = [
        _NUMBERED_ANNEX.sub("", one)
        for one in front
        if len(one) <= LONGEST_LINE and not _MINUTES.match(one)
    ]
    for at, line in enumerate(lines):
        near = " ".join(lines[at : at + 3]) if read_day(line) and len(line) < 40 else line  # noqa: PLR2004
        number = _NUMBER.search(near)
        if number and read_day(line) and (len(line) < 60 or _ANNEX.match(line)):  # noqa: PLR2004
            return number[1].rstrip(".,-"), read_day(line)
    for at, line in enumerate(lines):
        number = _NUMBER.search(line)
        near = " ".join(lines[max(0, at - 2) : at + 2])
        if number and len(line) < 40 and read_day(near):  # noqa: PLR2004
            return number[1].rstrip(".,-"), read_day(near)
    return "", None


def is_own_clause(text: str) -> bool:
    """Whether an item of an order is about the order itself: control, force, annexes."""
    return bool(_OWN_CLAUSE.match(_ITEM_NUMBER.sub("", text)))


def day_of_stamp(front: list[str]) -> date | None:
    """The day under «УТВЕРЖДАЮ», where it is filled in."""
    at = next((at for at, one in enumerate(front) if STAMP.match(one)), None)
    lines = [] if at is None else front[at : at + _LINES_OF_STAMP]
    return next((day for one in lines if len(one) < 60 and (day := read_day(one))), None)  # noqa: PLR2004


def repealed_of(lines: list[str]) -> tuple[NumberedOrder, ...]:
    """The orders a document repeals; a list of them may follow the word."""
    found: list[NumberedOrder] = []
    for line in _repeals(lines):
        body = ""
        said = re.sub(r"^\W*\d+[.)]\s*", "", line)
        for one in _REPEALED.finditer(_NUMBER_FIRST.sub(r"\2 № \1", said)):
            before, body = body, nominative_body(_BEFORE_BODY.sub("", one[1]))
            # «приказы ... от ... № 77 и от ... № 88» names the body once.
            body = before if len(body) < 3 or _REPEAL.search(body) else body  # noqa: PLR2004
            found.append(NumberedOrder(one[3], read_day(one[2]), body))
    return tuple(dict.fromkeys(found))


def _repeals(lines: list[str]) -> Iterator[str]:
    """The lines that repeal, and what is listed below one that ends with a colon."""
    under = False
    for line in lines:
        says = bool(_REPEAL.search(line))
        if says or (under and _OF_LIST.match(line)):
            yield line
        under = line.endswith(":") if says else under and bool(_OF_LIST.match(line))
