"""One effect however often a request is sent, and one winner among those who move a case."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.world import ORDER, open_world

MANY = 16


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


def at_once(deeds):
    """Do everything in threads of their own, each with a client of its own."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [one.result() for one in [pool.submit(deed) for deed in deeds]]


def revision(world, case_id):
    return world.of(Role.MUNICIPAL_COORDINATOR).get(f"/cases/{case_id}").json["revision"]


def test_a_request_sent_again_is_answered_as_before(world, coordinator):
    case_id = world.ready_case()
    path, sent = f"/cases/{case_id}/moves", {"move": "approve_listing"}
    first = coordinator.post(path, sent, revision=2, key="перевод-1".encode().hex())

    again = coordinator.post(path, sent, revision=2, key="перевод-1".encode().hex())

    assert first.status_code == again.status_code == 200
    assert first.get_data() == again.get_data()
    assert first.headers["ETag"] == again.headers["ETag"] == '"3"'
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert revision(world, case_id) == 3


@pytest.mark.parametrize("change", ["body", "path", "spaces"])
def test_a_key_used_for_another_request_is_refused(world, coordinator, change):
    case_id, other_id = world.new_case(), world.new_case()
    key = f"key-{case_id}"
    coordinator.post(f"/cases/{case_id}/decisions", ORDER, revision=1, key=key)
    path = f"/cases/{other_id if change == 'path' else case_id}/decisions"
    sent = {**ORDER, "number": "121"} if change == "body" else ORDER
    options = {"data": b'{"a": 1}  ', "content_type": "application/json"}

    refused = coordinator.post(
        path, sent, revision=1, key=key, **(options if change == "spaces" else {})
    )

    assert refused.status_code == 422
    assert refused.json["code"] in ("idempotency.key_reused", "input.invalid")
    assert revision(world, other_id) == 1


def test_two_people_may_choose_the_same_key(world, coordinator):
    case_id = world.new_case()
    other = world.of(Role.REGIONAL_COORDINATOR)

    first = coordinator.post(f"/cases/{case_id}/decisions", ORDER, revision=1, key="1")
    second = other.post(f"/cases/{case_id}/decisions", ORDER, revision=2, key="1")

    assert (first.status_code, second.status_code) == (201, 201)


def test_a_refusal_is_not_kept_under_the_key(world, coordinator):
    case_id = world.new_case()
    path, sent = f"/cases/{case_id}/moves", {"move": "approve_listing"}
    refused = coordinator.post(path, sent, revision=1, key=f"again-{case_id}")
    coordinator.post(f"/cases/{case_id}/decisions", ORDER, revision=1)

    moved = coordinator.post(path, sent, revision=2, key=f"again-{case_id}")

    assert (refused.status_code, moved.status_code) == (409, 200)


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "a" * 201])
def test_a_key_is_printable_and_bounded(world, coordinator, key):
    case_id = world.new_case()

    refused = coordinator.post(
        f"/cases/{case_id}/decisions",
        ORDER,
        revision=1,
        headers={"Idempotency-Key": key.encode().decode("latin-1")},
    )

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json["errors"]] == ["Idempotency-Key"]


def test_a_form_sent_again_with_another_boundary_is_the_same_request(world, coordinator):
    case_id = world.new_case()

    def send(boundary):
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n'
            f"antirisk_programme\r\n--{boundary}--\r\n"
        ).encode()
        return coordinator.post(
            f"/cases/{case_id}/documents",
            data=body,
            content_type=f"multipart/form-data; boundary={boundary}",
            revision=1,
            key=f"form-{case_id}",
        )

    first, again = send("aaaa1111"), send("bbbb2222")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_data() == again.get_data()


def test_sixteen_requests_with_one_key_have_one_effect(world, coordinator):
    case_id = world.ready_case()
    path, sent = f"/cases/{case_id}/moves", {"move": "approve_listing"}

    answers = at_once(
        [lambda: coordinator.post(path, sent, revision=2, key=f"many-{case_id}")] * MANY
    )

    assert [answer.status_code for answer in answers] == [200] * MANY
    assert len({answer.get_data() for answer in answers}) == 1
    assert revision(world, case_id) == 3


def test_sixteen_openings_with_one_key_open_one_case(world, coordinator):
    _, entry = world.new_school()
    sent = {"definition_code": "base", "list_entry_id": str(entry)}

    answers = at_once([lambda: coordinator.post("/cases", sent, key=f"open-{entry}")] * MANY)

    assert [answer.status_code for answer in answers] == [201] * MANY
    assert len({answer.get_data() for answer in answers}) == 1


def test_sixteen_who_move_one_case_have_one_winner(world):
    case_id = world.ready_case()
    people = [
        world.of(role, place)
        for role in (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
        for place in (0, 1)
    ]
    movers = [people[number % len(people)] for number in range(MANY)]
    path, sent = f"/cases/{case_id}/moves", {"move": "approve_listing"}

    answers = at_once([lambda one=one: one.post(path, sent, revision=2) for one in movers])

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * (MANY - 1)
    (won,) = [answer for answer in answers if answer.status_code == 200]
    for lost in (answer for answer in answers if answer.status_code == 412):
        assert lost.json["fields"]["changed_at"] == won.json["at"]
        assert lost.json["fields"]["changed_by"]["title"]
        assert (lost.json["fields"]["stage"], lost.json["fields"]["revision"]) == ("listed", 3)
        assert "Сейчас дело на этапе «" in lost.json["detail"]
    assert revision(world, case_id) == 3


def test_one_key_for_many_cases_at_once_serves_one_of_them(world, coordinator):
    cases = [world.new_case() for _ in range(4)]

    answers = at_once(
        [
            lambda case_id=case_id: coordinator.post(
                f"/cases/{case_id}/decisions", ORDER, revision=1, key=f"shared-{cases[0]}"
            )
            for case_id in cases
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]
    assert sorted(revision(world, case_id) for case_id in cases) == [1, 1, 1, 2]


def test_a_key_says_nothing_of_cases_out_of_sight(world, coordinator):
    case_id, foreign_id = world.new_case(), world.new_case(away=True)
    coordinator.post(f"/cases/{case_id}/decisions", ORDER, revision=1, key=f"spy-{case_id}")

    refused = coordinator.post(
        f"/cases/{foreign_id}/decisions", ORDER, revision=1, key=f"spy-{case_id}"
    )

    assert refused.status_code == 404


def test_a_key_says_nothing_of_entries_out_of_sight(world, coordinator):
    case_id, (_, foreign_entry) = world.new_case(), world.new_school(away=True)
    coordinator.post(f"/cases/{case_id}/decisions", ORDER, revision=1, key=f"spy-{case_id}")
    sent = {"definition_code": "base", "list_entry_id": str(foreign_entry)}

    refused = coordinator.post("/cases", sent, key=f"spy-{case_id}")

    assert refused.status_code == 404
