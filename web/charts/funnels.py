"""Funnels one below the other: of so many that entered, how many came to each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.charts.svg import block, label, picture, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

_HEAD, _ROW, _BAR, _GAP = 26, 24, 18, 14
_LEFT, _WIDTH = 42.0, 40.0
"""Names stand on the left, figures on the right, the bars between them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its name, how many came to it, and what is written beside."""

    label: str
    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """The steps of one year; the first is the whole."""

    label: str
    steps: tuple[Step, ...]


def draw_funnels(name: str, title: str, told: str, funnels: Sequence[Funnel]) -> Markup:
    """Each funnel on a scale of its own, so that shares can be compared."""
    parts: list[Markup] = []
    y = 0.0
    for funnel in funnels:
        parts += _funnel(funnel, y)
        y += _HEAD + len(funnel.steps) * _ROW + _GAP
    return picture(name, title, told, max(y - _GAP, 0), parts)


def _funnel(funnel: Funnel, y: float) -> Iterator[Markup]:
    yield label(funnel.label, y + 15, kind="head")
    whole = funnel.steps[0].value if funnel.steps else 0
    for place, step in enumerate(funnel.steps):
        top = y + _HEAD + place * _ROW
        width = share(step.value, whole) * _WIDTH / 100
        yield label(step.label, top + 13)
        yield block(_LEFT + (_WIDTH - width) / 2, top, width, _BAR, f"step-{place}")
        yield label(step.text, top + 13, kind="value", x="100%", end=True)
