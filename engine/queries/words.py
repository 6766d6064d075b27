"""The words of a path: since which version each is there, and how many cases use it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of, is_kept
from engine.storage.tables import (
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    ListEntryRow,
    RecordRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from engine.workbench import Workbench

    Named = tuple[str, str]
    """A dictionary and a code."""

MOST_VERSIONS = 100
"""Versions looked back at; what is older counts as there since the first of them."""

OF_RECORD = {
    "event": "event",
    "indicator": "indicator",
    "measure": "measure",
    "monitoring": "monitoring",
    "publication": "document",
    "risk": "risk_factor",
}
"""The dictionary a record of each kind takes its key from."""


def words_since(bench: Workbench, stream_id: UUID) -> dict[Named, int]:
    """The version each word of the newest one came in and has stayed in since."""
    query = (
        sa.select(DefinitionRow.id, DefinitionRow.version)
        .where(DefinitionRow.stream_id == stream_id, is_kept())
        .order_by(DefinitionRow.version.desc())
        .limit(MOST_VERSIONS)
    )
    since: dict[Named, int] = {}
    lost: set[Named] = set()
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        for place, (version_id, number) in enumerate(connection.execute(query)):
            there = set(definition_of(reader, version_id).title_by_word)
            if place == 0:
                since = dict.fromkeys(there, number)
            lost |= since.keys() - there
            since |= dict.fromkeys(since.keys() & there - lost, number)
    return since


def cases_by_word(bench: Workbench, stream_id: UUID) -> Counter[Named]:
    """How many cases of a path, under way or over, use each word."""
    led = CaseRow.definition_stream_id == stream_id
    found: Counter[Named] = Counter()
    with reading(bench.database) as connection:
        for dictionary, row, column in (
            ("document", DocumentRow, DocumentRow.kind),
            ("decision", DecisionRow, DecisionRow.kind),
        ):
            for code, cases in connection.execute(_cases(row, column, led)):
                found[dictionary, code] += cases
        for kind, dictionary in OF_RECORD.items():
            for code, cases in connection.execute(
                _cases(RecordRow, RecordRow.key, sa.and_(led, RecordRow.kind == kind))
            ):
                found[dictionary, code] += cases
        entries = (
            sa.select(CaseRow.categories, ListEntryRow.grounds)
            .outerjoin(ListEntryRow, ListEntryRow.id == CaseRow.list_entry_id)
            .where(led)
        )
        for categories, grounds in connection.execute(entries):
            found.update(("category", one) for one in set(categories or ()))
            found.update(("listing_ground", one) for one in set(grounds or ()))
    return found


def _cases(row: Any, column: Any, where: Any) -> Any:
    return (
        sa.select(column, sa.func.count(sa.distinct(row.case_id)))
        .join(CaseRow, CaseRow.id == row.case_id)
        .where(where)
        .group_by(column)
    )
