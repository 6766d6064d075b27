"""What a report is of: «за I квартал – до 5 апреля», «май 2023 (по итогам года)»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.terms import TermKind
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
    """A time after «за», «по итогам» is none of the measure where another says by when: a label."""
    kept, left, at = list(items), list(stray), 0
    while at < len(kept):
        one = kept[at]
        reported = _is_reported(one) or _sums_up(kept, at)
        other = _due_beside(kept, at) if reported else None
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


def _sums_up(items: Sequence[Item], at: int) -> bool:
    """«Май 2023 (по итогам года)», «по итогам года – до 25 декабря»; a comma leaves it an event.

    What comes again and again («по итогам каждой четверти») has no days of its own.
    """
    node, words = items[at].node, items[at].words.lower()
    if not isinstance(node, made.Waiting) or not words.startswith(("по итог", "по результат")):
        return False
    times = node.target is not None and not isinstance(node.target, made.Every)
    heads = any(one.after_dash for one in items[at + 1 : at + 2])
    return times and (items[at].bracketed or heads)


def _due_beside(items: Sequence[Item], at: int) -> int | None:
    """The time right behind it, or before it where it is in brackets or ends the list."""
    before, after = at - 1, at + 1
    fits = [one for one in (after, before) if 0 <= one < len(items) and _is_due(items[one])]
    if after in fits and _goes_on(items[at], items[after]):
        return None
    follows = before in fits and not items[at].parted
    return (before if items[at].bracketed or follows else fits[0]) if fits else None


def _goes_on(item: Item, other: Item) -> bool:
    """«За октябрь, декабрь»: two months of one list, and none of them says by when."""
    return other.listed and _is_month(item.node) and _is_month(other.node)


def _is_month(node: made.Node) -> bool:
    return isinstance(node, made.Span) and node.kind is TermKind.MONTH


def _is_due(item: Item) -> bool:
    return isinstance(item.node, _DUE) and not _is_reported(item)
