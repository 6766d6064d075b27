"""Published definitions (never updated) and the working calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.storage.tables.base import Base


class DefinitionRow(Base):
    """A published version: the text as written, the resolved content, and its digest.

    `stream_id` names the definition over its versions and is the subject of its journal stream.
    `municipality_id` is whose path it is where a municipality has one of its own.
    New cases begin on it from `effective_on`; without one, from its publication. `approved_by` is
    the other person who approved it, where the region asks for one.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("stream_id", "version"), Index(None, "region_id"))
    journaled: ClassVar = (
        "stream_id",
        "region_id",
        "municipality_id",
        "code",
        "version",
        "subject",
        "digest",
        "extends_digest",
        "effective_on",
        "approved_by",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    stream_id: Mapped[UUID]
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None]
    code: Mapped[str]
    version: Mapped[int]
    subject: Mapped[str]
    title: Mapped[str]
    digest: Mapped[str]
    text: Mapped[str]
    content: Mapped[dict[str, Any]]
    extends_digest: Mapped[str | None]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    effective_on: Mapped[date | None]
    note: Mapped[str | None]
    # No foreign key: SQLite adds one only by rebuilding the table, and its guards with it.
    approved_by: Mapped[UUID | None]


class CalendarDayRow(Base):
    """A day that differs from the weekly pattern; no region means the federal layer.

    `working` is NULL where the layer has taken back what it said of the day.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("region_id", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    day: Mapped[date]
    working: Mapped[bool | None]
    act: Mapped[str]
    shortened: Mapped[bool] = mapped_column(default=False)


class CalendarRuleRow(Base):
    """The working week of a place, or its rule for days off, from a day on; see CalendarRule."""

    __tablename__ = "calendar_rule"
    __table_args__ = (Index(None, "region_id"),)
    journaled: ClassVar = (
        "region_id",
        "municipality_id",
        "school_id",
        "setting",
        "value",
        "starts_on",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID | None] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    setting: Mapped[str]
    value: Mapped[str | None]
    starts_on: Mapped[date]
    act: Mapped[str]


class SchoolQuarterRow(Base):
    """A quarter of a region's school year, which begins in `year`; holidays lie between two."""

    __tablename__ = "school_quarter"
    __table_args__ = (UniqueConstraint("region_id", "year", "number"),)
    journaled: ClassVar = ("region_id", "year", "number", "starts_on", "ends_on")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    year: Mapped[int]
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    act: Mapped[str]
