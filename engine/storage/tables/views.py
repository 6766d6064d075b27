"""Filters that people keep under a name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class SavedViewRow(Base):
    """A filter of a list under a person's own name for it; whoever has its address may open it.

    `query` is the address's own query, so what a view shows is decided anew for each reader.
    """

    __tablename__ = "saved_view"
    __table_args__ = (Index(None, "account_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    title: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
