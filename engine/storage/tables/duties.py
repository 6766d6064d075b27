"""Due work of the clock."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class DutyRow(Base):
    """What the clock must do once: remind, escalate or move; claimed with a lease.

    `due_on` is the local day of the term, `due_at` the instant to act. Status is open, paused,
    cancelled or done; `outcome` says what came of it. `met_on` is the day on which the subject of
    the term was done, known before the stage was left. A `fixed` day was given by a succession: a
    changed calendar does not count it anew.
    """

    __tablename__ = "duty"
    __table_args__ = (
        Index(None, "case_id"),
        Index(
            "ix_duty_open_due_at",
            "due_at",
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_file.id"))
    stage: Mapped[str]
    term_code: Mapped[str]
    kind: Mapped[str]
    move: Mapped[str | None]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="open")
    retroactive: Mapped[bool] = mapped_column(default=False)
    fixed: Mapped[bool] = mapped_column(default=False, server_default=false())
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    met_on: Mapped[date | None]
