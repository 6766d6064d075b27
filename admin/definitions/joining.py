"""Putting a new stage into the path: its place in the order, the moves into it and out of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from admin.definitions.amending import Writing, put_move, put_stage
from engine.domain.definition import Move, StageKind, Way
from engine.domain.errors import InvalidInput
from engine.domain.roles import Role

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Stage

ROOM = 10


@dataclass(frozen=True, slots=True)
class Join:
    """A stage after another one, leading on to `target`.

    `through` leads the moves between the two over the new stage; else they stay beside it.
    """

    stage: Stage
    after: str
    target: str
    through: bool


def make_room(writing: Writing, code: str, after: str) -> tuple[Writing, int]:
    """The order of a stage that comes after another; later ones move on where there is no room."""
    stages = [one for one in writing.definition.stages if one.code != code]
    place = next((i for i, one in enumerate(stages) if one.code == after), -1)
    before = stages[place].order if place >= 0 else 0
    later = stages[place + 1 :]
    if not later:
        return writing, before + ROOM
    if later[0].order - before > 1:
        return writing, (before + later[0].order) // 2
    last = before + 1
    for stage in later:
        if stage.order > last:
            break
        last += 1
        writing = put_stage(writing, replace(stage, order=last))
    return writing, before + 1


def join_stage(writing: Writing, join: Join) -> Writing:
    """The text with the stage in its place, and with moves that lead into it and out of it.

    Raises InvalidInput when a move between the two has conditions, which only a person can lead
    elsewhere.
    """
    writing, order = make_room(writing, join.stage.code, join.after)
    stage = replace(join.stage, order=order)
    direct = [move for move in writing.definition.moves if _links(move, join)]
    writing = put_stage(writing, stage)
    roles = _roles(direct)
    if join.through and direct:
        for move in direct:
            writing = put_move(writing, _led_through(move, join))
    elif join.after:
        title = _("Начать: %(title)s", title=stage.title)
        enter = Way((join.after,), stage.code)
        writing = put_move(writing, _made(writing, f"enter_{stage.code}", title, enter, roles))
    if join.target and stage.kind is not StageKind.END:
        title = _("Завершить этап: %(title)s", title=stage.title)
        leave = Way((stage.code,), join.target)
        writing = put_move(writing, _made(writing, f"leave_{stage.code}", title, leave, roles))
    return writing


def order_of_move(definition: Definition, sources: tuple[str, ...]) -> int:
    """A place for a new move: after those that leave the same stages."""
    near = [move.order for move in definition.moves if any(map(move.leaves, sources))]
    return max(near, default=0) + 1


def _made(writing: Writing, code: str, title: str, way: Way, roles: tuple[Role, ...]) -> Move:
    taken = writing.definition.move_by_code
    number, free = 1, code
    while free in taken:
        number += 1
        free = f"{code}_{number}"
    return Move(free, title, (way,), roles, order=order_of_move(writing.definition, way.sources))


def _links(move: Move, join: Join) -> bool:
    return any(
        way.target == join.target and join.after in way.sources and not way.everywhere
        for way in move.ways
    )


def _led_through(move: Move, join: Join) -> Move:
    if any(way.when is not None or way.everywhere for way in move.ways):
        raise InvalidInput(field="direct", rule="conditions", value=move.title)
    ways: list[Way] = []
    for way in move.ways:
        if way.target != join.target or join.after not in way.sources:
            ways.append(way)
            continue
        others = tuple(source for source in way.sources if source != join.after)
        ways += [replace(way, sources=others)] if others else []
        ways.append(Way((join.after,), join.stage.code))
    return replace(move, ways=tuple(ways))


def _roles(direct: list[Move]) -> tuple[Role, ...]:
    """Whoever moves on from here today; the clock moves only what a term names."""
    roles = [role for move in direct for role in move.roles if role is not Role.SCHEDULER]
    return tuple(dict.fromkeys(roles)) or (Role.MUNICIPAL_COORDINATOR,)
