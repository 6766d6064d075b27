"""A definition and its marks as a picture, ready for the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.drawing.curves import free_place, head_of, line_of
from web.drawing.layout import Column, Layout, lay_out
from web.drawing.marks import Marks, StageMark, WayKey, WayMark
from web.drawing.measures import LINE, PAD, Box, Point, Shape
from web.drawing.plan import plan_of
from web.wording.grammar import language

if TYPE_CHECKING:
    from engine.domain.definition import Definition, Stage

_MOST_KEPT = 128


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """A stage with its box, its title in lines with the height of each, and its mark."""

    stage: Stage
    box: Box
    lines: tuple[tuple[str, float], ...]
    note_y: float
    mark: StageMark


@dataclass(frozen=True, slots=True)
class DrawnWay:
    """A way with the words of its ends, its line and head, and where its number stands."""

    key: WayKey
    move: str
    source: str
    target: str
    line: str
    head: str
    badge: Point | None
    mark: WayMark


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template writes down; `shape` and sizes are those of the whole."""

    shape: Shape
    width: int
    height: int
    columns: tuple[Column, ...]
    stages: tuple[DrawnStage, ...]
    ways: tuple[DrawnWay, ...]


def draw_path(
    definition: Definition, marks: Marks | None = None, shape: Shape = Shape.WIDE
) -> Picture:
    """The path as a picture; each stage and each way that is drawn appears once."""
    layout, marks = _layout_of(definition, shape), marks or Marks()
    stages = tuple(
        _stage(definition.stage_by_code[code], layout, marks.of_stage(code))
        for code in layout.boxes
    )
    return Picture(
        shape,
        round(layout.width) + 1,
        round(layout.height) + 1,
        layout.columns,
        stages,
        _ways(definition, layout, marks),
    )


_layouts: dict[tuple[str, Shape, str], Layout] = {}


def _layout_of(definition: Definition, shape: Shape) -> Layout:
    """Made once per content and language; texts that are tried out in an editor do not pile up."""
    key = (definition.digest, shape, language())
    found = _layouts.get(key)
    if found is None:
        if len(_layouts) >= _MOST_KEPT:
            _layouts.clear()
        found = _layouts[key] = lay_out(plan_of(definition), shape)
    return found


def _stage(stage: Stage, layout: Layout, mark: StageMark) -> DrawnStage:
    box = layout.boxes[stage.code]
    first = box.y + PAD + LINE - 4
    lines = tuple(
        (text, first + LINE * place) for place, text in enumerate(layout.lines[stage.code])
    )
    return DrawnStage(stage, box, lines, box.y + box.height - PAD, mark)


def _ways(definition: Definition, layout: Layout, marks: Marks) -> tuple[DrawnWay, ...]:
    """Plain ways first, so that what matters now lies on top."""
    taken: list[Point] = []
    ways = []
    boxes = tuple(layout.boxes.values())
    for key, corners in layout.corners.items():
        mark, badge = marks.of_way(key), None
        if mark.number:
            badge = free_place(corners, boxes, taken)
            taken.append(badge)
        ways.append(
            DrawnWay(
                key,
                definition.move_by_code[key.move].title,
                definition.stage_by_code[key.source].title,
                definition.stage_by_code[key.target].title,
                line_of(corners),
                head_of(corners),
                badge,
                mark,
            )
        )
    return tuple(sorted(ways, key=lambda way: (way.mark.state is not None, way.mark.taken)))
