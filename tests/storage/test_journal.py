"""What an entry says: who, in which role, for whom, what changed and on what it rests."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.actions.moving import MoveRequest, move_case
from engine.domain.audit import commit
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import JournalRow, JournalTextRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.reading import bodies
from workflows.driving import route
from workflows.rehearsal import lead, look

REASON = "Школа на капитальном ремонте до сентября"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def told(scene, role, place=0, **more):
    """A person of a role as the actor of one request."""
    return replace(scene.actor(role, place), **more)


def suspend(scene, case_id, move="suspend"):
    request = MoveRequest(case_id, MoveOrder(move, REASON))
    return move_case(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def texts_of(bench, case_id, seq):
    place = (JournalTextRow.subject_id == case_id, JournalTextRow.seq == seq)
    with reading(bench.database) as connection:
        return connection.execute(
            sa.select(JournalTextRow.__table__).where(*place, JournalTextRow.stream == "case")
        ).all()


def test_a_move_says_who_in_which_role_for_whom_from_where_to_where_and_on_what_basis(scene):
    case_id = scene.open_case()
    replaced = scene.actor(Role.MUNICIPAL_COORDINATOR, 1).account_id
    coordinator = told(
        scene, Role.MUNICIPAL_COORDINATOR, request_id="req-41", on_behalf_of=replaced, origin="api"
    )
    paper = OrderPaper("list_order", "120", date(2023, 3, 31), "Управление образования")
    request = DecisionRequest(case_id, paper)
    basis = register_decision(scene.bench, request, actor=coordinator).created_id
    assert basis is not None
    scene.bench.now.set(2023, 4, 5)

    order = MoveOrder("approve_listing", "Показатели ниже порога", (basis,))
    move = MoveRequest(case_id, order, 2, happened_on=date(2023, 4, 4))
    receipt = move_case(scene.bench, move, actor=coordinator)

    *_, body = bodies(scene.bench, case_id)
    (text,) = texts_of(scene.bench, case_id, 3)
    assert (text.field, text.text) == ("reason", "Показатели ниже порога")
    assert body == {
        "v": 1,
        "stream": f"case:{case_id}",
        "seq": 3,
        "event": "case:moved",
        "at": receipt.at.isoformat(timespec="microseconds"),
        "on": "2023-04-04",
        "late": 1,
        "actor": str(coordinator.account_id),
        "role": "municipal_coordinator",
        "for": str(replaced),
        "auth": "session",
        "origin": "api",
        "request": "req-41",
        "def": scene.definition.digest,
        "move": "approve_listing",
        "from": "candidate",
        "to": "listed",
        "basis": [str(basis)],
        "before": {
            "case_file": {
                "stage": "candidate",
                "stage_entered_on": "2023-04-03",
                "stage_due_on": "2024-01-31",
            }
        },
        "rows": [
            [
                "case_file",
                str(case_id),
                {
                    "stage": "listed",
                    "phase": "identification",
                    "stage_entered_on": "2023-04-04",
                    "stage_entered_revision": 3,
                    "stage_due_on": "2023-04-18",
                    "closed": False,
                },
            ]
        ],
        "facts": [
            ["decision_present", True, {"have": 1, "kind": "list_order", "per": "round"}],
            ["entry_facts", True, {}],
        ],
        "text": {"reason": commit(text.salt, text.text)},
    }


def test_a_move_names_the_files_that_its_requirements_look_at_by_their_hashes(scene):
    case_id = scene.case_at("self_diagnosis")
    content = "Самодиагностика школы".encode()
    file = FilePaper.of("диагностика.txt", "text/plain", content)
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    request = DocumentRequest(case_id, "self_diagnosis", file=file)
    document = register_document(scene.bench, request, actor=director)
    unused = FilePaper.of("паспорт.txt", "text/plain", b"passport")
    request = DocumentRequest(case_id, "social_passport", file=unused)
    register_document(scene.bench, request, actor=director)

    legs = route(scene.definition, "self_diagnosis", "risk_profiling")
    (receipt,) = lead(scene.bench, case_id, legs, scene.cast())

    digest = hashlib.sha256(content).hexdigest()
    found = bodies(scene.bench, case_id)
    assert found[document.seq - 1]["evidence"] == [digest]
    assert found[receipt.seq - 1]["evidence"] == [digest]
    assert found[receipt.seq - 1]["role"] == "school_director"


def test_an_opening_keeps_the_whole_row_of_the_case(scene):
    case_id = scene.open_case(reason="Письмо управления от 3 апреля")

    (body,) = bodies(scene.bench, case_id)

    state = look(scene.bench, case_id)[0].state
    assert (body["event"], body["to"]) == ("case:opened", "candidate")
    assert body["rows"][0] == [
        "case_file",
        str(case_id),
        {
            "subject_kind": "school",
            "subject_id": str(scene.schools[0]),
            "region_id": str(scene.region_id),
            "municipality_id": str(scene.municipality_id),
            "school_id": str(scene.schools[0]),
            "definition_id": body["rows"][0][2]["definition_id"],
            "definition_stream_id": body["rows"][0][2]["definition_stream_id"],
            "definition_digest": scene.definition.digest,
            "stage": "candidate",
            "phase": "identification",
            "stage_entered_on": "2023-04-03",
            "stage_entered_revision": 1,
            "stage_due_on": state.stage_due_on and state.stage_due_on.isoformat(),
            "round": 1,
            "years_in_status": 1,
            "categories": ["low_results"],
            "resume_stage": None,
            "previous_case_id": None,
            "list_entry_id": str(scene.entries[scene.schools[0]]),
            "closed": False,
            "opened_by": str(scene.actor(Role.MUNICIPAL_COORDINATOR).account_id),
        },
    ]


def test_a_commitment_binds_its_text_by_a_salt_of_its_own(scene):
    case_id = scene.open_case()
    first, second = suspend(scene, case_id), suspend(scene, case_id, "resume")

    kept = [texts_of(scene.bench, case_id, receipt.seq)[0] for receipt in (first, second)]

    found = [bodies(scene.bench, case_id)[receipt.seq - 1]["text"] for receipt in (first, second)]
    assert found == [{"reason": commit(one.salt, REASON)} for one in kept]
    assert [len(one.salt) for one in kept] == [32, 32]
    assert found[0] != found[1]
    assert commit(kept[0].salt, REASON + ".") != found[0]["reason"]


def test_a_clock_that_steps_back_keeps_the_order_and_is_marked(scene, clock):
    case_id = scene.open_case()
    suspend(scene, case_id)
    clock.advance(hours=-3)
    suspend(scene, case_id, "resume")
    suspend(scene, case_id)
    clock.advance(hours=6)
    suspend(scene, case_id, "resume")

    found = bodies(scene.bench, case_id)

    times = [body["at"] for body in found]
    assert [body["seq"] for body in found] == [1, 2, 3, 4, 5]
    assert [body["to"] for body in found] == ["candidate", *["suspended", "candidate"] * 2]
    assert times[2] < times[1] < times[4]
    assert [body.get("fields") for body in found] == [
        None,
        None,
        {"skew_seconds": 10800},
        None,
        None,
    ]
    assert verify(scene.bench.database).findings == []


def test_an_entry_is_kept_in_the_very_bytes_that_were_hashed(scene):
    case_id = scene.open_case()
    query = sa.select(JournalRow.body).where(JournalRow.subject_id == case_id)
    with reading(scene.bench.database) as connection:
        body = connection.execute(query).scalar_one()

    assert body.startswith(b'{"actor":"')
    assert b'", "' not in body
    assert b"\\u" not in body
