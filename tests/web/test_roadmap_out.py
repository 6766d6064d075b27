"""Out of a roadmap and over into the next: its months, its files, its end, what is repealed."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl.reader.excel import load_workbook

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.roles import Role
from engine.storage.changes import Update
from engine.storage.database import unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.tables import RoadmapRow
from tests.factories import make_scene
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap
from tests.web.visiting import faults_of, visits
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.terms import Period

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))
COORDINATOR, DIRECTOR = Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_DIRECTOR


@pytest.fixture
def scene(bench):
    return make_scene(bench, "amur", schools=2)


@pytest.fixture
def site(scene):
    return visits(scene)


@pytest.fixture
def roadmap(scene):
    made = make_roadmap(scene)
    made.approve()
    return made


def test_the_months_tell_what_is_late_and_what_is_ahead(site, roadmap, clock):
    clock.set(2023, 5, 20)
    page = site.of(COORDINATOR).page(f"/roadmaps/{roadmap.id}/timeline")

    assert list(faults_of(page.html)) == []
    assert "Май 2023" in page.text
    assert "просрочено 1" in page.text  # the order of April
    assert "впереди 2</span>" in page.html  # the profile of each school
    assert "срок истёк до утверждения 2" in page.text
    assert 'role="img"' in page.html


def test_a_school_counts_its_own_times_only(site, roadmap):
    page = site.of(DIRECTOR).page(f"/roadmaps/{roadmap.id}/timeline")

    assert "впереди 1</span>" in page.html
    assert "впереди 2</span>" not in page.html


def test_the_months_are_narrowed_to_a_school(site, roadmap, scene):
    path = f"/roadmaps/{roadmap.id}/timeline?school={scene.schools[0]}"
    page = site.of(COORDINATOR).page(path)

    assert ORDER not in page.text
    assert PROFILE in page.text
    assert "впереди 2</span>" not in page.html


def test_a_roadmap_of_another_region_has_no_months(site, bench):
    foreign = make_roadmap(make_scene(bench, "primorye", schools=1))

    for path in ("timeline", "carry"):
        site.of(COORDINATOR).page(f"/roadmaps/{foreign.id}/{path}", 404)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_file_holds_the_measures_and_how_far_they_are(site, roadmap, kind):
    visitor = site.of(COORDINATOR)
    plain = visitor.get(f"/measures/roadmaps/{roadmap.id}.{kind}?plain=1")
    told = visitor.get(f"/measures/roadmaps/{roadmap.id}.{kind}")

    for answer, notes in ((plain, False), (told, True)):
        assert answer.status_code == 200
        found = read_roadmap(read_bytes(answer.data, f"x.{kind}"), period=YEAR).measures
        assert [one.title for one in found] == [ORDER, PROFILE, PASSPORT, ANALYSIS]
        assert [one.deadlines[0] for one in found][:2] == [
            "апрель 2023",
            "не реже одного в четверть",
        ]
        assert bool(found[0].notes) is notes


def test_the_blank_form_is_read_when_it_is_filled_in(site):
    answer = site.of(COORDINATOR).get("/roadmaps/blank.xlsx")
    book = load_workbook(BytesIO(answer.data))
    sheet = book.worksheets[0]
    headings = {
        cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    row = headings["Мероприятие"].row + 1
    filled = {
        "Раздел, направление": "Кадры",
        "Уровень": "школьный",
        "Мероприятие": "Провести самоанализ",
        "Срок исполнения": "до 15.05.2023",
        "Ответственные": "Директор школы",
        "Документ, закрепляющий результат": "справка",
    }
    for heading, text in filled.items():
        sheet.cell(row, headings[heading].column, text)
    file = BytesIO()
    book.save(file)

    (measure, *_) = read_roadmap(read_bytes(file.getvalue(), "form.xlsx"), period=YEAR).measures
    assert (measure.title, measure.level) == ("Провести самоанализ", "school")
    assert measure.sections == ("Кадры",)
    assert measure.deadlines == ("до 15.05.2023",)
    assert measure.evidence == ("справка",)


def test_the_end_of_a_period_is_decided_and_the_next_roadmap_drafted(site, roadmap, clock):
    clock.set(2023, 12, 30)
    visitor, path = site.of(COORDINATOR), f"/roadmaps/{roadmap.id}/carry"
    page = visitor.page(path)
    assert list(faults_of(page.html)) == []
    order = {"number": "412", "signed_on": "2023-12-29", **page.hidden("carry")}

    marked = {f"verdict.{roadmap.measures[ORDER]}": "revise"}
    refused = visitor.send(path, {**order, **marked}, 422)
    assert "Заполните это поле" in refused.text

    marked |= {f"note.{roadmap.measures[ORDER]}": "Назначить двух координаторов"}
    page = visitor.send(path, {**order, **marked})
    assert "Осталось: 3" in page.text
    assert page.field("carry", "number") == "412"
    assert page.field("carry", "signed_on") == "2023-12-29"

    rest = {f"verdict.{roadmap.measures[one]}": "continue" for one in (PROFILE, ANALYSIS)}
    rest |= {f"verdict.{roadmap.measures[PASSPORT]}": "done"}
    page = visitor.send(path, {**order, **page.hidden("carry"), **marked, **rest})
    assert "на 01.01.2024 – 31.12.2024" in page.text
    assert "Период ещё идёт: он кончается 31.12.2023." in page.text

    page = visitor.send(f"/roadmaps/{roadmap.id}/next", page.hidden("next"))
    assert "составлен проект следующей" in page.text
    assert "Назначить двух координаторов" in page.text
    assert "апрель 2024" in page.text
    assert PASSPORT not in page.text
    assert list(faults_of(page.html)) == []
    assert "Составлен проект следующей дорожной карты" in visitor.page(path).text


def test_alike_measures_are_marked_at_once_and_kept_only_when_sent(site, roadmap, clock):
    clock.set(2023, 12, 30)
    visitor, path = site.of(COORDINATOR), f"/roadmaps/{roadmap.id}/carry"

    marked = visitor.page(f"{path}?untouched=continue")
    foreign = visitor.page(f"{path}?untouched=revise")

    assert "Отмечено, но ещё не сохранено: 4 мероприятия." in marked.text
    assert marked.html.count('value="continue" id="v-') == 4
    assert len(re.findall(r'value="continue" id="v-[^"]*" checked', marked.html)) == 4
    assert list(faults_of(marked.html)) == []
    assert "Отмечено" not in foreign.text
    assert "осталось решить" in visitor.page(path).text
    assert "Осталось: 4" in visitor.page(path).text


def test_what_was_decided_is_not_marked_anew(site, roadmap, clock):
    clock.set(2023, 12, 30)
    visitor, path = site.of(COORDINATOR), f"/roadmaps/{roadmap.id}/carry"
    page = visitor.page(path)
    order = {"number": "412", "signed_on": "2023-12-29", **page.hidden("carry")}
    decided = roadmap.measures[ORDER]
    visitor.send(path, {**order, f"verdict.{decided}": "done"})

    marked = visitor.page(f"{path}?untouched=continue")

    assert "Отмечено, но ещё не сохранено: 3 мероприятия." in marked.text
    assert f'value="done" id="v-{decided}-done" checked' in marked.html


def test_who_may_not_approve_sees_the_decisions_and_no_form(site, roadmap):
    page = site.of(Role.AUDITOR).page(f"/roadmaps/{roadmap.id}/carry")

    assert "не решено" in page.text
    assert 'name="verdict.' not in page.html


def test_a_repealed_order_is_marked_with_links_both_ways(site, scene, roadmap, bench):
    newer = make_roadmap(scene, signed_on=date(2023, 4, 1))
    repeal(bench, scene, newer, [{"number": "120", "day": "2023-03-31", "body": ""}], "200")
    visitor = site.of(COORDINATOR)

    ending = visitor.page(f"/roadmaps/{roadmap.id}/carry")
    assert "Отменён документом" in ending.text
    assert ending.field("carry", "number") == "200"
    assert ending.field("carry", "signed_on") == "2023-04-01"
    page = visitor.page(f"/roadmaps/{newer.id}/carry")
    assert "Этот документ отменяет приказ" in page.text
    assert str(roadmap.id) in page.html
    living = visitor.page(f"/measures/roadmaps/{roadmap.id}")
    assert "утратил силу. Отменён документом:" in living.text
    assert f'href="/roadmaps/{roadmap.id}/carry">подведите её итоги' in living.html
    assert list(faults_of(living.html)) == []
    newer.approve()
    after = visitor.page(f"/measures/roadmaps/{newer.id}")
    assert "Этот документ отменяет приказ дорожной карты:" in after.text
    assert f'href="/roadmaps/{roadmap.id}/carry">подведите её итоги' in after.html
    told = site.of(DIRECTOR).page(f"/measures/roadmaps/{roadmap.id}")
    assert "утратил силу" in told.text
    assert "подведите её итоги" not in told.text
    listed = visitor.page("/roadmaps/repealed")
    assert str(roadmap.id) in listed.html
    assert str(newer.id) in listed.html


@pytest.mark.parametrize(
    "named",
    [{"number": "121", "day": "2023-03-31"}, {"number": "120", "day": "2022-03-31"}],
)
def test_another_number_or_day_is_another_order(site, scene, roadmap, bench, named):
    newer = make_roadmap(scene, signed_on=date(2023, 4, 1))
    repeal(bench, scene, newer, [{"body": "", **named}], "200")

    page = site.of(COORDINATOR).page(f"/roadmaps/{roadmap.id}/carry")
    assert "Отменён документом" not in page.text


def repeal(bench, scene, roadmap, repeals, number):
    """Let a roadmap's order repeal others, as its document says."""
    actor = scene.actor(COORDINATOR)
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.ROADMAP, roadmap.id))
        values = {"repeals": repeals, "number": number}
        change = Update(RoadmapRow, {"id": roadmap.id}, values, before={"number": "120"})
        draft = AuditDraft(AuditKind.ROADMAP_AMENDED, actor, bench.now())
        record(transaction, head, draft, [change])
