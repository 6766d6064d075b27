"""Bulk moves: what was planned for many cases at once, and what came of each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base
from engine.storage.types import Json


class BulkRow(Base):
    """One move, one reason and one order for many cases of one path.

    The reason is a text of the entry that planned the bulk and is kept nowhere else. The order is
    named as the archive names it: each case has a row of its own for it. With `basis_order_id` the
    bulk registers it where it is lacking, with the scan that `basis_sha256` names.
    """

    __tablename__ = "bulk_move"
    __table_args__ = (Index(None, "actor_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    definition_stream_id: Mapped[UUID]
    move: Mapped[str]
    basis_kind: Mapped[str | None]
    basis_number: Mapped[str | None]
    basis_signed_on: Mapped[date | None]
    basis_order_id: Mapped[UUID | None]
    basis_sha256: Mapped[str | None]
    happened_on: Mapped[date | None]
    end_code: Mapped[str | None]
    expected_on: Mapped[date | None]
    mode: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BulkItemRow(Base):
    """One case of a bulk: what it was read at, what came of it and every reason why not.

    Bookkeeping like a duty's claim: that a case was moved stands in its own journal, in an entry
    that names the bulk.
    """

    __tablename__ = "bulk_item"
    __table_args__ = (
        Index(None, "bulk_id", "status", "case_id"),
        Index(None, "case_id"),
    )

    bulk_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_move.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    expected_revision: Mapped[int]
    status: Mapped[str]
    code: Mapped[str | None]
    reasons: Mapped[list[Any]] = mapped_column(Json())
    seq: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime | None]
