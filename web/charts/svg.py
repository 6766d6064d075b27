"""Elements of SVG, and the frame that says in words what a picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LABEL = 44
"""Signs of a label that fit above a bar on a phone; the table has the whole of it."""


def element(name: str, attributes: dict[str, object], *children: object) -> Markup:
    """An element with everything in it escaped; an attribute that is None is left out."""
    given = Markup("").join(
        Markup(' {}="{}"').format(key, value)
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, given, inside)


def picture(name: str, title: str, told: str, height: float, parts: Iterable[Markup]) -> Markup:
    """A picture as wide as its place; readers of screens hear the title and what it tells."""
    frame: dict[str, object] = {
        "class": "chart",
        "role": "img",
        "aria-labelledby": f"{name}-title {name}-told",
        "width": "100%",
        "height": number(height),
    }
    return element(
        "svg",
        frame,
        element("title", {"id": f"{name}-title"}, title),
        element("desc", {"id": f"{name}-told"}, told),
        *parts,
    )


def label(text: str, y: float, *, kind: str = "label", x: str = "0", end: bool = False) -> Markup:
    """A line of text; one that ends at its place stands on the right."""
    attributes = {"x": x, "y": number(y), "class": f"chart-{kind}"}
    return element("text", {**attributes, "text-anchor": "end" if end else None}, text)


def block(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A rectangle; `x` and `width` are percent of the picture, `y` and `height` are pixels."""
    attributes: dict[str, object] = {
        "x": percent(x),
        "y": number(y),
        "width": percent(width),
        "height": number(height),
        "class": f"chart-{kind}",
    }
    return element("rect", attributes)


def shortened(text: str) -> str:
    """A label that fits."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def share(value: float, whole: float) -> float:
    """How many percent of the whole; nothing of nothing, and never more than all."""
    return min(max(value, 0) * 100 / whole, 100.0) if whole > 0 else 0.0


def percent(value: float) -> str:
    """A length of SVG as a share of the width."""
    return f"{number(value)}%"


def number(value: float) -> str:
    """A number as short as SVG takes it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
