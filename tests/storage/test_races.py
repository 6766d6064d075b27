"""Sixteen clients at the same moment: one wins, the rest are told why, nothing else happens."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, register_document
from engine.actions.mentoring import (
    AttachRequest,
    EndAttachmentRequest,
    attach,
    end_attachment,
)
from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.audit import AuditDraft, AuditKind
from engine.domain.errors import (
    CaseExists,
    KeyReused,
    MoveUnavailable,
    StaleRevision,
    TutorSchoolIneligible,
)
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, SchoolMode
from engine.storage.changes import WriteConflict
from engine.storage.database import reading, unit_of_work
from engine.storage.journal import record
from engine.storage.receipts import Receipt, RequestKey
from engine.storage.tables import AttachmentRow, CaseRow, DefinitionRow, JournalRow, SchoolRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.crowd import CLIENTS, Deed, clients, kinds, winner
from workflows.rehearsal import look

pytestmark = pytest.mark.slow

ROUNDS = 10
REASON = "Школа на капитальном ремонте до сентября"
TO_AND_FRO = (("suspend", "suspended"), ("resume", "candidate"))


def count(bench, row, *conditions) -> int:
    with reading(bench.database) as connection:
        return connection.execute(
            sa.select(sa.func.count()).select_from(row).where(*conditions)
        ).scalar_one()


def holds(bench) -> None:
    assert verify(bench.database).findings == []


def moving(scene, case_id, move, revision=None, *, key=None, people=2) -> Deed:
    """The same move by so many coordinators in turn."""
    request = MoveRequest(case_id, MoveOrder(move, REASON), revision)

    def deed(number: int) -> Receipt:
        coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR, number % people)
        return move_case(scene.bench, request, actor=coordinator, request_key=key)

    return deed


def test_of_sixteen_who_move_a_case_at_once_one_wins_and_the_others_learn_of_it(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()

    with clients() as at_once:
        for number in range(ROUNDS):
            move, target = TO_AND_FRO[number % 2]
            revision = scene.revision(case_id)
            answers = at_once(moving(scene, case_id, move, revision))

            won = winner(answers)
            assert (won.seq, won.target) == (revision + 1, target)
            mover = scene.actor(Role.MUNICIPAL_COORDINATOR, answers.index(won) % 2)
            assert kinds(answers) == {Receipt: 1, StaleRevision: CLIENTS - 1}
            told = {
                "case_id": case_id,
                "expected": revision,
                "revision": revision + 1,
                "stage": target,
                "changed_by": mover.account_id,
                "changed_at": won.at,
            }
            assert [lost.fields for lost in answers if lost is not won] == [told] * (CLIENTS - 1)

    assert scene.revision(case_id) == 1 + ROUNDS
    of_case = JournalRow.subject_id == case_id
    assert count(bench, JournalRow, of_case, JournalRow.stream == "case") == 1 + ROUNDS
    refused = count(bench, JournalRow, of_case, JournalRow.stream == "refusal")
    assert refused == ROUNDS * (CLIENTS - 1)
    holds(bench)


def test_of_sixteen_who_name_no_revision_one_moves_and_the_others_find_no_such_move(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()

    with clients() as at_once:
        for number in range(ROUNDS):
            move, target = TO_AND_FRO[number % 2]
            answers = at_once(moving(scene, case_id, move))

            assert kinds(answers) == {Receipt: 1, MoveUnavailable: CLIENTS - 1}
            assert winner(answers).target == target
            lost = [answer for answer in answers if isinstance(answer, MoveUnavailable)]
            assert {(one.fields["stage"], one.unmet[0].code) for one in lost} == {(target, "stage")}

    assert scene.revision(case_id) == 1 + ROUNDS
    holds(bench)


def test_sixteen_documents_at_once_are_sixteen_versions(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()
    request = DocumentRequest(case_id, "midterm_programme")

    with clients() as at_once:
        answers = at_once(
            lambda _: register_document(bench, request, actor=scene.actor(Role.SCHOOL_DIRECTOR))
        )

    assert sorted(answer.seq for answer in answers) == [*range(2, 2 + CLIENTS)]
    documents = look(bench, case_id)[1].documents
    assert sorted(one.version for one in documents) == [*range(1, 1 + CLIENTS)]
    assert Counter(one.status.value for one in documents) == {
        "superseded": CLIENTS - 1,
        "submitted": 1,
    }
    holds(bench)


def test_a_deed_decided_on_an_old_head_is_not_written(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()
    head = look(bench, case_id)[0].head
    moving(scene, case_id, "suspend")(0)
    before = look(bench, case_id)

    draft = AuditDraft(AuditKind.CASE_MOVED, command_actor(bench), bench.now())
    # PostgreSQL writes row and entry in one statement, where the trigger speaks first.
    refusal = {"sqlite": WriteConflict, "postgresql": psycopg.errors.RaiseException}
    with (
        pytest.raises(refusal[bench.database.dialect]),
        unit_of_work(bench.database) as transaction,
    ):
        record(transaction, head, draft, [], case_values={"round": 7})

    assert look(bench, case_id) == before
    holds(bench)


def with_order(scene, school: int) -> tuple[Any, Any]:
    """A case of the school and an order on a tutor school in it."""
    case_id = scene.open_case(school)
    paper = OrderPaper("tutor_order", f"{school + 1}-Д", date(2023, 4, 3), "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    order = register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    return case_id, order.created_id


def attaching(scene, cases) -> Deed:
    """Each client attaches the one tutor school to a case of its own."""

    def deed(number: int) -> Receipt:
        case_id, order = cases[number]
        kind, school = AttachmentKind.TUTOR_SCHOOL, scene.tutor_schools[0]
        request = AttachRequest(case_id, kind, school_id=school, decision_id=order)
        coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR, number % 2)
        return attach(scene.bench, request, actor=coordinator)

    return deed


def test_the_last_place_of_a_tutor_school_is_given_once(bench, clock):
    scene = make_scene(bench, schools=CLIENTS + 2, tutor_schools=1)
    cases = [with_order(scene, school) for school in range(CLIENTS + 2)]
    for place in (CLIENTS, CLIENTS + 1):
        attaching(scene, cases)(place)

    with clients() as at_once:
        for _ in range(ROUNDS):
            answers = at_once(attaching(scene, cases))

            assert kinds(answers) == {Receipt: 1, TutorSchoolIneligible: CLIENTS - 1}
            lost = [answer for answer in answers if isinstance(answer, TutorSchoolIneligible)]
            assert [one.fields for one in lost] == [
                {"rule": "capacity", "capacity": 3, "taken": 3}
            ] * (CLIENTS - 1)
            assert count(bench, AttachmentRow, AttachmentRow.ends_on.is_(None)) == 3
            _free_the_place(scene, clock, winner(answers))

    assert count(bench, AttachmentRow) == 2 + ROUNDS
    holds(bench)


def _free_the_place(scene, clock, won: Receipt) -> None:
    case_id, link = won.stream.subject_id, won.created_id
    assert link is not None
    today = look(scene.bench, case_id)[1].today
    request = EndAttachmentRequest(case_id, link, today, "Приказ о замене утратил силу")
    end_attachment(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    clock.instant += timedelta(days=1)


def test_one_key_sent_sixteen_times_has_one_effect_and_one_answer(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()

    with clients() as at_once:
        for number in range(ROUNDS):
            move, _ = TO_AND_FRO[number % 2]
            revision = scene.revision(case_id)
            key = RequestKey(f"form {number}", b"digest of the request")
            answers = at_once(moving(scene, case_id, move, revision, key=key, people=1))

            assert kinds(answers) == {Receipt: CLIENTS}
            assert Counter(answer.replayed for answer in answers) == {False: 1, True: CLIENTS - 1}
            assert len({replace(answer, replayed=False) for answer in answers}) == 1
            assert scene.revision(case_id) == revision + 1

    assert count(bench, JournalRow, JournalRow.stream == "refusal") == 0
    holds(bench)


def test_a_key_that_stood_for_another_request_does_nothing(bench):
    scene = make_scene(bench)
    case_id = scene.open_case()
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    suspend = MoveRequest(case_id, MoveOrder("suspend", REASON))
    move_case(bench, suspend, actor=coordinator, request_key=RequestKey.of("key", suspend))

    resume = MoveRequest(case_id, MoveOrder("resume", REASON))
    with pytest.raises(KeyReused) as refusal:
        move_case(bench, resume, actor=coordinator, request_key=RequestKey.of("key", resume))

    assert refusal.value.fields == {"key": "key"}
    assert (scene.stage(case_id), scene.revision(case_id)) == ("suspended", 2)
    other = scene.actor(Role.MUNICIPAL_COORDINATOR, 1)
    answer = move_case(bench, resume, actor=other, request_key=RequestKey.of("key", resume))
    assert (answer.target, answer.replayed) == ("candidate", False)


def test_one_key_for_sixteen_different_requests_at_once_stands_for_one(bench):
    scene = make_scene(bench, schools=CLIENTS)
    cases = [scene.open_case(school) for school in range(CLIENTS)]
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    requests = [MoveRequest(case_id, MoveOrder("suspend", REASON)) for case_id in cases]

    with clients() as at_once:
        answers = at_once(
            lambda number: move_case(
                bench,
                requests[number],
                actor=coordinator,
                request_key=RequestKey.of("key", requests[number]),
            )
        )

    assert kinds(answers) == {Receipt: 1, KeyReused: CLIENTS - 1}
    assert count(bench, CaseRow, CaseRow.stage == "suspended") == 1
    holds(bench)


def test_one_key_sent_sixteen_times_registers_one_school(bench):
    scene = make_scene(bench)
    request = SchoolRequest(
        scene.region_id, scene.municipality_id, "МБОУ СОШ № 77", SchoolMode.AT_RISK
    )
    admin = command_actor(bench)
    key = RequestKey.of("key", request)

    with clients() as at_once:
        answers = at_once(lambda _: register_school(bench, request, actor=admin, request_key=key))

    assert kinds(answers) == {Receipt: CLIENTS}
    assert len({replace(answer, replayed=False) for answer in answers}) == 1
    assert count(bench, SchoolRow, SchoolRow.title == "МБОУ СОШ № 77") == 1
    holds(bench)


def test_sixteen_openings_of_one_school_make_one_case(bench):
    scene = make_scene(bench, schools=5)

    with clients() as at_once:
        for school in scene.schools:
            by_entry = OpenRequest("base", list_entry_id=scene.entries[school])
            by_school = OpenRequest("base", subject_id=school)

            def deed(number: int, ways=(by_entry, by_school)) -> Receipt:
                coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR, number % 2)
                return open_case(bench, ways[number % 3 % 2], actor=coordinator)

            answers = at_once(deed)

            assert kinds(answers) == {Receipt: 1, CaseExists: CLIENTS - 1}
            lost = [answer for answer in answers if isinstance(answer, CaseExists)]
            assert {one.fields["case_id"] for one in lost} == {winner(answers).created_id}

    assert count(bench, CaseRow) == 5
    holds(bench)


def test_of_sixteen_publications_from_one_version_one_wins(bench):
    scene = make_scene(bench)
    path = replace(scene.definition, code="new_path")
    admin = scene.actor(Role.REGIONAL_ADMIN)

    with clients() as at_once:
        for version in range(ROUNDS):

            def deed(number: int, version=version) -> Receipt:
                edited = replace(path, title=f"Маршрут {version + 1}.{number}")
                request = PublishRequest(scene.region_id, edited, "", expected_version=version)
                return publish_definition(bench, request, actor=admin)

            answers = at_once(deed)

            assert kinds(answers) == {Receipt: 1, StaleRevision: CLIENTS - 1}
            lost = [answer for answer in answers if isinstance(answer, StaleRevision)]
            told = {"expected": version, "revision": version + 1}
            assert [one.fields for one in lost] == [told] * (CLIENTS - 1)

    with reading(bench.database) as connection:
        versions = connection.execute(
            sa.select(DefinitionRow.version, DefinitionRow.title)
            .where(DefinitionRow.code == "new_path")
            .order_by(DefinitionRow.version)
        ).all()
    assert [row.version for row in versions] == [*range(1, 1 + ROUNDS)]
    assert [row.title.split(".")[0] for row in versions] == [
        f"Маршрут {version}" for version in range(1, 1 + ROUNDS)
    ]
    holds(bench)
