"""Successions: a plan by which running cases go over to a version, and what came of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base
from engine.storage.types import Json


class SuccessionRow(Base):
    """A plan for the running cases of one path, or with `undoes_id` the taking back of one.

    `plan` is the plan whole and `plan_digest` its digest; it is never changed.
    """

    __tablename__ = "succession"
    __table_args__ = (Index(None, "region_id", "created_at"), Index(None, "undoes_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    definition_stream_id: Mapped[UUID]
    definition_id: Mapped[UUID] = mapped_column(ForeignKey("definition.id"))
    undoes_id: Mapped[UUID | None] = mapped_column(ForeignKey("succession.id"))
    plan: Mapped[dict[str, Any]]
    plan_digest: Mapped[str]
    reason: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class SuccessionItemRow(Base):
    """One case of a succession: what it was read at, what came of it, and why not.

    `found` is the verdict in short. Bookkeeping like an item of a bulk: that a case went over
    stands in its own journal, in an entry that names the succession.
    """

    __tablename__ = "succession_item"
    __table_args__ = (
        Index(None, "succession_id", "status", "case_id"),
        Index(None, "case_id"),
    )

    succession_id: Mapped[UUID] = mapped_column(ForeignKey("succession.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    expected_revision: Mapped[int]
    status: Mapped[str]
    code: Mapped[str | None]
    reasons: Mapped[list[Any]] = mapped_column(Json())
    found: Mapped[dict[str, Any] | None] = mapped_column(Json())
    seq: Mapped[int | None]
    attempt: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime | None]
