"""What a report is of: «за I квартал – до 5 апреля», «до 1 февраля (за 2022 год)»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item

_TIMES = (
    made.Span
    | made.Spans
    | made.Years
    | made.SchoolYear
    | made.ThisYear
    | made.SchoolTerm
    | made.Half
    | made.PartOf
)
_DUE = made.Span | made.Spans | made.Until | made.Several


def with_reported(items: Sequence[Item], stray: Sequence[str]) -> tuple[list[Item], list[str]]:
    """A time after «за» is no time of the measure where another says by when; it is its label."""
    kept, left, at = list(items), list(stray), 0
    while at < len(kept):
        one = kept[at]
        other = _due_beside(kept, at) if _is_reported(one) else None
        if other is None:
            at += 1
            continue
        if one.lead in left:
            left.remove(one.lead)
        label = " ".join(filter(None, (one.lead or one.label, one.words, kept[other].label)))
        kept[other] = replace(kept[other], label=label, leads=True, inside=False, after_dash=False)
        del kept[at]
    return kept, left


def _is_reported(item: Item) -> bool:
    return isinstance(item.node, _TIMES) and item.words.lower().startswith("за ")


def _due_beside(items: Sequence[Item], at: int) -> int | None:
    """The time right behind it, or before it where it is in brackets or ends the list."""
    before, after = at - 1, at + 1
    fits = [one for one in (after, before) if 0 <= one < len(items) and _is_due(items[one])]
    follows = before in fits and not items[at].parted
    return (before if items[at].bracketed or follows else fits[0]) if fits else None


def _is_due(item: Item) -> bool:
    return isinstance(item.node, _DUE) and not _is_reported(item)
