"""Tables that lost their columns: a cell a line under the words of a header, or named values."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import plain_grid
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.refusing import refuse_long
from workflows.roadmaps.vocabulary import Field, recognised
from workflows.roadmaps.words import NAMED_SECTION, NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = list[str]
_FEWEST = 3
_MOST_COLUMNS = 12
_SEARCHED = 200
_NAMED = re.compile(r"(?:(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+)?([А-ЯЁа-яё№][^:\n]{2,60}):\s*(.*)")


def stacked_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of a table whose cells stand one below the other, from its header on."""
    said = [one.strip() for one in lines if one.strip()]
    found = _stacked_header(said)
    if not found:
        return None
    first, width = found
    rows = [[one] for one in said[:first]]
    rows.append(said[first : first + width])
    body = _chunks(said[first + width :], width)
    return [*rows, *body] if body else None


def _stacked_header(said: list[str]) -> tuple[int, int] | None:
    """Where a run of headings begins, and how long it is before the first number."""
    for first, text in enumerate(said[:_SEARCHED]):
        if recognised(text) is not Field.NUMBER:
            continue
        ends = (at for at in range(first + _FEWEST, first + _MOST_COLUMNS) if at < len(said))
        width = next((at - first for at in ends if NUMBER.fullmatch(said[at])), 0)
        if width and looks_like_header(plain_grid([said[first : first + width]]), 0):
            return first, width
    return None


def _chunks(said: list[str], width: int) -> list[Row] | None:
    """Rows of one width, each from a number on; nothing if they do not come out even."""
    rows: list[Row] = []
    last = max((at for at, one in enumerate(said) if NUMBER.fullmatch(one)), default=-1)
    at = 0
    while at < len(said):
        if NUMBER.fullmatch(said[at]) and at + width <= len(said):
            rows.append(said[at : at + width])
            at += width
        elif at > last or NAMED_SECTION.match(said[at]):
            rows.append([said[at]])
            at += 1
        else:
            return None
    return rows


def told_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of measures told as «Мероприятие: ...», «Срок: ...», again and again."""
    pairs = [(at, found) for at, one in enumerate(lines) if (found := _NAMED.match(one.strip()))]
    known = [(at, one) for at, one in pairs if recognised(one[2]) is not Field.UNKNOWN]
    names = Counter(one[2].strip() for _, one in known)
    titles = [name for name, count in names.items() if count > 1 and _is_title(name)]
    if not titles:
        return None
    first = next(at for at, one in known if one[2].strip() == titles[0])
    columns = list(dict.fromkeys(one[2].strip() for at, one in known if at >= first))
    if not looks_like_header(plain_grid([["№", *columns]]), 0) or len(columns) > _MOST_COLUMNS:
        return None
    rows: list[Row] = [[one] for one in lines[:first]]
    rows.append(["№", *columns])
    for line in lines[first:]:
        _told(rows, line.strip(), columns, titles[0])
    return rows


def _is_title(name: str) -> bool:
    return recognised(name) is Field.TITLE


def _told(rows: list[Row], line: str, columns: list[str], title: str) -> None:
    """Put one line where it belongs: into a cell of the measure under way, or a row of its own."""
    found = _NAMED.match(line)
    name = found[2].strip() if found else ""
    if found and name == title:
        rows.append([found[1] or "", *[""] * len(columns)])
    if found and name in columns and len(rows[-1]) > 1:
        rows[-1][columns.index(name) + 1] = found[3]
    elif line and NAMED_SECTION.match(line):
        rows.append([line])
    elif line and len(rows[-1]) > 1:
        last = max(at for at, one in enumerate(rows[-1]) if one)
        rows[-1][last] = refuse_long(f"{rows[-1][last]} {line}")
    elif line:
        rows.append([line])
