"""How far schools are with the measures of their roadmaps: what a decision on a case looks at."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import DONE, DROPPED, state_of_work
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roadmaps.states import (
    IN_FORCE,
    AssignmentState,
    EvidenceStatus,
    MeasureStatus,
    OccurrenceKind,
)
from engine.domain.situation import CountFact, MeasureFact
from engine.storage.among import among
from engine.storage.statements import Prepared
from engine.storage.tables import (
    CarryDecisionRow,
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from engine.storage.cases import LockedCase
    from engine.storage.database import Reader, Transaction

_HELD = (
    sa.select(sa.func.count())
    .select_from(EvidenceOfRow)
    .join(EvidenceRow, EvidenceRow.id == EvidenceOfRow.evidence_id)
    .where(
        EvidenceOfRow.occurrence_id == OccurrenceRow.id,
        EvidenceRow.status == EvidenceStatus.ACCEPTED.value,
        EvidenceRow.happened_on >= OccurrenceRow.starts_on,
        EvidenceRow.happened_on
        <= sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on),
    )
    .correlate(OccurrenceRow)
    .scalar_subquery()
)
"""How often a counted time was held within its span; asked of counted ones alone."""

_OF_SCHOOLS = Prepared(
    sa.select(
        OccurrenceRow.school_id,
        MeasureRow.id,
        MeasureRow.number,
        MeasureRow.title,
        MeasureRow.stages,
        OccurrenceRow.kind,
        OccurrenceRow.due_on,
        OccurrenceRow.state,
        RoadmapRow.period_start,
        RoadmapRow.period_end,
        CarryDecisionRow.verdict,
        OccurrenceRow.starts_on,
        OccurrenceRow.counts_until,
        OccurrenceRow.needed,
        OccurrenceRow.retroactive,
        sa.case((OccurrenceRow.kind == OccurrenceKind.QUOTA.value, _HELD), else_=0),
    )
    .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
    .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
    .outerjoin(CarryDecisionRow, CarryDecisionRow.measure_id == MeasureRow.id)
    .where(
        among(OccurrenceRow.school_id),
        MeasureRow.status == MeasureStatus.OPEN.value,
        sa.or_(*(RoadmapRow.status == one.value for one in sorted(IN_FORCE))),
    )
    .order_by(RoadmapRow.period_start, MeasureRow.sequence, MeasureRow.id, OccurrenceRow.id)
)


def measures_asked(
    reader: Reader | Transaction, located: Iterable[LockedCase], today: Mapping[UUID, date]
) -> dict[UUID, tuple[MeasureFact, ...]]:
    """By school, for the cases in a stage that looks at measures; the others ask no query."""
    asking: dict[UUID, date] = {}
    for one in located:
        school_id = one.state.place.school_id
        if school_id is not None and one.state.stage in one.definition.asks_measures:
            asking[school_id] = today[one.state.id]
    if not asking:
        return {}
    rows: dict[tuple[UUID, UUID], list[tuple[Any, ...]]] = defaultdict(list)
    for row in reader.rows(_OF_SCHOOLS, ids=list(asking)):
        if row[8] <= asking[row[0]] <= row[9]:
            rows[row[0], row[1]].append(row)
    found: dict[UUID, list[MeasureFact]] = defaultdict(list)
    for (school_id, _), own in rows.items():
        found[school_id].extend(_fact(own))
    return {school_id: tuple(facts) for school_id, facts in found.items()}


def _fact(rows: list[tuple[Any, ...]]) -> Iterable[MeasureFact]:
    """A measure with its status; one that only waits for an event or was dropped asks nothing."""
    states = [
        AssignmentState(row[7])
        for row in rows
        if row[5] != OccurrenceKind.EVENT.value or row[6] is not None
    ]
    whole = state_of_work(states)
    if not states or whole in DROPPED:
        return
    number, title, stages = rows[0][2], rows[0][3], tuple(rows[0][4])
    counts = tuple(_counts(rows))
    key = number.rstrip(". ") or title[:_LONGEST]
    yield MeasureFact(key, _status(whole, rows[0][10]), stages, counts)


def _counts(rows: list[tuple[Any, ...]]) -> Iterable[CountFact]:
    """The periods that count; what was over before the roadmap took effect asks for nothing."""
    for row in rows:
        kind, last, state, first, until, needed, retroactive, held = *row[5:8], *row[11:16]
        dropped = AssignmentState(state) in DROPPED
        if kind == OccurrenceKind.QUOTA.value and not (retroactive or dropped):
            yield CountFact(first, last, until or last, needed, held)


def _status(whole: AssignmentState, verdict: str | None) -> str:
    if whole in DONE:
        return "done"
    begun = "planned" if whole is AssignmentState.PLANNED else "in_progress"
    return _DECIDED.get(verdict or "", begun)


_DECIDED = {
    CarryVerdict.DONE.value: "explained",
    CarryVerdict.CONTINUE.value: "continue",
    CarryVerdict.REVISE.value: "revise",
}
"""What the order at the end of a period says of a measure; only accepted evidence makes it done."""

_LONGEST = 80
