"""Which way round each arrow goes, before anything has a size.

Neighbours in a column are joined by a straight line. Every other arrow leaves and enters at a side,
runs up or down in the gutters between the columns and, over several columns, along the corridor
between two rows: it never crosses a box, because gutters and corridors are free of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from web.drawing.marks import WayKey
    from web.drawing.measures import Measures
    from web.drawing.plan import Cell

LEFT, RIGHT = "left", "right"
_FAR = 1000
_NARROWEST = 18


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow at the sides: the gutters it leaves into and enters from, and its corridor.

    Gutter 0 is left of the first column, gutter n right of the last; corridor 0 is above the first
    row. Without a corridor both gutters are the same one.
    """

    key: WayKey
    source: Cell
    target: Cell
    exit: str
    entry: str
    leaves: int
    enters: int
    corridor: int | None

    @property
    def straight(self) -> bool:
        """Whether it only crosses the gutter."""
        return (
            self.corridor is None
            and self.source.row == self.target.row
            and self.source.column != self.target.column
        )


@dataclass(frozen=True, slots=True)
class Port:
    """An end of a route at a side of a stage: where it goes from there, and how far."""

    route: int
    leaving: bool
    direction: int
    distance: int


def neighbours_of(
    ways: Iterable[WayKey], cells: Mapping[str, Cell], measures: Measures
) -> dict[frozenset[str], list[WayKey]]:
    """The arrows between stages one under the other, by pair; no more than there is room for."""
    pairs: dict[frozenset[str], list[WayKey]] = defaultdict(list)
    for key in ways:
        source, target = cells[key.source], cells[key.target]
        pair = pairs[frozenset((key.source, key.target))]
        near = source.column == target.column and abs(source.row - target.row) == 1
        if near and (len(pair) + 2) * _NARROWEST <= measures.node:
            pair.append(key)
    return {pair: keys for pair, keys in pairs.items() if keys}


def route_of(key: WayKey, cells: Mapping[str, Cell]) -> Route:
    """The way round of one arrow."""
    source, target = cells[key.source], cells[key.target]
    if source.column == target.column:
        side = LEFT if target.row < source.row else RIGHT
        gutter = source.column + (side == RIGHT)
        return Route(key, source, target, side, side, gutter, gutter, None)
    onward = source.column < target.column
    leaves = source.column + 1 if onward else source.column
    enters = target.column if onward else target.column + 1
    corridor = None
    if leaves != enters:
        rows = (source.row, target.row)
        corridor = min(rows) if onward else max(rows) + 1
    exit_side, entry_side = (RIGHT, LEFT) if onward else (LEFT, RIGHT)
    return Route(key, source, target, exit_side, entry_side, leaves, enters, corridor)


def ports_of(routes: Sequence[Route]) -> dict[tuple[Cell, str], list[Port]]:
    """The ends at each side of each stage, from the top down.

    The farther an arrow goes up, the higher it leaves: so neighbouring arrows do not cross.
    """
    ports: dict[tuple[Cell, str], list[Port]] = defaultdict(list)
    for place, route in enumerate(routes):
        for leaving in (True, False):
            here, there = route.source, route.target
            if not leaving:
                here, there = there, here
            direction, distance = _towards(route, here, there, leaving=leaving)
            side = route.exit if leaving else route.entry
            ports[here, side].append(Port(place, leaving, direction, distance))
    for listed in ports.values():
        listed.sort(key=lambda one: (one.direction, one.direction * one.distance, one.route))
    return ports


def _towards(route: Route, here: Cell, there: Cell, *, leaving: bool) -> tuple[int, int]:
    if route.corridor is not None:
        return (-1 if route.corridor <= here.row else 1), _FAR
    if here == there:
        return (-1 if leaving else 1), 0
    rows = there.row - here.row
    return (rows > 0) - (rows < 0), abs(rows)


def corridors_of(routes: Sequence[Route]) -> dict[int, dict[int, int]]:
    """The track of every route that takes a corridor, by corridor; short ones run inside."""
    tracks: dict[int, dict[int, int]] = defaultdict(dict)
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    taking = [place for place, route in enumerate(routes) if route.corridor is not None]
    for place in sorted(taking, key=lambda one: abs(routes[one].leaves - routes[one].enters)):
        route = routes[place]
        corridor = route.corridor or 0
        low, high = sorted((route.leaves, route.enters))
        track = 0
        while any(low <= end and start <= high for start, end in spans[corridor, track]):
            track += 1
        spans[corridor, track].append((low, high))
        tracks[corridor][place] = track
    return tracks
