"""My schools, the board, schools and openings: what is due, what is late, where to begin."""

import re
from dataclasses import replace

import pytest

from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.opening import OpenRequest, open_case
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.school_titles import search_words
from engine.domain.situation import Category, SchoolMode, SubjectKind
from engine.queries.board import board_paths, read_board
from engine.queries.late import DueWindow
from engine.queries.worklist import PAGE, WorkFilter, attached_count, read_worklist
from tests.factories import make_scene, publish
from tests.web.visiting import case_url, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def coordinator_of(scene):
    return scene.actor(Role.MUNICIPAL_COORDINATOR)


def listed_school(scene, title, number):
    school = register_school(
        scene.bench,
        SchoolRequest(scene.region_id, scene.municipality_id, title, SchoolMode.AT_RISK),
        actor=command_actor(scene.bench),
    ).created_id
    assert school is not None
    entry = EntryRequest(school, (Category.SHNSU,), ("context",), "")
    register_listing(
        scene.bench,
        ListingRequest(
            scene.region_id,
            2022,
            f"Дополнение {number}",
            str(number),
            scene.bench.now().date(),
            "УО",
            (entry,),
        ),
        actor=scene.actor(Role.REGIONAL_COORDINATOR),
    )
    return school


def test_the_list_says_what_is_due_and_what_stands_in_the_way(scene, site):
    scene.case_at("programme_review")

    page = site.of(Role.MUNICIPAL_COORDINATOR).page("/worklist")

    assert "МБОУ СОШ № 1 Сковородинский округ ШНОР Экспертиза программ" in page.text
    assert "Срок экспертизы программ: 24.04.2023 остал" in page.text
    assert "Утвердить программы мешает: 2" in page.text
    assert "Не закреплена школа-тьютор. Школу-тьютора закрепляет приказом" in page.text
    assert list(faults_of(page.html)) == []


def test_a_step_that_is_ready_leads_to_its_form(scene, site):
    case_id = scene.case_at("listed")

    page = site.of(Role.CURATOR).page("/worklist?whose=all")

    assert "Начать самодиагностику" in page.text
    assert f'href="{case_url(case_id)}' in page.html


def test_the_reason_another_person_will_write_stands_in_nobodys_way(scene, site):
    scene.case_at("mentoring")

    page = site.of(Role.SCHOOL_DIRECTOR).page("/worklist")

    assert (
        "Направить программы на корректировку всё готово; этот переход делает куратор или "
        "муниципальный координатор." in page.text
    )
    assert "Не указана причина" not in page.text


def test_what_is_late_comes_first_by_the_day_of_the_region(scene, clock):
    early, late = scene.case_at("programme_review", 0), scene.case_at("risk_profiling", 1)
    clock.set(2023, 4, 24, 14)

    on_the_day = read_worklist(
        scene.bench, WorkFilter(due=DueWindow.LATE), actor=coordinator_of(scene)
    )
    clock.set(2023, 4, 24, 15)
    next_day = read_worklist(
        scene.bench, WorkFilter(due=DueWindow.LATE), actor=coordinator_of(scene)
    )

    assert {line.line.id for line in on_the_day.lines} == set()
    assert {line.line.id for line in next_day.lines} == {early, late}
    assert next_day.overdue == next_day.total == 2


def test_a_suspended_case_is_never_late(scene, site, clock):
    case_id = scene.case_at("programme_review")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    coordinator.send(
        case_url(case_id, "/moves/suspend"),
        {**page.hidden("move-suspend"), "reason": "Школа закрыта на ремонт"},
    )
    clock.set(2024, 1, 9)

    found = read_worklist(scene.bench, WorkFilter(), actor=coordinator_of(scene))

    assert found.overdue == 0
    assert found.lines[0].terms[0].paused
    assert "срок остановлен" in site.of(Role.MUNICIPAL_COORDINATOR).page("/worklist").text


def test_a_curator_begins_with_the_schools_attached_to_them(scene, site):
    scene.case_at("self_diagnosis", 0)
    scene.open_case(1)
    curator = site.of(Role.CURATOR)

    mine = curator.page("/worklist")
    everybody = curator.page("/worklist?whose=all")

    assert attached_count(scene.bench, actor=scene.actor(Role.CURATOR)) == 1
    assert ("МБОУ СОШ № 1" in mine.text, "МБОУ СОШ № 2" in mine.text) == (True, False)
    assert ("МБОУ СОШ № 1" in everybody.text, "МБОУ СОШ № 2" in everybody.text) == (True, True)


def test_a_director_sees_the_own_school_alone(scene, site):
    scene.open_case(0)
    scene.open_case(1)

    page = site.of(Role.SCHOOL_DIRECTOR, 1).page("/worklist")

    assert ("МБОУ СОШ № 1" in page.text, "МБОУ СОШ № 2" in page.text) == (False, True)


@pytest.mark.parametrize("sought", ["СОШ №2", "СОШ 2", "школа 2", "сош№ 2", "МБОУ СОШ № 2"])
def test_a_school_is_found_however_its_number_is_written(scene, site, sought):
    scene.open_case(0)
    scene.open_case(1)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    for address in ("/worklist", "/schools", "/openings"):
        answer = coordinator.get(address, query_string={"q": sought})
        assert answer.status_code == 200

    found = coordinator.get("/schools", query_string={"q": sought}).text
    assert re.findall(r">(МБОУ СОШ № \d+)<", found) == ["МБОУ СОШ № 2"]


def test_signs_that_mean_something_to_a_database_are_only_letters(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    for sought in ("%", "_", "'", "\\", "100%", "\x00", "a" * 5000):
        answer = coordinator.get("/schools", query_string={"q": sought})
        assert answer.status_code == 200
    assert search_words("Лицей им. А.С. Пушкина") == ("лицей", "а", "пушкина")


def test_a_long_list_goes_on_after_the_last_school_and_shows_each_once(scene):
    for number in range(PAGE + 3):
        school = listed_school(scene, f"МКОУ ООШ № {700 + number}", number)
        request = OpenRequest("base", subject_id=school)
        open_case(scene.bench, request, actor=coordinator_of(scene))

    first = read_worklist(scene.bench, WorkFilter(), actor=coordinator_of(scene))
    rest = read_worklist(scene.bench, WorkFilter(), actor=coordinator_of(scene), after=first.next)

    seen = [line.line.id for line in (*first.lines, *rest.lines)]
    assert (len(first.lines), len(rest.lines)) == (PAGE, 3)
    assert len(set(seen)) == first.total == PAGE + 3
    assert rest.next is None


def test_filters_that_are_nonsense_show_everything_or_nothing_and_never_fail(scene, site):
    scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    for query in (
        "municipality=x",
        "phase=x",
        "after=x",
        "after=2023-04-03_x",
        "stage=x",
        "whose=x",
    ):
        assert coordinator.get(f"/worklist?{query}").status_code == 200
    assert coordinator.get("/board?path=x").status_code == 200
    strange = "00000000-0000-7000-8000-000000000000"
    assert coordinator.get(f"/board?region={strange}&path={strange}").status_code == 404


def test_the_board_counts_the_schools_on_every_stage(scene, site, clock):
    scene.case_at("programme_review", 0)
    scene.case_at("exited", 1)
    scene.open_case(2)
    coordinator = coordinator_of(scene)

    path = board_paths(scene.bench, actor=coordinator)[0]
    board = read_board(scene.bench, path, actor=coordinator)
    page = site.of(Role.MUNICIPAL_COORDINATOR).page("/board")

    counts = {stage.code: stage.count for stage in board.stages if stage.count}
    assert counts == {"candidate": 1, "programme_review": 1, "exited": 1}
    assert (path.cases, path.closed) == (2, 1)
    assert [stage.code for stage in board.stages] == [one.code for one in scene.definition.stages]
    assert "2 открытых дела, завершено: 1" in page.text
    assert list(faults_of(page.html)) == []


def test_the_board_of_a_place_one_may_not_see_is_empty(scene, site):
    scene.open_case(0)

    page = site.of(Role.SCHOOL_DIRECTOR, 1).page("/board")

    assert "Открытых дел в вашем доступе пока нет." in page.text


def test_a_school_shows_its_cases_its_lists_and_whom_it_helps(scene, site):
    case_id = scene.case_at("mentoring")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    school = coordinator.page(f"/schools/{scene.schools[0]}")
    tutor = coordinator.page(f"/schools/{scene.tutor_schools[0]}")

    assert "Сопровождение" in school.text
    assert "Основания: низкие результаты ЕГЭ" in school.text
    assert "Помогает как школа-тьютор" in tutor.text
    assert f'href="{case_url(case_id)}"' in tutor.html
    assert list(faults_of(school.html)) + list(faults_of(tutor.html)) == []


def test_the_case_of_a_municipality_is_in_no_list(scene, site):
    publish(scene, replace(scene.definition, code="own", subject=SubjectKind.MUNICIPALITY))
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    form = coordinator.page(f"/openings/municipalities/{scene.municipality_id}")
    asked = OpenRequest("own", SubjectKind.MUNICIPALITY, subject_id=scene.municipality_id)
    made = open_case(scene.bench, asked, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    assert made.created_id is not None

    card = coordinator.page(case_url(made.created_id))

    assert "Год в перечне" not in form.html + card.html
    assert "ШНОР" not in card.html.split("<header", 2)[2].split("</header>")[0]
    assert "ШНОР" not in coordinator.page("/worklist").text


def test_a_search_that_finds_no_school_does_not_say_that_every_case_is_open(scene, site):
    page = site.of(Role.MUNICIPAL_COORDINATOR).page("/openings?q=гимназия+99")

    assert "По этому запросу школ без дела не найдено." in page.text
    assert "дела уже открыты" not in page.text


def test_a_case_is_opened_from_the_list_with_its_order(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    entry = scene.entries[scene.schools[2]]
    waiting = coordinator.page("/openings")
    page = coordinator.page(f"/openings/entries/{entry}")

    card = coordinator.send(
        f"/openings/entries/{entry}",
        {
            "key": page.field("opening", "key"),
            "definition_code": "base",
            "kind": "list_order",
            "number": "120",
            "signed_on": "31.03.2023",
            "body": "Управление образования",
            "years_in_status": "2",
        },
    )

    assert "МБОУ СОШ № 3" in waiting.text
    assert "Готово: дело открыто." in card.text
    assert "Приказ об утверждении перечня" in card.text
    assert "МБОУ СОШ № 3" not in coordinator.page("/openings").text
    assert list(faults_of(page.html)) == []


def test_half_an_order_opens_nothing_and_keeps_what_was_typed(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    entry = scene.entries[scene.schools[0]]

    page = coordinator.send(
        f"/openings/entries/{entry}",
        {
            "key": "0123456789abcdef",
            "definition_code": "base",
            "number": "120",
            "body": "УО",
            "kind": "",
            "signed_on": "",
            "years_in_status": "0",
        },
        status=422,
    )

    assert page.text.count("Заполните это поле.") == 2
    assert "Значение вне допустимых границ." in page.text
    assert page.field("opening", "number") == "120"


def test_opening_twice_by_one_form_opens_one_case(scene, site):
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    address = f"/openings/entries/{scene.entries[scene.schools[0]]}"
    form = {"key": "0123456789abcdef", "definition_code": "base"}

    first = coordinator.post(address, form)
    second = coordinator.post(address, form)
    third = coordinator.send(address, {**form, "key": "another-key-of-a-form"}, status=422)

    assert first.location == second.location
    assert "У школы уже есть открытое дело" in third.text


def test_only_who_opens_cases_is_shown_what_can_be_opened(scene, site):
    assert site.of(Role.CURATOR).get("/openings").status_code == 403
    entry = scene.entries[scene.schools[0]]
    assert site.of(Role.SCHOOL_DIRECTOR).get(f"/openings/entries/{entry}").status_code == 403


def test_the_list_is_narrowed_to_what_lacks_a_paper_this_quarter(scene, site):
    for school in range(3):
        scene.open_case(school)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    page = coordinator.page("/worklist?whose=all&lack=document.risk_profile&quarter=0").html

    assert "По четвертям" in page
    assert re.search(r"за эту четверть.*?0 из 3.*?>3</a>", page, re.DOTALL)
    assert 'value="document.risk_profile" selected' in page
    for strange in ("lack=x.y", "lack=document.", "lack=document.x&quarter=99", "quarter=2"):
        coordinator.page(f"/worklist?whose=all&{strange}")
    assert "По четвертям" not in coordinator.page("/worklist?whose=all&quarter=2").html
