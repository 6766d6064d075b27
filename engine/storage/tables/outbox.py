"""What leaves after the commit, and answers kept for repeated requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class NoticeRow(Base):
    """A notice to the holders of `role` on the case, written with the deed; delivered later.

    `author_id` is whose deed it was: nobody is told of his own. A notice that is about no case
    names its `topic`, the id of what it is about, and the place whose people it is for.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "case_id", "at"),
        Index(
            "ix_notice_waiting_at",
            "at",
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
        Index(None, "kind", "delivered_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_file.id"))
    role: Mapped[str]
    kind: Mapped[str]
    at: Mapped[datetime]
    fields: Mapped[dict[str, Any]]
    delivered_at: Mapped[datetime | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    topic: Mapped[str | None]
    topic_id: Mapped[UUID | None]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))


class InboxRow(Base):
    """A notice as one person has it; `seen_at` is when it was read.

    A deed that tells two roles has two notices; `deed` is the same for both, so that whoever holds
    both roles has it once.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("account_id", "deed"),
        Index(None, "account_id", "at", "notice_id"),
        Index(None, "notice_id"),
        Index(
            "ix_inbox_unseen_account_id",
            "account_id",
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    deed: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class MailboxRow(Base):
    """Where a person's mail goes and which is wanted; the address is personal data.

    `digest_at` is the instant of the next weekly digest; none is owed without it.
    """

    __tablename__ = "mailbox"
    __table_args__ = (Index(None, "digest_at"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    address: Mapped[str | None]
    digest: Mapped[bool] = mapped_column(default=True)
    weekday: Mapped[int] = mapped_column(default=1)
    hour: Mapped[int] = mapped_column(default=8)
    escalations: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(default="ru")
    digest_at: Mapped[datetime | None]


class MailingRow(Base):
    """A letter owed to a person: one for a kind and a period, however many nodes think of it.

    Status is waiting, sending, sent, skipped, failed or uncertain (begun, and never heard of
    again). `due_at` is when an open one wants attention: the next try, or the end of patience.
    """

    __tablename__ = "mailing"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "period"),
        Index(
            "ix_mailing_open_due_at",
            "due_at",
            sqlite_where=text("status IN ('waiting', 'sending')"),
            postgresql_where=text("status IN ('waiting', 'sending')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str]
    period: Mapped[str]
    made_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    code: Mapped[str | None]


class IdempotencyRow(Base):
    """The receipt of a request by its key: the same key again gets the same answer."""

    __tablename__ = "idempotency"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[bytes]
    receipt: Mapped[dict[str, Any]]
    at: Mapped[datetime]
