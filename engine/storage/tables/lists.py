"""Editions of the list and their entries."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class ListEditionRow(Base):
    """An edition of the list approved by an order (number, date, body)."""

    __tablename__ = "list_edition"
    __table_args__ = (UniqueConstraint("region_id", "title"),)
    journaled: ClassVar = ("region_id", "year", "title", "order_number", "order_date", "order_body")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    title: Mapped[str]
    order_number: Mapped[str]
    order_date: Mapped[date]
    order_body: Mapped[str]


class ListEntryRow(Base):
    """A school on an edition: its categories, the grounds, and the facts in words.

    `left_on` is the day the school left this edition's list, if it did.
    """

    __tablename__ = "list_entry"
    __table_args__ = (UniqueConstraint("edition_id", "school_id"), Index(None, "school_id"))
    journaled: ClassVar = ("edition_id", "school_id", "categories", "grounds", "left_on")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("list_edition.id"))
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    categories: Mapped[list[str]]
    grounds: Mapped[list[str]]
    facts: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None]
