"""Coordinates for a plan: rows and columns get their sizes, arrows their corners."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from web.drawing.gutters import Run, tracks_of
from web.drawing.marks import WayKey
from web.drawing.measures import (
    LINE,
    MEASURES,
    NOTE,
    PAD,
    PORT,
    STUB,
    TRACK,
    Box,
    Measures,
    Point,
    Shape,
    wrap_title,
)
from web.drawing.plan import Plan, cells_of, columns_of
from web.drawing.routes import (
    LEFT,
    RIGHT,
    Port,
    Route,
    corridors_of,
    neighbours_of,
    ports_of,
    route_of,
)
from web.wording.grammar import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.domain.definition import Phase, Stage
    from web.drawing.plan import Cell

_EDGE = 6
_APART = 30


@dataclass(frozen=True, slots=True)
class Column:
    """A column under the name of its phase; a tall picture has none."""

    phase: Phase
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything is; nothing here depends on a case."""

    width: float
    height: float
    columns: tuple[Column, ...]
    boxes: Mapping[str, Box]
    lines: Mapping[str, tuple[str, ...]]
    corners: Mapping[WayKey, tuple[Point, ...]]


def lay_out(plan: Plan, shape: Shape) -> Layout:
    """The same plan gives the same coordinates, always."""
    return _Drawing(plan, shape).layout()


@dataclass(slots=True)
class _Drawing:
    """The steps of one layout: what each step finds, the next ones stand on."""

    plan: Plan
    shape: Shape
    columns: list[list[Stage]] = field(init=False)
    cells: dict[str, Cell] = field(init=False)
    lines: dict[str, tuple[str, ...]] = field(init=False)
    routes: list[Route] = field(init=False)
    corridors: dict[int, dict[int, int]] = field(init=False)
    tops: list[float] = field(init=False)
    heights: list[float] = field(init=False)
    height: float = field(init=False)
    near: dict[frozenset[str], list[WayKey]] = field(init=False)
    ports: dict[tuple[int, bool], float] = field(init=False)
    runs: dict[int, list[Run]] = field(init=False)
    tracks: dict[int, dict[int, int]] = field(init=False)
    lefts: list[float] = field(init=False)

    @property
    def measures(self) -> Measures:
        return MEASURES[self.shape]

    def layout(self) -> Layout:
        self.columns = columns_of(self.plan, self.shape)
        self.cells = cells_of(self.columns)
        self.near = neighbours_of(self.plan.ways, self.cells, self.measures)
        direct = {key for keys in self.near.values() for key in keys}
        self.routes = [route_of(key, self.cells) for key in self.plan.ways if key not in direct]
        self.corridors = corridors_of(self.routes)
        self._stack_rows()
        self._place_ports()
        self._fill_gutters()
        width = self._place_columns()
        boxes = {code: self._box(cell) for code, cell in self.cells.items()}
        return Layout(
            width,
            self.height,
            self._heads(),
            boxes,
            self.lines,
            {**self._direct(boxes), **self._round(boxes)},
        )

    # Rows.

    def _stack_rows(self) -> None:
        """A row is as high as its longest title needs, a corridor as wide as its arrows need."""
        self.lines = {
            stage.code: wrap_title(said(stage.title), self.measures.signs)
            for stage in self.plan.stages
        }
        rows = max((len(column) for column in self.columns), default=0)
        self.heights = [
            2 * PAD + NOTE + LINE * max(len(self.lines[one.code]) for one in self._row(row))
            for row in range(rows)
        ]
        self.tops, y = [], float(self.measures.head)
        for row in range(rows):
            y += self._corridor(row)
            self.tops.append(y)
            y += self.heights[row]
        self.height = y + self._corridor(rows)

    def _row(self, row: int) -> list[Stage]:
        return [column[row] for column in self.columns if row < len(column)]

    def _corridor(self, place: int) -> float:
        tracks = self.corridors.get(place, {})
        needed = _EDGE * 2 + TRACK * (max(tracks.values()) + 1) if tracks else _EDGE
        inner = 0 < place < max((len(column) for column in self.columns), default=0)
        return max(needed, self.measures.gap) if inner else needed

    def _corridor_y(self, route: int) -> float:
        place = self.routes[route].corridor or 0
        bottom = self.tops[place] if place < len(self.tops) else self.height
        return bottom - self._corridor(place) + _EDGE + TRACK * (self.corridors[place][route] + 0.5)

    # Sides.

    def _place_ports(self) -> None:
        """The heights at which arrows leave and enter."""
        self.ports = {}
        for (cell, _), listed in ports_of(self.routes).items():
            middle = self.tops[cell.row] + self.heights[cell.row] / 2
            offsets = _offsets(listed, self.heights[cell.row])
            for port, offset in zip(listed, offsets, strict=True):
                self.ports[port.route, port.leaving] = middle + offset

    def _fill_gutters(self) -> None:
        """Every upright part gets a track of its gutter."""
        self.runs = defaultdict(list)
        for place, route in enumerate(self.routes):
            if route.straight:
                continue
            start, end = self.ports[place, True], self.ports[place, False]
            out, into = route.exit == LEFT, route.entry == LEFT
            if route.corridor is None:
                self.runs[route.leaves].append(Run(place, start, out, end, into))
                continue
            along, onward = self._corridor_y(place), route.enters > route.leaves
            self.runs[route.leaves].append(Run(place, start, out, along, onward))
            self.runs[route.enters].append(Run(place, along, not onward, end, into))
        self.tracks = {gutter: tracks_of(runs) for gutter, runs in self.runs.items()}

    # Columns.

    def _gutter(self, place: int) -> float:
        tracks = self.tracks.get(place)
        needed = 2 * STUB + TRACK * max(tracks.values()) if tracks else 0
        inner = 0 < place < len(self.columns)
        return max(needed, self.measures.gutter) if inner else max(needed, 2)

    def _place_columns(self) -> float:
        """The left edges of the columns; gives the width of the whole."""
        gutters = [self._gutter(place) for place in range(len(self.columns) + 1)]
        edges = list(
            accumulate((self.measures.node + one for one in gutters[1:]), initial=gutters[0])
        )
        self.lefts = edges[:-1]
        return edges[-1]

    def _track_x(self, gutter: int, route: int) -> float:
        runs, tracks = self.runs[gutter], self.tracks[gutter]
        track = next(tracks[place] for place, run in enumerate(runs) if run.route == route)
        room = self._gutter(gutter) - TRACK * max(tracks.values())
        start = self.lefts[gutter - 1] + self.measures.node if gutter else 0
        return start + room / 2 + TRACK * track

    def _box(self, cell: Cell) -> Box:
        return Box(
            self.lefts[cell.column],
            self.tops[cell.row],
            self.measures.node,
            self.heights[cell.row],
        )

    def _heads(self) -> tuple[Column, ...]:
        if self.shape is Shape.TALL:
            return ()
        return tuple(
            Column(column[0].phase, left, self.measures.node)
            for column, left in zip(self.columns, self.lefts, strict=True)
        )

    # Arrows.

    def _direct(self, boxes: Mapping[str, Box]) -> dict[WayKey, tuple[Point, ...]]:
        """Straight up and down between neighbours, side by side."""
        corners: dict[WayKey, tuple[Point, ...]] = {}
        for keys in self.near.values():
            step = min(_APART, self.measures.node / (len(keys) + 1))
            for place, key in enumerate(keys):
                source, target = boxes[key.source], boxes[key.target]
                x = source.x + source.width / 2 + step * (place - (len(keys) - 1) / 2)
                down = source.y < target.y
                start = Point(x, source.y + source.height if down else source.y)
                end = Point(x, target.y if down else target.y + target.height)
                corners[key] = (start, end)
        return corners

    def _round(self, boxes: Mapping[str, Box]) -> dict[WayKey, tuple[Point, ...]]:
        """Out at a side, along gutters and corridor, and in at a side."""
        corners = {}
        for place, route in enumerate(self.routes):
            source, target = boxes[route.key.source], boxes[route.key.target]
            start = Point(_side(source, route.exit), self.ports[place, True])
            end = Point(_side(target, route.entry), self.ports[place, False])
            corners[route.key] = (start, *self._turns(place, start, end), end)
        return corners

    def _turns(self, place: int, start: Point, end: Point) -> tuple[Point, ...]:
        route = self.routes[place]
        if route.straight:
            return ()
        out = self._track_x(route.leaves, place)
        if route.corridor is None:
            return Point(out, start.y), Point(out, end.y)
        along, into = self._corridor_y(place), self._track_x(route.enters, place)
        return Point(out, start.y), Point(out, along), Point(into, along), Point(into, end.y)


def _side(box: Box, side: str) -> float:
    return box.x + box.width if side == RIGHT else box.x


def _offsets(ports: Sequence[Port], height: float) -> list[float]:
    """How far from the middle each port is; straight ones face each other around the middle."""
    straight = [place for place, port in enumerate(ports) if port.direction == 0]
    if straight:
        middle = (straight[0] + straight[-1]) / 2
        reach = max(middle, len(ports) - 1 - middle)
    else:
        middle = reach = (len(ports) - 1) / 2
    step = min(PORT, (height / 2 - PAD) / reach) if reach else 0
    return [step * (place - middle) for place in range(len(ports))]
