"""What deeds on measures tell the school they concern: rows of the outbox of its open case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.audit import AuditKind
from engine.domain.notices import SCHOOL
from engine.storage.changes import Change, Insert
from engine.storage.occurrences import open_cases
from engine.storage.tables import NoticeRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.actions.roadmaps.roadwork import RoadmapWork
    from engine.storage.occurrences import KeptEvidence


def returned_notice(work: RoadmapWork, evidence: KeptEvidence) -> list[Change]:
    """Returned evidence is told to the school; the remarks stay with it, for they may name people.

    A school without an open case finds it on its sheet.
    """
    if evidence.school_id is None:
        return []
    fields = {"roadmap": str(work.state.id), "version": evidence.version}
    return [
        Insert(
            NoticeRow,
            {
                "id": new_id(),
                "case_id": case_id,
                "role": SCHOOL,
                "kind": AuditKind.EVIDENCE_RETURNED.value,
                "at": work.at,
                "fields": fields,
                "author_id": work.actor.account_id,
            },
        )
        for case_id in open_cases(work.transaction, evidence.school_id)[:1]
    ]
