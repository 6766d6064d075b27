"""Terms that clash with the order's day, the period, their column or their neighbours."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.doubts import RoadmapDoubt, RoadmapWarning, doubt
from workflows.roadmaps.periods import month_end, years_printed
from workflows.roadmaps.terms import Doubt, TermKind
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.roadmaps.card import DocumentCard
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.terms import ReadTerm

_DATED = {TermKind.BY_DATE, TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.QUARTER}
_IN_MONTHS = {TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.QUARTER}
_SAID = {
    Doubt.AMBIGUOUS: RoadmapDoubt.AMBIGUOUS,
    Doubt.IMPOSSIBLE_DATE: RoadmapDoubt.IMPOSSIBLE_DATE,
    Doubt.NEEDS_CALENDAR: RoadmapDoubt.NEEDS_CALENDAR,
    Doubt.NEEDS_SCHEDULE: RoadmapDoubt.NEEDS_SCHEDULE,
    Doubt.REVERSED_RANGE: RoadmapDoubt.REVERSED_RANGE,
    Doubt.STRAY_TOKEN: RoadmapDoubt.STRAY_TOKEN,
    Doubt.TOO_LONG: RoadmapDoubt.UNREAD_TERM,
    Doubt.UNREAD: RoadmapDoubt.UNREAD_TERM,
}
"""What a reading says of itself and a person must hear; the rest concerns the place."""
_BARE_PLAN = re.compile(r"(?:по|согласно) план\w*(?: работы)?")
_PLAN = re.compile(r"план\w* работы")
_FAR = 180
_FEWEST_DATED = 4


def term_doubts(
    measures: Sequence[Measure], card: DocumentCard, *, bounded: bool
) -> Iterator[RoadmapWarning]:
    """What is doubtful about the terms; only a period of its own (`bounded`) has an outside."""
    suspects = _suspect_years(measures)
    for measure in measures:
        suspect = suspects.get(measure.sequence)
        if suspect:
            yield doubt(RoadmapDoubt.SUSPECT_YEAR, measure.sequence, phrase=suspect)
        for year, read in _all_terms(measure):
            place = {"phrase": read.phrase} | ({"year": year} if year else {})
            codes = [*_of_reading(read), *_of_day(read, card.day)]
            if bounded and not suspect and _outside(read, card):
                codes.append(RoadmapDoubt.OUTSIDE_PERIOD)
            if year and _other_year(read, year):
                codes.append(RoadmapDoubt.YEAR_VS_COLUMN)
            for code in dict.fromkeys(codes):
                yield doubt(code, measure.sequence, **place)
        for stray in measure.stray:
            yield doubt(RoadmapDoubt.STRAY_TOKEN, measure.sequence, phrase=stray)
        yield from _several(measure)
    yield from _plans(measures)


def _all_terms(measure: Measure) -> list[tuple[str, ReadTerm]]:
    yearly = [(one.year, read) for one in measure.milestones for read in one.terms]
    return [*(("", read) for read in measure.terms), *yearly]


def _of_reading(read: ReadTerm) -> list[RoadmapDoubt]:
    found = [_SAID[one.doubt] for one in read.warnings if one.doubt in _SAID]
    if read.needs_person and not found:
        return [RoadmapDoubt.AMBIGUOUS if read.candidates else RoadmapDoubt.UNREAD_TERM]
    if RoadmapDoubt.AMBIGUOUS in found:
        # Whoever chooses a reading first may find that it needs no calendar.
        return [one for one in found if one is not RoadmapDoubt.NEEDS_CALENDAR]
    return found


def _of_day(read: ReadTerm, day: date | None) -> list[RoadmapDoubt]:
    """A term before the order was signed: nobody could keep it."""
    windows = [one for one in read.term.windows if one.kind in _DATED]
    if day is None or not windows or len(windows) < len(read.term.windows):
        return []
    if all(one.end < day for one in windows):
        return [RoadmapDoubt.BEFORE_DOCUMENT]
    if any(one.kind in _IN_MONTHS and one.start and one.start < day for one in windows):
        return [RoadmapDoubt.STARTS_BEFORE_DOCUMENT]
    return []


def _outside(read: ReadTerm, card: DocumentCard) -> bool:
    period = card.period
    if period is None:
        return False
    windows = [one for one in read.term.windows if one.kind in _DATED]
    # A month in which the period begins, or ends, is printed whole.
    first, last = period.first.replace(day=1), month_end(period.last.year, period.last.month)
    for one in windows:
        begin, end = (first, last) if one.kind in _IN_MONTHS else (period.first, period.last)
        if (one.start or one.end) < begin or one.end > end:
            return True
    open_ = read.needs_person and not windows
    years = years_printed([read.phrase]) if open_ else []
    return any(not period.first.year <= one <= period.last.year for one in years)


def _other_year(read: ReadTerm, year: str) -> bool:
    """The phrase names another year than the heading over it."""
    allowed = {int(year[:4])} | ({int(year[:4]) + 1} if "/" in year else set())
    return any(one not in allowed for one in years_printed([read.phrase]))


def _several(measure: Measure) -> Iterator[RoadmapWarning]:
    """Two cells of one measure hold a deadline each, and do not say which is for what."""
    if len(measure.deadlines) > 1 and not any(
        one.doubt is Doubt.AMBIGUOUS for read in measure.terms for one in read.warnings
    ):
        phrases = "; ".join(measure.deadlines)
        yield doubt(RoadmapDoubt.AMBIGUOUS, measure.sequence, phrase=phrases)


def _suspect_years(measures: Sequence[Measure]) -> dict[int, str]:
    """Months far from all others that would be among them in another year."""
    dated = [
        (one.sequence, read.phrase, window.start or window.end, window.end)
        for one in measures
        for read in one.terms
        if len(read.term.windows) == 1
        for window in read.term.windows
        if window.kind in _DATED
    ]
    if len(dated) < _FEWEST_DATED:
        return {}
    firsts, lasts = sorted(one[2] for one in dated)[:2], sorted(one[3] for one in dated)[-2:]
    found = {}
    for sequence, phrase, start, end in dated:
        # Of all others: who is at the edge itself is followed by the next one.
        first = firsts[1] if start == firsts[0] else firsts[0]
        last = lasts[0] if end == lasts[1] else lasts[1]
        early, late = (first - end).days > _FAR, (start - last).days > _FAR
        shifted = _moved(start, 1 if early else -1)
        if (early or late) and shifted and first <= shifted <= last:
            found[sequence] = phrase
    return found


def _moved(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def _plans(measures: Sequence[Measure]) -> Iterator[RoadmapWarning]:
    """«По плану работы» where the document makes several plans and none is plainly meant."""
    plans = [(one, _stems(one.title)) for one in measures if _PLAN.search(plain(one.title))]
    for measure in measures:
        bare = [one for one in measure.deadlines if _BARE_PLAN.fullmatch(plain(one))]
        if bare and plans and not _plainly_meant(measure, plans):
            yield doubt(RoadmapDoubt.AMBIGUOUS, measure.sequence, phrase=bare[0])


def _plainly_meant(measure: Measure, plans: list[tuple[Measure, set[str]]]) -> bool:
    """Whether one plan of the document is about what the measure is about."""
    own = _stems(measure.title)
    shared = sorted(
        (len(own & stems) for plan, stems in plans if plan is not measure), reverse=True
    )
    return bool(shared) and shared[0] > 1 and (len(shared) == 1 or shared[0] > shared[1])


_EVERYWHERE = {
    "органи",
    "работы",
    "муници",
    "провед",
    "разраб",
    "утверж",
    "школьн",
    "образо",
    "планов",
}


def _stems(text: str) -> set[str]:
    return {one[:6] for one in plain(text).split() if len(one) > 5} - _EVERYWHERE  # noqa: PLR2004
