"""In which order the arrows of a gutter run beside one another, so that few of them cross."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAME = 5
"""Lines nearer than this are seen as one."""


@dataclass(frozen=True, slots=True)
class Run:
    """The upright part of a route: from the end at `first` to the end at `last`.

    Each end goes on to one side: True when it is to the right.
    """

    route: int
    first: float
    first_right: bool
    last: float
    last_right: bool

    @property
    def span(self) -> tuple[float, float]:
        """The heights it covers."""
        return min(self.first, self.last), max(self.first, self.last)

    @property
    def ends(self) -> tuple[tuple[float, bool], tuple[float, bool]]:
        """Both ends: the height, and whether it goes on to the right."""
        return (self.first, self.first_right), (self.last, self.last_right)


def tracks_of(runs: Sequence[Run]) -> dict[int, int]:
    """The track of each run, by its place: 0 is the leftmost; runs apart share a track."""
    order = _untangled(runs)
    tracks: dict[int, int] = {}
    for place in order:
        taken = [tracks[other] for other in tracks if _meet(runs[place], runs[other])]
        tracks[place] = max(taken, default=-1) + 1
    return tracks


def _untangled(runs: Sequence[Run]) -> list[int]:
    """Neighbours change places as long as that leaves fewer crossings."""
    order = sorted(range(len(runs)), key=lambda place: (runs[place].span, place))
    for _ in runs:
        changed = False
        for place in range(len(order) - 1):
            left, right = runs[order[place]], runs[order[place + 1]]
            if _crossings(right, left) < _crossings(left, right):
                order[place : place + 2] = order[place + 1], order[place]
                changed = True
        if not changed:
            break
    return order


def _crossings(left: Run, right: Run) -> int:
    """How often two runs cross when the one stands left of the other."""
    crossed = sum(_within(height, right) for height, onward in left.ends if onward)
    crossed += sum(_within(height, left) for height, onward in right.ends if not onward)
    # Two ends that come from opposite sides at one height would lie on each other: worse.
    crossed += 3 * sum(
        abs(one - other) < _SAME
        for one, onward in left.ends
        for other, back in right.ends
        if onward and not back
    )
    return crossed


def _within(height: float, run: Run) -> bool:
    top, bottom = run.span
    return top < height < bottom


def _meet(one: Run, other: Run) -> bool:
    top, bottom = one.span
    above, below = other.span
    return top < below + _SAME and above < bottom + _SAME
