"""What the entries of a journal are about, as it is called now: a school, a person, a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.storage.database import reading
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    DefinitionRow,
    MunicipalityRow,
    RegionRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.queries.history import HistoryEntry
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Subject:
    """What a stream is kept for; `case_id` leads to the case where it is one."""

    title: str
    case_id: UUID | None = None


def subjects_of(bench: Workbench, entries: Iterable[HistoryEntry]) -> dict[UUID, Subject]:
    """The subjects of these entries; whoever may read an entry may read whom it is about.

    The stream of refusals is a case's, a roadmap's or a person's, so it is looked for among all.
    """
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        wanted.setdefault(entry.stream, set()).add(entry.subject_id)
    found: dict[UUID, Subject] = {}
    with reading(bench.database) as connection:
        for query, kinds, of_case in _SOURCES:
            ids = set().union(*(wanted.get(kind.value, set()) for kind in kinds))
            if ids:
                rows = connection.execute(query.where(query.selected_columns[0].in_(ids)))
                found |= {row[0]: Subject(row[1], row[0] if of_case else None) for row in rows}
    return found


def _cases() -> AnySelect:
    title = sa.func.coalesce(SchoolRow.title, MunicipalityRow.title)
    return (
        sa.select(CaseRow.id, title)
        .join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id)
        .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
    )


def _definitions() -> AnySelect:
    # The newest name of a path stands last, so it is the one that is kept.
    return sa.select(DefinitionRow.stream_id, DefinitionRow.title).order_by(DefinitionRow.version)


_SOURCES: tuple[tuple[AnySelect, tuple[StreamKind, ...], bool], ...] = (
    (_cases(), (StreamKind.CASE, StreamKind.REFUSAL), True),
    (
        sa.select(AccountRow.id, AccountRow.title),
        (StreamKind.ACCOUNT, StreamKind.READING, StreamKind.REFUSAL),
        False,
    ),
    (sa.select(SchoolRow.id, SchoolRow.title), (StreamKind.SCHOOL,), False),
    (
        sa.select(RoadmapRow.id, RoadmapRow.title),
        (StreamKind.ROADMAP, StreamKind.REFUSAL),
        False,
    ),
    (sa.select(RegionRow.id, RegionRow.title), (StreamKind.REGION,), False),
    (_definitions(), (StreamKind.DEFINITION,), False),
)
