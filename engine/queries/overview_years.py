"""How each year's entries went on: how far they came, how they ended, and who came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.definition import Effect, Phase, StageKind
from engine.queries.overview_stays import stages_of
from engine.storage.tables import CaseRow, DecisionRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition

APPROVAL = "programme_approval"
"""The decision that approves a school's programmes (the base path's own word)."""

_ENTERED, _MENTORING, _EXIT, _RETAINED, _EXITED = range(5)


class Course(StrEnum):
    """What became of cases of a year: each names the figure of `YearFigures` that counts it.

    `exits` and `came_back` are by the year of the exit, the others by that of the entry.
    """

    ENTERED = "entered"
    RETURNS = "returns"
    APPROVED = "approved"
    MENTORED = "mentored"
    REVIEWED = "reviewed"
    EXITED = "exited"
    RETAINED = "retained"
    CLOSED = "closed"
    GOING_ON = "going_on"
    EXITS = "exits"
    CAME_BACK = "came_back"


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A year: of the cases `entered` in it, how many came so far, and what became of them.

    `exited`, `closed`, `retained` and `going_on` part the entered ones; `returns` are entries of a
    school that had a case before. `exits` and `came_back` are by the year of the exit: schools
    that left the list in this year, and those of them that have had to return since.
    """

    year: int
    entered: int = 0
    approved: int = 0
    mentored: int = 0
    reviewed: int = 0
    exited: int = 0
    closed: int = 0
    retained: int = 0
    going_on: int = 0
    returns: int = 0
    exits: int = 0
    came_back: int = 0


def read_years(
    connection: Connection, sight: ColumnElement[bool], definitions: Iterable[Definition]
) -> tuple[YearFigures, ...]:
    """The years in which cases entered or left, the newest first."""
    years: dict[int, YearFigures] = {}
    for row in connection.execute(_grouped(sight, tuple(definitions))):
        entered = years.get(row.entered, YearFigures(row.entered))
        years[row.entered] = _with_entries(entered, row)
        if row.exited is not None:
            left = years.get(row.exited, YearFigures(row.exited))
            back = left.came_back + (row.cases if row.back else 0)
            years[row.exited] = replace(left, exits=left.exits + row.cases, came_back=back)
    return tuple(years[year] for year in sorted(years, reverse=True))


def in_course(
    sight: ColumnElement[bool], definitions: Iterable[Definition], year: int, course: Course
) -> ColumnElement[bool]:
    """The cases of the same sight that a figure of a year counts."""
    ways = _ways(sight, tuple(definitions))
    by_exit = course in (Course.EXITS, Course.CAME_BACK)
    day = ways.c.exited_on if by_exit else ways.c.entered_on
    found = sa.select(ways.c.id).where(sa.extract("year", day) == year)
    return CaseRow.id.in_(found.where(*_counted_in(course, ways, sight)))


def _counted_in(
    course: Course, ways: sa.Subquery, sight: ColumnElement[bool]
) -> Iterator[ColumnElement[bool]]:
    """What `_with_entries` asks of a case before it counts it."""
    rank, left, is_open = ways.c.rank, ways.c.exited_on.is_not(None), sa.not_(ways.c.closed)
    again = sa.or_(ways.c.again, rank == _RETAINED)
    if course is Course.RETURNS:
        yield ways.c.returned
    elif course is Course.APPROVED:
        yield sa.or_(rank >= _MENTORING, _approval(ways))
    elif course is Course.MENTORED:
        yield rank >= _MENTORING
    elif course is Course.REVIEWED:
        yield rank >= _EXIT
    elif course is Course.EXITED:
        yield left
    elif course is Course.CLOSED:
        yield from (ways.c.closed, sa.not_(left))
    elif course is Course.RETAINED:
        yield from (is_open, sa.not_(left), again)
    elif course is Course.GOING_ON:
        yield from (is_open, sa.not_(left), sa.not_(again))
    elif course is Course.CAME_BACK:
        yield ways.c.id.in_(_later(sight))


def _with_entries(year: YearFigures, row: Any) -> YearFigures:
    """The figures of a year with a group of equal cases added."""
    cases, rank = int(row.cases), int(row.rank)
    exited, going = row.exited is not None, not row.closed
    retained = going and not exited and (row.again or rank == _RETAINED)
    return replace(
        year,
        entered=year.entered + cases,
        approved=year.approved + (cases if row.approved or rank >= _MENTORING else 0),
        mentored=year.mentored + (cases if rank >= _MENTORING else 0),
        reviewed=year.reviewed + (cases if rank >= _EXIT else 0),
        exited=year.exited + (cases if exited else 0),
        closed=year.closed + (cases if row.closed and not exited else 0),
        retained=year.retained + (cases if retained else 0),
        going_on=year.going_on + (cases if going and not exited and not retained else 0),
        returns=year.returns + (cases if row.returned else 0),
    )


def _grouped(sight: ColumnElement[bool], definitions: tuple[Definition, ...]) -> sa.Select[Any]:
    """Cases that are alike in all that is told, counted."""
    ways = _ways(sight, definitions)
    later_cases = _later(sight).distinct().subquery()
    columns = (
        sa.extract("year", ways.c.entered_on).label("entered"),
        sa.extract("year", ways.c.exited_on).label("exited"),
        ways.c.rank,
        ways.c.closed,
        ways.c.again,
        ways.c.returned,
        later_cases.c.id.is_not(None).label("back"),
        # Orders are asked of those cases only whose way does not say it already.
        sa.case((ways.c.rank >= _MENTORING, True), else_=_approval(ways)).label("approved"),
    )
    alike = (
        sa.select(*columns)
        .select_from(ways)
        .outerjoin(later_cases, later_cases.c.id == ways.c.id)
        .subquery()
    )
    return sa.select(alike, sa.func.count().label("cases")).group_by(*alike.c)


def _later(sight: ColumnElement[bool]) -> sa.Select[Any]:
    """The cases whose school has had to return since."""
    return sa.select(CaseRow.previous_case_id.label("id")).where(
        sight, CaseRow.previous_case_id.is_not(None)
    )


def _approval(ways: sa.Subquery) -> ColumnElement[bool]:
    return sa.exists().where(
        DecisionRow.case_id == ways.c.id,
        DecisionRow.kind == APPROVAL,
        DecisionRow.repealed_on.is_(None),
    )


def _ways(sight: ColumnElement[bool], definitions: tuple[Definition, ...]) -> sa.Subquery:
    """Per case: when it entered, how far it ever came, and when it first left the list."""
    ranks = _ranks(definitions)
    codes = {
        rank: sorted(code for code, one in ranks.items() if one == rank)
        for rank in (_EXITED, _RETAINED, _EXIT, _MENTORING)
    }
    whens = [(SpellRow.stage.in_(found), rank) for rank, found in codes.items() if found]
    rank = sa.case(*whens, else_=_ENTERED) if whens else sa.literal(_ENTERED)
    left = sa.case((SpellRow.stage.in_(codes[_EXITED]), SpellRow.entered_on))
    return (
        sa.select(
            CaseRow.id,
            CaseRow.closed,
            (CaseRow.round > 1).label("again"),
            CaseRow.previous_case_id.is_not(None).label("returned"),
            sa.func.min(SpellRow.entered_on).label("entered_on"),
            sa.func.min(left, type_=sa.Date()).label("exited_on"),
            sa.func.max(rank).label("rank"),
        )
        .join(SpellRow, CaseRow.id == SpellRow.case_id)
        .where(sight)
        .group_by(CaseRow.id)
        .subquery()
    )


def _ranks(definitions: tuple[Definition, ...]) -> dict[str, int]:
    """How far along the path a stage is; monitoring comes after the beginning of mentoring."""
    by_phase = {
        Phase.MENTORING: _MENTORING,
        Phase.MONITORING: _MENTORING,
        Phase.EXIT: _EXIT,
    }
    known, kept_on = stages_of(definitions), _kept_on(definitions)
    ranks = {code: by_phase.get(stage.phase, _ENTERED) for code, stage in known.items()}
    for code, stage in known.items():
        if ranks[code] == _EXIT and stage.kind is StageKind.END:
            ranks[code] = _EXITED
        elif ranks[code] == _EXIT and code in kept_on:
            ranks[code] = _RETAINED
    return ranks


def _kept_on(definitions: Iterable[Definition]) -> frozenset[str]:
    """Stages from which another round begins."""
    return frozenset(
        source
        for definition in definitions
        for move in definition.moves
        if Effect.NEXT_ROUND in move.effects
        for way in move.ways
        for source in way.sources
    )
