"""Lines as SVG writes them: rounded corners, the head of an arrow, a free place for a number."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from web.drawing.measures import BADGE, Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from web.drawing.measures import Box

_ROUND, _HEAD, _HALF = 6.0, 8.0, 4.0
_STEP = 4


def line_of(corners: Sequence[Point]) -> str:
    """The line through the corners, ending where the head of the arrow begins."""
    points = _without_doubles(corners)
    points[-1] = _towards(points[-1], points[-2], _HEAD - 1)
    parts = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        bend = min(_ROUND, _far(before, corner) / 2, _far(corner, after) / 2)
        into, out = _towards(corner, before, bend), _towards(corner, after, bend)
        parts.append(f"L{_at(into)}Q{_at(corner)} {_at(out)}")
    parts.append(f"L{_at(points[-1])}")
    return "".join(parts)


def head_of(corners: Sequence[Point]) -> str:
    """The head of the arrow."""
    points = _without_doubles(corners)
    tip, base = points[-1], _towards(points[-1], points[-2], _HEAD)
    across = Point((tip.y - base.y) / _HEAD * _HALF, (base.x - tip.x) / _HEAD * _HALF)
    left = Point(base.x + across.x, base.y + across.y)
    right = Point(base.x - across.x, base.y - across.y)
    return f"M{_at(tip)}L{_at(left)}L{_at(right)}Z"


def free_place(corners: Sequence[Point], boxes: Sequence[Box], taken: Sequence[Point]) -> Point:
    """The place of a number on its line, near the start, clear of boxes and other numbers."""
    best, most = corners[0], -1.0
    for point in _along(_without_doubles(corners)):
        if any(box.holds(point, BADGE + 1) for box in boxes):
            continue
        room = min((_far(point, other) for other in taken), default=_far(point, corners[0]) + 100)
        if room >= 2 * BADGE + 2:
            return point
        if room > most:
            best, most = point, room
    return best


def _along(points: Sequence[Point]) -> Iterator[Point]:
    for start, end in pairwise(points):
        length = _far(start, end)
        for step in range(1, int(length / _STEP)):
            yield _towards(start, end, step * _STEP)


def _without_doubles(corners: Sequence[Point]) -> list[Point]:
    kept = [corners[0]]
    kept += [point for point in corners[1:-1] if _far(point, kept[-1]) > 1 / 2]
    return [*kept, corners[-1]]


def _towards(start: Point, end: Point, far: float) -> Point:
    length = _far(start, end) or 1
    return Point(
        start.x + (end.x - start.x) * far / length, start.y + (end.y - start.y) * far / length
    )


def _far(one: Point, other: Point) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _at(point: Point) -> str:
    return f"{point.x:.1f} {point.y:.1f}".replace(".0", "")
