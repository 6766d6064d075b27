"""Cases selected for a bulk move: what can be done with them, and what would come of each.

Nothing is written and nothing is locked; each case is judged as the move itself judges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.bulk import BulkOrder, ItemResult, OrderName, grounds_for, refused
from engine.domain.errors import EngineError
from engine.domain.judging import judge_move
from engine.domain.machine import Decision, preview
from engine.domain.roles import Actor, Permission, Role, require
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.scope import reading_day, visible_cases
from engine.queries.worklist import WorkFilter, narrowed, work_conditions
from engine.storage.cases import LockedCase, find_cases
from engine.storage.database import Reader, reading
from engine.storage.openings import stay_alone
from engine.storage.situations import read_situations
from engine.storage.tables import CaseRow, MunicipalityRow, SchoolRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy import Row

    from engine.domain.definition import Definition
    from engine.domain.situation import Situation
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class SelectedCase:
    """A case of a selection; `line` has the columns of `case_line`.

    `moves` are the decisions on the moves that leave its stage, for this actor. Where a move was
    asked for, `target` is where it would lead, or `refusal` every reason why not; `registers` says
    that its order would be registered here.
    """

    line: Row[Any]
    definition: Definition
    situation: Situation
    moves: tuple[Decision, ...]
    target: str | None = None
    registers: bool = False
    refusal: ItemResult | None = None

    @property
    def orders(self) -> set[OrderName]:
        """The orders in force that the case has."""
        return {
            OrderName(one.kind, one.number, one.signed_on)
            for one in self.situation.decisions
            if one.in_force
        }


def filtered_cases(bench: Workbench, wanted: WorkFilter, *, actor: Actor, most: int) -> list[UUID]:
    """The cases in the actor's sight that a filter of the list lets through, the oldest first."""
    now = bench.now()
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        conditions = work_conditions(reader, wanted, actor, reading_day(now))
        in_window = narrowed(connection, now, wanted)
        query = sa.select(CaseRow.id).where(*conditions, in_window).order_by(CaseRow.id).limit(most)
        return list(connection.scalars(query))


def read_selection(
    bench: Workbench,
    case_ids: Iterable[UUID],
    *,
    actor: Actor,
    asked: BulkOrder | None = None,
) -> tuple[SelectedCase, ...]:
    """Those of the cases that the actor sees, by school; each judged where a move is asked for."""
    query = (
        case_line()
        .where(CaseRow.id.in_(list(case_ids)), visible_cases(actor, reading_day(bench.now())))
        .order_by(sa.func.coalesce(SchoolRow.sort_key, MunicipalityRow.title), CaseRow.id)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        lines = list(connection.execute(query))
        return tuple(_selected(bench, reader, lines, actor, asked))


def _selected(
    bench: Workbench, reader: Reader, lines: list[Row[Any]], actor: Actor, asked: BulkOrder | None
) -> Iterator[SelectedCase]:
    now = bench.now()
    located = {one.state.id: one for one in find_cases(reader, [line.id for line in lines])}
    today = {case_id: local_day(now, one.zone) for case_id, one in located.items()}
    situations = read_situations(reader, list(located.values()), today)
    for line in lines:
        locked, situation = located[line.id], situations[line.id]
        attached = situation.attached_roles(actor)
        roles = actor.roles_on(locked.state.place, situation.today, attached=attached)
        moves = preview(
            locked.definition, bench.facts, situation, actor_id=actor.account_id, roles=roles
        )
        target, registers, refusal = None, False, None
        if asked is not None:
            try:
                target, registers = _target(bench, reader, locked, situation, asked, actor=actor)
            except EngineError as error:
                refusal = refused(error)
        yield SelectedCase(line, locked.definition, situation, moves, target, registers, refusal)


def _target(
    bench: Workbench,
    reader: Reader,
    locked: LockedCase,
    situation: Situation,
    asked: BulkOrder,
    *,
    actor: Actor,
) -> tuple[str, bool]:
    """Where the move would lead, by the same questions in the same order as the move asks them.

    Beside it, whether its order would be registered first.
    """
    attached = situation.attached_roles(actor)
    roles: frozenset[Role] = require(
        Permission.MOVE_CASE, actor, locked.state.place, situation.today, attached=attached
    )
    may_register = actor.allows(Permission.REGISTER_DECISION, roles)
    grounds = grounds_for(asked, situation, row_id=new_id() if may_register else None)
    judged = judge_move(
        locked.definition,
        bench.facts,
        grounds.situation,
        grounds.order,
        actor_id=actor.account_id,
        roles=roles,
        happened_on=asked.happened_on,
        lacking=grounds.lacking,
    )
    stay_alone(reader, locked, judged.target)
    return judged.target, grounds.registers is not None
