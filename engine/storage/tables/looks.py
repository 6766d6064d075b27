"""What people have seen: markers of their own, like a session, and no part of the journal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class CaseLookRow(Base):
    """The last visit of an account to a case, and the one before; it decides nothing."""

    __tablename__ = "case_look"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    seen_revision: Mapped[int]
    seen_at: Mapped[datetime]
    before_revision: Mapped[int | None]
    before_at: Mapped[datetime | None]
