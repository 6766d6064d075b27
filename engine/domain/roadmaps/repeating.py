"""Terms that come again: their rule in the form of iCalendar, and their days.

The days are exactly those a reader of RFC 5545 finds from the rule with DTSTART at the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.terms import Period, Repeat, Term, TermKind, Unit

_DAY = timedelta(days=1)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SUNDAY = (7,)
_WORKING = (1, 2, 3, 4, 5)
MONTHS = {
    Unit.QUARTER: (3, 6, 9, 12),
    Unit.HALF_YEAR: (6, 12),
    Unit.YEAR: (12,),
    Unit.SCHOOL_QUARTER: (3, 5, 10, 12),
    Unit.SCHOOL_TRIMESTER: (2, 5, 11),
    Unit.SCHOOL_HALF_YEAR: (5, 12),
    Unit.SCHOOL_YEAR: (8,),
}
"""The months in which the units end; those of the school under the default calendar."""
OPENINGS = {
    Unit.QUARTER: (1, 4, 7, 10),
    Unit.HALF_YEAR: (1, 7),
    Unit.YEAR: (1,),
    Unit.SCHOOL_QUARTER: (1, 4, 9, 11),
    Unit.SCHOOL_TRIMESTER: (3, 9, 12),
    Unit.SCHOOL_HALF_YEAR: (1, 9),
    Unit.SCHOOL_YEAR: (9,),
}
"""The months in which they begin."""


def rule_of(repeat: Repeat) -> str:
    """The rule, with its last day."""
    parts = [f"FREQ={_frequency(repeat)}"]
    if repeat.interval > 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.months:
        parts.append(f"BYMONTH={_listed(repeat.months)}")
    weekdays = _weekdays(repeat)
    if repeat.nths and len(weekdays) == 1:
        parts.append(f"BYDAY={','.join(f'{one}{_NAMES[weekdays[0] - 1]}' for one in repeat.nths)}")
    elif weekdays:
        parts.append(f"BYDAY={','.join(_NAMES[one - 1] for one in weekdays)}")
    if _at_most(repeat):
        # The 30th of February is its last day, not none at all.
        days = tuple(range(28, repeat.month_days[0] + 1))
        parts.append(f"BYMONTHDAY={_listed(days)};BYSETPOS=-1")
    elif repeat.month_days:
        parts.append(f"BYMONTHDAY={_listed(repeat.month_days)}")
    if repeat.nths and len(weekdays) > 1:
        parts.append(f"BYSETPOS={_listed(repeat.nths)}")
    parts.append(f"UNTIL={repeat.end:%Y%m%d}T000000")
    return ";".join(parts)


def _at_most(repeat: Repeat) -> bool:
    """Whether a day that short months do not have is meant in each month."""
    days = repeat.month_days
    return not repeat.months and len(days) == 1 and days[0] > 28  # noqa: PLR2004 - February


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(str(one) for one in numbers)


def _frequency(repeat: Repeat) -> str:
    if repeat.unit is Unit.DAY:
        return "DAILY"
    if repeat.unit in (Unit.WEEK, Unit.WORKING_DAY):
        return "WEEKLY"
    return "YEARLY" if repeat.months else "MONTHLY"


def _weekdays(repeat: Repeat) -> tuple[int, ...]:
    if repeat.weekdays:
        return repeat.weekdays
    return {Unit.WEEK: _SUNDAY, Unit.WORKING_DAY: _WORKING}.get(repeat.unit, ())


def due_days(term: Term, period: Period) -> list[date]:
    """The days on which the term falls due within a period; what goes on has none."""
    days = [one.end for one in term.windows if one.kind is not TermKind.CONTINUOUS]
    if term.repeat:
        days += occurrences(term.repeat)
    return sorted({one for one in days if one in period})


def occurrences(repeat: Repeat) -> Iterator[date]:
    """The due days, in order."""
    match _frequency(repeat):
        case "DAILY":
            yield from _daily(repeat)
        case "WEEKLY":
            yield from _weekly(repeat)
        case _:
            yield from _monthly(repeat)


def _daily(repeat: Repeat) -> Iterator[date]:
    day = repeat.start
    while day <= repeat.end:
        yield day
        day += repeat.interval * _DAY


def _weekly(repeat: Repeat) -> Iterator[date]:
    monday = repeat.start - (repeat.start.isoweekday() - 1) * _DAY
    while monday <= repeat.end:
        for weekday in _weekdays(repeat):
            day = monday + (weekday - 1) * _DAY
            if repeat.start <= day <= repeat.end:
                yield day
        monday += 7 * repeat.interval * _DAY


def _monthly(repeat: Repeat) -> Iterator[date]:
    count = repeat.start.year * 12 + repeat.start.month - 1
    last = repeat.end.year * 12 + repeat.end.month - 1
    while count <= last:
        year, month = count // 12, count % 12 + 1
        for day in _of_month(repeat, year, month):
            if repeat.start <= day <= repeat.end:
                yield day
        count += _step(repeat, month)


def _step(repeat: Repeat, month: int) -> int:
    """Months to the next that may hold a day; an interval of a yearly rule leaves out years."""
    if not repeat.months:
        return repeat.interval
    return 1 + 12 * (repeat.interval - 1) if month == 12 else 1  # noqa: PLR2004 - December


def _of_month(repeat: Repeat, year: int, month: int) -> list[date]:
    if repeat.months and month not in repeat.months:
        return []
    last = last_of_month(year, month)
    days = [last.replace(day=one) for one in range(1, last.day + 1)]
    if repeat.weekdays:
        days = [one for one in days if one.isoweekday() in repeat.weekdays]
        return _nth_of(days, repeat.nths) if repeat.nths else days
    if _at_most(repeat):
        return [last.replace(day=min(repeat.month_days[0], last.day))]
    wanted = {one if one > 0 else last.day + 1 + one for one in repeat.month_days}
    return [one for one in days if one.day in wanted]


def _nth_of(days: list[date], nths: tuple[int, ...]) -> list[date]:
    """The first, the third, the last of some days; a fifth that is not there is none."""
    places = {nth - 1 if nth > 0 else len(days) + nth for nth in nths}
    return [one for at, one in enumerate(days) if at in places]
