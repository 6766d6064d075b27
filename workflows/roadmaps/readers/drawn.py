"""Tables drawn in plain text: by bars and lines, or by blanks that keep the columns apart."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import plain_grid
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.refusing import refuse_long

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = list[str]
"""The cells of a line; a line outside the table is one cell."""

_BOX = str.maketrans("│┃║─━═┼├┤┌┐└┘┬┴╬╠╣╔╗╚╝╦╩", "|||---" + "+" * 18)
_RULE = re.compile(r"[\s|:+=-]+")
_PIECE = re.compile(r"\S+(?: \S+)*")
_FEWEST_BARS = 3
_FEWEST_RULES = 3
_FEWEST_COLUMNS = 3
_SEARCHED = 200


def barred_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of a table drawn by bars; lines between two rules are one row."""
    drawn = [one.translate(_BOX).strip() for one in lines]
    if sum(one.startswith("|") for one in drawn) < _FEWEST_BARS:
        return None
    ruled = sum(_is_rule(one) for one in drawn) >= _FEWEST_RULES
    rows: list[Row] = []
    fresh = True
    for line, text in zip(lines, drawn, strict=True):
        if _is_rule(text):
            fresh = True
        elif not text.startswith("|"):
            rows.append([line])
            fresh = True
        elif ruled and not fresh and len(rows[-1]) > 1:
            rows[-1] = _joined(rows[-1], _barred(text))
        else:
            rows.append(_barred(text))
            fresh = False
    return rows


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and ("-" in text or "=" in text)


def _barred(text: str) -> Row:
    return text.removeprefix("|").removesuffix("|").split("|")


def spaced_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of a table whose columns stand under the words of its header."""
    starts, first = _columns(lines)
    if not starts:
        return None
    rows: list[Row] = [[one] for one in lines[:first]]
    for line in lines[first:]:
        pieces = list(_PIECE.finditer(line.expandtabs()))
        if not pieces:
            rows.append([""])
        elif len(pieces) == 1 and pieces[0].start() < starts[1]:
            rows.append([line])
        else:
            row = _placed(pieces, starts)
            if row[0] or len(rows[-1]) < len(starts):
                rows.append(row)
            else:
                # A cell that was too long goes on in the next line.
                rows[-1] = _joined(rows[-1], row)
    return rows


def _columns(lines: Sequence[str]) -> tuple[list[int], int]:
    """Where the columns begin, and in which line the header says so."""
    for at, line in enumerate(lines[:_SEARCHED]):
        pieces = list(_PIECE.finditer(line.expandtabs()))
        if len(pieces) < _FEWEST_COLUMNS:
            continue
        if looks_like_header(plain_grid([[one[0] for one in pieces]]), 0):
            return [one.start() for one in pieces], at
    return [], 0


def _placed(pieces: list[re.Match[str]], starts: list[int]) -> Row:
    row = [""] * len(starts)
    edges = [*pairwise(starts), (starts[-1], 10**9)]
    for piece in pieces:
        at = -max(_covering(piece, edges))[1]
        row[at] = f"{row[at]} {piece[0]}".strip()
    return row


def _covering(piece: re.Match[str], edges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """How much of each column a piece covers; of equal ones the left counts."""
    for at, (begin, end) in enumerate(edges):
        yield min(piece.end(), end) - max(piece.start(), begin), -at


def _joined(above: Row, below: Row) -> Row:
    width = max(len(above), len(below))
    cells = [[*one, *[""] * (width - len(one))] for one in (above, below)]
    pairs = zip(*cells, strict=True)
    return [refuse_long(" ".join(filter(None, map(str.strip, pair)))) for pair in pairs]
