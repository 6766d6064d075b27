"""What comes then: «август 2023, далее – ежегодно», «до 1 марта, далее – постоянно»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import occurrences
from engine.domain.roadmaps.terms import NO_TERM, Repeat, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.placing import DAY, months_away
from workflows.roadmaps.grammar.meaning.recurring import MOST_LISTED
from workflows.roadmaps.grammar.meaning.repeats import repeat_sense
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, list_kind, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every

THEN = "далее"


def and_then(before: Sense, group: Sequence[Item], scope: Scope) -> Sense | None:
    """«До 1 марта, далее ежеквартально»: by that day, and in each quarter that follows.

    By its end or by the same day of it, a person says; each of the two alone is told beside.
    """
    item = group[0]
    if len(group) > 1 or not isinstance(item.node, Every) or not _is_one_time(before, scope):
        return None
    window = before.term.windows[0]
    again = repeat_sense(item.node, window.end + DAY, scope.period.last, scope)
    days = _days_after(window.end, again.term.repeat)
    if not 0 < len(days) <= MOST_LISTED:
        return None
    label = f"{THEN} {item.words}"
    full = _listed(before.term, [Window(TermKind.BY_DATE, None, one, label) for one in days])
    ways = [full, *_on_same_days(before.term, item.node, scope), before.term, *again.terms]
    doubts = tuple(dict.fromkeys((*before.doubts, *again.doubts, Doubt.AMBIGUOUS)))
    return Sense(tuple(dict.fromkeys(ways)), doubts=doubts, asks=True)


def _is_one_time(sense: Sense, scope: Scope) -> bool:
    plain = sense.sure and not (sense.open or sense.asks) and len(sense.term.windows) == 1
    return plain and sense.term.windows[0].end < scope.period.last


def _days_after(first: date, repeat: Repeat | None) -> list[date]:
    """The due days that follow; one nearer than half of the unit is still that of the first."""
    days = list(occurrences(repeat)) if repeat else []
    near = len(days) > 1 and 2 * (days[0] - first) < days[1] - days[0]
    return days[1:] if near else days


def _listed(term: Term, more: Sequence[Window]) -> Term:
    windows = (*term.windows, *more)
    return replace(term, kind=list_kind(windows) or term.kind, windows=windows)


def _on_same_days(term: Term, every: Every, scope: Scope) -> Iterator[Term]:
    """By 1 March, and then by 1 June, 1 September and 1 December."""
    months = _MONTHS.get(every.unit, 0) * every.interval
    if not months or every.month_days or every.weekdays:
        return
    window, more = term.windows[0], []
    for step in range(months, months * MOST_LISTED, months):
        moved = replace(
            window,
            start=window.start and months_away(window.start, step),
            end=_end_away(window.end, step),
        )
        if moved.end > scope.period.last:
            break
        more.append(moved)
    if more:
        yield _listed(term, more)


_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6}


def _end_away(day: date, months: int) -> date:
    moved = months_away(day, months)
    whole = day == last_of_month(day.year, day.month)
    return last_of_month(moved.year, moved.month) if whole else moved


def thereafter(sense: Sense, before: Sense, item: Item, scope: Scope) -> Sense:
    """«Далее - постоянно» begins on the day after."""
    end = before.term.end
    if end is None:
        return sense
    if end >= scope.period.last:
        # What comes then lies outside of what the document is about.
        return replace(sense, asks=True, doubts=(*sense.doubts, Doubt.AMBIGUOUS))
    label = f"{THEN} {item.words}"
    window = Window(TermKind.CONTINUOUS, end + DAY, scope.period.last, label)
    return replace(sense, terms=(Term(TermKind.CONTINUOUS, (window,)),))


def each_going_on(before: Sense, item: Item, scope: Scope) -> Sense:
    """«До сентября, далее – постоянно»: what comes then begins where each reading ends."""
    rests = [thereafter(Sense((NO_TERM,)), Sense((one,)), item, scope) for one in before.terms]
    pairs = zip(before.terms, rests, strict=True)
    return replace(before, terms=tuple(together([Sense((one,)), rest]).term for one, rest in pairs))
