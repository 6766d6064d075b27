"""Reading personal data: by whom it is noted, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.roles import Role

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.roles import Actor

WATCHED_READERS = (Role.AUDITOR, Role.REGIONAL_ADMIN, Role.SYSTEM_ADMIN)
"""They read about everybody without working with anybody: so what they read is noted."""


class ReadPage(StrEnum):
    """The pages and files with personal data, by what is read there."""

    CASE_FILE = "case_file"
    CASE_HISTORY = "case_history"
    CASE_PAST = "case_past"
    CASE_TABLE = "case_table"
    CASE_PROOF = "case_proof"
    JOURNAL_ENTRY = "journal_entry"
    JOURNAL_TABLE = "journal_table"
    PEOPLE = "people"
    PEOPLE_SEARCH = "people_search"
    PERSON = "person"
    PERSON_SIGHT = "person_sight"
    ROADMAP_HISTORY = "roadmap_history"
    ROADMAP_PROOF = "roadmap_proof"
    ROADMAP_TABLE = "roadmap_table"
    SCHOOL_HISTORY = "school_history"
    SCHOOL_PAST = "school_past"
    SCHOOL_TABLE = "school_table"
    SCHOOL_PROOF = "school_proof"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: a page, and whom or what it is about where it is about one thing."""

    page: ReadPage
    subject_id: UUID | None = None


def reader_role(actor: Actor, today: date) -> Role | None:
    """The role that makes the actor's readings worth noting; None for everybody else."""
    held = {grant.role for grant in actor.grants if grant.in_force(today)}
    return next((role for role in WATCHED_READERS if role in held), None)
