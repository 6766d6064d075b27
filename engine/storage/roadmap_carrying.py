"""Reading what is decided of open measures, and a kept card as the value it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roadmaps.content import LayoutColumn, RepealedOrder, RoadmapCard
from engine.domain.roadmaps.states import MeasureStatus
from engine.domain.roadmaps.terms import Period, YearKind
from engine.storage.statements import Prepared
from engine.storage.tables import CarryDecisionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engine.domain.roadmaps.states import AssignmentState
    from engine.storage.database import Reader, Transaction
    from engine.storage.occurrences import KeptOccurrence
    from engine.storage.roadmap_content import KeptMeasure


@dataclass(frozen=True, slots=True)
class KeptCarry:
    """What is decided of a measure, why, and by which order."""

    id: UUID
    measure_id: UUID
    verdict: CarryVerdict
    note: str
    order_number: str
    order_signed_on: date
    order_body: str


_DECISIONS = Prepared(
    sa.select(
        CarryDecisionRow.id,
        CarryDecisionRow.measure_id,
        CarryDecisionRow.verdict,
        CarryDecisionRow.note,
        CarryDecisionRow.order_number,
        CarryDecisionRow.order_signed_on,
        CarryDecisionRow.order_body,
    )
    .where(
        CarryDecisionRow.roadmap_id
        == sa.bindparam("roadmap_id", type_=CarryDecisionRow.roadmap_id.type)
    )
    .order_by(CarryDecisionRow.id)
)


def carry_decisions(reader: Reader | Transaction, roadmap_id: UUID) -> dict[UUID, KeptCarry]:
    """What is decided so far, by measure."""
    rows = reader.rows(_DECISIONS, roadmap_id=roadmap_id)
    return {row[1]: KeptCarry(row[0], row[1], CarryVerdict(row[2]), *row[3:]) for row in rows}


def card_from(values: Mapping[str, Any]) -> RoadmapCard:
    """The card of the columns that `card_of` reads."""
    texts = ("title", "level", "order_title", "body", "number", "signatory", "controller")
    kind = values["year_kind"]
    return RoadmapCard(
        period=Period(values["period_start"], values["period_end"]),
        signed_on=values["signed_on"],
        year_kind=YearKind(kind) if kind else None,
        repeals=tuple(repealed_order(one) for one in values["repeals"]),
        items=tuple(values["items"]),
        preface=tuple((one[0], one[1]) for one in values["preface"]),
        layout=tuple(LayoutColumn(**one) for one in values["layout"]),
        **{name: values[name] for name in texts},
    )


def repealed_order(values: Mapping[str, Any]) -> RepealedOrder:
    """An order that a card names as repealed, out of its plain form."""
    day = values.get("day")
    return RepealedOrder(
        values["number"], date.fromisoformat(day) if day else None, values.get("body", "")
    )


def open_measures(
    measures: Sequence[KeptMeasure], occurrences: Sequence[KeptOccurrence]
) -> list[KeptMeasure]:
    """The measures that somebody must decide on: anything of them is left to do."""
    states: dict[UUID, set[AssignmentState]] = {}
    for one in occurrences:
        states.setdefault(one.measure_id, set()).add(one.course.state)
    return left_open(measures, states)


def left_open(
    measures: Sequence[KeptMeasure], states: Mapping[UUID, Collection[AssignmentState]]
) -> list[KeptMeasure]:
    """The same by the states that the times of each measure are in."""
    times = set(states)
    left = {key for key, some in states.items() if not CLOSED.issuperset(some)}
    return [
        one
        for one in measures
        if one.status is MeasureStatus.OPEN and (one.id in left or one.id not in times)
    ]
