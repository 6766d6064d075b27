"""Searching: every kind of thing by its own words, and nothing outside one's sight."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, register_document
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.registering import SchoolChange, SchoolRequest, change_school, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, SchoolMode
from engine.queries import search as searching
from engine.queries.search import SHOWN, search
from engine.storage.tables import MeasureRow
from tests.factories import make_scene
from tests.storage.roadmap_scene import make_roadmap
from tests.storage.words import decide, file

HOSTILE = (
    *("%", "_", "'", "\\", "100%", "\x00", "a" * 10_000, "🙂", "-- ", '"; DROP', "𝟓𝟑", "\ud800"),
    *("9" * 5_000, "31.02.2023", "0", "№", "120-" * 900, "\u0301", "ё" * 3_000, "1 " * 4_000),
)

BODY = "Управление образования"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def coordinator_of(scene):
    return scene.actor(Role.MUNICIPAL_COORDINATOR)


def titles(group, name="title"):
    return [getattr(row, name) for row in group.rows]


def order(scene, case_id, paper):
    asked = DecisionRequest(case_id, paper)
    return register_decision(scene.bench, asked, actor=coordinator_of(scene))


def new_school(scene, title, code=None):
    place = (scene.region_id, scene.municipality_id)
    asked = SchoolRequest(*place, title, SchoolMode.AT_RISK, code=code)
    return register_school(scene.bench, asked, actor=command_actor(scene.bench)).created_id


def test_a_school_and_its_cases_are_found_by_the_number(scene):
    scene.open_case(2)

    found = search(scene.bench, "школа №3", actor=coordinator_of(scene))

    assert titles(found.schools) == ["МБОУ СОШ № 3"]
    assert titles(found.cases, "subject") == ["МБОУ СОШ № 3"]
    assert not found.schools.more
    assert not found.partly


@pytest.mark.parametrize("query", ["", "   ", "«»", "%", "🙂"])
def test_nothing_asked_is_nothing_found(scene, query):
    assert search(scene.bench, query, actor=coordinator_of(scene)).nothing


def test_a_school_is_found_by_its_place_and_by_its_register_number(scene):
    new_school(scene, "МКОУ ООШ ж.д. ст. Мадалан", "1022800001234")

    def found(query):
        return titles(search(scene.bench, query, actor=coordinator_of(scene)).schools)

    assert found("сковородинский мадалан") == ["МКОУ ООШ ж.д. ст. Мадалан"]
    assert found("ООШ ж/д станции Мадалан") == ["МКОУ ООШ ж.д. ст. Мадалан"]
    assert found("1022800001234") == ["МКОУ ООШ ж.д. ст. Мадалан"]
    assert found("1 сковородинский") == ["МБОУ СОШ № 1"]


def test_a_renamed_school_is_found_under_its_new_name_only(scene):
    change = SchoolChange(scene.schools[0], 1, "Лицей № 77", SchoolMode.AT_RISK, reason="приказ")
    change_school(scene.bench, change, actor=scene.actor(Role.REGIONAL_ADMIN))

    found = search(scene.bench, "лицею 77", actor=coordinator_of(scene))

    assert titles(found.schools) == ["Лицей № 77"]
    assert search(scene.bench, "сош 1", actor=coordinator_of(scene)).schools.rows == ()


def test_documents_are_found_by_title_file_kind_and_school(scene):
    case_id = scene.open_case(0)
    file(scene, case_id, title="Программа развития до 2026 года", file_name="План_работы.docx")

    for query in (
        "развитие 2026",
        "план работы",
        "среднесрочная программа",
        "ПРОГРАММА РАЗВИТИЯ школы 1",
    ):
        found = search(scene.bench, query, actor=coordinator_of(scene))
        assert titles(found.documents) == ["Программа развития до 2026 года"], query
    assert search(scene.bench, "развитие 2027", actor=coordinator_of(scene)).nothing
    assert search(scene.bench, "школа 1", actor=coordinator_of(scene)).documents.rows == ()


def test_a_document_that_was_replaced_is_not_found_any_more(scene):
    case_id = scene.open_case(0)
    file(scene, case_id, title="Программа первая")
    file(scene, case_id, title="Программа вторая")

    found = search(scene.bench, "программа", actor=coordinator_of(scene))

    assert titles(found.documents) == ["Программа вторая"]


@pytest.mark.parametrize(
    "query",
    [
        "120",
        "№ 120",
        "приказ 120",
        "120-П",
        "120п",
        "120 от 31.03.2023",
        "31.03.2023",
        "120 – п от 31.03.2023",
        "решение об утверждении",
        "управление образования",
    ],
)
def test_an_order_is_found_by_number_day_kind_and_body(scene, query):
    case_id = scene.open_case(0)
    order(scene, case_id, OrderPaper("programme_approval", "120-П", date(2023, 3, 31), BODY))
    order(scene, case_id, OrderPaper("curator_order", "1205", date(2023, 3, 30), "Школа"))

    found = search(scene.bench, query, actor=coordinator_of(scene))

    assert titles(found.orders, "number") == ["120-П"]


def test_an_order_over_several_cases_is_found_once(scene):
    first = decide(scene, scene.open_case(0))
    for school in (1, 2):
        paper = OrderPaper("curator_order", "7", date(2023, 4, 3), BODY, order_id=first)
        order(scene, scene.open_case(school), paper)

    found = search(scene.bench, "приказ 7", actor=coordinator_of(scene))

    assert sorted((row.number, row.cases) for row in found.orders.rows) == [("7", 1), ("7", 2)]


def test_the_list_is_found_by_the_order_that_approved_it(scene):
    found = search(scene.bench, "120 от 31.03.2023", actor=coordinator_of(scene))

    assert [(row.title, row.schools) for row in found.editions.rows] == [("Перечень ШНОР", 4)]
    assert search(scene.bench, "121", actor=coordinator_of(scene)).editions.rows == ()


def test_people_are_found_by_who_manages_them_or_reads_a_case_that_names_them(scene):
    case_id = scene.open_case(0)
    curator = scene.actor(Role.CURATOR)
    before = search(scene.bench, "curator", actor=coordinator_of(scene))
    asked = AttachRequest(case_id, AttachmentKind.CURATOR, curator.account_id)
    attach(scene.bench, asked, actor=coordinator_of(scene))
    after = search(scene.bench, "curator 0", actor=coordinator_of(scene))
    managed = search(scene.bench, "curator", actor=scene.actor(Role.REGIONAL_ADMIN))

    assert before.people.rows == ()
    assert [(one.title, one.managed, one.cases) for one in after.people.rows] == [
        ("curator curator.0.amur", False, 1)
    ]
    assert [post.subject for post in after.people.rows[0].posts] == ["МБОУ СОШ № 1"]
    assert [one.title for one in managed.people.rows] == [
        "curator curator.0.amur",
        "curator curator.1.amur",
    ]
    assert all(one.managed and one.grants for one in managed.people.rows)


def test_another_regions_things_answer_like_none(scene):
    away = make_scene(scene.bench, "primorye", schools=1)
    new = SchoolRequest(away.region_id, away.municipality_id, "Гимназия № 900", SchoolMode.AT_RISK)
    register_school(scene.bench, new, actor=command_actor(scene.bench))
    case_id = away.open_case(0)
    file(away, case_id, title="Концепция чужая")
    decide(away, case_id, number="555")

    for query in ("гимназия 900", "концепция чужая", "555", "primorye"):
        for role in (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_ADMIN, Role.SCHOOL_DIRECTOR):
            assert search(scene.bench, query, actor=scene.actor(role)).nothing, (query, role)
    assert not search(scene.bench, "555", actor=coordinator_of(away)).nothing


def test_a_director_finds_the_own_school_only(scene):
    scene.open_case(0)
    scene.open_case(1)
    director = scene.actor(Role.SCHOOL_DIRECTOR)

    assert titles(search(scene.bench, "школа", actor=director).schools) == []
    assert titles(search(scene.bench, "сош 1", actor=director).schools) == ["МБОУ СОШ № 1"]
    assert search(scene.bench, "сош 2", actor=director).nothing


def test_a_tutor_school_finds_the_case_it_helps_and_who_leads_it_and_nothing_else(scene):
    for school in (0, 1):
        curator = scene.actor(Role.CURATOR, school).account_id
        asked = AttachRequest(scene.open_case(school), AttachmentKind.CURATOR, curator)
        attach(scene.bench, asked, actor=coordinator_of(scene))
        if school == 0:
            day = scene.bench.now().date()
            paper = order(scene, asked.case_id, OrderPaper("tutor_order", "121", day, BODY))
            helping = AttachRequest(
                asked.case_id,
                AttachmentKind.TUTOR_SCHOOL,
                school_id=scene.tutor_schools[0],
                decision_id=paper.created_id,
            )
            attach(scene.bench, helping, actor=coordinator_of(scene))
    tutor = scene.actor(Role.TUTOR_SCHOOL_REP)

    assert titles(search(scene.bench, "сош 1", actor=tutor).cases, "subject") == ["МБОУ СОШ № 1"]
    people = search(scene.bench, "curator", actor=tutor).people
    assert titles(people) == ["curator curator.0.amur"]
    assert search(scene.bench, "сош 2", actor=tutor).nothing


def test_a_group_shows_its_first_rows_and_says_that_there_are_more(scene):
    for number in range(SHOWN + 1):
        new_school(scene, f"Гимназия № {number + 1}")

    found = search(scene.bench, "гимназия", actor=coordinator_of(scene))

    assert len(found.schools.rows) == SHOWN
    assert found.schools.more


def test_words_are_sought_in_the_papers_of_the_newest_cases(scene, monkeypatch):
    file(scene, scene.open_case(0), title="Старая программа")
    asked = DocumentRequest(scene.open_case(1), "midterm_programme", "Новая программа")
    register_document(scene.bench, asked, actor=coordinator_of(scene))
    monkeypatch.setattr(searching, "LOOKED_AT", 1)

    found = search(scene.bench, "программа", actor=coordinator_of(scene))

    assert titles(found.documents) == ["Новая программа"]
    assert found.partly


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)))
def test_no_query_makes_the_search_fail(scene, query):
    search(scene.bench, query, actor=coordinator_of(scene))


def test_a_roadmap_is_found_by_its_title_and_by_the_number_of_its_order(scene):
    roadmap = make_roadmap(scene)

    for words in ("дорожная карта поддержки", "приказ 120 от 31.03.2023", "№ 120"):
        found = search(scene.bench, words, actor=coordinator_of(scene)).roadmaps
        assert titles(found, "id") == [roadmap.id], words
    assert titles(search(scene.bench, "приказ 121", actor=coordinator_of(scene)).roadmaps) == []


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("риск-профиль", ["2"]),
        ("Анализ результатов ВПР", ["4"]),
        ("мероприятие 3", ["3"]),
        ("3", ["3"]),
        ("дорожная карта приказ", ["1"]),
        ("дорожная карта", []),
    ],
)
def test_a_measure_is_found_by_its_title_and_its_number(scene, words, numbers):
    make_roadmap(scene)

    found = search(scene.bench, words, actor=coordinator_of(scene)).measures

    assert titles(found, "number") == numbers


def test_a_measure_that_a_correction_took_out_is_not_found(scene):
    roadmap = make_roadmap(scene)
    gone = sa.update(MeasureRow).where(MeasureRow.roadmap_id == roadmap.id)
    with scene.bench.database.source.begin() as connection:
        connection.execute(gone.values(status="withdrawn"))

    assert search(scene.bench, "риск-профиль", actor=coordinator_of(scene)).measures.rows == ()


def test_a_roadmap_and_its_measures_answer_like_none_to_another_region(scene, bench):
    make_roadmap(scene)
    stranger = coordinator_of(make_scene(bench, "primorye"))
    director = scene.actor(Role.SCHOOL_DIRECTOR)

    found = search(bench, "риск-профиль", actor=stranger)
    assert (found.roadmaps.rows, found.measures.rows) == ((), ())
    assert search(bench, "№ 120", actor=stranger).roadmaps.rows == ()
    assert titles(search(bench, "риск-профиль", actor=director).measures, "number") == ["2"]
