"""Measures of a roadmap: who does them, when they fall due, and what shows that they are done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.domain.search_keys import search_key
from engine.storage.tables.base import Base


class MeasureRow(Base):
    """A measure of a roadmap; `row_key` stays the same when the document is read again.

    `terms` are printed terms in their plain form (`engine.domain.roadmaps.printed`), `milestones`
    are [{year, text}], `actors` [{actor, text}], `notes` [{heading, text}]. `stages` are codes of
    the stages of a path it belongs to. `printed` holds of each field that was corrected by hand the
    values it had before, the document's first. `digest` is SHA-256 over all that is said of it,
    people left out.
    """

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("roadmap_id", "row_key"),)
    journaled: ClassVar = (
        "roadmap_id",
        "row_key",
        "sequence",
        "number",
        "level",
        "stages",
        "status",
        "digest",
    )
    derived: ClassVar = {"search_key": (search_key, ("title",))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    row_key: Mapped[str]
    sequence: Mapped[int]
    number: Mapped[str]
    sections: Mapped[list[str]]
    level: Mapped[str]
    title: Mapped[str]
    search_key: Mapped[str]
    task: Mapped[str]
    audience: Mapped[str]
    expected_result: Mapped[str]
    responsible: Mapped[str]
    evidence: Mapped[list[str]]
    milestones: Mapped[list[Any]]
    actors: Mapped[list[Any]]
    terms: Mapped[list[Any]]
    notes: Mapped[list[Any]]
    inherited: Mapped[list[str]]
    merged_with: Mapped[int | None]
    stages: Mapped[list[str]]
    printed: Mapped[dict[str, Any] | None]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]


class AssignmentRow(Base):
    """What one actor does for a measure: a person, a body or a school, as printed and as known.

    `name`, `position` and `body` are printed words; the account and the school were confirmed.
    `ordinal` is the place among those who act for the measure, `leads` says who answers for it.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "roadmap_id"),
        Index(None, "measure_id"),
        Index(None, "account_id"),
        Index(None, "school_id"),
    )
    journaled: ClassVar = (
        "roadmap_id",
        "measure_id",
        "account_id",
        "school_id",
        "leads",
        "state",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    ordinal: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(default="")
    position: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    leads: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]


class OccurrenceRow(Base):
    """One time that a measure falls due, for one school where it is a school's.

    `slot` names it within its measure whatever days the calendar gives it. `needed` is how many are
    due in the span, to which counts what happens until `counts_until`. `retroactive` says that the
    day lay before the document took effect: shown, never an alarm.
    """

    __tablename__ = "measure_occurrence"
    __table_args__ = (
        Index(None, "roadmap_id", "due_on"),
        Index(None, "measure_id"),
        Index(None, "school_id", "due_on"),
    )
    journaled: ClassVar = (
        "roadmap_id",
        "measure_id",
        "assignment_id",
        "school_id",
        "kind",
        "slot",
        "starts_on",
        "due_on",
        "counts_until",
        "needed",
        "retroactive",
        "state",
        "done_on",
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    assignment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[str]
    slot: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    counts_until: Mapped[date | None]
    needed: Mapped[int] = mapped_column(default=1)
    retroactive: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    done_on: Mapped[date | None]


class EvidenceRow(Base):
    """A version of a paper that shows a measure is done; one may serve several measures."""

    __tablename__ = "measure_evidence"
    __table_args__ = (Index(None, "roadmap_id"), Index(None, "school_id"))
    journaled: ClassVar = (
        "roadmap_id",
        "school_id",
        "sha256",
        "version",
        "replaces_id",
        "happened_on",
        "author_id",
        "status",
    )
    derived: ClassVar = {"search_key": (search_key, ("title", "file_name"))}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"))
    sha256: Mapped[str | None] = mapped_column(ForeignKey("file_content.sha256"))
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    title: Mapped[str]
    search_key: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("measure_evidence.id"))
    happened_on: Mapped[date]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    registered_at: Mapped[datetime]
    status: Mapped[str]
    remarks: Mapped[str | None]


class EvidenceOfRow(Base):
    """Which times of which measures a paper shows done."""

    __tablename__ = "evidence_of"
    __table_args__ = (
        UniqueConstraint("evidence_id", "occurrence_id"),
        Index(None, "occurrence_id"),
    )
    journaled: ClassVar = ("evidence_id", "occurrence_id")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("measure_evidence.id"))
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("measure_occurrence.id"))


class CarryDecisionRow(Base):
    """What was decided of a measure that was open when its period ended, and by which order."""

    __tablename__ = "carry_decision"
    __table_args__ = (UniqueConstraint("measure_id"), Index(None, "roadmap_id"))
    journaled: ClassVar = ("roadmap_id", "measure_id", "verdict", "order_number", "order_signed_on")

    id: Mapped[UUID] = mapped_column(primary_key=True)
    roadmap_id: Mapped[UUID] = mapped_column(ForeignKey("roadmap.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    verdict: Mapped[str]
    note: Mapped[str]
    order_number: Mapped[str]
    order_signed_on: Mapped[date]
    order_body: Mapped[str]
