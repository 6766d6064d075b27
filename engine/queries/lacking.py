"""Which cases have, or have not got, a paper or an event within a quarter of the school year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.situation import DocumentStatus, RecordKind
from engine.domain.terms import day_begins, day_ends
from engine.queries.quarters import quarters_back
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow, DocumentRow, RecordRow, RegionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.calendar import Span
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

BACK = 4
"""The present quarter and those of a year before it."""


class Subject(StrEnum):
    """What may be asked for; each has a dictionary of the same name."""

    DOCUMENT = "document"
    EVENT = "event"
    MONITORING = "monitoring"


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing: a word of a dictionary, in the quarter so many before the present one."""

    subject: Subject
    code: str
    back: int = 0


@dataclass(frozen=True, slots=True)
class QuarterCount:
    """How many of the cases have it in a quarter; `span` is absent where the regions' differ."""

    back: int
    span: Span | None
    had: int
    total: int

    @property
    def lacking(self) -> int:
        """How many have not."""
        return self.total - self.had


def lacks(connection: Connection, now: datetime, lack: Lack) -> ColumnElement[bool]:
    """Cases that have not got it in the quarter."""
    spans = quarters_back(connection, now, lack.back + 1)[lack.back]
    return sa.not_(_had(lack, spans, _zones(connection)))


def count_quarters(
    connection: Connection, now: datetime, lack: Lack, conditions: Sequence[ColumnElement[bool]]
) -> tuple[QuarterCount, ...]:
    """Of the cases that the conditions let through: who has it in each of the last quarters."""
    zones, quarters = _zones(connection), quarters_back(connection, now, BACK)
    parts = [
        sa.func.sum(sa.case((_had(lack, spans, zones), 1), else_=0)).label(f"back_{back}")
        for back, spans in enumerate(quarters)
    ]
    query = sa.select(sa.func.count(), *parts).select_from(CaseRow).where(*conditions)
    total, *had = (int(count or 0) for count in connection.execute(query).one())
    regions = set(connection.scalars(sa.select(CaseRow.region_id).where(*conditions).distinct()))
    return tuple(
        QuarterCount(back, _common(spans, regions), one, total)
        for back, (spans, one) in enumerate(zip(quarters, had, strict=True))
    )


def words_to_lack(bench: Workbench, *, actor: Actor) -> dict[Subject, dict[str, str]]:
    """What the paths of the open cases in sight name, by dictionary: title by code."""
    query = (
        sa.select(CaseRow.definition_id)
        .where(CaseRow.closed.is_(False), visible_cases(actor, reading_day(bench.now())))
        .distinct()
        .order_by(CaseRow.definition_id)
    )
    found: dict[Subject, dict[str, str]] = {subject: {} for subject in Subject}
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        for definition_id in connection.scalars(query):
            for word in definition_of(reader, definition_id).words:
                if word.dictionary in found:
                    found[Subject(word.dictionary)].setdefault(word.code, word.title)
    return found


def _had(lack: Lack, spans: dict[UUID, Span], zones: dict[UUID, str]) -> ColumnElement[bool]:
    """Cases that have it, each in the quarter of its own region."""
    alike: dict[tuple[Span, str], list[UUID]] = defaultdict(list)
    for region_id, span in spans.items():
        alike[span, zones[region_id]].append(region_id)
    parts = [
        sa.and_(CaseRow.region_id.in_(regions), _within(lack, span, zone))
        for (span, zone), regions in alike.items()
    ]
    return sa.or_(sa.false(), *parts)


def _within(lack: Lack, span: Span, zone: str) -> ColumnElement[bool]:
    if lack.subject is Subject.DOCUMENT:
        done = (
            DocumentStatus.SUBMITTED.value,
            DocumentStatus.APPROVED.value,
            DocumentStatus.SUPERSEDED.value,
        )
        return sa.exists().where(
            DocumentRow.case_id == CaseRow.id,
            DocumentRow.kind == lack.code,
            DocumentRow.status.in_(done),
            DocumentRow.registered_at >= day_begins(span[0], zone),
            DocumentRow.registered_at < day_ends(span[1], zone),
        )
    closed = RecordRow.status == "closed" if lack.subject is Subject.MONITORING else sa.true()
    return sa.exists().where(
        RecordRow.case_id == CaseRow.id,
        RecordRow.kind == RecordKind(lack.subject.value).value,
        RecordRow.key == lack.code,
        closed,
        RecordRow.happened_on.between(*span),
    )


def _zones(connection: Connection) -> dict[UUID, str]:
    return {row.id: row.zone for row in connection.execute(sa.select(RegionRow.id, RegionRow.zone))}


def _common(spans: dict[UUID, Span], regions: set[UUID]) -> Span | None:
    found = {spans[region_id] for region_id in regions}
    return found.pop() if len(found) == 1 else None
