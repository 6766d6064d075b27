"""Two versions of a path in one picture: what is new, what changed, and what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.domain.definition import Definition, Move, Way
from engine.domain.overlay import arranged
from web.drawing.marks import Change, Marks, StageMark, WayKey, WayMark

if TYPE_CHECKING:
    from engine.domain.definition import Stage


def drawn_together(
    new: Definition,
    old: Definition,
    tips: Mapping[Change, str],
    *,
    chosen: str = "",
    chosen_note: str = "",
) -> tuple[Definition, Marks]:
    """A definition with everything of both, and marks on what differs.

    `chosen` is an element (`stages.listed`, `moves.retain`) that is pointed out.
    """
    gone = tuple(stage for stage in old.stages if stage.code not in new.stage_by_code)
    together = replace(
        new,
        stages=arranged((*new.stages, *gone)),
        moves=tuple(_moves(new, old)),
    )
    stages = {
        stage.code: _stage_mark(stage, new, old, tips, chosen_note if _is(chosen, stage) else "")
        for stage in together.stages
    }
    return together, Marks(stages, _way_marks(together, new, old, chosen))


def _is(chosen: str, stage: Stage) -> bool:
    return chosen == f"stages.{stage.code}"


def _stage_mark(
    stage: Stage, new: Definition, old: Definition, tips: Mapping[Change, str], note: str
) -> StageMark:
    before, after = old.stage_by_code.get(stage.code), new.stage_by_code.get(stage.code)
    change = _change(before, after)
    return StageMark(note=note, tip=tips[change] if change else "", change=change)


def _change(before: object, after: object) -> Change | None:
    if before is None:
        return Change.ADDED
    if after is None:
        return Change.REMOVED
    return None if before == after else Change.CHANGED


def _moves(new: Definition, old: Definition) -> list[Move]:
    """Every move with the ways it has and those it had."""
    moves = [_with_former(move, old.move_by_code.get(move.code)) for move in new.moves]
    return moves + [move for move in old.moves if move.code not in new.move_by_code]


def _with_former(move: Move, former: Move | None) -> Move:
    now = {(source, way.target) for way in move.ways for source in way.sources}
    lost: list[Way] = []
    for way in former.ways if former else ():
        sources = tuple(source for source in way.sources if (source, way.target) not in now)
        if sources and not way.everywhere:
            lost.append(replace(way, sources=sources))
    return replace(move, ways=(*move.ways, *lost))


def _way_marks(
    together: Definition, new: Definition, old: Definition, chosen: str
) -> dict[WayKey, WayMark]:
    before, after = _keys(old), _keys(new)
    marks = {}
    for key in _keys(together):
        change = _change(key if key in before else None, key if key in after else None)
        if change is None and _told(old.move_by_code[key.move]) != _told(
            new.move_by_code[key.move]
        ):
            change = Change.CHANGED
        marks[key] = WayMark(taken=chosen == f"moves.{key.move}", change=change)
    return marks


def _keys(definition: Definition) -> set[WayKey]:
    return {
        WayKey(move.code, source, way.target)
        for move in definition.moves
        for way in move.ways
        for source in way.sources
    }


def _told(move: Move) -> tuple[object, ...]:
    """What of a move its lines do not show."""
    whens = tuple(way.when for way in move.ways if way.when)
    return move.title, move.roles, move.requirements, move.effects, whens
