"""Whom to attach: one table with a mark for each who can be chosen, and why not for the others."""

import re

import pytest

from engine.actions.mentoring import AttachRequest, attach
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from tests.factories import make_scene
from tests.web.visiting import Page, case_url, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def rows_of(page, form):
    part = page.html.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
    return [Page(one) for one in re.findall(r"<tr.*?</tr>", part, flags=re.DOTALL)[1:]]


def test_each_candidate_stands_with_the_load_and_one_mark(scene):
    case_id = scene.case_at("listed")
    page = visits(scene).of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    tutors, curators = rows_of(page, "attach-tutor_school"), rows_of(page, "attach-curator")

    assert [one.text for one in tutors] == [
        f"МБОУ СОШ № {number} Сковородинский округ 0 из 3" for number in (500, 501, 502)
    ]
    assert all(one.html.count('type="radio"') == 1 for one in (*tutors, *curators))
    assert [one.text.endswith(" 0 дел") for one in curators] == [True, True]
    assert list(faults_of(page.html)) == []


def test_who_cannot_be_chosen_has_a_reason_and_no_mark(scene):
    case_id = scene.open_case()
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    rows = rows_of(coordinator.page(case_url(case_id, "?tutor=СОШ")), "attach-tutor_school")

    fit = [one for one in rows if 'type="radio"' in one.html]
    assert [one.text[:14] for one in rows[: len(fit)]] == [one.text[:14] for one in fit]
    for unfit in rows[len(fit) :]:
        assert re.search(r"Школа (работает|не может|сама)", unfit.text), unfit.text


def test_the_one_that_was_marked_stays_marked_on_a_form_that_is_refused(scene):
    case_id, school = scene.open_case(), str(scene.tutor_schools[1])
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    hidden = coordinator.page(case_url(case_id)).hidden("attach-tutor_school")

    refused = coordinator.send(
        case_url(case_id, "/people/tutor_school"), {**hidden, "school_id": school}, status=422
    )

    marked = re.findall(r'value="([^"]+)" required checked', refused.html)
    assert marked == [school]


def test_nobody_marked_is_told_beside_the_table(scene):
    case_id = scene.open_case()
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    hidden = coordinator.page(case_url(case_id)).hidden("attach-curator")

    refused = coordinator.send(case_url(case_id, "/people/curator"), hidden, status=422)

    assert 'id="attach-curator-account_id-fault">Заполните это поле.' in refused.html
    assert list(faults_of(refused.html)) == []


def test_the_areas_of_work_stand_beside_whoever_is_attached_for_them(scene):
    case_id, curator = scene.case_at("candidate"), scene.actor(Role.CURATOR)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    areas = ("staff_shortage", "low_equipment")
    asked = AttachRequest(case_id, AttachmentKind.CURATOR, curator.account_id, directions=areas)
    attach(scene.bench, asked, actor=coordinator)

    page = visits(scene).of(Role.CURATOR).page(case_url(case_id))

    told = "Направления: низкий уровень оснащения школы; дефицит педагогических кадров"
    assert told in page.text
