"""The pages of the past: a case and a school as of a day, told for what they are."""

import re
from datetime import date

import pytest

from engine.domain.audit_findings import FindingStatus
from engine.domain.roles import Role
from tests.factories import make_scene
from tests.storage.test_auditing import FOUND, answer, issue, judge
from tests.web.visiting import case_url, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def school_url(scene, part=""):
    return f"/schools/{scene.schools[0]}{part}"


def test_the_day_set_on_the_card_shows_the_case_as_it_was_and_the_way_back(scene, site, clock):
    case_id = scene.case_at("mentoring")
    clock.advance(days=20)
    auditor = site.of(Role.AUDITOR)

    card = auditor.page(case_url(case_id))
    page = auditor.page(case_url(case_id, "/then?day=2023-04-03"))

    assert f'action="{case_url(case_id)}/then"' in card.html
    assert "МБОУ СОШ № 1 на 3 апреля 2023" in page.text.replace("\u202f", " ")
    assert "Это прошлое: дело в конце этого дня по часам региона." in page.text
    assert f'href="{case_url(case_id)}">Вернуться к сегодняшнему делу' in page.html
    assert "Куратор curator curator.0.amur с 03.04.2023" in page.text
    assert list(faults_of(page.html)) == []


def test_each_entry_of_a_history_leads_to_the_case_at_its_moment(scene, site):
    case_id = scene.case_at("self_diagnosis")
    auditor = site.of(Role.AUDITOR)
    history = auditor.page(case_url(case_id, "/history"))

    entries = re.findall(rf'href="{case_url(case_id)}/then\?entry=(\d+)"', history.html)
    first = auditor.page(case_url(case_id, "/then?entry=1"))
    last = auditor.page(case_url(case_id, f"/then?entry={entries[-1]}"))

    assert entries == [str(seq) for seq in range(1, scene.revision(case_id) + 1)]
    assert "Этап Кандидат с 03.04.2023" in first.text
    assert "Это прошлое: дело сразу после записи журнала № 1." in first.text
    assert "На запись раньше" not in first.text
    assert "Этап Самодиагностика с" in last.text
    assert "На запись позже" not in last.text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2023-04-02", "В этот день дела ещё не было: его открыли 03.04.2023."),
        ("2023-05-01", "Этот день ещё не наступил."),
        ("вчера", "Напишите день так: 31.03.2023."),
    ],
)
def test_a_day_that_cannot_be_shown_says_why(scene, site, day, told):
    case_id = scene.open_case()
    auditor = site.of(Role.AUDITOR)

    case = auditor.page(case_url(case_id, f"/then?day={day}"))
    school = auditor.page(school_url(scene, f"/then?day={day}"))

    assert told in case.text
    assert "Где стояло дело" not in case.text
    before = "2023-04-02"
    assert ("В этот день дел у школы ещё не было." if day == before else told) in school.text
    assert list(faults_of(case.html)) == []
    assert list(faults_of(school.html)) == []


def test_a_school_shows_its_cases_as_of_a_day(scene, site, clock):
    case_id = scene.case_at("self_diagnosis")
    clock.advance(days=3)

    page = site.of(Role.AUDITOR).page(school_url(scene, "/then?day=03.04.2023"))

    assert "Это прошлое: дела школы в конце этого дня по часам региона." in page.text
    assert "Этап Самодиагностика с" in page.text
    day = date(2023, 4, 3).isoformat()
    assert f'href="{case_url(case_id)}/then?day={day}"' in page.html
    assert list(faults_of(page.html)) == []


def test_the_past_is_for_those_who_may_read_the_history(scene, site):
    case_id = scene.open_case()
    viewer, stranger = site.of(Role.VIEWER), site.of(Role.SCHOOL_DIRECTOR, 1)

    assert "Состояние на дату" not in viewer.page(case_url(case_id)).text
    assert "Состояние на дату" not in viewer.page(school_url(scene)).text
    assert viewer.get(case_url(case_id, "/then")).status_code == 403
    assert stranger.get(case_url(case_id, "/then")).status_code == 404
    assert stranger.get(school_url(scene, "/then")).status_code == 404
    assert site.of(Role.AUDITOR).get(case_url(case_id, "/then?entry=9")).status_code == 404


def test_a_day_of_the_past_shows_the_findings_that_were_open_then(scene, site, clock):
    clock.set(2023, 4, 3)
    case_id = scene.case_at("self_diagnosis")
    issue(scene, case_id, due_on=date(2023, 4, 17))
    clock.set(2023, 4, 20)
    answer(scene, case_id, FindingStatus.EXECUTED)
    judge(scene, case_id, FindingStatus.VERIFIED)
    clock.set(2023, 4, 25)
    auditor = site.of(Role.AUDITOR)

    def on(day: str) -> str:
        return auditor.page(case_url(case_id, f"/then?day={day}")).text

    fresh, late, settled = on("2023-04-05"), on("2023-04-19"), on("2023-04-21")
    assert "Открытые замечания аудитора Замечание № 1 — ждёт ответа" in fresh.replace("\xa0", " ")
    assert FOUND in fresh
    assert "Исполнить до 17.04.2023 срок прошёл" not in fresh
    assert "Исполнить до 17.04.2023 срок прошёл" in late
    assert "Открытые замечания аудитора" not in settled
