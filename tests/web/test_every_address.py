"""Every address of the pages: no parameter breaks one, none tells of another region, and all of
them answer where there is nothing yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, plan_bulk
from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.actions.proposing import submit_definition
from engine.actions.publishing import PublishRequest
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.actions.roadmaps.reviewing import ReviewRequest, begin_review
from engine.actions.succession import SuccessionRequest, begin_succession
from engine.domain.bulk import BulkMode, BulkOrder
from engine.domain.roles import Place, Role
from engine.domain.succession import Act, default_plan
from engine.queries.authoring import version_by_id
from engine.storage.database import reading
from engine.storage.tables import AssignmentRow, AttachmentRow, DefinitionRow, GrantRow
from tests.domain.roadmaps.seeds import KIROVSKY
from tests.factories import Scene, add_person, make_scene, publish
from tests.people import made, make_country
from tests.storage.reviewed_roadmaps import seed_file
from tests.storage.roadmap_scene import PROFILE, make_roadmap
from tests.web.visiting import Visits, enter, faults_of, visits
from workflows.loader import load_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from werkzeug.routing import Rule

ROOT = Path(__file__).parents[2]
TEMPLATES = [path for part in ("admin", "web") for path in (ROOT / part).rglob("*.html")]
PARAMETERS = (
    *("_", "about", "after", "back", "blocked", "closed", "day", "document", "due", "entry"),
    *("group", "key", "late", "quarter", "watch"),
    *("kind", "layer", "move", "municipality", "next", "older", "open", "part", "path", "phase"),
    *("q", "region", "role", "run", "show", "since", "stage", "to", "topic", "tutor", "unread"),
    *("until", "who", "whose", "words", "year", "yes"),
)
PLACES = (
    "9999-12-31",
    f"0001-01-01T00:00:00+14:00_{uuid4()}",
    f"9999-12-31T23:59:59-14:00_{uuid4()}_case_1",
    f"0001-01-01T00:00:00+14:00~{uuid4()}~case~1",
    f"2023-04-03T06:00:00+00:00_{uuid4()}_\x00_99999999999",
    "9999-12-31T23:59:59-14:00",
)
"""What stands where a list goes on, or where a day or an instant is meant."""

WORDS_OF_EVIL = (
    "\x00",
    "",
    "-1",
    "99999999999999999999999",
    "%_%25",
    "'\"><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "//evil.example/\\",
    "🙂" * 300,
    "0001-01-01",
    "late" * 500,
)
TAKES_A_PLACE = {"after", "older", "until", "since", "day", "happened_on"}
READERS = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_ADMIN, Role.TUTOR_SCHOOL_REP)
OPEN_TO_ALL = {"saved.open_view"}
"""A kept filter is nobody's data: whoever opens it sees with their own eyes."""

ENDS_THE_SESSION = {"signin.leave", "account.change"}
FIELDS = sorted(
    set(re.findall(r'name="([a-z][a-z0-9_-]*)"', " ".join(map(Path.read_text, TEMPLATES))))
    | {"body", "number", "reason", "signed_on", "happened_on", "title", "revision", "basis"}
    | {"account_id", "decision_id", "school_id", "starts_on", "ends_on", "status", "note", "do"}
    | {"before", "closing", "every", "escalate"}
)
"""Every field that a template names, and those that the macros of the case card name."""

WORDS = {
    "code": "listed",
    "ground": "ege_low",
    "move": "open_interim",
    "number": "1",
    "secret": "mrf_nobody",
    "seq": "1",
    "stream": "case",
}
_ARGUMENT = re.compile(r"<(?:(\w+)(?:\(([^)]*)\))?:)?(\w+)>")


@dataclass
class Land:
    """A region with one thing of every kind that an address may name."""

    scene: Scene
    ids: dict[str, UUID]


def roadmap_ids(scene: Scene) -> dict[str, UUID]:
    """A living roadmap of the scene, a counter of its first school, and a report on it."""
    roadmap = make_roadmap(scene)
    roadmap.approve()
    school = scene.schools[0]
    counter = roadmap.occurrences(PROFILE, school)[1].id
    request = ReportRequest(roadmap.id, (counter,), "Рисковый профиль", school)
    receipt = report_measures(scene.bench, request, actor=scene.actor(Role.SCHOOL_DIRECTOR))
    with reading(scene.bench.database) as connection:
        of_roadmap = sa.select(AssignmentRow.id, AssignmentRow.measure_id).where(
            AssignmentRow.roadmap_id == roadmap.id, AssignmentRow.name != ""
        )
        assignment, measure = connection.execute(of_roadmap.limit(1)).one()
    return {
        "roadmap_id": roadmap.id,
        "occurrence_id": counter,
        "evidence_id": made(receipt),
        "measure_id": measure,
        "assignment_id": assignment,
    }


def land(bench, code: str) -> Land:
    scene = make_scene(bench, code)
    coordinator, case_id = scene.actor(Role.MUNICIPAL_COORDINATOR), scene.case_at("mentoring")
    file = FilePaper.of("Программа.pdf", "application/pdf", b"%PDF-1.4 " + code.encode())
    paper = OrderPaper("curator_order", "7", bench.now().date(), "УО")
    ids = {
        "case_id": case_id,
        "school_id": scene.schools[0],
        "municipality_id": scene.municipality_id,
        "authority_id": scene.municipality_id,
        "region_id": scene.region_id,
        "entry_id": scene.entries[scene.schools[1]],
        "account_id": scene.actor(Role.CURATOR).account_id,
        "subject_id": case_id,
        **roadmap_ids(scene),
        "document_id": made(
            register_document(
                bench,
                DocumentRequest(case_id, "midterm_programme", "", file=file),
                actor=coordinator,
            )
        ),
        "decision_id": made(
            register_decision(bench, DecisionRequest(case_id, paper), actor=coordinator)
        ),
        "bulk_id": made(
            plan_bulk(
                bench,
                BulkRequest(
                    ((case_id, None),), BulkOrder("open_interim", "Срок наступил"), BulkMode.EACH
                ),
                actor=coordinator,
            )
        ),
        "notice_id": uuid4(),
        "token_id": uuid4(),
        "view_id": uuid4(),
        "proposal_id": waiting_version(scene),
        "succession_id": begun_succession(scene),
        "import_id": begin_review(
            bench,
            ReviewRequest(scene.region_id, scene.municipality_id, seed_file(KIROVSKY)),
            actor=coordinator,
        ),
    }
    with reading(bench.database) as connection:
        version = sa.select(DefinitionRow.id, DefinitionRow.stream_id)
        of_region = version.where(DefinitionRow.region_id == scene.region_id)
        ids["version_id"], ids["stream_id"] = connection.execute(of_region.limit(1)).one()
        of_curator = sa.select(GrantRow.id).where(GrantRow.account_id == ids["account_id"])
        ids["grant_id"] = connection.execute(of_curator).scalar_one()
        of_case = sa.select(AttachmentRow.id).where(AttachmentRow.case_id == case_id)
        ids["attachment_id"] = connection.execute(of_case.limit(1)).scalar_one()
    return Land(scene, ids)


def waiting_version(scene: Scene) -> UUID:
    """A version of the scene's path that waits for approval; the region asks for one from now."""
    settings = (*scene.definition.settings, ("publish_approval", "another"))
    publish(scene, replace(scene.definition, settings=tuple(sorted(settings))))
    request = PublishRequest(scene.region_id, scene.definition, "")
    author = scene.actor(Role.REGIONAL_ADMIN)
    return made(submit_definition(scene.bench, request, actor=author))


def begun_succession(scene: Scene) -> UUID:
    """The case of the scene on its way to the version in force."""
    bench, admin = scene.bench, scene.actor(Role.REGIONAL_ADMIN)
    with reading(bench.database) as connection:
        ids = sa.select(DefinitionRow.id).where(DefinitionRow.region_id == scene.region_id)
        version_id = connection.scalars(ids.order_by(DefinitionRow.version.desc())).first()
    assert version_id is not None
    version = version_by_id(bench, version_id, actor=admin)
    plan = replace(
        default_plan([scene.definition], version.definition),
        act=Act("list_order", "7", date(2023, 4, 1), "УО"),
        reason="Новая редакция",
    )
    return made(begin_succession(bench, SuccessionRequest(version_id, plan), actor=admin))


@pytest.fixture
def home(bench) -> Land:
    return land(bench, "amur")


def hostile(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Values for all the names at once, each time others."""
    for turn, place in enumerate(PLACES):
        yield {
            name: place
            if name in TAKES_A_PLACE
            else WORDS_OF_EVIL[(at + turn) % len(WORDS_OF_EVIL)]
            for at, name in enumerate(names)
        }


def rules(site: Visits, method: str) -> Iterator[Rule]:
    for rule in site.app.url_map.iter_rules():
        ours = not rule.rule.startswith("/api") and not rule.endpoint.endswith("static")
        if ours and method in (rule.methods or ()):
            yield rule


def address(rule: Rule, ids: dict[str, UUID]) -> str:
    """The address with these ids; of several words it takes the first."""

    def value(found: re.Match[str]) -> str:
        _converter, words, name = found.groups()
        return words.split(",")[0] if words else str({**WORDS, **ids}[name])

    return _ARGUMENT.sub(value, rule.rule)


@pytest.mark.parametrize("role", READERS)
def test_no_parameter_breaks_a_page(bench, home, role):
    site = visits(home.scene)
    visitor, broken, asked = site.of(role), [], 0

    for rule in rules(site, "GET"):
        path = address(rule, home.ids)
        for values in hostile(PARAMETERS):
            answer = visitor.client.get(path, query_string=values)
            asked += 1
            if answer.status_code >= 500 or b"<script>alert(1)" in answer.data:
                broken.append((path, values["after"][:40], answer.status_code))

    assert asked > 200
    assert broken == []


@pytest.mark.parametrize("role", READERS[:2])
def test_no_form_breaks_whatever_stands_in_its_fields(bench, home, role):
    site = visits(home.scene)
    visitor, broken, asked = site.of(role), [], 0
    token = visitor.form_token()
    fields = {"csrf_token": token, "key": "x" * 20}

    for rule in rules(site, "POST"):
        if rule.endpoint in ENDS_THE_SESSION:
            continue
        path = address(rule, home.ids)
        for values in hostile((*PARAMETERS, *FIELDS)):
            answer = visitor.client.post(path, data={**values, **fields})
            asked += 1
            if answer.status_code >= 500 or b"<script>alert(1)" in answer.data:
                broken.append((path, values["until"][:40], answer.status_code))

    assert asked > 200
    assert broken == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", [Role.REGIONAL_COORDINATOR, Role.REGIONAL_ADMIN, Role.AUDITOR])
def test_what_another_region_has_answers_as_what_nobody_has(bench, home, role, method):
    away = land(bench, "primorye")
    site = visits(home.scene)
    visitor, told, asked = site.of(role), [], 0

    for rule in rules(site, method):
        if not rule.arguments & away.ids.keys() or rule.endpoint in OPEN_TO_ALL:
            continue
        absent = {name: uuid4() for name in away.ids}
        answers = []
        for ids in (away.ids, absent):
            path = address(rule, ids)
            # A session's own token; nothing else is sent, so nothing can be done by accident.
            answer = visitor.post(path, {}) if method == "POST" else visitor.get(path)
            body = answer.data.decode(errors="replace")
            for one in ids.values():
                body = body.replace(str(one), "*").replace(one.hex, "*")
            answers.append((answer.status_code, (answer.location or "").count("/"), len(body)))
            asked += 1
        if answers[0] != answers[1]:
            told.append((rule.rule, answers))

    assert asked > 10
    assert told == []


def test_every_page_answers_where_there_is_nothing_yet(bench):
    amur = make_country(bench).amur
    assert amur.region_id
    assert amur.municipality_id
    path = load_shipped()["base"].definition
    scene = Scene(bench, "nowhere", amur.region_id, amur.municipality_id, path)
    keeper = add_person(scene, Role.SYSTEM_ADMIN, Place(), "system.admin")
    auditor = add_person(scene, Role.AUDITOR, Place(amur.region_id), "auditor.amur")
    site = visits(scene)

    for actor in (keeper, auditor):
        visitor = enter(site.app, bench, actor)
        for rule in rules(site, "GET"):
            if rule.arguments or rule.rule in ("/signin", "/styleguide"):
                continue
            answer = visitor.get(rule.rule)
            assert answer.status_code in (200, 303, 403), rule.rule
            if answer.status_code == 200 and answer.mimetype == "text/html":
                assert list(faults_of(answer.text)) == [], rule.rule
