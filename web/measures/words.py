"""How lines of a roadmap are told: when something is due, how much is done, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from engine.domain.roadmaps.progress import Progress, Standing, progress_of
from engine.domain.roadmaps.states import OccurrenceKind
from web.wording.grammar import counted, short_day, short_span
from web.wording.measures import GROUPS, RUNS, STANDINGS, TONES, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.queries.roadmaps.lines import Line
    from engine.queries.roadmaps.soon import AheadMeasure
    from engine.queries.roadmaps.tasks import MeasureTasks

OPEN = frozenset(Standing) - {
    Standing.DONE,
    Standing.CARRIED,
    Standing.DROPPED,
    Standing.REPORTED,
}
"""Standings in which somebody still has to do something."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that stand alike under one heading; `folded` are those that ask for nothing."""

    code: str
    title: str
    lines: tuple[Line, ...]
    folded: bool


_GROUPS: tuple[tuple[str, frozenset[Standing]], ...] = (
    (
        "now",
        frozenset({Standing.LATE, Standing.RETURNED, Standing.BEHIND, Standing.SOON}),
    ),
    ("reported", frozenset({Standing.REPORTED})),
    ("open", frozenset({Standing.OPEN, Standing.WAITING})),
    ("retroactive", frozenset({Standing.RETROACTIVE})),
    ("done", frozenset({Standing.DONE, Standing.CARRIED, Standing.DROPPED})),
)
_FOLDED = frozenset({"done", "retroactive", "open", "ahead"})
_LOUDEST = tuple(Standing)


def groups_of(lines: Sequence[Line]) -> list[Group]:
    """The lines of a sheet, what asks for most first."""
    by_code: dict[str, list[Line]] = {code: [] for code in GROUPS}
    for one in lines:
        by_code[_group_of(one)].append(one)
    return [
        Group(
            code,
            str(GROUPS[code]),
            tuple(sorted(own, key=lambda one: _LOUDEST.index(one.standing))),
            code in _FOLDED,
        )
        for code, own in by_code.items()
        if own
    ]


def _group_of(line: Line) -> str:
    if line.standing is Standing.AHEAD:
        return "running" if runs(line) else "ahead"
    return next(code for code, standings in _GROUPS if line.standing in standings)


def runs(line: Line) -> bool:
    """Whether its time has begun and it is not late yet."""
    starts_on = line.kept.course.starts_on
    return line.standing is Standing.AHEAD and starts_on is not None and starts_on <= line.today


def progress(lines: Iterable[Line]) -> Progress:
    """The figures of some lines."""
    return progress_of(one.standing for one in lines)


def standing_title(line: Line) -> str:
    """How the line stands, in a word or two."""
    if runs(line):
        return str(RUNS)
    return title_of(STANDINGS, line.standing.value)


def ahead_title(one: AheadMeasure, today: date) -> str:
    """How what falls due soon at one school stands, in a word or two."""
    standing = one.figures.by_standing[0][0]
    begun = one.starts_on is not None and one.starts_on <= today
    if standing is Standing.AHEAD and begun:
        return str(RUNS)
    return title_of(STANDINGS, standing.value)


def ahead_tone(one: AheadMeasure) -> str:
    """How loudly it is shown."""
    return TONES.get(one.figures.by_standing[0][0].value, "")


def tone_of(line: Line) -> str:
    """How loudly it is shown."""
    return TONES.get(line.standing.value, "")


def when(line: Line) -> str:
    """By when, or in which span and how often; what waits says for what."""
    course = line.kept.course
    if course.kind is OccurrenceKind.QUOTA and course.starts_on and course.due_on:
        span = short_span(course.starts_on, course.due_on)
        return _(
            "%(span)s: принято %(count)d из %(needed)d",
            span=span,
            count=line.counted,
            needed=course.needed,
        )
    if course.due_on is not None:
        day = short_day(course.due_on)
        if course.kind is OccurrenceKind.OPEN:
            return _("в течение срока, до %(day)s", day=day)
        return _("до %(day)s", day=day)
    if course.kind is OccurrenceKind.EVENT:
        return _("день ещё не назначен")
    return _("срок не указан")


def overdue(tasks: MeasureTasks) -> str:
    """How much is late at how many of the schools one oversees."""
    return _(
        "%(measures)s у %(schools)s",
        measures=counted(tasks.overdue, "мероприятие|мероприятия|мероприятий"),
        schools=counted(tasks.behind, "школы|школ|школ"),
    )


def shortened(title: str, most: int = 110) -> str:
    """A title in one or two lines; the whole of it stands where there is room."""
    return title if len(title) <= most else f"{title[:most].rsplit(' ', 1)[0]}…"


def may_report(line: Line) -> bool:
    """Whether a report can be handed in."""
    return line.standing in OPEN or line.standing is Standing.REPORTED
