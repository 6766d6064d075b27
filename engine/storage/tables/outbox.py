"""What leaves after the commit, and answers kept for repeated requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class NoticeRow(Base):
    """A notice to the holders of `role` on the case, written with the deed; delivered later."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "case_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    role: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    delivered_at: Mapped[datetime | None]


class IdempotencyRow(Base):
    """The receipt of a request by its key: the same key again gets the same answer."""

    __tablename__ = "idempotency"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[bytes]
    receipt: Mapped[dict[str, Any]]
    at: Mapped[datetime]
