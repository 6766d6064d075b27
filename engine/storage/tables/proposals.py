"""Versions that wait for somebody else's approval, and published ones that went out of use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base

_WAITING = text("status = 'waiting'")


class ProposalRow(Base):
    """A version as its author submitted it; what is approved is this text and no other.

    `expected` is the version it follows, 0 for none. `decided_by` approved, returned or withdrew
    it; `definition_id` is what it was published as.
    """

    __tablename__ = "definition_proposal"
    __table_args__ = (
        Index(None, "region_id", "submitted_at"),
        Index(
            "uq_definition_proposal_waiting_stream_id",
            "stream_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )
    journaled: ClassVar = (
        "stream_id",
        "region_id",
        "municipality_id",
        "code",
        "title",
        "expected",
        "digest",
        "text_digest",
        "extends_digest",
        "effective_on",
        "author_id",
        "status",
        "decided_by",
        "definition_id",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    stream_id: Mapped[UUID]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    code: Mapped[str]
    title: Mapped[str]
    expected: Mapped[int]
    digest: Mapped[str]
    text: Mapped[str]
    text_digest: Mapped[str]
    content: Mapped[dict[str, Any]]
    extends_digest: Mapped[str | None]
    effective_on: Mapped[date]
    note: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime]
    status: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    remarks: Mapped[str]
    definition_id: Mapped[UUID | None] = mapped_column(ForeignKey("definition.id"))


class RetirementRow(Base):
    """A published version that is offered no more; its id is the version's, which stays."""

    __tablename__ = "definition_retirement"
    journaled: ClassVar = ("retired_on", "retired_by")

    id: Mapped[UUID] = mapped_column(ForeignKey("definition.id"), primary_key=True)
    retired_on: Mapped[date]
    retired_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
