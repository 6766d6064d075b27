"""Edges of cells that do not meet, as tables drawn by hand have them."""

from __future__ import annotations

from collections import Counter

Widths = tuple[int, ...]
"""How far a row is set in, then how many columns of the grid each of its cells covers."""


def settled_widths(rows: list[Widths]) -> list[Widths]:
    """Rows of as many cells as the table has at most, all with the widths that most of them have.

    Word puts an edge that is a millimetre off into a column of its own; nobody sees it on paper.
    """
    most = max(map(len, rows), default=0)
    full = [one for one in rows if len(one) == most]
    if most < 3 or len(full) < 2:  # noqa: PLR2004 - two cells and two rows at least
        return rows
    usual = Counter(full).most_common(1)[0][0]
    return [usual if len(one) == most else one for one in rows]
