"""How large things are, in pixels of the picture, and how a title is broken into lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

SIGN = 7.0
"""The width a letter of a title takes at most on the average, in the face of the site."""

LINE, NOTE, PAD = 16, 15, 8
PORT, TRACK, STUB = 16, 9, 13
MOST_LINES = 4
BADGE = 8


class Shape(StrEnum):
    """Wide: a column a phase. Tall: one stage under the other, for a narrow screen."""

    WIDE = "wide"
    TALL = "tall"


class Point(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle of a stage."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share some inner part."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether a point is in it, or nearer to it than the margin."""
        return (
            self.x - margin < point.x < self.x + self.width + margin
            and self.y - margin < point.y < self.y + self.height + margin
        )


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a shape: `gap` between rows, `gutter` between columns, `head` above."""

    node: int
    gap: int
    gutter: int
    head: int

    @property
    def signs(self) -> int:
        """How many letters a line of a title takes."""
        return int((self.node - 2 * PAD - 4) / SIGN)


MEASURES = {
    Shape.WIDE: Measures(node=142, gap=30, gutter=34, head=24),
    Shape.TALL: Measures(node=216, gap=30, gutter=0, head=0),
}


def wrap_title(title: str, signs: int) -> tuple[str, ...]:
    """The title in lines of at most so many letters; what is too much ends in dots."""
    lines = [""]
    for word in title.split():
        rest = word
        if lines[-1] and len(lines[-1]) + 1 + len(rest) <= signs:
            lines[-1] = f"{lines[-1]} {rest}"
            continue
        while len(rest) > signs:
            lines.append(f"{rest[: signs - 1]}-")
            rest = rest[signs - 1 :]
        lines.append(rest)
    lines = [line for line in lines if line]
    if len(lines) > MOST_LINES:
        kept = lines[MOST_LINES - 1][: signs - 1].rstrip(" -,.")
        lines = [*lines[: MOST_LINES - 1], f"{kept}…"]
    return tuple(lines)
