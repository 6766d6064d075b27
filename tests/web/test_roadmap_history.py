"""The history of a roadmap: every deed, who did it, by which order; for whoever may read it."""

from __future__ import annotations

import csv
import io

import pytest

from engine.domain.roles import Role
from engine.queries.mentioned import MOST_ROWS
from tests.factories import make_scene
from tests.storage.roadmap_scene import PROFILE, make_regional, make_roadmap
from tests.web.visiting import faults_of, visits

AUDITOR = Role.AUDITOR
COORDINATOR = Role.MUNICIPAL_COORDINATOR
DIRECTOR = Role.SCHOOL_DIRECTOR
KEY = "0123456789abcdef"


@pytest.fixture
def living(bench):
    roadmap = make_roadmap(make_scene(bench))
    roadmap.approve()
    return roadmap


@pytest.fixture
def people(living):
    return visits(living.scene)


def history(living, part=""):
    return f"/measures/roadmaps/{living.id}/history{part}"


def judge(living, people, verdict, *, status=303, **given):
    """Hand in a report of the first school and judge it; gives the address of the verdict."""
    found = living.occurrences(PROFILE, living.scene.schools[0])
    one = next(one for one in found if one.slot == "0:2022/4")
    form = {"title": "Рисковый профиль", "key": KEY}
    people.of(DIRECTOR).send(f"/measures/report/{one.id}", form)
    page = people.of(COORDINATOR).page("/measures/review")
    address = next(found for found in page.html.split('"') if found.endswith(f"/{verdict}"))
    people.of(COORDINATOR).send(address, {"key": KEY, **given}, status)
    return address


def test_an_auditor_reads_who_decided_what_and_by_which_order(living, people):
    judge(living, people, "return", remarks="Нет подписи директора")

    page = people.of(AUDITOR).page(history(living))

    told = (
        "утверждена по приказу № 120 от 31.03.2023: ",
        "директор школы",
        "Отчёт о мероприятии «Составление рискового профиля школы (риск-профиль)»",
        "Отчёт возвращён: «Составление рискового профиля школы (риск-профиль)»",
        "Замечания: Нет подписи директора",
    )
    places = [page.text.find(sentence) for sentence in told]
    assert -1 not in places, places
    assert places == sorted(places)
    assert "изменений после внесения нет" in page.text
    assert list(faults_of(page.html)) == []


def test_a_report_that_was_judged_is_not_judged_again_and_the_attempt_stands_there(living, people):
    address = judge(living, people, "accept")

    again = people.of(COORDINATOR).send(address, {"key": KEY[::-1]}, 422)

    assert "Отчёт. Его уже рассмотрели: принято." in again.text
    refused = people.of(AUDITOR).page(f"{history(living)}?group=refusals")
    assert "Его уже рассмотрели" in refused.text or "его уже рассмотрели" in refused.text


def test_it_can_be_kept_as_a_table_and_with_its_proof(living, people):
    auditor = people.of(AUDITOR)

    table = auditor.get(history(living, ".csv")).data.decode("utf-8-sig")
    proof = auditor.get(history(living, ".json")).json

    assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) == 3
    assert [len(one["entries"]) for one in proof["streams"]] == [2, 0]


def test_an_entry_of_very_many_rows_tells_the_first_and_says_how_many_are_left(bench):
    weekly = make_roadmap(make_scene(bench), [("1", PROFILE, "school", "еженедельно")])
    weekly.approve()
    journaled = sum(len(weekly.occurrences(PROFILE, one)) + 1 for one in weekly.scene.schools) + 1

    page = visits(weekly.scene).of(AUDITOR).page(history(weekly))

    assert journaled > MOST_ROWS
    assert f"Строк этой записи не показано: {journaled - MOST_ROWS}." in page.text


@pytest.mark.parametrize("role", [DIRECTOR, Role.TUTOR_SCHOOL_REP])
def test_a_school_is_neither_offered_nor_given_what_others_were_told(living, people, role):
    visitor = people.of(role)

    assert visitor.get(history(living)).status_code in (403, 404)
    assert "/history" not in visitor.get(f"/measures/roadmaps/{living.id}").text


def test_a_municipality_does_not_read_the_history_of_its_region(bench):
    roadmap = make_regional(make_scene(bench))
    people = visits(roadmap.scene)

    page = people.of(COORDINATOR).page(f"/measures/roadmaps/{roadmap.id}")

    assert "/history" not in page.html
    assert people.of(COORDINATOR).get(history(roadmap)).status_code == 404
    assert people.of(Role.REGIONAL_COORDINATOR).get(history(roadmap)).status_code == 200
