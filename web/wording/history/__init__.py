"""A plain sentence for every entry of the journal, and what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.audit import AuditKind
from web.wording.calendar_rules import calendar_ruled
from web.wording.history import (
    bulk,
    cases,
    corrections,
    findings,
    measures,
    papers,
    passages,
    people,
    places,
    readings,
    reminders,
    roadmaps,
    versions,
)
from web.wording.history.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.queries.history import HistoryEntry
    from engine.queries.mentioned import Mentioned

__all__ = ["SENTENCES", "Story", "describe", "is_by_clock", "is_refusal"]


def describe(entry: HistoryEntry, mentioned: Mentioned) -> str:
    """What happened, in one or a few sentences; a kind this version does not know is named."""
    say = SENTENCES.get(entry.kind)
    return say(Story(entry, mentioned)) if say else entry.kind


def is_refusal(kind: str) -> bool:
    """Whether the entry is an attempt that changed nothing."""
    return kind in _REFUSALS


def is_by_clock(kind: str) -> bool:
    """Whether only the clock makes such entries."""
    return kind in _BY_CLOCK


_BY_CLOCK = frozenset(
    {
        AuditKind.FINDING_REMINDED,
        AuditKind.MEASURES_REMINDED,
        AuditKind.TERM_ESCALATED,
        AuditKind.TERM_REMINDED,
    }
)
_REFUSALS = frozenset({AuditKind.DEED_REFUSED, AuditKind.MOVE_REFUSED, AuditKind.SIGN_IN_FAILED})

SENTENCES: Mapping[str, Callable[[Story], str]] = {
    AuditKind.ACCOUNT_BLOCKED: people.account_blocked,
    AuditKind.ACCOUNT_CREATED: people.account_created,
    AuditKind.ACCOUNT_LOCKED: people.account_locked,
    AuditKind.ACCOUNT_UNBLOCKED: people.account_unblocked,
    AuditKind.BULK_PLANNED: bulk.planned,
    AuditKind.BULK_RETRIED: bulk.retried,
    AuditKind.CALENDAR_CHANGED: places.calendar_changed,
    AuditKind.CALENDAR_RULED: calendar_ruled,
    AuditKind.CASE_FORCED: cases.forced,
    AuditKind.CASE_MIGRATED: passages.migrated,
    AuditKind.CASE_MOVED: cases.moved,
    AuditKind.CASE_OPENED: cases.opened,
    AuditKind.CASE_RESTORED: passages.restored,
    AuditKind.CURATOR_ATTACHED: people.attached,
    AuditKind.CURATOR_ENDED: people.ended,
    AuditKind.DECISION_REGISTERED: papers.decision_registered,
    AuditKind.DECISION_REPEALED: papers.decision_repealed,
    AuditKind.DECISION_SUCCEEDED: papers.decision_succeeded,
    AuditKind.DEED_REFUSED: cases.deed_refused,
    AuditKind.DEFINITION_PUBLISHED: versions.published,
    AuditKind.DEFINITION_RETIRED: versions.retired,
    AuditKind.DEFINITION_RETURNED: versions.returned,
    AuditKind.DEFINITION_SUBMITTED: versions.submitted,
    AuditKind.DEFINITION_WITHDRAWN: versions.withdrawn,
    AuditKind.DOCUMENT_APPROVED: papers.document_approved,
    AuditKind.DOCUMENT_REGISTERED: papers.document_registered,
    AuditKind.DOCUMENT_RETURNED: papers.document_returned,
    AuditKind.DOCUMENT_REVOKED: papers.document_revoked,
    AuditKind.DOCUMENT_SUBMITTED: papers.document_submitted,
    AuditKind.EVENT_HELD: measures.held,
    AuditKind.EVIDENCE_ACCEPTED: measures.accepted,
    AuditKind.EVIDENCE_RETURNED: measures.returned,
    AuditKind.EXPERT_ATTACHED: people.attached,
    AuditKind.EXPERT_ENDED: people.ended,
    AuditKind.FINDING_ANSWERED: findings.answered,
    AuditKind.FINDING_ISSUED: findings.issued,
    AuditKind.FINDING_JUDGED: findings.judged,
    AuditKind.FINDING_REMINDED: findings.reminded,
    AuditKind.INSTALLATION_SEEDED: places.installation_seeded,
    AuditKind.LISTING_REGISTERED: places.listing_registered,
    AuditKind.FEED_CLOSED: people.feed_closed,
    AuditKind.FEED_OPENED: people.feed_opened,
    AuditKind.MAILBOX_CHANGED: people.mailbox_changed,
    AuditKind.MEASURES_CARRIED: roadmaps.carried,
    AuditKind.MEASURES_REMINDED: reminders.reminded,
    AuditKind.MEASURES_CORRECTED: corrections.measures,
    AuditKind.MEASURE_ASSIGNED: corrections.assigned,
    AuditKind.MEASURE_CANCELLED: measures.cancelled,
    AuditKind.MEASURE_DATED: measures.dated,
    AuditKind.MEASURE_REPORTED: measures.reported,
    AuditKind.MEASURE_STARTED: measures.started,
    AuditKind.MOVE_REFUSED: cases.move_refused,
    AuditKind.MUNICIPALITY_REGISTERED: places.municipality_registered,
    AuditKind.OBJECTION_DECIDED: places.objection_decided,
    AuditKind.OBJECTION_FILED: places.objection_filed,
    AuditKind.PASSWORD_CHANGED: people.password_changed,
    AuditKind.PERSONAL_DATA_READ: readings.personal_data_read,
    AuditKind.QUARTERS_SET: places.quarters_set,
    AuditKind.RECORD_REGISTERED: papers.record_registered,
    AuditKind.REMINDERS_SET: reminders.rule_set,
    AuditKind.REGION_REGISTERED: places.region_registered,
    AuditKind.ROADMAP_AMENDED: roadmaps.amended,
    AuditKind.ROADMAP_APPROVED: roadmaps.approved,
    AuditKind.ROADMAP_CLOSED: roadmaps.closed,
    AuditKind.ROADMAP_CORRECTED: corrections.card,
    AuditKind.ROADMAP_DRAFTED: roadmaps.drafted,
    AuditKind.ROADMAP_IMPORTED: roadmaps.imported,
    AuditKind.ROADMAP_RECOUNTED: roadmaps.recounted,
    AuditKind.ROLE_ENDED: people.role_ended,
    AuditKind.ROLE_GRANTED: people.role_granted,
    AuditKind.SCHOOL_CHANGED: places.school_changed,
    AuditKind.SCHOOL_REGISTERED: places.school_registered,
    AuditKind.SIGN_IN_FAILED: people.sign_in_failed,
    AuditKind.SIGNED_IN: people.signed_in,
    AuditKind.SIGNED_OUT: people.signed_out,
    AuditKind.SUCCESSION_PLANNED: passages.planned,
    AuditKind.SUCCESSION_RETRIED: passages.retried,
    AuditKind.SUCCESSION_UNDONE: passages.undone,
    AuditKind.TERM_ESCALATED: cases.term_escalated,
    AuditKind.TERM_MET: cases.term_met,
    AuditKind.TERM_RECOUNTED: cases.term_recounted,
    AuditKind.TERM_REMINDED: cases.term_reminded,
    AuditKind.TOKEN_ISSUED: people.token_issued,
    AuditKind.TOKEN_REVOKED: people.token_revoked,
    AuditKind.TUTOR_SCHOOL_ATTACHED: people.attached,
    AuditKind.TUTOR_SCHOOL_ENDED: people.ended,
}
"""A sentence for every kind; a test walks AuditKind."""
