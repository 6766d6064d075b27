"""The end of a roadmap's period as its page shows it: what is open, and what is decided of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import CLOSED, DROPPED
from engine.domain.roadmaps.carrying import GOES_ON, lies_outside, next_period, shift_after
from engine.domain.roadmaps.states import AssignmentState
from engine.domain.roles import Permission
from engine.queries.roadmaps.sheets import RoadmapSheet, read_sheet
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.roadmap_carrying import KeptCarry, carry_decisions, left_open
from engine.storage.tables import OccurrenceRow, RoadmapRow

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from engine.domain.roadmaps.terms import Period
    from engine.domain.roles import Actor
    from engine.storage.roadmap_content import KeptMeasure
    from engine.workbench import Workbench


class HowFar(StrEnum):
    """How far an open measure came: measures of a kind are mostly decided alike."""

    UNTOUCHED = "untouched"
    PARTLY = "partly"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class OpenMeasure:
    """A measure to decide on: of `times` so many are `left`, of them `waiting` for a review.

    What was cancelled or withdrawn is not among them.
    """

    measure: KeptMeasure
    times: int
    left: int
    waiting: int
    decision: KeptCarry | None

    @property
    def how_far(self) -> HowFar:
        """Whether nothing of it is done, something, or nothing was ever to be done on a day."""
        if not self.times:
            return HowFar.UNDATED
        return HowFar.UNTOUCHED if self.left == self.times else HowFar.PARTLY


@dataclass(frozen=True, slots=True)
class MovedMeasure:
    """A measure that went over: as it was, what was decided, and as it stands in the draft.

    `draft` is None where the draft was changed so much since that they are not beside each other.
    """

    former: KeptMeasure
    decision: KeptCarry
    draft: KeptMeasure | None

    @property
    def outside(self) -> bool:
        """Whether a term of the draft lies outside its period, as it did in the former one."""
        return self.draft is not None and any(map(lies_outside, self.draft.content.terms))


@dataclass(frozen=True, slots=True)
class CarryView:
    """A roadmap at the end of its period; `period` is that of the draft, `next_id` the draft."""

    sheet: RoadmapSheet
    open: tuple[OpenMeasure, ...]
    settled: int
    period: Period
    next_id: UUID | None
    previous_id: UUID | None
    moved: tuple[MovedMeasure, ...]
    decides: bool
    decided: tuple[tuple[KeptMeasure, KeptCarry], ...] = ()
    running: bool = False
    """Whether the period has not ended yet."""

    @property
    def undecided(self) -> int:
        """How many are left to decide."""
        return sum(1 for one in self.open if one.decision is None)

    @property
    def waiting(self) -> int:
        """How many times wait for a review, which must come first."""
        return sum(one.waiting for one in self.open)


def read_carry(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> CarryView:
    """The page of a roadmap; NotFound where it is not in sight.

    Of a draft `moved` are the measures it was made of.
    """
    sheet = read_sheet(bench, roadmap_id, actor=actor)
    today = reading_day(bench.now())
    decides = any(
        one.covers(sheet.state.place) for one in actor.scopes(Permission.APPROVE_ROADMAP, today)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        times = _times(connection, roadmap_id)
        decided = carry_decisions(reader, roadmap_id)
        following = sa.select(RoadmapRow.id).where(RoadmapRow.previous_id == roadmap_id)
        next_id = connection.execute(following.order_by(RoadmapRow.id).limit(1)).scalar()
        own = sa.select(RoadmapRow.previous_id).where(RoadmapRow.id == roadmap_id)
        previous_id = connection.execute(own).scalar()
        before = carry_decisions(reader, previous_id) if previous_id else {}
    left = left_open(sheet.measures, times)
    period = sheet.state.period
    return CarryView(
        sheet,
        tuple(_open(one, times[one.id], decided.get(one.id)) for one in left),
        len(sheet.measures) - len(left),
        next_period(period, shift_after(period)),
        next_id,
        previous_id,
        _moved(bench, previous_id, before, sheet, actor) if before and previous_id else (),
        decides,
        tuple((one, decided[one.id]) for one in sheet.measures if one.id in decided),
        today <= period.last,
    )


def _times(connection: Connection, roadmap_id: UUID) -> dict[UUID, Counter[AssignmentState]]:
    """How many times of each measure are in which state."""
    query = (
        sa.select(OccurrenceRow.measure_id, OccurrenceRow.state, sa.func.count())
        .where(OccurrenceRow.roadmap_id == roadmap_id)
        .group_by(OccurrenceRow.measure_id, OccurrenceRow.state)
    )
    times: dict[UUID, Counter[AssignmentState]] = defaultdict(Counter)
    for measure_id, state, count in connection.execute(query):
        times[measure_id][AssignmentState(state)] = count
    return times


def _open(
    measure: KeptMeasure, times: Counter[AssignmentState], decision: KeptCarry | None
) -> OpenMeasure:
    left = sum(count for state, count in times.items() if state not in CLOSED)
    waiting = times[AssignmentState.REPORTED]
    asked = sum(count for state, count in times.items() if state not in DROPPED)
    return OpenMeasure(measure, asked, left, waiting, decision)


def _moved(
    bench: Workbench,
    previous_id: UUID,
    decided: dict[UUID, KeptCarry],
    sheet: RoadmapSheet,
    actor: Actor,
) -> tuple[MovedMeasure, ...]:
    former = [
        one
        for one in read_sheet(bench, previous_id, actor=actor).measures
        if one.id in decided and decided[one.id].verdict in GOES_ON
    ]
    drafted: list[KeptMeasure | None] = [*sheet.measures]
    if len(drafted) != len(former):
        drafted = [None] * len(former)
    pairs = zip(former, drafted, strict=True)
    return tuple(MovedMeasure(one, decided[one.id], after) for one, after in pairs)
