"""Every endpoint, every role, three places: one's own region, another region, nowhere at all."""

from dataclasses import dataclass, field, replace
from itertools import product
from uuid import UUID, uuid4

import pytest

from engine.actions.mentoring import AttachRequest, attach
from engine.domain.errors import NotFound
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from engine.queries.candidates import person_candidates
from engine.queries.cases import list_cases
from tests.conftest import DIALECTS
from tests.web.programs import Program
from tests.web.world import ORDER, open_world

NEVER = 999_999_999
"""A revision no case has: who may do the deed is told so, and nothing is done."""


@dataclass(frozen=True)
class Endpoint:
    """A way of calling the API; `needs` is the right as this test understands it."""

    method: str
    rule: str
    needs: str
    body: dict | None = field(default=None, hash=False)

    def __str__(self):
        return f"{self.method} {self.rule}"

    def path(self, ids):
        return self.rule.format(**ids)


ENDPOINTS = (
    Endpoint("GET", "/cases/{case}", "read case"),
    Endpoint("GET", "/cases/{case}/moves", "read case"),
    Endpoint("GET", "/cases/{case}/attachments", "read case"),
    Endpoint("GET", "/cases/{case}/documents", "read case"),
    Endpoint("GET", "/cases/{case}/documents/{document}/file", "read case"),
    Endpoint("GET", "/cases/{case}/decisions", "read case"),
    Endpoint("GET", "/cases/{case}/records", "read case"),
    Endpoint("GET", "/cases/{case}/history", "read history"),
    Endpoint("GET", "/schools/{school}", "read school"),
    Endpoint("GET", "/schools/{school}/history", "read history"),
    Endpoint("GET", "/definitions/{definition}", "read definition"),
    Endpoint("GET", "/definitions/{definition}/explain", "read definition"),
    Endpoint("GET", "/definitions/{definition}/rebase", "read definition"),
    Endpoint("POST", "/cases/{case}/moves", "work", {"move": "approve_listing"}),
    Endpoint(
        "POST", "/cases/{case}/force-moves", "force", {"target": "listed", "reason": "Решение"}
    ),
    Endpoint("POST", "/cases/{case}/documents", "work", {"kind": "antirisk_programme"}),
    Endpoint(
        "POST", "/cases/{case}/documents/{document}/review", "review", {"verdict": "approved"}
    ),
    Endpoint(
        "POST", "/cases/{case}/records", "work", {"kind": "measure", "key": "1", "status": "done"}
    ),
    Endpoint("POST", "/cases/{case}/attachments", "attach", {"kind": "curator"}),
    Endpoint(
        "POST",
        "/cases/{case}/attachments/{attachment}/end",
        "attach",
        {"ends_on": "2023-04-30", "reason": "Решение"},
    ),
    Endpoint("POST", "/cases/{case}/decisions", "decide", ORDER),
    Endpoint(
        "POST",
        "/cases/{case}/decisions/{decision}/repeal",
        "decide",
        {"repealed_on": "2023-04-01", "reason": "Решение"},
    ),
    Endpoint(
        "POST", "/cases/{case}/decisions/{decision}/successor", "decide", {"reason": "Решение"}
    ),
)
BULK = {
    ("POST", "/bulk-moves"),
    ("GET", "/bulk-moves/<uuid:bulk_id>"),
    ("GET", "/bulk-moves/<uuid:bulk_id>/cases"),
}
"""About many cases at once: tests/web/test_api_bulk.py asks who may."""
PUBLISHING = {
    ("POST", "/definitions"),
    ("GET", "/definitions/proposals"),
    ("GET", "/definitions/proposals/<uuid:proposal_id>"),
    ("POST", "/definitions/proposals/<uuid:proposal_id>/approve"),
    ("POST", "/definitions/proposals/<uuid:proposal_id>/return"),
    ("POST", "/definitions/proposals/<uuid:proposal_id>/withdraw"),
    ("POST", "/definitions/<uuid:definition_id>/retire"),
}
"""Versions of paths: tests/web/test_api_publishing.py asks who may."""
SUCCESSIONS = {
    ("GET", "/definitions/<uuid:definition_id>/impact"),
    ("GET", "/definitions/<uuid:definition_id>/impact/cases"),
    ("POST", "/successions"),
    ("GET", "/successions/<uuid:succession_id>"),
    ("GET", "/successions/<uuid:succession_id>/cases"),
    ("POST", "/successions/<uuid:succession_id>/carry-on"),
    ("POST", "/successions/<uuid:succession_id>/retry"),
    ("POST", "/successions/<uuid:succession_id>/undo"),
}
"""About the running cases of a path: tests/web/test_api_successions.py asks who may."""
LISTS = ("/regions", "/schools", "/cases", "/definitions")

READS = {"read case", "read school", "read definition"}
WORKS = READS | {"read history", "work"}
COORDINATES = WORKS | {"review", "attach", "decide"}
RIGHTS = {
    Role.AUDITOR: READS | {"read history"},
    Role.CURATOR: WORKS | {"review"},
    Role.EXPERT: WORKS | {"review"},
    Role.GOVERNING_COUNCIL: WORKS | {"review"},
    Role.METHODIST: WORKS | {"review", "decide"},
    Role.MUNICIPAL_COORDINATOR: COORDINATES,
    Role.REGIONAL_ADMIN: READS | {"read history", "force"},
    Role.REGIONAL_COORDINATOR: COORDINATES,
    Role.SCHOOL_DEPUTY: WORKS,
    Role.SCHOOL_DIRECTOR: WORKS,
    Role.SYSTEM_ADMIN: {"read school", "read definition"},
    Role.TUTOR_SCHOOL_REP: WORKS,
    Role.VIEWER: READS,
}
BY_ATTACHMENT = {Role.CURATOR, Role.EXPERT, Role.TUTOR_SCHOOL_REP}
"""Roles that do nothing on a case without being attached to it."""


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.ids = {
            "own": opened.furnish(),
            "other": opened.furnish(away=True),
            "absent": dict.fromkeys(
                ("case", "school", "definition", "document", "decision", "attachment"), uuid4()
            ),
        }
        yield opened


def ask(program: Program, endpoint: Endpoint, ids):
    if endpoint.method == "GET":
        return program.get(endpoint.path(ids))
    return program.post(endpoint.path(ids), endpoint.body, revision=NEVER)


def expected(role, endpoint, place):
    """What this role is answered; 412 is told only to who may do the deed."""
    # Authors hand in and revoke at the same address, so the door is open to them.
    door = "work" if endpoint.needs == "review" else endpoint.needs
    if door not in RIGHTS[role]:
        return 403
    if role is Role.SYSTEM_ADMIN and place == "other":
        return 200
    if place != "own":
        return 404
    if role is Role.TUTOR_SCHOOL_REP:
        return 404
    if endpoint.method == "GET":
        return 200
    return 412 if endpoint.needs in RIGHTS[role] - _idle(role) else 403


def _idle(role):
    """What a role may not do without being attached."""
    return WORKS | {"review"} if role in BY_ATTACHMENT else set()


@pytest.mark.parametrize("role", RIGHTS)
def test_every_role_is_answered_as_declared(world, role):
    program, cells = world.of(role), {}
    for endpoint, place in product(ENDPOINTS, ("own", "other", "absent")):
        cells[endpoint, place] = ask(program, endpoint, world.ids[place])

    told = {(str(one), place): answer.status_code for (one, place), answer in cells.items()}
    assert told == {(str(one), place): expected(role, one, place) for one, place in cells}
    for endpoint in ENDPOINTS:
        absent, other = cells[endpoint, "absent"], cells[endpoint, "other"]
        if other.status_code == 404:
            assert {**absent.json, "request_id": ""} == {**other.json, "request_id": ""}


@pytest.mark.parametrize("role", RIGHTS)
def test_lists_of_a_role_hold_nothing_of_another_region(world, role):
    program = world.of(role)
    foreign = {str(value) for value in world.ids["other"].values()} | {str(world.away.region_id)}

    for path in LISTS:
        answer = program.get(path)

        needs = "read " + path.strip("/").removesuffix("s").replace("region", "school")
        assert answer.status_code == (200 if needs in RIGHTS[role] else 403)
        if role is not Role.SYSTEM_ADMIN:
            assert not [one for one in foreign if one in answer.text]


def test_a_tutor_schools_representative_sees_the_case_while_attached(world):
    case_id, order = world.ready_case(), world.home.actor(Role.MUNICIPAL_COORDINATOR)
    program = world.of(Role.TUTOR_SCHOOL_REP)
    (decision,) = world.of(Role.VIEWER).get(f"/cases/{case_id}/decisions").json["items"]
    before = program.get(f"/cases/{case_id}")

    attach(
        world.bench,
        AttachRequest(
            case_id,
            AttachmentKind.TUTOR_SCHOOL,
            school_id=world.home.tutor_schools[0],
            decision_id=UUID(decision["id"]),
        ),
        actor=order,
    )

    shown = program.get(f"/cases/{case_id}")
    assert (before.status_code, shown.status_code) == (404, 200)
    assert shown.json["roles"] == ["tutor_school_rep"]
    listed = program.get("/cases").json["items"]
    assert [case["id"] for case in listed] == [str(case_id)]
    assert world.of(Role.TUTOR_SCHOOL_REP, 1).get(f"/cases/{case_id}").status_code == 404


def test_representing_a_tutor_school_lends_no_right_that_another_role_has_elsewhere(world):
    case_id, coordinator = world.ready_case(), world.home.actor(Role.MUNICIPAL_COORDINATOR)
    paper = world.of(Role.VIEWER).get(f"/cases/{case_id}/decisions").json["items"][0]
    tutors = world.home.actor(Role.TUTOR_SCHOOL_REP, 1)
    asked = AttachRequest(
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=world.home.tutor_schools[1],
        decision_id=UUID(paper["id"]),
    )
    attach(world.bench, asked, actor=coordinator)
    away = world.away.actor(Role.MUNICIPAL_COORDINATOR)
    both = replace(tutors, grants=(*tutors.grants, *away.grants))

    assert [row.id for row in list_cases(world.bench, actor=tutors)] == [case_id]
    assert case_id in [row.id for row in list_cases(world.bench, actor=both)]
    with pytest.raises(NotFound):
        person_candidates(world.bench, case_id, AttachmentKind.CURATOR, actor=both)


def test_a_curator_works_on_the_case_while_attached(world):
    case_id = world.ids["own"]["case"]
    record = {"kind": "measure", "key": "1", "status": "done"}
    path = f"/cases/{case_id}/records"

    attached = world.of(Role.CURATOR, 1).post(path, record, revision=NEVER)
    another = world.of(Role.CURATOR, 0).post(path, record, revision=NEVER)

    assert (attached.status_code, another.status_code) == (412, 403)


def test_a_director_does_not_see_the_case_of_another_school(world):
    case_id = world.ids["own"]["case"]

    assert world.of(Role.SCHOOL_DIRECTOR, 0).get(f"/cases/{case_id}").status_code == 200
    assert world.of(Role.SCHOOL_DIRECTOR, 1).get(f"/cases/{case_id}").status_code == 404


@pytest.mark.parametrize("role", RIGHTS)
def test_a_case_is_opened_by_coordinators_of_its_place(world, role):
    def open_for(entry):
        sent = {"definition_code": "base", "list_entry_id": str(entry)}
        return world.of(role).post("/cases", sent)

    own, other, absent = (
        open_for(world.home.entries[world.home.schools[0]]),
        open_for(world.away.entries[world.away.schools[0]]),
        open_for(uuid4()),
    )

    told = (own.status_code, other.status_code, absent.status_code)
    assert told == ((409, 404, 404) if "attach" in RIGHTS[role] else (403, 403, 403))
    assert {**other.json, "request_id": ""} == {**absent.json, "request_id": ""}


def test_no_endpoint_of_the_api_is_left_out_of_this_test(world):
    rules = {
        (method, rule.rule.removeprefix("/api/v1"))
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api-docs.openapi_json"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    covered = (
        {("GET", path) for path in LISTS} | {("POST", "/cases")} | BULK | PUBLISHING | SUCCESSIONS
    )
    for endpoint in ENDPOINTS:
        rule = endpoint.rule
        for name in ("case", "school", "definition", "document", "decision", "attachment"):
            rule = rule.replace("{" + name + "}", f"<uuid:{name}_id>")
        covered.add((endpoint.method, rule))
    assert rules == covered
