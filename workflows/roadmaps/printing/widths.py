"""How wide the columns of a printed roadmap are, by what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.domain.roadmaps.content import LayoutColumn

_WEIGHTS = {
    Field.NUMBER: 5,
    Field.DEADLINE: 16,
    Field.LEVEL: 14,
    Field.AUDIENCE: 22,
    Field.RESPONSIBLE: 24,
    Field.EVIDENCE: 24,
    Field.NOTE: 18,
    Field.TITLE: 38,
}
_OTHER = 28


def weights_of(columns: Sequence[LayoutColumn]) -> list[int]:
    """The columns by characters of an ordinary line."""
    return [_WEIGHTS.get(Field(one.field), _OTHER) for one in columns]


def share_of(columns: Sequence[LayoutColumn]) -> list[float]:
    """The share of the page that each column takes; together 1."""
    weights = weights_of(columns)
    return [one / sum(weights) for one in weights]
