"""The bell and the page of notices: sentences about one's own schools, read one by one or all."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.filing import (
    DocumentRequest,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.people import EndRoleRequest, end_role
from engine.actions.service_accounts import command_actor
from engine.domain.definition import Definition
from engine.domain.notices import TUTOR_LISTED
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, DocumentStatus
from engine.queries.inbox import MOST_COUNTED, PAGE, NoticeLine
from engine.queries.people import list_grants
from engine.storage.types import new_id
from tests.factories import make_scene
from tests.storage.test_notices import Told, add_notice
from tests.web.test_wording import ROOT
from tests.web.visiting import faults_of, visits
from web.wording.notices import SENTENCES, notice_sentence, unread_text
from workflows.loader import load_shipped

BASE: Definition = load_shipped()["base"].definition
FIELDS: dict[str, dict[str, Any]] = {
    "case:moved": {"move": "suspend", "to": "suspended"},
    "case:forced": {"from": "listed", "to": "mentoring"},
    "curator:attached": {"starts_on": "2023-04-03", "ends_on": "2023-12-31"},
    "curator:ended": {"last_day": "2023-05-31"},
    "document:returned": {"returned": [{"kind": "midterm_programme", "topic": None, "version": 2}]},
    "tutor_school:attached": {"starts_on": "2023-04-03"},
    "objection:filed": {"ground": "ege_low", "status": "filed"},
    "finding:issued": {"finding": "1", "status": "issued", "due_on": "2023-05-15"},
    "finding:answered": {"finding": "1", "status": "executed", "due_on": "2023-05-15"},
    "finding:judged": {"finding": "1", "status": "not_executed", "due_on": "2023-05-15"},
    "finding:reminded": {"finding": "1", "due_on": "2023-05-15", "late": True},
    "objection:decided": {"ground": "ege_low", "status": "upheld"},
    "term:reminded": {"term": "diagnosis", "due_on": "2023-04-13"},
    "term:escalated": {"term": "diagnosis", "due_on": "2023-04-13"},
}


@pytest.fixture
def scene(bench):
    return make_scene(bench, tutor_schools=0)


@pytest.fixture
def site(scene):
    return visits(scene)


@pytest.fixture
def case(scene):
    return Told(scene, scene.open_case())


def bell_of(html: str) -> str:
    """What the bell shows beside its word."""
    found = re.search(r'class="bell-count"[^>]*>([^<]*)<', html)
    return found[1] if found else ""


def line_with(kind: str, fields: dict, at) -> NoticeLine:
    school = ("МБОУ СОШ № 1", "Округ", "", "listed", "Asia/Yakutsk")
    return NoticeLine(new_id(), new_id(), kind, at, fields, False, *school, BASE)


def test_a_move_is_told_in_a_sentence_with_its_day_and_a_way_to_the_case(scene, site, case):
    case.move()
    deliver_due(scene.bench, node="node-a")

    page = site.of(Role.SCHOOL_DIRECTOR).page("/notices")

    assert "3 апреля 2023 г. МБОУ СОШ № 1 новое Новый этап — «" in page.text
    assert "Сковородинский округ · municipal_coordinator municipal_coordinator.0.amur" in page.text
    assert f"/cases/{case.case_id}" in page.html
    assert "1 непрочитанное уведомление" in page.text
    assert list(faults_of(page.html)) == []


def test_the_bell_of_every_page_counts_what_is_unread_and_the_author_has_nothing(scene, site, case):
    for move in ("suspend", "resume"):
        case.move(move)
    deliver_due(scene.bench, node="node-a")

    assert bell_of(site.of(Role.SCHOOL_DIRECTOR).page("/worklist").html) == "2"
    assert bell_of(site.of(Role.SCHOOL_DIRECTOR).page("/account").html) == "2"
    assert bell_of(site.of(Role.MUNICIPAL_COORDINATOR).page("/worklist").html) == ""


def test_one_notice_is_marked_as_read_and_the_others_stay(scene, site, case):
    for move in ("suspend", "resume"):
        case.move(move)
    deliver_due(scene.bench, node="node-a")
    director = site.of(Role.SCHOOL_DIRECTOR)
    first = re.search(r'action="(/notices/[^"]+/seen)"', director.page("/notices").html)
    assert first is not None

    page = director.send(first[1], {"next": "/notices?unread=1"})

    assert bell_of(page.html) == "1"
    assert page.html.count('class="notice ') == 1


def test_reading_all_leaves_what_came_after_the_page(scene, site, case, clock):
    case.move("suspend")
    deliver_due(scene.bench, node="node-a")
    director = site.of(Role.SCHOOL_DIRECTOR)
    until = re.search(r'name="until" value="([^"]+)"', director.page("/notices").html)
    assert until is not None
    clock.advance(minutes=1)
    case.move("resume")
    deliver_due(scene.bench, node="node-a")

    page = director.send("/notices/seen", {"until": until[1]})

    assert "Все уведомления отмечены прочитанными." in page.text
    assert bell_of(page.html) == "1"


def test_nobody_marks_anothers_notice_or_an_instant_that_is_none(scene, site, case):
    case.move()
    deliver_due(scene.bench, node="node-a")
    director, deputy = site.of(Role.SCHOOL_DIRECTOR), site.of(Role.SCHOOL_DEPUTY)
    first = re.search(r'action="(/notices/[^"]+/seen)"', director.page("/notices").html)
    assert first is not None

    deputy.send(first[1], {})

    assert bell_of(director.page("/notices").html) == "1"
    assert director.post("/notices/seen", {"until": "вчера"}).status_code == 422
    assert director.get("/notices?after=вчера_7").status_code == 200


def test_a_case_out_of_sight_is_told_of_no_more(scene, site, case, clock):
    case.move()
    deliver_due(scene.bench, node="node-a")
    admin, director = command_actor(scene.bench), scene.actor(Role.SCHOOL_DIRECTOR)
    grant = list_grants(scene.bench, director.account_id, actor=admin)[0].id
    end_role(scene.bench, EndRoleRequest(grant), actor=admin)

    page = site.of(Role.SCHOOL_DIRECTOR).page("/notices")

    assert bell_of(page.html) == ""
    assert "МБОУ СОШ № 1" not in page.text
    assert "Уведомлений пока нет." in page.text


def test_the_list_goes_on_page_by_page_without_gap_or_repetition(scene, site, case, clock):
    for number in range(PAGE * 2 + 5):
        # Several at the same instant: the place of a page is more than a time.
        at = clock.instant + timedelta(minutes=number // 7)
        add_notice(
            case, "school_director", at=at, fields={"term": f"t{number}", "due_on": "2023-04-13"}
        )
    deliver_due(scene.bench, node="node-a", limit=1000)
    director, url, seen = site.of(Role.SCHOOL_DIRECTOR), "/notices", []
    for _ in range(3):
        html = director.page(url).html
        seen += re.findall(r"«(t\d+)»", html)
        onward = re.search(r'href="(/notices\?after=[^"]+)"', html)
        url = onward[1] if onward else ""

    assert url == ""
    assert sorted(seen) == sorted(f"t{number}" for number in range(PAGE * 2 + 5))


def test_beyond_a_hundred_the_bell_counts_no_further(scene, site, case, clock):
    at = clock()
    for number in range(MOST_COUNTED + 3):
        add_notice(case, "school_director", at=at, fields={"term": f"t{number}"})
    deliver_due(scene.bench, node="node-a", limit=1000)

    assert bell_of(site.of(Role.SCHOOL_DIRECTOR).page("/notices").html) == "99+"


def test_every_kind_of_notice_a_deed_writes_has_a_sentence(clock):
    text = "".join(path.read_text() for path in (ROOT / "engine/actions").rglob("*.py"))
    kinds = set(re.findall(r'notice\(work, "([a-z:_]+)"', text)) | {
        "case:moved",
        "document:returned",
        "evidence:returned",
        "finding:answered",
        "finding:issued",
        "finding:judged",
        "finding:reminded",
        "objection:decided",
        "objection:filed",
        "term:recounted",
        "term:reminded",
        "term:escalated",
        TUTOR_LISTED,
        *(f"{kind.value}:{deed}" for kind in AttachmentKind for deed in ("attached", "ended")),
    }

    assert kinds == set(SENTENCES)
    for kind, fields in FIELDS.items():
        said = notice_sentence(line_with(kind, fields, clock()))
        assert said.endswith(".")
        assert "None" not in said


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_a_notice_without_its_fields_is_still_a_sentence(kind, clock):
    assert notice_sentence(line_with(kind, {}, clock()))


def test_a_refused_timed_move_tells_every_reason(clock):
    fields = {
        "move": "start_mentoring",
        "due_on": "2023-04-13",
        "unmet": [{"code": "curator_assigned", "fields": {}}],
    }

    said = notice_sentence(line_with("term:escalated", fields, clock()))

    assert said.startswith("Переход «")
    assert "в срок 13.04.2023 не сделан. Не " in said


def test_numbers_take_the_form_that_russian_asks_for():
    assert unread_text(1, 100) == "1 непрочитанное уведомление"
    assert unread_text(22, 100) == "22 непрочитанных уведомления"
    assert unread_text(11, 100) == "11 непрочитанных уведомлений"


def test_a_returned_paper_names_itself_and_leads_to_its_part_of_the_card(scene, site, case):
    bench = scene.bench
    filed = register_document(
        bench,
        DocumentRequest(case.case_id, "self_diagnosis"),
        actor=scene.actor(Role.SCHOOL_DEPUTY),
    )
    assert filed.created_id is not None
    returned = DocumentStatus.RETURNED
    review_document(
        bench,
        ReviewRequest(case.case_id, filed.created_id, returned, "Раздел 3: укажите сроки"),
        actor=scene.actor(Role.MUNICIPAL_COORDINATOR),
    )
    deliver_due(bench, node="node-a")

    page = site.of(Role.SCHOOL_DIRECTOR).page("/notices")

    title = BASE.word("document", "self_diagnosis")
    assert (
        f"Возвращён на доработку документ «{title}», версия 1. Замечания — в карточке, рядом с ним."
    ) in page.text
    assert "укажите сроки" not in page.text
    assert f'href="/cases/{case.case_id}#documents"' in page.html
    assert 'id="documents"' in site.of(Role.SCHOOL_DIRECTOR).page(f"/cases/{case.case_id}").html


def test_who_is_attached_is_spoken_to_and_the_others_read_a_name(scene, site, case):
    curator = scene.actor(Role.CURATOR)
    request = AttachRequest(
        case.case_id,
        AttachmentKind.CURATOR,
        account_id=curator.account_id,
        starts_on=date(2023, 4, 3),
        ends_on=date(2023, 12, 31),
    )
    attach(scene.bench, request, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    deliver_due(scene.bench, node="node-a")

    mine = site.of(Role.CURATOR).page("/notices")
    others = site.of(Role.MUNICIPAL_COORDINATOR).page("/notices")

    assert "Вы назначены куратором, с 03.04.2023 по 31.12.2023." in mine.text
    assert ("Назначен куратор: curator curator.0.amur, с 03.04.2023 по 31.12.2023.") in others.text
    assert f'href="/cases/{case.case_id}#people"' in mine.html
    assert 'id="people"' in site.of(Role.CURATOR).page(f"/cases/{case.case_id}").html


def test_reminders_that_did_not_go_out_in_time_are_named_by_their_days(clock):
    fields = {"term": "diagnosis", "due_on": "2023-04-13"}

    one = notice_sentence(line_with("term:reminded", {**fields, "missed": ["2023-04-02"]}, clock()))
    two = notice_sentence(
        line_with("term:reminded", {**fields, "missed": ["2023-03-30", "2023-04-02"]}, clock())
    )

    soon = "Скоро: «diagnosis» — до 13.04.2023."
    assert one == f"{soon} Напоминание от 02.04.2023 вовремя не ушло."
    assert two == f"{soon} Напоминания от 30.03.2023 и 02.04.2023 вовремя не ушли."
