"""What a plan says of missing documents, attachments and its act, and what the clock then does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.succession import UndoRequest, begin_undo, carry_on_succession
from engine.actions.terms import fire_due
from engine.domain.audit import AuditKind
from engine.domain.definition import Definition, StageTerm
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from engine.domain.succession import PaperPolicy, TermPolicy, TermRule
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import Term, TermKind
from engine.queries.as_of import Moment, case_as_of
from engine.storage.database import reading
from engine.storage.tables import AttachmentRow, DutyRow
from engine.storage.verification import verify
from tests.crowds import COORDINATOR, REASON, make_crowd, move
from tests.factories import make_scene
from tests.passages import (
    ACT,
    ADMIN,
    begun,
    carried,
    decisions,
    plan_for,
    published,
    recoded,
    with_term,
)
from tests.storage.reading import bodies

DONE, REFUSED = ResultStatus.DONE, ResultStatus.REFUSED
PAPER = "midterm_programme"


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=1)


@pytest.fixture
def listed(scene):
    """A case that was put on the list."""
    (case_id,) = make_crowd(scene, 0, listed=1).listed
    scene.bench.now.set(2023, 4, 20)
    return case_id


def asking(definition: Definition) -> Definition:
    """The same path, where a school is put on the list with a document."""
    asked = Requirement("document_present", (("kind", PAPER),))
    moves = (
        replace(one, requirements=(*one.requirements, asked))
        if one.code == "approve_listing"
        else one
        for one in definition.moves
    )
    return replace(definition, moves=tuple(moves), scenarios=())


def gone_over(scene, new, **plan):
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new, **plan))
    return succession_id, carried(scene, succession_id)


def back(scene, succession_id):
    request = UndoRequest(succession_id, "Ошибка в плане перевода")
    created = begin_undo(scene.bench, request, actor=scene.actor(ADMIN)).created_id
    assert created is not None
    return carried(scene, created)


def owed(bench):
    query = sa.select(DutyRow.__table__).where(DutyRow.term_code == f"owed:{PAPER}")
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def kinds(bench, case_id):
    return [body["event"] for body in bodies(bench, case_id)]


def test_a_document_that_the_new_rules_ask_of_a_move_made_blocks_the_case(scene, listed):
    _, counts = gone_over(scene, asking(scene.definition))

    assert counts == {REFUSED: 1}
    assert owed(scene.bench) == []


def test_a_document_is_waived_with_the_reason_in_the_entry(scene, listed):
    _, counts = gone_over(
        scene,
        asking(scene.definition),
        papers=PaperPolicy.WAIVE,
        papers_reason="Перечень утверждён до новой редакции",
    )

    assert counts == {DONE: 1}
    entry = bodies(scene.bench, listed)[-1]
    assert (entry["fields"]["missing"], entry["fields"]["papers"]) == ([PAPER], "waive")
    assert set(entry["text"]) == {"body", "reason", "waived"}
    assert owed(scene.bench) == []


def test_a_document_that_is_owed_is_closed_when_it_is_brought(scene, listed):
    gone_over(scene, asking(scene.definition), papers=PaperPolicy.DUTY, papers_days=10)
    (duty,) = owed(scene.bench)
    file = FilePaper.of("programme.pdf", "application/pdf", b"%PDF-1.4")
    request = DocumentRequest(listed, PAPER, "Программа развития", file=file)
    register_document(scene.bench, request, actor=scene.actor(COORDINATOR))

    (closed,) = owed(scene.bench)
    scene.bench.now.set(2023, 5, 10)
    fire_due(scene.bench, node="test")

    assert (duty.status, duty.due_on) == ("open", date(2023, 4, 30))
    assert (closed.status, closed.outcome) == ("done", "met")
    assert AuditKind.TERM_MET in kinds(scene.bench, listed)
    assert verify(scene.bench.database).findings == []


def test_a_document_that_is_owed_and_not_brought_is_told_once(scene, listed):
    gone_over(scene, asking(scene.definition), papers=PaperPolicy.DUTY, papers_days=10)
    scene.bench.now.set(2023, 5, 10)
    fire_due(scene.bench, node="test")
    fire_due(scene.bench, node="test")

    (duty,) = owed(scene.bench)
    assert (duty.status, duty.outcome) == ("done", "escalated")
    told = Counter(kinds(scene.bench, listed))
    # The curator was not named in time, either.
    assert told[AuditKind.TERM_ESCALATED] == 2
    assert verify(scene.bench.database).findings == []


def told_twice(bench, case_id):
    """What the clock has told more than once of the same term and day."""
    told = Counter(
        (body["event"], body["fields"]["term"], body["fields"]["due_on"])
        for body in bodies(bench, case_id)
        if body["event"] in (AuditKind.TERM_REMINDED, AuditKind.TERM_ESCALATED)
    )
    return {one for one, times in told.items() if times > 1}


def clock_on(scene, month, *days):
    for day in days:
        scene.bench.now.set(2023, month, day)
        fire_due(scene.bench, node="test")


def test_what_was_told_under_the_new_version_is_not_told_again_after_the_return(scene):
    (case_id,) = make_crowd(scene, 0, listed=1).listed
    succession_id, _ = gone_over(scene, recoded(scene.definition, "listed", "on_list"))
    clock_on(scene, 4, 15)
    assert back(scene, succession_id) == {DONE: 1}
    clock_on(scene, 4, 16, 18, 30)

    assert kinds(scene.bench, case_id).count(AuditKind.TERM_REMINDED) == 1
    assert told_twice(scene.bench, case_id) == set()
    assert verify(scene.bench.database).findings == []


def test_a_reminder_of_today_is_not_told_again_under_the_new_version(scene):
    (case_id,) = make_crowd(scene, 0, listed=1).listed
    clock_on(scene, 4, 14)
    term = scene.definition.stage_by_code["listed"].terms[0]
    new = with_term(scene.definition, "listed", replace(term, remind_before=(3, 1)))
    gone_over(scene, new)
    clock_on(scene, 4, 15, 18, 30)

    # On the 14th as before, and on the 16th as the new version has it.
    assert kinds(scene.bench, case_id).count(AuditKind.TERM_REMINDED) == 2
    assert verify(scene.bench.database).findings == []


def test_a_term_that_moves_is_told_of_its_new_day_and_of_the_old_one_no_more(scene, listed):
    term = StageTerm(
        "curator_due", "Срок", Term(TermKind.WORKING_DAYS, days=25), remind_before=(3, 9)
    )
    fire_due(scene.bench, node="test")
    succession_id, _ = gone_over(
        scene,
        with_term(scene.definition, "listed", term),
        terms=(TermRule("listed", "curator_due", TermPolicy.RECOMPUTE),),
    )
    clock_on(scene, 5, 2)
    assert back(scene, succession_id) == {DONE: 1}
    clock_on(scene, 5, 3, 10, 31)

    assert told_twice(scene.bench, listed) == set()
    assert verify(scene.bench.database).findings == []


def test_attachments_that_the_plan_ends_hold_again_after_the_return(scene, listed):
    curator = scene.actor(Role.CURATOR).account_id
    request = AttachRequest(listed, AttachmentKind.CURATOR, account_id=curator)
    attach(scene.bench, request, actor=scene.actor(COORDINATOR))
    new = replace(scene.definition, title="Редакция вторая")

    succession_id, _ = gone_over(scene, new, ends=(AttachmentKind.CURATOR,))
    ended = _last_days(scene.bench)
    back(scene, succession_id)

    assert ended == [date(2023, 4, 20)]
    assert _last_days(scene.bench) == [None]
    assert verify(scene.bench.database).findings == []


def _last_days(bench):
    with reading(bench.database) as connection:
        return list(connection.scalars(sa.select(AttachmentRow.ends_on)))


def test_the_act_is_registered_once_by_whoever_may_register_it(scene, listed):
    admin, coordinator = scene.actor(ADMIN), scene.actor(Role.REGIONAL_COORDINATOR)
    both = replace(admin, grants=(*admin.grants, *coordinator.grants))
    before = len(decisions(scene.bench))
    for title in ("Редакция вторая", "Редакция третья"):
        new = replace(scene.definition, title=title)
        succession_id = begun(scene, published(scene, new), plan_for(scene.definition, new))
        carry_on_succession(scene.bench, succession_id, actor=both)

    orders = decisions(scene.bench)
    registered = [one for one in orders if one["number"] == ACT.number]
    assert (len(orders), len(registered)) == (before + 1, 1)
    assert kinds(scene.bench, listed)[-3:] == [
        "decision:registered",
        "case:migrated",
        "case:migrated",
    ]
    assert verify(scene.bench.database).findings == []


def test_a_past_day_shows_the_version_and_the_terms_of_then(scene, listed):
    new = recoded(scene.definition, "listed", "on_list")
    succession_id, _ = gone_over(scene, new)
    scene.bench.now.set(2023, 4, 24)
    back(scene, succession_id)
    auditor = scene.actor(Role.AUDITOR)

    def on(day):
        return case_as_of(scene.bench, listed, Moment(day=date(2023, 4, day)), actor=auditor)

    then, between, now = on(19), on(21), on(24)

    assert (then.state.stage, between.state.stage, now.state.stage) == (
        "listed",
        "on_list",
        "listed",
    )
    assert between.definition.digest == new.digest
    assert [stay.stage for stay in between.stays][-1] == "on_list"
    assert now.stays == then.stays
    assert {one.term_code for one in between.terms} == {"curator_due", "self_diagnosis_start"}
    assert {one.term_code for one in now.terms} == {one.term_code for one in then.terms}


def test_a_case_entered_on_the_day_of_the_succession_comes_back_as_well(scene):
    (case_id,) = make_crowd(scene, 1).ready
    succession_id, _ = gone_over(scene, recoded(scene.definition, "candidate", "proposed"))
    assert scene.stage(case_id) == "proposed"

    assert back(scene, succession_id) == {DONE: 1}
    assert verify(scene.bench.database).findings == []


def test_a_suspended_case_resumes_in_the_stage_that_took_the_place_of_its_own(scene, listed):
    move(scene, listed, "suspend", REASON)
    gone_over(scene, recoded(scene.definition, "listed", "on_list"))
    scene.bench.now.set(2023, 5, 4)

    move(scene, listed, "resume", "Ремонт закончен раньше срока")

    assert scene.stage(listed) == "on_list"
    assert verify(scene.bench.database).findings == []
