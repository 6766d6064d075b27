"""Boxes over an axis: the middle half of some lengths, their median, the 90th percentile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.charts.svg import block, element, label, number, percent, picture, share, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

_ROW, _BOX, _BASELINE, _AXIS = 42, 14, 13, 26
_STEPS = (1, 2, 5, 10, 15, 30, 60, 90, 180, 365, 730, 1460, 3650)
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Box:
    """Quartiles of a number of lengths; `ninetieth` is None where they are few."""

    label: str
    text: str
    quarter: int
    median: int
    three_quarters: int
    ninetieth: int | None
    tone: str = "plain"


def draw_boxes(name: str, title: str, told: str, boxes: Sequence[Box]) -> Markup:
    """The boxes on one scale from nothing, with an axis below them.

    Where there are few lengths a single one must not make all the others small: its box is cut.
    """
    longest = max((one.ninetieth or one.median for one in boxes), default=0)
    step, top = scale_of(longest)
    height = len(boxes) * _ROW
    parts = [
        *_axis(step, top, height),
        *(part for row, box in enumerate(boxes) for part in _box(box, row * _ROW, top)),
    ]
    return picture(name, title, told, height + _AXIS, parts)


def scale_of(longest: int) -> tuple[int, int]:
    """A round step of the axis and the end of the last one."""
    step = next((one for one in _STEPS if one * _MOST_TICKS >= longest), None)
    if step is None:
        step = -(-longest // _MOST_TICKS)
    return step, step * max(-(-longest // step), 1)


def _axis(step: int, top: int, height: float) -> Iterator[Markup]:
    for days in range(0, top + 1, step):
        x = percent(share(days, top))
        line = {"x1": x, "x2": x, "y1": "16", "y2": number(height), "class": "chart-grid"}
        yield element("line", dict(line))
        anchor = "start" if days == 0 else "end" if days == top else "middle"
        place: dict[str, object] = {
            "x": x,
            "y": number(height + 16),
            "class": "chart-tick",
            "text-anchor": anchor,
        }
        yield element("text", place, days)


def _box(box: Box, y: float, top: int) -> Iterator[Markup]:
    middle = y + 18 + _BOX / 2
    yield label(shortened(box.label), y + _BASELINE)
    yield label(box.text, y + _BASELINE, kind="value", x="100%", end=True)
    if box.ninetieth is not None:
        first, last = share(box.three_quarters, top), share(box.ninetieth, top)
        yield block(first, middle - 1, max(last - first, 0), 2, "whisker")
        yield _mark(last, y + 20, _BOX - 4, "whisker")
    first, last = share(box.quarter, top), share(box.three_quarters, top)
    yield block(first, y + 18, max(last - first, 0.4), _BOX, box.tone)
    yield _mark(share(box.median, top), y + 15, _BOX + 6, "median")


def _mark(x: float, y: float, height: float, kind: str) -> Markup:
    """A stroke across at a place; three pixels are wide enough to be seen."""
    attributes: dict[str, object] = {
        "x": percent(x),
        "y": number(y),
        "width": "3",
        "height": number(height),
        "class": f"chart-{kind}",
        "transform": "translate(-1.5 0)",
    }
    return element("rect", attributes)
