"""What changed on a case since its reader last looked: in sentences, and marked where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import request

from engine.actions.looking import look_at_case
from engine.domain.roles import Permission
from engine.queries.history import entries_since
from engine.queries.looks import former_look
from web.current import current_bench

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.domain.looking import Look
    from engine.domain.roles import Actor
    from engine.queries.cases import CaseCard
    from engine.queries.history import HistoryEntry
    from web.telling import Told

MOST_TOLD = 20
_PARTS = {
    "attachment": "people",
    "case_file": "moves",
    "case_record": "records",
    "decision": "decisions",
    "document": "documents",
}
"""Where the rows of a table stand on the card."""


@dataclass(frozen=True, slots=True)
class News:
    """What others did since `since`; `more` entries are only counted.

    `parts` say how many rows of each part of the card are new or changed, `rows` which ones.
    """

    since: Look | None = None
    told: tuple[Told, ...] = ()
    more: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()

    def has(self, row_id: object) -> bool:
        """Whether a row is new or was changed."""
        return str(row_id) in self.rows


def entries_new_to(
    card: CaseCard, actor: Actor, may: frozenset[str]
) -> tuple[Look | None, list[HistoryEntry]]:
    """The visit before this one, and what others did since; a look at the page is noted."""
    former = _former(card, actor)
    if former is None or Permission.READ_HISTORY.value not in may:
        return None, []
    if former.revision >= card.line.revision:
        return former, []
    return former, entries_since(current_bench(), card.line.id, former.revision, actor=actor)


def news_of(since: Look | None, entries: Sequence[HistoryEntry], told: Sequence[Told]) -> News:
    """The news with their sentences, the newest first."""
    rows = {(name, row_id) for entry in entries for name, row_id in _rows_of(entry)}
    parts: dict[str, int] = {}
    for name, _ in rows:
        if name in _PARTS:
            parts[_PARTS[name]] = parts.get(_PARTS[name], 0) + 1
    return News(
        since,
        tuple(told[:MOST_TOLD]),
        max(len(told) - MOST_TOLD, 0),
        parts,
        frozenset(row_id for _, row_id in rows),
    )


def _former(card: CaseCard, actor: Actor) -> Look | None:
    """Noted once a visit and only when a person opens the page: not on a refused form, not ahead.

    Browsers that fetch a page before anybody asked for it say so.
    """
    bench, line = current_bench(), card.line
    ahead = {"prefetch", "prerender"} & {
        *request.headers.get("Sec-Purpose", "").lower().replace(",", ";").split(";"),
        request.headers.get("Purpose", "").lower(),
        request.headers.get("X-Moz", "").lower(),
    }
    if request.method != "GET" or ahead:
        return former_look(bench, line.id, actor=actor)
    return look_at_case(bench, line.id, line.revision, actor=actor)


def _rows_of(entry: HistoryEntry) -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[1])) for row in entry.body.get("rows", []) if len(row) > 1]
