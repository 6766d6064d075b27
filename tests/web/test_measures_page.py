"""The pages of a living roadmap: sheet, report, review list, board, days, feed."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest

from engine.domain.roles import Role
from tests.factories import make_scene
from tests.storage.roadmap_scene import (
    ANALYSIS,
    ORDER,
    PASSPORT,
    PROFILE,
    make_regional,
    make_roadmap,
    settle,
    tie,
)
from tests.web.visiting import faults_of, visits
from workflows.roadmaps.terms import Period

COORDINATOR = Role.MUNICIPAL_COORDINATOR
DIRECTOR = Role.SCHOOL_DIRECTOR
REVIEW = "/measures/review"


@pytest.fixture
def living(bench):
    """An approved roadmap of four schools, looked at on 3 April 2023."""
    roadmap = make_roadmap(make_scene(bench))
    roadmap.approve()
    return roadmap


@pytest.fixture
def people(living):
    return visits(living.scene)


def counter(living, school: int = 0):
    found = living.occurrences(PROFILE, living.scene.schools[school])
    return next(one for one in found if one.slot == "0:2022/4")


def hand_in(living, visitor, occurrence, status=303, **given):
    form = {"title": "Рисковый профиль", "key": "0123456789abcdef", **given}
    return visitor.send(f"/measures/report/{occurrence.id}", form, status)


def addresses(living):
    roadmap, school = living.id, living.scene.schools[0]
    return [
        "/measures",
        f"/measures/schools/{school}",
        f"/measures/report/{counter(living).id}",
        "/measures/review",
        f"/measures/roadmaps/{roadmap}",
        f"/measures/roadmaps/{roadmap}/own",
        f"/measures/roadmaps/{roadmap}/board",
        f"/measures/roadmaps/{roadmap}/schedule",
    ]


def test_every_page_can_be_read_by_everybody_who_may_open_it(living, people):
    hand_in(living, people.of(DIRECTOR), counter(living))
    visitor = people.of(COORDINATOR)

    for address in addresses(living):
        assert list(faults_of(visitor.page(address).html)) == [], address


def test_no_link_carries_an_empty_part_of_an_address(living, people):
    pages = [people.of(COORDINATOR).page(one).html for one in addresses(living)]

    assert [re.findall(r'href="[^"]*[?&;]\w+=(?:"|&amp;|#)', one) for one in pages] == [[]] * len(
        pages
    )


def test_a_director_begins_at_the_sheet_of_his_school(living, people):
    answer = people.of(DIRECTOR).get("/measures")

    assert answer.location == f"/measures/schools/{living.scene.schools[0]}"


def test_a_sheet_says_what_is_owed_and_how_the_rest_stands(living, people):
    text = people.of(DIRECTOR).page(f"/measures/schools/{living.scene.schools[0]}").text

    assert PROFILE in text
    assert "01.04–31.05.2023: принято 0 из 1" in text
    assert "Срок истёк до утверждения" in text
    assert PASSPORT in text
    assert "день ещё не назначен" in text
    assert ANALYSIS in text


def test_a_report_with_a_file_is_accepted_and_the_board_counts_it(living, people):
    director, coordinator = people.of(DIRECTOR), people.of(COORDINATOR)
    board = f"/measures/roadmaps/{living.id}/board"
    assert "Не сделано: 4 из 4" in coordinator.page(board).text

    file = (BytesIO(b"%PDF-1.4 profile"), "профиль.pdf")
    sheet = hand_in(living, director, counter(living), file=file)
    assert "Отчёт о мероприятии" in sheet.text
    assert "профиль.pdf" in sheet.text

    page = coordinator.page("/measures/review")
    assert "профиль.pdf" in page.text
    address = page.html.split('action="')[1:]
    accept = next(one.split('"')[0] for one in address if one.split('"')[0].endswith("/accept"))
    done = coordinator.send(accept, {"key": "fedcba9876543210"})

    assert "Принят отчёт" in done.text
    assert "Отчётов, которые ждут проверки, нет." in done.text
    assert "Не сделано: 3 из 4" in coordinator.page(board).text


def test_reports_are_accepted_together_and_what_was_judged_meanwhile_is_told(living, people):
    coordinator = people.of(COORDINATOR)
    for place in range(3):
        director = people.of(DIRECTOR, place)
        hand_in(living, director, counter(living, place), key=f"{place}" * 16)
    page = coordinator.page(REVIEW)
    marks = re.findall(r'name="report" value="([^"]+)" form="marked"', page.html)
    first = next(one for one in page.html.split('"') if one.endswith(f"{marks[0]}/accept"))
    people.of(COORDINATOR, 1).send(first, {"key": "fedcba9876543210"})

    told = coordinator.send(f"{REVIEW}/accept", {"report": marks[:2]})

    assert len(marks) == 3
    assert list(faults_of(page.html)) == []
    assert "Принято: 1 отчёт." in told.text
    assert "Больше не ждут проверки: 1 отчёт." in told.text
    assert "Отчёты на проверку 1" in told.text
    # One alone needs no ticks.
    assert 'name="report"' not in told.html
    nothing = coordinator.send(f"{REVIEW}/accept", {})
    assert "Отметьте отчёты, которые принимаете." in nothing.text


def test_ticks_sent_again_or_from_another_region_accept_nothing(bench, living, people):
    hand_in(living, people.of(DIRECTOR), counter(living))
    hand_in(living, people.of(DIRECTOR, 1), counter(living, 1), key="fedcba9876543210")
    coordinator = people.of(COORDINATOR)
    marks = re.findall(r'name="report" value="([^"]+)"', coordinator.page(REVIEW).html)
    away = visits(make_scene(bench, "primorye")).of(COORDINATOR)

    foreign = away.send(f"{REVIEW}/accept", {"report": marks})
    waiting = coordinator.page(REVIEW)
    once, again = (coordinator.send(f"{REVIEW}/accept", {"report": marks}) for _ in range(2))

    assert "Больше не ждут проверки: 2 отчёта." in foreign.text
    assert "Отчёты на проверку 2" in waiting.text
    assert "Принято: 2 отчёта." in once.text
    assert "Больше не ждут проверки: 2 отчёта." in again.text
    assert "Принято" not in again.text


def test_who_may_not_review_accepts_nothing_together(living, people):
    hand_in(living, people.of(DIRECTOR), counter(living))

    people.of(DIRECTOR, 1).send(f"{REVIEW}/accept", {"report": ["1"]}, 403)

    assert "Отчёты на проверку 1" in people.of(COORDINATOR).page(REVIEW).text


def test_a_file_is_handed_out_to_who_sees_the_school_alone(living, people):
    file = (BytesIO(b"%PDF-1.4 profile"), "профиль.pdf")
    sheet = hand_in(living, people.of(DIRECTOR), counter(living), file=file)
    address = sheet.html.split('href="/measures/evidence/')[1].split('"')[0]

    assert people.of(COORDINATOR).get(f"/measures/evidence/{address}").data == b"%PDF-1.4 profile"
    assert people.of(DIRECTOR, 1).get(f"/measures/evidence/{address}").status_code == 404


def test_returning_without_remarks_shows_the_form_again_with_the_reason(living, people):
    hand_in(living, people.of(DIRECTOR), counter(living))
    coordinator = people.of(COORDINATOR)
    page = coordinator.page("/measures/review")
    address = next(
        one.split('"')[0]
        for one in page.html.split('action="')[1:]
        if one.split('"')[0].endswith("/return")
    )

    refused = coordinator.send(address, {"remarks": "", "key": "fedcba9876543210"}, 422)
    assert "Слишком коротко: нужно не меньше 5 знаков." in refused.text

    coordinator.send(address, {"remarks": "Нет подписи директора", "key": "fedcba9876543211"})
    sheet = people.of(DIRECTOR).page(f"/measures/schools/{living.scene.schools[0]}")
    assert "Замечания: Нет подписи директора" in sheet.text
    assert "Исправить и отправить" in sheet.text


def test_a_report_for_another_quarter_is_refused_beside_the_day(living, people):
    form = {"title": "Профиль", "happened_on": "2023-03-01", "key": "0123456789abcdef"}

    page = people.of(DIRECTOR).send(f"/measures/report/{counter(living).id}", form, 422)

    assert "Этот день не входит в выбранный период" in page.text


def test_a_report_for_a_quarter_that_is_over_asks_for_its_day_and_for_the_file_again(
    living, people
):
    living.scene.bench.now.set(2023, 11, 15)
    form = {
        "title": "Профиль",
        "key": "0123456789abcdef",
        "file": (BytesIO(b"profile"), "профиль.txt"),
    }

    page = people.of(DIRECTOR).send(f"/measures/report/{counter(living).id}", form, 422)

    assert "Заполните это поле" in page.text
    assert "Этот день не входит" not in page.text
    assert "Выберите файл «профиль.txt» снова: страница его не хранит." in page.text
    assert list(faults_of(page.html)) == []


def test_a_draft_is_approved_from_its_page(bench):
    scene = make_scene(bench)
    draft = make_roadmap(scene)
    coordinator = visits(scene).of(COORDINATOR)
    address = f"/measures/roadmaps/{draft.id}"
    page = coordinator.page(address)

    form = {"in_force_on": "2023-03-31", **page.hidden("approve")}
    done = coordinator.send(f"{address}/approve", form)

    assert "Истекли до утверждения и не считаются просрочкой: 4." in done.text
    assert len(draft.occurrences(ORDER)) == 1


def test_an_event_is_counted_for_the_schools_that_are_ticked(living, people):
    scene, coordinator = living.scene, people.of(COORDINATOR)
    form = {
        "measure_id": living.measures[PROFILE],
        "title": "Мастер-класс",
        "schools": [str(one) for one in scene.schools[:3]],
        "key": "0123456789abcdef",
    }

    done = coordinator.send(f"/measures/roadmaps/{living.id}/events", form)

    assert "Засчитано: 3 школам." in done.text
    assert "Не сделано: 1 из 4" in coordinator.page(f"/measures/roadmaps/{living.id}/board").text


@pytest.mark.parametrize(
    ("name", "content"), [("отчёт.exe", b"anything"), ("отчёт.pdf", b"MZ\x90\x00\x03")]
)
def test_a_program_is_no_evidence_whatever_it_is_called(living, people, name, content):
    file = (BytesIO(content), name)

    page = hand_in(living, people.of(DIRECTOR), counter(living), 422, file=file)

    assert "Это программа, а не документ." in page.text
    assert "Отчётов, которые ждут проверки, нет." in people.of(COORDINATOR).page(REVIEW).text


def test_a_report_that_comes_again_stands_beside_the_remarks_on_the_former_one(living, people):
    director, coordinator = people.of(DIRECTOR), people.of(COORDINATOR)
    hand_in(living, director, counter(living))
    page = coordinator.page(REVIEW)
    address = next(one for one in page.html.split('"') if one.endswith("/return"))
    former = address.split("/")[-2]
    coordinator.send(address, {"remarks": "Нет подписи директора", "key": "fedcba9876543210"})

    hand_in(living, director, counter(living), replaces_id=former, key="0123456789abcdee")

    again = coordinator.page(REVIEW)
    assert "версия 2" in again.text
    assert "Прежний отчёт возвращён с замечаниями: Нет подписи директора" in again.text


def test_a_day_given_to_an_event_stands_among_the_terms_ahead(living, people):
    waiting = living.occurrences(ANALYSIS, living.scene.schools[0])[0]

    done = people.of(COORDINATOR).send(
        f"/measures/roadmaps/{living.id}/days/{waiting.id}",
        {"day": "2023-05-12", "key": "0123456789abcdef"},
    )

    assert "день ещё не назначен" not in done.text
    living.scene.bench.now.set(2023, 4, 20)
    page = people.of(COORDINATOR).page(f"/measures/roadmaps/{living.id}/schedule")
    assert "12.05.2023" in page.text.split("Ближайшие 30 дней")[1]


def test_the_board_of_a_past_quarter_says_who_missed_it(living, people):
    living.scene.bench.now.set(2023, 11, 15)

    page = people.of(COORDINATOR).page(f"/measures/roadmaps/{living.id}/board?on=2023-04-10")

    assert page.text.count("0 из 1 — не сделано") == 4


def test_who_reads_nothing_of_a_region_finds_no_roadmap_there(living, people, bench):
    away = make_scene(bench, "primorye")
    stranger = visits(away).of(COORDINATOR)

    for address in (
        f"/measures/roadmaps/{living.id}",
        f"/measures/roadmaps/{living.id}/board",
        f"/measures/schools/{living.scene.schools[0]}",
        f"/measures/report/{counter(living).id}",
    ):
        assert stranger.get(address).status_code == 404, address


def test_a_region_goes_from_what_is_late_to_the_schools_of_one_municipality(bench):
    scene = make_scene(bench, schools=1)
    (place,) = settle(scene, 1, 2)
    roadmap = make_regional(scene)
    bench.now.set(2023, 9, 4)
    coordinator = visits(scene).of(Role.REGIONAL_COORDINATOR)
    narrowed = f"/measures/roadmaps/{roadmap.id}?municipality={place}"

    whole = coordinator.page(f"/measures/roadmaps/{roadmap.id}")
    one = coordinator.page(narrowed)

    assert f'href="{narrowed}"' in whole.html
    assert "По муниципалитетам" in whole.text
    assert "По школам" not in whole.text
    assert "По муниципалитетам" not in one.text
    assert "МБОУ СОШ № 101" in one.text
    assert "МБОУ СОШ № 102" in one.text
    assert "МБОУ СОШ № 1 " not in one.text


@pytest.mark.parametrize("page", ["schedule", "board"])
def test_schools_of_a_region_are_shown_once_a_municipality_is_chosen(bench, page):
    scene = make_scene(bench, schools=1)
    (place,) = settle(scene, 1)
    roadmap = make_regional(scene)
    bench.now.set(2023, 8, 30)
    coordinator = visits(scene).of(Role.REGIONAL_COORDINATOR)
    address = f"/measures/roadmaps/{roadmap.id}/{page}"

    assert "Выберите муниципалитет" in coordinator.page(address).text
    narrowed = coordinator.page(f"{address}?municipality={place}")
    assert "МБОУ СОШ № 101" in narrowed.text
    assert "МБОУ СОШ № 1 " not in narrowed.text
    assert coordinator.get(f"{address}?municipality={scene.region_id}").status_code == 404


def test_a_tutor_school_tells_what_it_held_and_the_coordinator_finds_it_to_review(bench):
    scene = make_scene(bench, schools=1)
    roadmap = make_roadmap(scene)
    roadmap.approve()
    tie(scene)
    tutor, coordinator = (visits(scene).of(role) for role in (Role.TUTOR_SCHOOL_REP, COORDINATOR))
    page = tutor.page("/measures/tutoring")
    assert PROFILE in page.text
    assert list(faults_of(page.html)) == []
    measure, school = roadmap.measures[PROFILE], scene.schools[0]
    form = {
        "title": "Консультация учителей математики",
        "happened_on": "2023-04-03",
        "file": (BytesIO(b"%PDF-1.4 minutes"), "протокол.pdf"),
        "key": "0123456789abcdef",
    }

    done = tutor.send(f"/measures/roadmaps/{roadmap.id}/tutoring/{school}/{measure}", form)

    assert "протокол.pdf" in done.text
    assert "Консультация учителей математики" in coordinator.page("/measures/review").text
    begins = tutor.get("/measures")
    assert begins.location == "/measures/tutoring"


def test_what_is_worked_on_stands_before_what_is_only_planned(bench):
    scene = make_scene(bench)
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    draft, living = make_roadmap(scene, period=year), make_roadmap(scene)
    living.approve()

    page = visits(scene).of(COORDINATOR).page("/measures")

    assert page.html.index(f"/measures/roadmaps/{living.id}") < page.html.index(
        f"/measures/roadmaps/{draft.id}"
    )
