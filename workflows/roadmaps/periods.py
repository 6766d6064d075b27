"""The period a document prints for itself, in its title or in the order that approves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat

if TYPE_CHECKING:
    from collections.abc import Iterable

CALENDAR, ACADEMIC, DATES = "calendar_year", "academic_year", "dates"

MONTHS = (
    *("январ", "феврал", "март", "апрел", "ма", "июн"),
    *("июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
)
_MONTH = r"(январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр)[ьяйеа]*"
_DAY = r"(\d{1,2})[.](\d{1,2})[.](20\d\d)"
_WORDED = rf"[«\"]?(\d{{1,2}})[»\"]?\s+{_MONTH}\s+(20\d\d)"
_WORDED_FIRST = _WORDED.replace(r"\s+(20\d\d)", r"(?:\s+(20\d\d))?")
_HALF = r"(I{1,2}|[12]|перв|втор)(?:-?[ео]е)?\s+полугодие"
_SPAN = r"(20\d\d)\s?[-–—/]\s?(20\d\d|\d\d)"
_SCHOOL_YEAR = r"уч(?:ебн\w+|\.)?\s*(?:год\w*|г\b)"
_PARTS = {"i": 1, "перв": 1, "ii": 2, "втор": 2, "iii": 3, "iv": 4} | {
    str(one): one for one in range(1, 5)
}
_WIDTHS = {"quarter": 3, "half": 6}
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("dates", rf"(?:\bс\s+)?\b{_DAY}\s*(?:г\.?|года)?\s*(?:по|до|[-–—])\s*{_DAY}"),
        ("half_school", rf"\bна\s+{_HALF}\s+{_SPAN}\s*(?:-?[йг][оеы]*\s+)?{_SCHOOL_YEAR}"),
        ("quarter", r"\bна\s+(I{1,3}|IV|[1-4])\s+квартал\s+(20\d\d)\s*(?:г\b|год)"),
        ("half", rf"\bна\s+{_HALF}\s+(20\d\d)\s*(?:г\b|год)"),
        ("worded", rf"\bс\s+{_WORDED_FIRST}\s*(?:г\.?|года)?\s*(?:по|до|[-–—])\s*{_WORDED}"),
        ("months_of_year", rf"\bна\s+{_MONTH}\s*[-–—]\s*{_MONTH}\s+(20\d\d)"),
        (
            "months",
            rf"\b(?:с\s+)?{_MONTH}\s+(20\d\d)\s*(?:г\.?|года)?\s*(?:по|до|[-–—])\s*{_MONTH}\s+(20\d\d)",
        ),
        ("academic_span", rf"{_SPAN}\s+(?:и|[-–—,])\s+{_SPAN}\s+{_SCHOOL_YEAR}"),
        ("academic", rf"{_SPAN}\s*(?:-?[йг][оеы]*\s+)?{_SCHOOL_YEAR}"),
        ("years", rf"(?:\b(?:на|в|за)\s+(?:период\s+)?)?{_SPAN}\s*(?:гг?\b|год\w*)"),
        ("month", rf"\bна\s+{_MONTH}\s+(20\d\d)"),
        ("until", r"\b(?:на\s+период\s+)?с\s+(20\d\d)\s*(?:г\.?|года)?\s*(?:по|до)\s+(20\d\d)\s*г"),
        ("year", r"\b(?:на|в)\s+(20\d\d)(?:-?[йм]\b)?\s*(?:г\b|год\w*|календарн\w+ год\w*)"),
        ("ending", r"(?<=[а-яё»)+]\s)(20\d\d)\W*$"),
        ("bare", r"\b(20\d\d)\s*(?:г|год[а]?)\s*\W*$"),
    )
)
_DECOYS = re.compile(
    r"(?:\bдо|по итогам|по результатам|от|ВПР|ЕГЭ|ОГЭ|ГИА|на конец|НИКО|PISA)"
    r"\s+(?:\w+\s+)?(?:в\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DocumentPeriod:
    """The days a document is about, both inclusive, and how it prints them."""

    first: date
    last: date
    kind: str = DATES
    printed: str = ""


def printed_period(texts: Iterable[str]) -> DocumentPeriod | None:
    """The first period some texts print; dates of other orders and of results are none."""
    for text in texts:
        found = _of_text(flat(text))
        if found:
            return found
    return None


def _of_text(text: str) -> DocumentPeriod | None:
    for name, pattern in _PATTERNS:
        for one in pattern.finditer(text[:5_000]):
            if _DECOYS.search(text[: one.start()]):
                continue
            period = _made(name, one)
            if period:
                return period
    return None


def _made(name: str, found: re.Match[str]) -> DocumentPeriod | None:
    printed = found[0].strip(" ,;.")
    groups = found.groups()
    try:
        first, last, kind = _days(name, groups)
    except ValueError:
        return None
    if not first <= last or last.year - first.year > 15:  # noqa: PLR2004 - no roadmap is longer
        return None
    return DocumentPeriod(first, last, kind, printed)


def _days(name: str, groups: tuple[str, ...]) -> tuple[date, date, str]:
    match name:
        case "dates":
            one, two = groups[:3], groups[3:]
            return _day(one), _day(two), DATES
        case "worded":
            one, two = (groups[0], groups[1], groups[2] or groups[5]), groups[3:]
            return _worded(one), _worded(two), DATES
        case "academic":
            begin, end = int(groups[0]), _full(groups[0], groups[1])
            return date(begin, 9, 1), date(end, 8, 31), ACADEMIC
        case "academic_span":
            begin, end = int(groups[0]), _full(groups[2], groups[3])
            return date(begin, 9, 1), date(end, 8, 31), ACADEMIC
        case "years" | "until":
            return date(int(groups[0]), 1, 1), date(_full(groups[0], groups[1]), 12, 31), CALENDAR
        case "year" | "ending" | "bare":
            return date(int(groups[0]), 1, 1), date(int(groups[0]), 12, 31), CALENDAR
        case _:
            first, last = _months(name, groups)
            return date(*first, 1), month_end(*last), DATES


_Month = tuple[int, int]


def _months(name: str, groups: tuple[str, ...]) -> tuple[_Month, _Month]:
    """The year and month in which a period begins, and those in which it ends."""
    match name:
        case "quarter" | "half":
            year, number, width = int(groups[1]), _PARTS[groups[0].lower()], _WIDTHS[name]
            return (year, width * (number - 1) + 1), (year, width * number)
        case "half_school":
            begin = int(groups[1])
            second = _PARTS[groups[0].lower()] > 1
            return ((begin + 1, 1), (begin + 1, 5)) if second else ((begin, 9), (begin, 12))
        case "months_of_year":
            year = int(groups[2])
            return (year, _number(groups[0])), (year, _number(groups[1]))
        case "months":
            return (int(groups[1]), _number(groups[0])), (int(groups[3]), _number(groups[2]))
        case _:
            found = int(groups[1]), _number(groups[0])
            return found, found


def _day(groups: tuple[str, ...]) -> date:
    day, month, year = groups
    return date(int(year), int(month), int(day))


def _worded(groups: tuple[str, ...]) -> date:
    day, month, year = groups
    return date(int(year), _number(month), int(day))


def _full(first: str, second: str) -> int:
    return int(second) if len(second) > 2 else int(first[:2] + second)  # noqa: PLR2004


def _number(month: str) -> int:
    return MONTHS.index(month.lower()) + 1


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def years_printed(texts: Iterable[str]) -> list[int]:
    """Every year some texts name."""
    found: list[int] = []
    for text in texts:
        for begin, end in re.findall(r"\b(20\d\d)(?:\s?[-–/]\s?(20\d\d|\d\d))?(?!\d)", text):
            found.append(int(begin))
            if end:
                found.append(_full(begin, end))
    return found
