"""Running cases and second versions of their path, for tests of successions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.actions.succession import SuccessionRequest, begin_succession, carry_on_succession
from engine.domain.definition import Definition, Stage, StageTerm
from engine.domain.roles import Role
from engine.domain.succession import Act, SuccessionPlan, default_plan
from engine.domain.succession.results import ResultStatus
from engine.storage.database import Reader, reading
from engine.storage.definitions import current_definition
from engine.storage.tables import (
    AttachmentRow,
    Base,
    CaseRow,
    DecisionRow,
    DocumentRow,
    DutyRow,
    RecordRow,
    SpellRow,
)
from engine.workbench import Workbench
from tests.factories import Scene, publish

ADMIN = Role.REGIONAL_ADMIN
ACT = Act("list_order", "45-П", date(2023, 4, 1), "Министерство образования области")
REASON = "Новая редакция дорожной карты области"
_PLACE = frozenset({"revision", "head", "changed_at", "changed_by"})
_LEASES = frozenset({"claimed_by", "claimed_until", "attempts"})


def with_stage(definition: Definition, code: str, **changes: Any) -> Definition:
    """The same path with one stage changed."""
    stages = (replace(one, **changes) if one.code == code else one for one in definition.stages)
    return replace(definition, stages=tuple(stages))


def with_term(definition: Definition, stage: str, term: StageTerm) -> Definition:
    """The same path with a term of a stage changed, or one more."""
    terms = definition.stage_by_code[stage].terms
    others = tuple(one for one in terms if one.code != term.code)
    return with_stage(definition, stage, terms=(*others, term))


def without_term(definition: Definition, stage: str, code: str) -> Definition:
    """The same path without a term of a stage."""
    terms = definition.stage_by_code[stage].terms
    return with_stage(definition, stage, terms=tuple(one for one in terms if one.code != code))


def recoded(definition: Definition, code: str, into: str) -> Definition:
    """The same path with another code for a stage, wherever it is named; without its scenarios."""

    def named(one: str) -> str:
        return into if one == code else one

    def stage(one: Stage) -> Stage:
        return replace(one, code=named(one.code))

    moves = tuple(
        replace(
            move,
            ways=tuple(
                replace(way, sources=tuple(map(named, way.sources)), target=named(way.target))
                for way in move.ways
            ),
        )
        for move in definition.moves
    )
    stages = tuple(map(stage, definition.stages))
    return replace(definition, stages=stages, moves=moves, scenarios=())


def published(scene: Scene, definition: Definition) -> UUID:
    """The id of a version that is published now."""
    publish(scene, definition)
    with reading(scene.bench.database) as connection:
        reader = Reader(scene.bench.database, connection)
        current = current_definition(reader, scene.region_id, definition.code)
    assert current is not None
    return current.id


def plan_for(old: Definition, new: Definition, **changes: Any) -> SuccessionPlan:
    """The plan that follows from the difference, allowed by an act."""
    return replace(default_plan([old], new), **{"act": ACT, "reason": REASON, **changes})


def begun(scene: Scene, version: UUID, plan: SuccessionPlan) -> UUID:
    """The id of a succession that waits."""
    request = SuccessionRequest(version, plan)
    created = begin_succession(scene.bench, request, actor=scene.actor(ADMIN)).created_id
    assert created is not None
    return created


def carried(scene: Scene, succession_id: UUID, **more: Any) -> dict[ResultStatus, int]:
    """What came of its cases."""
    actor = scene.actor(ADMIN)
    return dict(carry_on_succession(scene.bench, succession_id, actor=actor, **more))


def rows_of_cases(bench: Workbench) -> dict[str, list[dict[str, Any]]]:
    """Every row of the cases, but for the places of their chains and the leases of the clock."""
    tables: tuple[type[Base], ...] = (
        AttachmentRow,
        CaseRow,
        DocumentRow,
        DutyRow,
        RecordRow,
        SpellRow,
    )
    return {one.__tablename__: _rows(bench, one) for one in tables}


def decisions(bench: Workbench) -> list[dict[str, Any]]:
    """The orders of the cases."""
    return _rows(bench, DecisionRow)


def _rows(bench: Workbench, table: type[Base]) -> list[dict[str, Any]]:
    left_out = _PLACE if table is CaseRow else _LEASES if table is DutyRow else frozenset()
    with reading(bench.database) as connection:
        rows = connection.execute(sa.select(table.__table__)).mappings()
        kept = [{name: row[name] for name in row if name not in left_out} for row in rows]
    return sorted(kept, key=repr)


Change = Callable[[Definition], Definition]
