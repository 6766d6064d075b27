"""Texts of definitions that people are still writing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class DraftRow(Base):
    """What somebody has written of a definition and not published; of a person one a definition.

    `expected` is the version the text began from, 0 for none. `revision` counts how often the draft
    was kept, so that a page that stayed open does not undo what another one wrote.

    `extends_digest` is the version of the base the text stands on: another one takes its place only
    when somebody takes it over.
    """

    __tablename__ = "definition_draft"
    __table_args__ = (UniqueConstraint("account_id", "stream_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    stream_id: Mapped[UUID]
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    text: Mapped[str]
    expected: Mapped[int]
    revision: Mapped[int]
    kept_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]
    extends_digest: Mapped[str | None]
