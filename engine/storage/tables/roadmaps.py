"""Roadmaps: the document, its schools, and the imports under review.

The head of a roadmap's chain stands in `journal_stream`. Names of people and the words of a
document stay out of journal bodies; a measure is bound to its entry by `digest`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.domain.search_keys import number_key, search_key
from engine.storage.tables.base import Base
from engine.storage.types import Ordered


class RoadmapRow(Base):
    """A roadmap of a region or a municipality, as the document that approved it says.

    `layout` holds the columns it was printed in, `preface` and `items` what stands above them.
    `version` counts corrections of the document; `previous_id` is the roadmap this one follows.
    `in_force_on` is the day from which terms that pass are late; None until it is approved.
    `told_until` is the day of the clock's last round that told anything, `round_at` the instant of
    the next one.
    `printed` holds of each column that was corrected by hand the values it had before.
    """

    __tablename__ = "roadmap"
    __table_args__ = (
        Index(None, "region_id", "municipality_id"),
        Index(None, "number_key"),
        Index(None, "sha256"),
    )
    journaled: ClassVar = (
        "region_id",
        "municipality_id",
        "level",
        "number",
        "signed_on",
        "period_start",
        "period_end",
        "year_kind",
        "sha256",
        "status",
        "previous_id",
        "version",
        "in_force_on",
        "told_until",
    )
    derived: ClassVar = {
        "number_key": (number_key, ("number",)),
        "search_key": (search_key, ("title", "body")),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    level: Mapped[str]
    title: Mapped[str]
    order_title: Mapped[str]
    body: Mapped[str]
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(Ordered())
    search_key: Mapped[str]
    signed_on: Mapped[date | None]
    period_start: Mapped[date]
    period_end: Mapped[date]
    year_kind: Mapped[str | None]
    signatory: Mapped[str]
    controller: Mapped[str]
    repeals: Mapped[list[Any]]
    items: Mapped[list[str]]
    preface: Mapped[list[Any]]
    layout: Mapped[list[Any]]
    printed: Mapped[dict[str, Any] | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("file_content.sha256"))
    file_name: Mapped[str]
    status: Mapped[str]
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("roadmap.id"))
    version: Mapped[int] = mapped_column(default=1)
    in_force_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    told_until: Mapped[date | None]
    round_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class RoadmapSchoolRow(Base):
    """A school that a roadmap names, and its list; `school_id` is None where nobody knows it.

    `ordinal` is its place in the document.
    """

    __tablename__ = "roadmap_school"
    __table_args__ = (
        UniqueConstraint("roadmap_id", "printed", "listed"),
        Index(None, "school_id"),
    )
    journaled: ClassVar = ("roadmap_id", "school_id", "listed")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    ordinal: Mapped[int] = mapped_column(default=0)
    printed: Mapped[str]
    listed: Mapped[str]


class RoadmapImportRow(Base):
    """A document under review: the file, and what was decided so far; outside the journal.

    `decisions` are the answers by the key of their question. `revision` counts how often they were
    kept, so that a page that stayed open does not undo what another one wrote.
    """

    __tablename__ = "roadmap_import"
    __table_args__ = (Index(None, "region_id", "municipality_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    region_id: Mapped[UUID] = mapped_column(ForeignKey("region.id"))
    municipality_id: Mapped[UUID | None] = mapped_column(ForeignKey("municipality.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    sha256: Mapped[str] = mapped_column(ForeignKey("file_content.sha256"))
    file_name: Mapped[str]
    decisions: Mapped[dict[str, Any]]
    state: Mapped[str]
    roadmap_id: Mapped[UUID | None] = mapped_column(ForeignKey("roadmap.id"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class RoadmapMappingRow(Base):
    """How an authority's columns are to be read; its layout stays the same from year to year.

    `authority_id` is the municipality, or the region where the layout is the region's own.
    """

    __tablename__ = "roadmap_mapping"
    journaled: ClassVar = ("authority_id", "mapping")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(unique=True)
    mapping: Mapped[dict[str, Any]]


class ReminderRuleRow(Base):
    """How an authority wants to be reminded of measures (`engine.domain.roadmaps.reminding`).

    `authority_id` is the municipality, or the region for those of its municipalities that have set
    nothing. Everything in working days.
    """

    __tablename__ = "reminder_rule"
    journaled: ClassVar = ("authority_id", "before", "closing", "every", "escalate")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(unique=True)
    before: Mapped[list[Any]]
    closing: Mapped[int]
    every: Mapped[int]
    escalate: Mapped[int]


class SchoolAliasRow(Base):
    """Another name of a school, as a document printed it and a person confirmed."""

    __tablename__ = "school_alias"
    __table_args__ = (UniqueConstraint("school_id", "search_key"), Index(None, "search_key"))
    journaled: ClassVar = ("school_id", "title")
    derived: ClassVar = {"search_key": (search_key, ("title",))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    title: Mapped[str]
    search_key: Mapped[str]
