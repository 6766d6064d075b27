"""Two paths side by side: what only one has, what differs, and who may look."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from admin.definitions.comparison import EVERYWHERE, beside
from engine.domain.roles import Place, Role
from tests.admin.scenes import HEADER, Office
from tests.domain.definitions import SOUND, and_moves, move, stage, with_stage, without

ADDED = """
[[change]]
op = "rename_stage"
stage = "listed"
title = "Принята на сопровождение"
[[change]]
op = "add_stage"
stage = "meeting"
title = "Установочная встреча"
phase = "identification"
order = 25
[[change]]
op = "add_move"
move = "meet"
title = "Провести встречу"
from = ["listed"]
to = "meeting"
roles = ["municipal_coordinator"]
[[change]]
op = "add_move"
move = "go_on"
title = "Продолжить"
from = ["meeting"]
to = "self_diagnosis"
roles = ["municipal_coordinator"]
"""


def compare(office: Office, left: object, right: object, browser=None):
    query = urlencode({"left": left, "right": right})
    return (browser or office.amur).get(f"/admin/definitions/compare?{query}")


# Put beside each other.


def test_equal_paths_are_alike_everywhere():
    compared = beside(SOUND, SOUND, {})

    assert compared.counts == {"alike": 10, "differing": 0, "left": 0, "right": 0}
    assert compared.rest == ()


def test_what_only_one_path_has_is_named_by_its_side():
    more = replace(
        and_moves(move("wait", "listed", "waiting"), definition=without("resume")),
        stages=(*SOUND.stages, stage("waiting", order=15)),
    )

    compared = beside(SOUND, more, {})

    only = {
        pair.code: pair.only
        for one in compared.stages
        for pair in (one.stage, *one.moves)
        if pair.only
    }
    assert only == {"waiting": "right", "wait": "right", "resume": "left"}
    assert compared.counts["left"] == 1
    assert [one.stage.code for one in compared.stages][:3] == ["listed", "waiting", "mentoring"]


def test_what_differs_stands_beside_its_element():
    other = with_stage("listed", title="Список")

    compared = beside(SOUND, other, {"stages.listed": ["Другое название."], "words": ["Слова."]})

    assert compared.stages[0].stage.differs == ("Другое название.",)
    assert compared.rest == ("Слова.",)


def test_a_move_stands_under_the_first_stage_it_leaves_and_once():
    compared = beside(SOUND, SOUND, {})

    places = {pair.code: one.stage.code for one in compared.stages for pair in one.moves}
    assert places == {
        "start_mentoring": "listed",
        "close_other": "listed",
        "approve_exit": "mentoring",
        "resume": "suspended",
    }
    assert [pair.code for pair in compared.everywhere] == ["suspend"]
    assert EVERYWHERE not in SOUND.stage_by_code


# On the page.


def test_two_paths_are_chosen_from_a_list_and_shown_beside_each_other(office: Office) -> None:
    office.send("publish", HEADER.format(code="amur") + ADDED)
    base, own = office.current_base(), office.current()

    chosen = office.amur.get("/admin/definitions/compare")
    page = compare(office, base.id, own.id)

    assert f'value="{own.id}"' in chosen.text
    assert "Одинаковы" not in chosen.text
    assert page.status_code == 200
    for said in (
        "Установочная встреча",
        "только здесь",
        "Такого этапа нет",
        "Такого перехода нет",
        "отличается",
        "новое «Принята на сопровождение»",
        "Только слева: 0. Только справа: 3.",
    ):
        assert said in page.text
    assert page.text.count("<figure") == 2


def test_a_path_is_alike_with_itself(office: Office) -> None:
    own = office.current().id

    assert "Маршруты одинаковы." in compare(office, own, own).text


def test_what_is_no_version_chooses_nothing(office: Office) -> None:
    page = compare(office, "moon", office.current().id)

    assert page.status_code == 200
    assert "<figure" not in page.text


def test_another_region_is_compared_only_by_whoever_sees_it(office: Office) -> None:
    foreign = office.current("primorye_path").id
    federal = office.browser("federal.auditor", Role.AUDITOR, Place())

    assert compare(office, office.current().id, foreign).status_code == 404
    assert compare(office, office.current().id, foreign, federal).status_code == 200


def test_the_list_of_paths_leads_to_the_comparison(office: Office) -> None:
    assert 'href="/admin/definitions/compare"' in office.amur.get("/admin/definitions/").text
