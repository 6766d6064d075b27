"""Orders of cases that are repealed: by whom, and what in the cases rests on them."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.audit import AuditKind, StreamKind
from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.search_keys import number_key
from engine.queries.cases import case_line
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.roadmap_carrying import repealed_order
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    JournalRow,
    RoadmapRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

MOST = 200
"""Repealed orders shown at once, the latest first."""


class RepealedBy(StrEnum):
    """Where it is said that an order is repealed."""

    CASE = "case"
    OTHER_CASE = "other_case"
    ROADMAP = "roadmap"


@dataclass(frozen=True, slots=True)
class NamedOrder:
    """The order that takes the place of a repealed one."""

    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class Repealed:
    """An order of a case that is repealed, and what rests on it.

    `on` is the day from which it has no force, or that of the order of a roadmap, whose `number` it
    is. `successor` takes its place, where a case names one. `deeds` are the places in the journal
    of the case of what names it as its ground; so many of them are `moves`, and `attachings`:
    attachments made or ended.
    """

    decision_id: UUID
    case_id: UUID
    by: RepealedBy
    on: date | None
    number: str = ""
    successor: NamedOrder | None = None
    attachments: int = 0
    deeds: tuple[int, ...] = ()
    moves: int = 0
    attachings: int = 0

    @property
    def carries(self) -> bool:
        """Whether anything rests on it."""
        return bool(self.attachments or self.deeds)


@dataclass(frozen=True, slots=True)
class RepealedLine:
    """A repealed order with the line of its case, for a list."""

    line: Row[Any]
    repealed: Repealed


def repealed_in(bench: Workbench, case_ids: Collection[UUID]) -> dict[UUID, Repealed]:
    """The repealed orders of cases, by the id of the decision; the cases have been decided on."""
    if not case_ids:
        return {}
    with reading(bench.database) as connection:
        return _found(connection, [DecisionRow.case_id.in_(set(case_ids))])


def repealed_orders(bench: Workbench, *, actor: Actor) -> list[RepealedLine]:
    """The repealed orders of the cases in sight on which something rests, the latest first."""
    sight = visible_cases(actor, reading_day(bench.now()))
    with reading(bench.database) as connection:
        found = _found(connection, [sight])
        resting = {key: one for key, one in found.items() if one.carries}
        rows = [row for part in _parts(list(resting)) for row in connection.execute(_lines(part))]
    rows.sort(key=lambda row: (row.signed_on, str(row.decision_id)), reverse=True)
    return [RepealedLine(row, resting[row.decision_id]) for row in rows[:MOST]]


def repealed_by_name(
    connection: Connection, conditions: list[Any]
) -> dict[tuple[UUID, str, date], NamedOrder | None]:
    """The repealed orders of cases by region, key of their number and day, with what follows."""
    query = (
        sa.select(CaseRow.region_id, DecisionRow.number_key, DecisionRow.signed_on, *_NAMED)
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .outerjoin(_SUCCESSOR, _SUCCESSOR.id == DecisionRow.successor_id)
        .where(DecisionRow.repealed_on.is_not(None), *conditions)
        .order_by(_SUCCESSOR.id.is_not(None), DecisionRow.id)
    )
    # Where one case names a successor and another does not, the one that does is heard.
    return {
        (row.region_id, row.number_key, row.signed_on): named_order(row)
        for row in connection.execute(query)
    }


def _lines(decision_ids: Collection[UUID]) -> AnySelect:
    return (
        case_line()
        .add_columns(
            DecisionRow.id.label("decision_id"),
            DecisionRow.kind,
            DecisionRow.number,
            DecisionRow.signed_on,
        )
        .join(DecisionRow, DecisionRow.case_id == CaseRow.id)
        .where(DecisionRow.id.in_(decision_ids))
    )


def _found(connection: Connection, conditions: list[Any]) -> dict[UUID, Repealed]:
    query = (
        sa.select(
            DecisionRow.id,
            DecisionRow.case_id,
            DecisionRow.order_id,
            DecisionRow.number_key,
            DecisionRow.signed_on,
            DecisionRow.repealed_on,
            *_NAMED,
            CaseRow.region_id,
            CaseRow.municipality_id,
        )
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .outerjoin(_SUCCESSOR, _SUCCESSOR.id == DecisionRow.successor_id)
        .where(*conditions)
        .order_by(DecisionRow.id)
    )
    rows = connection.execute(query).all()
    regions = {row.region_id for row in rows}
    if not regions:
        return {}
    elsewhere, roadmaps = _Elsewhere(connection, regions), _of_roadmaps(connection, regions)
    named = filter(None, (_repealed(row, elsewhere, roadmaps) for row in rows))
    return {one.decision_id: one for one in _resting(connection, list(named))}


def _repealed(row: Any, elsewhere: _Elsewhere, roadmaps: dict[Any, list[Any]]) -> Repealed | None:
    if row.repealed_on is not None:
        named = named_order(row) or elsewhere.successor(row)
        return Repealed(row.id, row.case_id, RepealedBy.CASE, row.repealed_on, successor=named)
    day = elsewhere.day(row)
    if day is not None:
        named = elsewhere.successor(row)
        return Repealed(row.id, row.case_id, RepealedBy.OTHER_CASE, day, successor=named)
    for printed, roadmap in roadmaps[row.region_id, row.municipality_id, row.number_key]:
        if printed in (None, row.signed_on):
            by = RepealedBy.ROADMAP
            return Repealed(row.id, row.case_id, by, roadmap.signed_on, roadmap.number)
    return None


_SUCCESSOR = aliased(DecisionRow)
_NAMED = (
    _SUCCESSOR.number.label("next_number"),
    _SUCCESSOR.signed_on.label("next_signed_on"),
)


def named_order(row: Any) -> NamedOrder | None:
    """The order that takes the place of a row's, where its case names one."""
    if row.next_number is None:
        return None
    return NamedOrder(row.next_number, row.next_signed_on)


class _Elsewhere:
    """Repeals written down in cases: one order stands in many, and is repealed in one of them.

    It is the same order by its own id where it was registered for many cases at once, else by its
    number and day in one municipality.
    """

    def __init__(self, connection: Connection, regions: set[UUID]) -> None:
        query = (
            sa.select(
                DecisionRow.order_id,
                DecisionRow.number_key,
                DecisionRow.signed_on,
                DecisionRow.repealed_on,
                *_NAMED,
                CaseRow.region_id,
                CaseRow.municipality_id,
            )
            .join(CaseRow, CaseRow.id == DecisionRow.case_id)
            .outerjoin(_SUCCESSOR, _SUCCESSOR.id == DecisionRow.successor_id)
            .where(DecisionRow.repealed_on.is_not(None), CaseRow.region_id.in_(regions))
            .order_by(DecisionRow.repealed_on.desc(), DecisionRow.id)
        )
        self._days: dict[Any, date] = {}
        self._successors: dict[Any, NamedOrder] = {}
        for row in connection.execute(query):
            named = named_order(row)
            for key in self._keys(row):
                self._days[key] = row.repealed_on
                if named is not None:
                    self._successors[key] = named

    def day(self, row: Any) -> date | None:
        """The first day on which the order was repealed in some case."""
        return next((self._days[key] for key in self._keys(row) if key in self._days), None)

    def successor(self, row: Any) -> NamedOrder | None:
        """What takes its place, where some case names it."""
        found = (self._successors.get(key) for key in self._keys(row))
        return next(filter(None, found), None)

    @staticmethod
    def _keys(row: Any) -> Iterator[Any]:
        yield row.order_id
        yield row.region_id, row.municipality_id, row.number_key, row.signed_on


def _of_roadmaps(connection: Connection, regions: set[UUID]) -> dict[Any, list[Any]]:
    """What orders of approved roadmaps repeal: by place and number, the day named and the order."""
    query = (
        sa.select(
            RoadmapRow.number,
            RoadmapRow.signed_on,
            RoadmapRow.region_id,
            RoadmapRow.municipality_id,
            RoadmapRow.repeals,
        )
        .where(RoadmapRow.status != RoadmapStatus.DRAFT.value, RoadmapRow.region_id.in_(regions))
        .order_by(RoadmapRow.signed_on, RoadmapRow.id)
    )
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        for order in map(repealed_order, row.repeals):
            key = row.region_id, row.municipality_id, number_key(order.number)
            found[key].append((order.day, row))
    return found


def _resting(connection: Connection, named: list[Repealed]) -> Iterator[Repealed]:
    """The repealed orders with what rests on each of them."""
    attached = _attachments(connection, [one.decision_id for one in named])
    deeds = _deeds(connection, named)
    for one in named:
        yield Repealed(
            one.decision_id,
            one.case_id,
            one.by,
            one.on,
            one.number,
            one.successor,
            attached.get(one.decision_id, 0),
            tuple(seq for seq, _kind in deeds[one.decision_id]),
            sum(kind in _MOVES for _seq, kind in deeds[one.decision_id]),
            sum(kind in _ATTACHINGS for _seq, kind in deeds[one.decision_id]),
        )


def _attachments(connection: Connection, decision_ids: list[UUID]) -> dict[UUID, int]:
    return {
        row.decision_id: row.number
        for part in _parts(decision_ids)
        for row in connection.execute(
            sa.select(AttachmentRow.decision_id, sa.func.count().label("number"))
            .where(AttachmentRow.decision_id.in_(part))
            .group_by(AttachmentRow.decision_id)
        )
    }


def _deeds(connection: Connection, named: Iterable[Repealed]) -> dict[UUID, list[tuple[int, str]]]:
    wanted = {str(one.decision_id): one.decision_id for one in named}
    found: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    for part in _parts(sorted({one.case_id for one in named})):
        query = (
            sa.select(JournalRow.seq, JournalRow.kind, JournalRow.body)
            .where(JournalRow.stream == StreamKind.CASE.value, JournalRow.subject_id.in_(part))
            .order_by(JournalRow.subject_id, JournalRow.seq)
        )
        for row in connection.execute(query):
            for ground in json.loads(bytes(row.body)).get("basis", ()):
                if ground in wanted:
                    found[wanted[ground]].append((row.seq, row.kind))
    return found


_PART = 500
_MOVES = frozenset({AuditKind.CASE_MOVED.value, AuditKind.CASE_FORCED.value})
_ATTACHINGS = frozenset(
    one.value for one in AuditKind if one.value.endswith(":attached") or one.name.endswith("_ENDED")
)


def _parts(ids: list[UUID]) -> Iterator[list[UUID]]:
    """The ids by so many as a database takes at once."""
    for start in range(0, len(ids), _PART):
        yield ids[start : start + _PART]
