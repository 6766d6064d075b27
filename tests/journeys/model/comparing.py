"""All that is stored of a case beside what the model has come to."""

from __future__ import annotations

import sqlalchemy as sa

from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DocumentRow,
    RecordRow,
    SpellRow,
)
from tests.journeys.model.case import Case
from tests.journeys.model.live import Live
from tests.journeys.snapshot import attempts


def compare(live: Live, case: Case) -> None:
    """All that is stored of the case is what the model has come to."""
    stored = live.rows(
        sa.select(
            CaseRow.stage,
            CaseRow.resume_stage,
            CaseRow.round,
            CaseRow.years_in_status,
            CaseRow.revision,
            CaseRow.stage_entered_on,
            CaseRow.closed,
        ).where(CaseRow.id == live.case_id)
    )
    closed = case.stage in ("closed_other", "exited")
    entered = case.spells[-1].entered
    state = (case.stage, case.resumes, case.round, case.years, case.revision, entered, closed)
    assert stored == [state]
    spells = live.rows(
        sa.select(
            SpellRow.seq, SpellRow.stage, SpellRow.round, SpellRow.entered_on, SpellRow.left_on
        )
        .where(SpellRow.case_id == live.case_id)
        .order_by(SpellRow.seq)
    )
    assert spells == [
        (one.revision, one.stage, one.round, one.entered, one.left) for one in case.spells
    ]
    compare_things(live, case)
    assert len(attempts(live.scene.bench.database, live.case_id)) == case.attempts


def compare_things(live: Live, case: Case) -> None:
    """The papers, decisions, records and attachments, one by one."""
    paper = sa.select(
        DocumentRow.id,
        DocumentRow.kind,
        DocumentRow.topic,
        DocumentRow.status,
        DocumentRow.version,
        DocumentRow.round,
        DocumentRow.author_id,
    ).where(DocumentRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(paper)} == {
        paper_id: (
            one.kind,
            one.topic,
            one.status,
            one.version,
            one.round,
            live.actor(one.author).account_id,
        )
        for paper_id, one in zip(live.papers, case.papers, strict=True)
    }
    decision = sa.select(
        DecisionRow.id, DecisionRow.kind, DecisionRow.round, DecisionRow.repealed_on.is_(None)
    ).where(DecisionRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(decision)} == {
        decision_id: (one.kind, one.round, one.in_force)
        for decision_id, one in zip(live.decisions, case.decisions, strict=True)
    }
    record = (
        sa.select(
            RecordRow.kind,
            RecordRow.key,
            RecordRow.status,
            RecordRow.value,
            RecordRow.round,
            RecordRow.author_id,
            RecordRow.revision,
        )
        .where(RecordRow.case_id == live.case_id)
        .order_by(RecordRow.revision)
    )
    assert live.rows(record) == [
        (
            one.kind,
            one.key,
            one.status,
            one.value,
            one.round,
            live.actor(one.author).account_id,
            one.revision,
        )
        for one in case.words
    ]
    whom = sa.func.coalesce(AttachmentRow.account_id, AttachmentRow.school_id)
    link = sa.select(
        AttachmentRow.id, AttachmentRow.kind, whom, AttachmentRow.starts_on, AttachmentRow.ends_on
    ).where(AttachmentRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(link)} == {
        link_id: (one.kind, live.whom(one.whom), one.since, one.until)
        for link_id, one in zip(live.links, case.links, strict=True)
    }
