"""What a version means for cases, and taking them over, on the pages of the console."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from engine.domain.roles import Role
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.passages import published, recoded
from tests.web.visiting import Visitor, faults_of, visits

ALLOWED = {
    "act_kind": "list_order",
    "act_number": "45-П",
    "act_signed_on": "2023-04-01",
    "act_body": "Министерство образования области",
    "reason": "Новая редакция дорожной карты",
    "term_policy": "keep_date",
    "papers": "block",
    "undo_days": "14",
}


@dataclass(frozen=True)
class Town:
    """Cases on a first version, and a second version in which the first stage is another one."""

    scene: Scene
    admin: Visitor
    cases: list[UUID]
    version: UUID

    def plan(self, **fields: str) -> dict[str, str]:
        """The form as the page offers it, with what was typed."""
        html = self.admin.get(self.address).text
        offered = {}
        for select in re.findall(
            r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL
        ):
            chosen = re.search(r'<option value="([^"]*)" selected', select[1])
            offered[select[0]] = chosen[1] if chosen else ""
        key = re.search(r'name="key" value="([^"]+)"', html)
        assert key is not None
        return {**offered, **ALLOWED, "key": key[1], **fields}

    @property
    def address(self) -> str:
        return f"/admin/definitions/{self.version}/succession"


@pytest.fixture
def town(bench) -> Town:
    scene = make_scene(bench, schools=4)
    cases = [scene.open_case(school) for school in range(3)]
    new = recoded(scene.definition, "candidate", "considered")
    stages = tuple(
        replace(one, title="Рассматривается") if one.code == "considered" else one
        for one in new.stages
    )
    version = published(scene, replace(new, stages=stages, title="Новая редакция"))
    return Town(scene, visits(scene).of(Role.REGIONAL_ADMIN), cases, version)


def test_the_impact_is_told_in_words_and_every_number_leads_to_its_cases(town):
    address = f"/admin/definitions/{town.version}/impact"

    page = town.admin.page(address)
    chosen = town.admin.page(f"{address}?figure=unmapped&stage=candidate")
    none = town.admin.page(f"{address}?figure=ready")
    rows = list(csv.reader(io.StringIO(town.admin.get(f"{address}.csv").text[1:]), delimiter=";"))

    assert "Под сопровождением на прежних версиях: 3 дела." in page.text
    assert "Не указано, на какой этап: 3." in page.text
    assert 'href="?stage=candidate&amp;figure=unmapped#cases">3</a>' in page.html
    assert "МБОУ СОШ № 2" in chosen.text
    assert "Таких дел нет." in none.text
    assert (len(rows), rows[0][0]) == (4, "Школа или муниципалитет")
    assert list(faults_of(page.html)) == []


def test_cases_are_tried_taken_over_and_taken_back_without_script(town):
    form = town.plan(**{"stage-candidate": "considered"})

    tried = town.admin.send(town.address, {**form, "do": "try"}, status=200)
    untouched = {town.scene.stage(one) for one in town.cases}
    begun = town.admin.post(town.address, {**form, "do": "run"})
    run = begun.location.partition("?")[0]
    town.admin.post(run, {})
    done = town.admin.page(run)
    moved = {town.scene.stage(one) for one in town.cases}
    short = town.admin.send(run, {"do": "undo", "reason": "нет"}, status=422)
    undone = town.admin.post(run, {"do": "undo", "reason": "Ошиблись этапом"})
    back = undone.location.partition("?")[0]
    town.admin.post(back, {})

    assert "Пробный прогон: ничего ещё не изменено" in tried.text
    assert "Все могут перейти на новую версию." in tried.text
    assert "Перевести: 3 дела" in tried.text
    assert untouched == {"candidate"}
    assert "Готово: все дела переведены на новую версию." in done.text
    assert "№ 45-П от 01.04.2023" in done.text
    assert moved == {"considered"}
    assert "Слишком коротко: нужно не меньше 5 знаков." in short.text
    assert "Готово: перевод отменён" in town.admin.page(back).text
    assert {town.scene.stage(one) for one in town.cases} == {"candidate"}
    assert verify(town.scene.bench.database).findings == []
    for page in (tried, done, short):
        assert list(faults_of(page.html)) == []


def test_a_plan_without_its_act_begins_nothing_and_keeps_what_was_typed(town):
    form = town.plan(**{"stage-candidate": "considered", "act_number": "", "act_body": ""})
    form["act_signed_on"] = ""

    refused = town.admin.send(town.address, {**form, "do": "run"}, status=422)

    assert "Не указан документ, который разрешает перевод" in refused.text
    assert 'value="Новая редакция дорожной карты"' in refused.html
    assert {town.scene.stage(one) for one in town.cases} == {"candidate"}


def test_a_day_that_is_none_stands_beside_its_field(town):
    form = town.plan(act_signed_on="вчера")

    refused = town.admin.send(town.address, {**form, "do": "run"}, status=422)

    assert "Напишите день так: 31.03.2023." in refused.text


def test_what_was_refused_says_why_and_is_tried_again_alone(town):
    form = town.plan()

    begun = town.admin.post(town.address, {**form, "do": "run"})
    run = begun.location.partition("?")[0]
    town.admin.post(run, {})
    page = town.admin.page(run)
    again = town.admin.post(run, {"do": "retry"})
    rows = town.admin.get(f"{run}/results.csv").text

    assert "Готово: 0 из 3." in page.text
    assert "В плане не указано, на какой этап идёт дело с этапа" in page.text
    assert "Повторить для неудавшихся: 3" in page.text
    assert again.status_code == 303
    assert "Сделано 0 из 3" in town.admin.page(run).text
    assert rows.count("\r\n") == 4


def test_the_same_form_sent_twice_is_one_run(town):
    form = {**town.plan(**{"stage-candidate": "considered"}), "do": "run"}

    first, second = town.admin.post(town.address, form), town.admin.post(town.address, form)

    assert first.location == second.location


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MUNICIPAL_COORDINATOR])
def test_only_who_publishes_takes_cases_over(town, role):
    other = visits(town.scene).of(role)

    answers = [
        other.get(f"/admin/definitions/{town.version}/impact").status_code,
        other.get(town.address).status_code,
        other.post(town.address, {"do": "run"}).status_code,
    ]

    assert answers == [403] * 3
