"""Histories of cases and schools, straight from the journal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.queries.history import HistoryEntry, read_case_history, read_school_history
from engine.queries.mentioned import Mentioned, read_mentioned
from web.api.cursors import after_entry, entry_place, page_of
from web.api.resource import Resource
from web.api.schemas.common import PageQuery
from web.api.schemas.history import HistoryPage
from web.current import current_bench
from web.identity import current_actor
from web.reading import note
from web.wording.history import describe

history = Resource("history", "What happened, who did it and on what basis.")


@history.reads(
    "/cases/<uuid:case_id>/history",
    needs=Permission.READ_HISTORY,
    gives=HistoryPage,
    query=PageQuery,
)
def show_case_history(query: dict[str, Any], case_id: UUID) -> Any:
    """Entries of a case with its refused attempts, oldest first."""
    limit, after = query["limit"], after_entry("history", query.get("cursor"))
    entries = read_case_history(
        current_bench(), case_id, actor=current_actor(), after=after, limit=limit + 1
    )
    note(ReadPage.CASE_HISTORY, case_id)
    return _page(entries, limit)


@history.reads(
    "/schools/<uuid:school_id>/history",
    needs=Permission.READ_HISTORY,
    gives=HistoryPage,
    query=PageQuery,
)
def show_school_history(query: dict[str, Any], school_id: UUID) -> Any:
    """Entries of a school and of all its cases, oldest first."""
    limit, after = query["limit"], after_entry("history", query.get("cursor"))
    entries = read_school_history(
        current_bench(), school_id, actor=current_actor(), after=after, limit=limit + 1
    )
    note(ReadPage.SCHOOL_HISTORY, school_id)
    return _page(entries, limit)


def _page(entries: list[HistoryEntry], limit: int) -> dict[str, Any]:
    page = page_of(entries, limit, "history", entry_place)
    mentioned = read_mentioned(current_bench(), page["items"])
    return {**page, "items": [_shown(entry, mentioned) for entry in page["items"]]}


def _shown(entry: HistoryEntry, mentioned: Mentioned) -> dict[str, Any]:
    """The entry by the names of the API; what a body does not have means none."""
    body = entry.body
    return {
        "subject_id": entry.subject_id,
        "stream": entry.stream,
        "seq": entry.seq,
        "kind": entry.kind,
        "sentence": describe(entry, mentioned),
        "at": entry.at,
        "happened_on": body.get("on"),
        "actor": {"id": entry.actor_id, "title": entry.actor},
        "role": body.get("role"),
        "origin": body.get("origin"),
        "move": body.get("move"),
        "from": body.get("from"),
        "to": body.get("to"),
        "definition_digest": body.get("def"),
        "before": body.get("before", {}),
        "rows": body.get("rows", []),
        "basis": body.get("basis", []),
        "evidence": body.get("evidence", []),
        "facts": body.get("facts", []),
        "fields": body.get("fields", {}),
        "texts": entry.texts,
        "hash": entry.hash.hex(),
    }
