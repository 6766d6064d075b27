"""Accounts, grants, server-side sessions and personal API tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.domain.search_keys import search_key
from engine.storage.tables.base import Base


class AccountRow(Base):
    """A person's own account, or the clock's; `title` is the name shown and is personal data."""

    __tablename__ = "account"
    journaled: ClassVar = ("blocked",)
    derived: ClassVar = {"search_key": (search_key, ("title",))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    search_key: Mapped[str]
    password_hash: Mapped[str | None]
    blocked: Mapped[bool] = mapped_column(default=False)
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    demo_password: Mapped[str | None]


class GrantRow(Base):
    """A role on a place from a day to a day; `basis` is the order it rests on."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "account_id"), Index(None, "region_id", "role"))
    journaled: ClassVar = (
        "account_id",
        "role",
        "region_id",
        "municipality_id",
        "school_id",
        "starts_on",
        "ends_on",
        "acting",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    acting: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str | None]


class SessionRow(Base):
    """A signed-in browser: only the hash of its secret is kept; revoked at sign-out."""

    __tablename__ = "web_session"
    __table_args__ = (Index(None, "account_id"),)

    secret_hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class TokenRow(Base):
    """A personal API token: only its hash is kept; `scopes` are permissions."""

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "account_id"),)
    journaled: ClassVar = ("account_id", "scopes", "expires_at", "revoked_at")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    title: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class FeedRow(Base):
    """The secret address of a person's calendar: only its hash is kept; one is open at a time."""

    __tablename__ = "calendar_feed"
    __table_args__ = (Index(None, "account_id"),)
    journaled: ClassVar = ("account_id", "revoked_at")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AddressRow(Base):
    """Failed sign-ins from one network address within a window."""

    __tablename__ = "sign_in_address"

    address: Mapped[str] = mapped_column(primary_key=True)
    failed_count: Mapped[int]
    window_began_at: Mapped[datetime]
