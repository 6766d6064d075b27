"""What a deed tells the people around a case: rows of the outbox, delivered after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditKind
from engine.domain.notices import COORDINATORS, NAMED, PARTICIPANTS, SCHOOL, TUTOR_LISTED
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from engine.storage.changes import Change, Insert
from engine.storage.tables import NoticeRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from engine.actions.casework import CaseWork
    from engine.domain.situation import DocumentFact
    from engine.storage.attachments import Tutored


def notice(
    work: CaseWork, kind: str, fields: dict[str, Any], audience: str = PARTICIPANTS
) -> Change:
    """A notice in the outbox; `audience` is a role or one of the names beside `PARTICIPANTS`."""
    values = {"at": work.at, "author_id": work.actor.account_id}
    return _row(work.locked.state.id, kind, fields, audience, values)


def reminded_roles(work: CaseWork) -> tuple[Role, ...]:
    """Who is reminded of a term; a municipality's own path has no school, but its office."""
    if work.locked.state.subject_kind is SubjectKind.SCHOOL:
        return (Role.CURATOR, Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)
    return (Role.CURATOR, Role.MUNICIPAL_COORDINATOR)


def recounted_notices(
    work: CaseWork, terms: Iterable[tuple[str, date, date]], reminded: Collection[str]
) -> list[Change]:
    """The new days of those terms that people were reminded of by their former ones, told once."""
    told = [
        [term, was.isoformat(), now.isoformat()] for term, was, now in terms if term in reminded
    ]
    if not told:
        return []
    kind, fields = AuditKind.TERM_RECOUNTED.value, {"days": told}
    return [notice(work, kind, fields, role.value) for role in reminded_roles(work)]


def _row(
    case_id: UUID, kind: str, fields: dict[str, Any], audience: str, values: dict[str, Any]
) -> Change:
    own = {"id": new_id(), "case_id": case_id, "role": audience, "kind": kind, "fields": fields}
    return Insert(NoticeRow, {**own, **values})


def moved_notices(
    work: CaseWork, fields: dict[str, Any], papers: Iterable[DocumentFact]
) -> list[Change]:
    """A move is told to who takes part, and the papers it returned to who filed them."""
    told = {**fields, **_papers(papers)}
    audiences = (PARTICIPANTS, NAMED) if "returned" in told else (PARTICIPANTS,)
    return [notice(work, AuditKind.CASE_MOVED.value, told, one) for one in audiences]


def returned_notices(work: CaseWork, paper: DocumentFact) -> list[Change]:
    """A returned paper is told to the school and to who filed it; the remarks stay with the paper.

    Remarks may name people, and a notice goes out by mail.
    """
    kind, told = AuditKind.DOCUMENT_RETURNED.value, _papers([paper])
    return [notice(work, kind, told, one) for one in (SCHOOL, NAMED)]


def attachment_notices(
    work: CaseWork, kind: AuditKind, attachment_id: UUID, **days: date | None
) -> list[Change]:
    """An attachment is told to who is attached and to whom an escalation would go."""
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    fields = {"attachment": str(attachment_id), **told}
    return [notice(work, kind.value, fields, one) for one in (NAMED, COORDINATORS)]


def listed_notices(tutored: Iterable[Tutored], at: datetime) -> list[Change]:
    """That a tutor school is listed is told to the coordinators of each case it tutors.

    No author is named: the coordinator who lists the school may be the one who must decide.
    """
    return [
        _row(one.case_id, TUTOR_LISTED, {"attachment": str(one.id)}, COORDINATORS, {"at": at})
        for one in tutored
    ]


def _papers(papers: Iterable[DocumentFact]) -> dict[str, Any]:
    """Which papers went back and who filed them; nothing where none did."""
    listed = sorted(papers, key=lambda one: (one.kind, one.topic or "", one.version))
    if not listed:
        return {}
    return {
        "returned": [
            {"kind": one.kind, "topic": one.topic, "version": one.version} for one in listed
        ],
        "people": sorted({str(one.author_id) for one in listed}),
    }
