"""The overview page: pictures with their tables, numbers that lead to lists, files to keep."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest

from engine.domain.roles import Role
from engine.queries.overview import Overview
from engine.queries.overview_stays import StageStays
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits
from web.overview.tables import TABLES, stay_title

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


@pytest.fixture
def busy(scene):
    """Cases at several points of the path, two of them late."""
    for school, stage in enumerate(("candidate", "mentoring", "exited")):
        scene.case_at(stage, school)
    scene.bench.now.set(2027, 1, 20)
    return scene


def rows_of(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_page_tells_of_phases_delays_stays_years_exits_and_tutors(busy, site):
    page = site.of(Role.REGIONAL_COORDINATOR).page("/overview")

    for heading in (
        "Где школы сейчас",
        "Просроченные сроки",
        "Сколько длится каждый этап",
        "Путь по годам включения",
        "Выход из перечня и возвращения",
        "Нагрузка школ-тьюторов",
    ):
        assert heading in page.text
    assert list(faults_of(page.html)) == []


def test_every_picture_says_in_words_what_it_shows_and_has_its_table(busy, site):
    page = site.of(Role.REGIONAL_COORDINATOR).page("/overview")

    pictures = re.findall(r'<svg class="chart".*?</svg>', page.html, re.DOTALL)
    assert len(pictures) == page.html.count("<table") >= 6
    for picture in pictures:
        root = ET.fromstring(picture)
        title, told = root.find("title"), root.find("desc")
        assert title is not None
        assert told is not None
        assert title.text
        assert told.text
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {told.attrib['id']}"


def test_a_number_leads_to_as_many_cases_as_it_counts(busy, site):
    visitor = site.of(Role.REGIONAL_COORDINATOR)
    page = visitor.page("/overview")

    links = re.findall(r'href="(/worklist\?[^"]+)">(\d+)</a>', page.html)

    assert len(links) >= 5
    for address, number in links:
        listed = visitor.page(address.replace("&amp;", "&")).html
        assert listed.count('class="work-item') == int(number), address


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_kept_as_it_stands(busy, site, name):
    visitor = site.of(Role.AUDITOR)

    answer = visitor.get(f"/overview/{name}.csv")

    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert f"filename=overview-{name}.csv" in answer.headers["Content-Disposition"]
    heads, *rows = rows_of(answer)
    assert rows
    assert {len(row) for row in rows} == {len(heads)}


def test_a_kept_table_has_the_figures_of_the_page_and_of_its_filter(busy, site):
    visitor = site.of(Role.REGIONAL_COORDINATOR)

    all_of_it = rows_of(visitor.get("/overview/phases.csv"))
    nothing = rows_of(visitor.get(f"/overview/phases.csv?municipality={busy.region_id}"))

    assert all_of_it == [
        ["Фаза", "Дел", "Школ", "Срок прошёл"],
        ["Идентификация", "1", "1", "1"],
        ["Сопровождение", "1", "1", "1"],
    ]
    assert nothing == all_of_it[:1]


def test_coordinators_admins_and_auditors_read_the_overview_and_nobody_else(site):
    readers = {
        Role.AUDITOR,
        Role.MUNICIPAL_COORDINATOR,
        Role.REGIONAL_ADMIN,
        Role.REGIONAL_COORDINATOR,
    }

    for role in site.scene.people:
        expected = 200 if role in readers else 403
        assert site.of(role).get("/overview").status_code == expected, role
        assert site.of(role).get("/overview/stays.csv").status_code == expected, role


def test_without_cases_the_page_says_so(site):
    page = site.of(Role.MUNICIPAL_COORDINATOR).page("/overview")

    assert "Дел в вашем доступе пока нет." in page.text
    assert list(faults_of(page.html)) == []


@pytest.mark.parametrize("query", ["region=x", "municipality=%00", "path=" + "9" * 3000, "path="])
def test_a_filter_that_is_none_shows_everything(busy, site, query):
    page = site.of(Role.REGIONAL_COORDINATOR).page(f"/overview?{query}")

    assert "2 открытых дела" in page.text


def test_the_overview_of_another_region_is_empty(busy, site):
    away = make_scene(busy.bench, "primorye")

    page = site.of(Role.REGIONAL_COORDINATOR).page(f"/overview?region={away.region_id}")

    assert "По этому отбору дел нет." in page.text


def test_stages_of_one_title_say_whose_they_are():
    def stays(code, subject, path, title="Реализация проекта"):
        none = (None, None, None, None, None)
        return StageStays(code, title, subject, path, "mentoring", False, 0, *none, 1)

    by_subject = [stays("a", "school", "Школы"), stays("b", "municipality", "Округа")]
    by_path = [stays("a", "school", "Сочи"), stays("b", "school", "Приморье")]
    alone = [stays("a", "school", "Сочи"), stays("b", "school", "Сочи", "Кандидат")]

    def titles(stays):
        seen = Overview(0, 0, 0, (), (), (), tuple(stays), (), ())
        return [stay_title(one, seen) for one in stays]

    assert titles(by_subject) == [
        "Реализация проекта (школа)",
        "Реализация проекта (муниципалитет)",
    ]
    assert titles(by_path) == ["Реализация проекта (Сочи)", "Реализация проекта (Приморье)"]
    assert titles(alone) == ["Реализация проекта", "Кандидат"]
