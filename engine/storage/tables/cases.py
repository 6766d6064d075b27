"""Cases and what belongs to them: spells, attachments, documents, decisions, records."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.domain.search_keys import number_key, search_key
from engine.storage.tables.base import Base
from engine.storage.types import Ordered


class CaseRow(Base):
    """One school's (or municipality's) way through one definition.

    `revision` and `head` are the last place and hash of the case's journal chain: the row and its
    journal are compared by them.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        Index(None, "region_id", "closed", "stage"),
        Index(None, "school_id"),
        Index(
            "uq_case_file_open_subject",
            "subject_id",
            "definition_stream_id",
            unique=True,
            sqlite_where=text("closed = 0"),
            postgresql_where=text("NOT closed"),
        ),
    )
    journaled: ClassVar = (
        "subject_kind",
        "subject_id",
        "region_id",
        "municipality_id",
        "school_id",
        "definition_id",
        "definition_stream_id",
        "definition_digest",
        "stage",
        "phase",
        "stage_entered_on",
        "stage_entered_revision",
        "stage_due_on",
        "round",
        "years_in_status",
        "categories",
        "resume_stage",
        "previous_case_id",
        "list_entry_id",
        "closed",
        "end_code",
        "returns_on",
        "opened_by",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipality.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("definition.id"))
    definition_stream_id: Mapped[UUID]
    definition_digest: Mapped[str]
    stage: Mapped[str]
    phase: Mapped[str]
    stage_entered_on: Mapped[date]
    stage_entered_revision: Mapped[int]
    stage_due_on: Mapped[date | None]
    round: Mapped[int] = mapped_column(default=1)
    years_in_status: Mapped[int] = mapped_column(default=1)
    categories: Mapped[list[str]]
    resume_stage: Mapped[str | None]
    previous_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    list_entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("list_entry.id"))
    closed: Mapped[bool] = mapped_column(default=False)
    end_code: Mapped[str | None]
    returns_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    revision: Mapped[int]
    head: Mapped[bytes]


class SpellRow(Base):
    """A stay in a stage as a range of days and of journal places; derived from the journal."""

    __tablename__ = "stage_spell"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str]
    round: Mapped[int]
    entered_on: Mapped[date]
    entered_at: Mapped[datetime]
    left_on: Mapped[date | None]
    left_at: Mapped[datetime | None]


class AttachmentRow(Base):
    """A curator, an expert or a tutor school attached by an order, from a day to a day.

    `former_decision_id` is the order it rested on before another took its place.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "school_id"),
        Index(None, "account_id"),
    )
    journaled: ClassVar = (
        "case_id",
        "kind",
        "account_id",
        "school_id",
        "decision_id",
        "former_decision_id",
        "starts_on",
        "ends_on",
        "directions",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decision.id"))
    former_decision_id: Mapped[UUID | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    directions: Mapped[list[str]]


class FileRow(Base):
    """The content of a file by its SHA-256: equal files are kept once."""

    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes]


class DocumentRow(Base):
    """A version of a document of a case; a new version supersedes the former, nothing is lost.

    `topic` is the risk factor an antirisk programme covers.
    """

    __tablename__ = "document"
    __table_args__ = (Index(None, "case_id"),)
    journaled: ClassVar = (
        "case_id",
        "kind",
        "topic",
        "version",
        "round",
        "status",
        "sha256",
        "author_id",
        "replaces_id",
    )
    derived: ClassVar = {"search_key": (search_key, ("title", "file_name"))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    topic: Mapped[str | None]
    version: Mapped[int]
    round: Mapped[int]
    status: Mapped[str]
    title: Mapped[str]
    file_name: Mapped[str | None]
    search_key: Mapped[str]
    media_type: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("file_content.sha256"))
    size: Mapped[int | None]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("document.id"))
    remarks: Mapped[str | None]


class DecisionRow(Base):
    """An order or minutes with number, date and issuing body, registered for a case.

    One order over several cases has one row a case and the same `order_id`. `successor_id` is the
    decision of the same case that takes the place of a repealed one.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index(None, "case_id"),
        Index(None, "order_id"),
        Index(None, "number_key"),
        Index(None, "signed_on"),
    )
    journaled: ClassVar = (
        "case_id",
        "order_id",
        "kind",
        "number",
        "signed_on",
        "round",
        "repealed_on",
        "successor_id",
        "sha256",
    )
    derived: ClassVar = {
        "number_key": (number_key, ("number",)),
        "search_key": (search_key, ("title", "body")),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    order_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(Ordered())
    signed_on: Mapped[date]
    body: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    search_key: Mapped[str]
    round: Mapped[int]
    repealed_on: Mapped[date | None]
    successor_id: Mapped[UUID | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("file_content.sha256"))
    registered_at: Mapped[datetime]
    registered_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))


class RecordRow(Base):
    """A fact of the case that is neither document nor decision (see RecordKind); a series."""

    __tablename__ = "case_record"
    __table_args__ = (
        Index(None, "case_id"),
        Index(
            "ix_case_record_due_on",
            "due_on",
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
    )
    journaled: ClassVar = (
        "case_id",
        "kind",
        "key",
        "status",
        "value",
        "round",
        "happened_on",
        "author_id",
        "author_role",
        "revision",
        "due_on",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    key: Mapped[str]
    status: Mapped[str]
    value: Mapped[int | None]
    round: Mapped[int]
    happened_on: Mapped[date]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    author_role: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    revision: Mapped[int]
    due_on: Mapped[date | None]
