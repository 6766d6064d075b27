"""What is known of a case as it was: the values that a page of the past shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Row

    from engine.domain.definition import Definition
    from engine.queries.duties import DueTerm
    from engine.queries.history import HistoryEntry


@dataclass(frozen=True, slots=True)
class PastState:
    """Where the case stood, by the columns of its row."""

    stage: str
    phase: str
    stage_entered_on: date
    stage_due_on: date | None
    round: int
    years_in_status: int
    categories: tuple[str, ...]
    closed: bool
    resume_stage: str | None
    definition_id: UUID
    end_code: str | None = None
    returns_on: date | None = None


@dataclass(frozen=True, slots=True)
class PastStay:
    """A stay in a stage; the last one has not ended."""

    seq: int
    stage: str
    round: int
    entered_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class PastDocument:
    """A version of a document with the status and the remarks it had."""

    id: UUID
    kind: str
    topic: str | None
    version: int
    round: int
    status: str
    sha256: str | None
    title: str
    file_name: str
    remarks: str
    author_id: UUID
    author: str
    registered_at: datetime
    alike: int = 0


@dataclass(frozen=True, slots=True)
class PastDecision:
    """An order or minutes as far as it was registered."""

    id: UUID
    kind: str
    number: str
    signed_on: date
    round: int
    repealed_on: date | None
    sha256: str | None
    title: str
    body: str
    author: str
    registered_at: datetime
    successor_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PastAttachment:
    """Who was attached from when to when, as far as that was known."""

    id: UUID
    kind: str
    starts_on: date
    ends_on: date | None
    account_id: UUID | None
    school_id: UUID | None
    person: str
    school: str
    order_number: str
    order_date: date | None
    alike: int = 0


@dataclass(frozen=True, slots=True)
class PastRecord:
    """A fact of the case; all of the past is here, so `alike` counts none beside it."""

    id: UUID
    kind: str
    key: str
    status: str
    value: int | None
    round: int
    happened_on: date
    author_id: UUID
    author_role: str
    author: str
    note: str
    revision: int
    due_on: date | None = None
    alike: int = 0


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case by a place of its journal; `line` is what it is called now and where it lies.

    `day` is the region's day it is seen on, `last` the entry that closes the view. `later` are
    entries written after it that say of themselves that they happened on that day or before.
    """

    line: Row[Any]
    day: date
    last: HistoryEntry
    definition: Definition
    version: int
    state: PastState
    stays: tuple[PastStay, ...]
    attachments: tuple[PastAttachment, ...]
    documents: tuple[PastDocument, ...]
    decisions: tuple[PastDecision, ...]
    records: tuple[PastRecord, ...]
    terms: tuple[DueTerm, ...]
    later: tuple[HistoryEntry, ...]
