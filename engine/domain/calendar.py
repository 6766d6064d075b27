"""Days as the field counts them: working days by layers, quarters, half-years, school years."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Span: TypeAlias = tuple[date, date]
"""The first and the last day, both inclusive."""

_DAY = timedelta(days=1)
_SCHOOL_YEAR_MONTH = 9


def last_of_month(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def quarter_of(day: date) -> Span:
    """The calendar quarter the day belongs to."""
    first = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first, 1), last_of_month(day.year, first + 2)


def half_year_of(day: date) -> Span:
    """The calendar half-year the day belongs to."""
    first = 1 if day.month <= 6 else 7  # noqa: PLR2004 - the middle of the year
    return date(day.year, first, 1), last_of_month(day.year, first + 5)


def year_of(day: date) -> Span:
    """The calendar year the day belongs to."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def school_year_of(day: date) -> Span:
    """The school year the day belongs to: from 1 September to 31 August."""
    start = day.year if day.month >= _SCHOOL_YEAR_MONTH else day.year - 1
    return date(start, _SCHOOL_YEAR_MONTH, 1), date(start + 1, 8, 31)


PERIODS: Mapping[str, Callable[[date], Span]] = MappingProxyType(
    {"year": year_of, "half_year": half_year_of, "quarter": quarter_of}
)
"""The periods a quota may be counted over, by name."""
