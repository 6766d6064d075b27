"""Writing operations as the text a person would have written: for the forms and the snippets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from engine.domain.definition import Move, Stage, StageKind, Way
from engine.domain.errors import InvalidInput
from engine.domain.roles import Role

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Phase

LEADING = (StageKind.START, StageKind.OPEN)


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage to add after another one, leading on to `target`.

    `direct` says what becomes of the moves between the two: kept, or led through the new stage.
    """

    after: Stage
    target: Stage
    code: str
    title: str
    phase: Phase
    direct: str = "kept"


def change(operation: str, **keys: Any) -> str:
    """One `[[change]]` table."""
    lines = ["[[change]]", f"op = {_value(operation)}"]
    lines += [f"{key.rstrip('_')} = {rendered(value)}" for key, value in keys.items()]
    return "\n".join(lines) + "\n"


def appended(text: str, changes: Iterable[str]) -> str:
    """The text with operations after it, an empty line between."""
    return "\n".join([text.rstrip() + "\n", *changes])


def header(code: str, title: str, base: str, subject: str = "school") -> str:
    """The beginning of a text that changes a base."""
    pairs = {"code": code, "title": title, "subject": subject, "extends": base}
    return "".join(f"{key} = {_value(value)}\n" for key, value in pairs.items())


def renamed_stage(stage: Stage, title: str) -> str:
    """The operation that gives a stage another name."""
    return change("rename_stage", stage=stage.code, title=title)


def added_stage(definition: Definition, new: NewStage) -> list[str]:
    """The operations that add a stage with the moves into it and out of it.

    Raises InvalidInput when a direct move has conditions, which only a person can lead elsewhere.
    """
    direct = [move for move in definition.moves if _links(move, new.after, new.target)]
    stage = change(
        "add_stage",
        stage=new.code,
        title=new.title,
        phase=new.phase.value,
        order=_order(definition, new.after),
    )
    out = _move(definition, f"leave_{new.code}", _("Завершить этап: %(title)s", title=new.title))
    leading = {"roles": _roles(direct), "from_": [new.code], "to": new.target.code}
    if new.direct == "through" and direct:
        into = [_through(move, new) for move in direct]
    else:
        entering = _move(definition, f"enter_{new.code}", _("Начать: %(title)s", title=new.title))
        roles = {"roles": _roles(direct), "from_": [new.after.code], "to": new.code}
        into = [change("add_move", **entering, **roles)]
    return [stage, *into, change("add_move", **out, **leading)]


def next_stage(definition: Definition, after: Stage) -> Stage | None:
    """Where the path usually goes on: the nearest later stage a move leads to from here."""
    codes = {way.target for move in definition.moves for way in move.ways if _plain(way, after)}
    later = [one for one in definition.stages if one.order > after.order and _leads(one)]
    reached = [one for one in later if one.code in codes]
    return min(reached or later, key=lambda one: one.order, default=None)


def _plain(way: Way, source: Stage) -> bool:
    return source.code in way.sources and not way.everywhere


def _leads(stage: Stage) -> bool:
    return stage.kind is not StageKind.PAUSE


def _links(move: Move, source: Stage, target: Stage) -> bool:
    return any(way.target == target.code and _plain(way, source) for way in move.ways)


def _through(move: Move, new: NewStage) -> str:
    if any(way.when is not None or way.everywhere for way in move.ways):
        raise InvalidInput(field="direct", rule="conditions", value=move.title)
    ways: list[dict[str, Any]] = []
    for way in move.ways:
        if way.target != new.target.code or new.after.code not in way.sources:
            ways.append({"from": list(way.sources), "to": way.target})
            continue
        others = [source for source in way.sources if source != new.after.code]
        ways += [{"from": others, "to": way.target}] if others else []
        ways.append({"from": [new.after.code], "to": new.code})
    return change("reroute_move", move=move.code, ways=ways)


def _move(definition: Definition, code: str, title: str) -> dict[str, Any]:
    number, free = 1, code
    while free in definition.move_by_code:
        number += 1
        free = f"{code}_{number}"
    return {"move": free, "title": title}


def _roles(moves: list[Move]) -> list[str]:
    """Whoever moves on from here today; the clock moves only what a term names."""
    roles = [role.value for move in moves for role in move.roles if role is not Role.SCHEDULER]
    return list(dict.fromkeys(roles)) or [Role.MUNICIPAL_COORDINATOR.value]


def _order(definition: Definition, after: Stage) -> int:
    later = [one.order for one in definition.stages if one.order > after.order]
    return (after.order + min(later)) // 2 if later else after.order + 10


def rendered(value: Any) -> str:
    """A value as TOML; a list of tables takes a line for each."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_value(one)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # A text of JSON is a text of TOML as well, but for one sign.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
