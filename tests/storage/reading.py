"""Looking at everything a database holds, and at the entries of one chain."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.storage.database import reading
from engine.storage.tables import Base, JournalRow
from engine.workbench import Workbench

Held = dict[str, list[str]]


def bodies(bench: Workbench, subject_id: UUID, stream: str = "case") -> list[dict[str, Any]]:
    """The bodies of a chain, in their order."""
    place = (JournalRow.subject_id == subject_id, JournalRow.stream == stream)
    query = sa.select(JournalRow.body).where(*place).order_by(JournalRow.seq)
    with reading(bench.database) as connection:
        return [json.loads(row.body) for row in connection.execute(query)]


def refusals(bench: Workbench, case_id: UUID) -> list[dict[str, Any]]:
    """The refused attempts on a case."""
    return bodies(bench, case_id, "refusal")


def everything(bench: Workbench, *, but: Callable[[Any], bool] = lambda _: False) -> Held:
    """Every row of every table as text; some rows may be left out."""
    held = {}
    with reading(bench.database) as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(sa.select(table)).mappings()
            held[table.name] = sorted(repr(dict(row)) for row in rows if not but(row))
    return held


def but_refusals(bench: Workbench, subject_id: UUID | None = None) -> Held:
    """Everything except the refused attempts, on one case or on whatever."""
    return everything(
        bench,
        but=lambda row: (
            row.get("stream") == StreamKind.REFUSAL and subject_id in (None, row.get("subject_id"))
        ),
    )
