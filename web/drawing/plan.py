"""What of a definition is in the picture: the stages of the phases, and the ways between them.

Stages outside the path (suspended, closed for another reason) can be reached from almost anywhere;
drawn, they would hide the path. Moves to and from them are listed beside the picture instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.definition import RESUME, Phase
from web.drawing.marks import WayKey
from web.drawing.measures import Shape

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Move, Stage


@dataclass(frozen=True, slots=True)
class Plan:
    """Stages in their order, ways in the order of their moves, and the moves that are left out."""

    stages: tuple[Stage, ...]
    ways: tuple[WayKey, ...]
    aside: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a stage in the grid."""

    column: int
    row: int


def plan_of(definition: Definition) -> Plan:
    """What is drawn of a definition; each stage and each way once."""
    stages = tuple(stage for stage in definition.stages if stage.phase is not Phase.OUTSIDE)
    drawn = {stage.code for stage in stages}
    keys: dict[WayKey, None] = {}
    aside: dict[str, Move] = {}
    for move in definition.moves:
        for way in move.ways:
            if way.everywhere or way.target == RESUME or way.target not in drawn:
                aside[move.code] = move
                continue
            for source in way.sources:
                if source in drawn:
                    keys.setdefault(WayKey(move.code, source, way.target))
    return Plan(stages, tuple(keys), tuple(aside.values()))


def columns_of(plan: Plan, shape: Shape) -> list[list[Stage]]:
    """The stages by column, each from the top down; of a wide picture a column is a phase."""
    ordered = sorted(plan.stages, key=lambda stage: stage.order)
    if shape is Shape.TALL:
        return [ordered] if ordered else []
    columns = ([stage for stage in ordered if stage.phase is phase] for phase in Phase)
    return [column for column in columns if column]


def cells_of(columns: list[list[Stage]]) -> dict[str, Cell]:
    """Where each stage stands in the grid."""
    return {
        stage.code: Cell(place, row)
        for place, column in enumerate(columns)
        for row, stage in enumerate(column)
    }
