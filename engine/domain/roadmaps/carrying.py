"""What becomes of the measures of a period that ends, and the draft of the one that follows.

Days move by the length of the period in months, so that the last day of a month stays one; in the
printed words the years move too, which a person looks at before the draft is approved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.terms import FIRST_DAY, LAST_DAY, Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.roadmaps.content import MeasureContent, Pair, RoadmapCard
    from engine.domain.roadmaps.terms import Repeat, Term, Window


class CarryVerdict(StrEnum):
    """What is decided of an open measure: nothing is left of it, it goes on, or goes on changed."""

    DONE = "done"
    CONTINUE = "continue"
    REVISE = "revise"


TERM_COLUMN = "deadline"
"""A column of terms: a month or a stage that its heading names moves with the terms below."""

GOES_ON = frozenset({CarryVerdict.CONTINUE, CarryVerdict.REVISE})


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a draft lies after the roadmap it follows, in months."""

    months: int

    @property
    def years(self) -> int:
        """The same in whole years; 0 where it is none."""
        return self.months // 12 if self.months % 12 == 0 else 0


_YEAR_ROUND = 9
"""Months from which a period is a year's: an order of March is for a year that began in January."""


def shift_after(period: Period) -> Shift:
    """The length of a period as months; what is nearly a year long counts as whole years."""
    first, last = period.first, period.last
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months >= _YEAR_ROUND:
        months = -(-months // 12) * 12
    return Shift(months)


def next_period(period: Period, shift: Shift) -> Period:
    """The days after the last one; a period that began with its order begins with its year."""
    first = period.last + timedelta(days=1)
    return Period(_within(first), max(_within(first), shifted_day(period.last, shift)))


def shifted_day(day: date, shift: Shift) -> date:
    """The day so many months later; the last day of a month stays the last."""
    count = day.year * 12 + day.month - 1 + shift.months
    last = last_of_month(count // 12, count % 12 + 1)
    if day == last_of_month(day.year, day.month):
        return _within(last)
    return _within(last.replace(day=min(day.day, last.day)))


def shifted_text(text: str, shift: Shift) -> str:
    """The words with their years moved; as they are where the shift is no whole years."""
    if not shift.years:
        return text
    return _YEARS.sub(lambda found: _later(found, shift.years), text)


def next_card(card: RoadmapCard, shift: Shift) -> RoadmapCard:
    """The card of the draft: without an order of its own yet, its years one period on."""
    columns = tuple(
        replace(one, heading=shifted_text(one.heading, shift), year=shifted_text(one.year, shift))
        if one.year or one.field == TERM_COLUMN
        else one
        for one in card.layout
    )
    return replace(
        card,
        title=shifted_text(card.title, shift),
        period=next_period(card.period, shift),
        order_title="",
        number="",
        signed_on=None,
        repeals=(),
        items=(),
        layout=columns,
    )


def next_measures(
    measures: Iterable[MeasureContent], shift: Shift, period: Period
) -> list[MeasureContent]:
    """The measures as drafted, in their order; merged cells go with those that are left out."""
    kept = list(measures)
    places = {one.sequence: at for at, one in enumerate(kept, 1)}
    found = []
    for one in kept:
        merged = places.get(one.merged_with) if one.merged_with is not None else None
        found.append(
            replace(
                one,
                sequence=places[one.sequence],
                milestones=_shifted_pairs(one.milestones, shift),
                terms=tuple(shifted_term(term, shift, period) for term in one.terms),
                merged_with=merged,
                # What follows has no document yet that could say it again.
                printed=(),
                inherited=one.inherited if merged is not None else (),
            )
        )
    return found


def _shifted_pairs(pairs: Iterable[Pair], shift: Shift) -> tuple[Pair, ...]:
    return tuple((shifted_text(year, shift), shifted_text(text, shift)) for year, text in pairs)


def shifted_term(printed: PrintedTerm, shift: Shift, period: Period) -> PrintedTerm:
    """The term one period on. Where the words cannot move with it none are left: the days speak.

    So do they where a person had to say what the words mean: «31 июня» is no better a year later.
    """
    moved = not printed.chosen and (shift.years or not _DATED.search(printed.phrase))
    own = Period(shifted_day(printed.period.first, shift), shifted_day(printed.period.last, shift))
    return replace(
        printed,
        phrase=shifted_text(printed.phrase, shift) if moved else "",
        term=_shifted(printed.term, shift),
        period=own if printed.year else period,
        year=shifted_text(printed.year, shift),
        chosen=False,
    )


def lies_outside(printed: PrintedTerm) -> bool:
    """Whether a part of a term has no day in the period it is read by."""
    return any(
        one.end < printed.period.first or (one.start or one.end) > printed.period.last
        for one in printed.term.windows
    )


def _shifted(term: Term, shift: Shift) -> Term:
    windows = tuple(_shifted_window(one, shift) for one in term.windows)
    repeat = _shifted_repeat(term.repeat, shift) if term.repeat else None
    event = term.event
    if event is not None and event.academic_year:
        event = replace(event, academic_year=shifted_text(event.academic_year, shift))
    return replace(term, windows=windows, repeat=repeat, event=event)


def _shifted_window(window: Window, shift: Shift) -> Window:
    start = shifted_day(window.start, shift) if window.start else None
    return replace(window, start=start, end=shifted_day(window.end, shift))


def _shifted_repeat(repeat: Repeat, shift: Shift) -> Repeat:
    """Between the moved days; months of the year stay what they are where whole years pass."""
    moved = replace(
        repeat, start=shifted_day(repeat.start, shift), end=shifted_day(repeat.end, shift)
    )
    if shift.years:
        return moved
    return replace(
        moved,
        months=tuple(_month(one, shift) for one in repeat.months),
        opens=tuple(_month(one, shift) for one in repeat.opens),
    )


def _month(month: int, shift: Shift) -> int:
    return (month - 1 + shift.months) % 12 + 1


_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:(\s?[-–/]\s?)(\d\d)(?!\d))?(?!\d)")
_DATED = re.compile(
    r"\d|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр", re.IGNORECASE
)


def _later(found: re.Match[str], years: int) -> str:
    first = str(int(found[1]) + years)
    return f"{first}{found[2]}{(int(found[3]) + years) % 100:02}" if found[3] else first


def _within(day: date) -> date:
    return min(max(day, FIRST_DAY), LAST_DAY)
