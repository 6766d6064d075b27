"""The journal, the texts bound to it, the heads of its streams, and the installation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base

_WATCHED = "{0}late_days IS NOT NULL OR {0}kind IN ('case:forced', 'deed:refused', 'move:refused')"
IS_WATCHED: ColumnElement[bool] = literal_column(f"({_WATCHED.format('journal.')})")
"""What an auditor selects: entries recorded after they happened, forced moves, denied attempts.

Word for word the condition of the index, or no planner would use it.
"""
_IN_INDEX = text(_WATCHED.format(""))


class JournalRow(Base):
    """An entry: the exact bytes that were hashed, their place in the chain, hash and MAC.

    Append-only: triggers refuse update, delete and truncate. Clustered by subject and place, so one
    history is one range. `late_days` says by how many days it was recorded after it happened; None
    when it was not.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index(None, "at"),
        Index("ix_journal_watched_at", "at", sqlite_where=_IN_INDEX, postgresql_where=_IN_INDEX),
        {"sqlite_with_rowid": False},
    )

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    body: Mapped[bytes]
    prev: Mapped[bytes]
    hash: Mapped[bytes]
    mac: Mapped[bytes]
    key_id: Mapped[int]
    alg: Mapped[int]
    late_days: Mapped[int | None]


class JournalTextRow(Base):
    """Free or personal text of an entry, bound to its body by a salted commitment; erasable."""

    __tablename__ = "journal_text"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    text: Mapped[str]


class StreamRow(Base):
    """The head of a stream other than a case's (a case row carries its own)."""

    __tablename__ = "journal_stream"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes]


class InstallationRow(Base):
    """The installation itself: its id begins every chain."""

    __tablename__ = "installation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
