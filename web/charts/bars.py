"""Bars one below the other, each with its name above it; a part of a bar may stand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.charts.svg import block, label, picture, share, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

_ROW, _BAR, _BASELINE = 38, 14, 13


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its length, the `part` of it that stands out, what is written at its end.

    `tone` is a class of static/charts.css; `room` is how long it could be at most.
    """

    label: str
    value: int
    text: str
    part: int = 0
    tone: str = "plain"
    room: int | None = None


def draw_bars(name: str, title: str, told: str, bars: Sequence[Bar]) -> Markup:
    """The bars on one scale: the longest, or the largest room, takes the whole width."""
    longest = max((max(bar.value, bar.room or 0) for bar in bars), default=0)
    parts = (part for row, bar in enumerate(bars) for part in _bar(bar, row * _ROW, longest))
    return picture(name, title, told, len(bars) * _ROW, parts)


def _bar(bar: Bar, y: float, longest: int) -> Iterator[Markup]:
    yield label(shortened(bar.label), y + _BASELINE)
    yield label(bar.text, y + _BASELINE, kind="value", x="100%", end=True)
    room = bar.room if bar.room is not None else longest
    yield block(0, y + 18, share(room, longest), _BAR, "room")
    yield block(0, y + 18, share(bar.value, longest), _BAR, bar.tone)
    if bar.part:
        yield block(0, y + 18, share(bar.part, longest), _BAR, "part")
