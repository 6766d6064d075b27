"""A new version of the base in the console: told, decided, and taken over into a draft."""

from __future__ import annotations

import re
from html import unescape

import pytest

from engine.actions.publishing import PublishRequest, publish_definition
from engine.domain.errors import DefinitionInvalid, InvalidInput
from engine.domain.roles import Role
from tests.admin.scenes import HEADER, Office
from web.api.rebasing import told_rebase
from web.seeding import seeding_actor, shipped_text
from workflows.loader import parse_definition
from workflows.vocabulary import stricter_setting

OWN = """
# Своё название этапа.
[[change]]
op = "rename_stage"
stage = "mentoring"
title = "Помощь школе"

[[change]]
op = "set_terms"
stage = "post_exit_watch"
terms = []

[[change]]
op = "set"
setting = "tutor_school_capacity"
value = 2
"""
RENAMED = 'title = "Сопровождение"\nphase = "mentoring"'


def publish_base(office: Office, *edits: tuple[str, str]) -> None:
    """The next version of the base, with these changes of its text."""
    text = shipped_text("base")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    definition = parse_definition(text, bases={}).definition
    publish_definition(
        office.bench, PublishRequest(None, definition, text), actor=seeding_actor(office.bench)
    )


def publish_own(office: Office, text: str = OWN):
    """Amur's path with changes of its own, by the page."""
    answer = office.send("publish", HEADER.format(code="amur") + text)
    assert answer.status_code == 303
    return f"/admin/definitions/stream/{office.current().stream_id}"


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_region_keeps_its_version_of_the_base_until_it_takes_the_new_one(office: Office) -> None:
    page = publish_own(office)
    first = office.current_base().definition.digest

    publish_base(office, ("Рассмотрение выхода", "Решение о выходе"))

    assert office.current().extends_digest == first
    listed = words(office.amur.get("/admin/definitions/").text)
    assert "Основа обновилась" in listed
    assert "на прежней версии маршрутов: 1" in words(office.amur.get("/admin/").text)
    assert "на прежней версии" not in words(office.primorye.get("/admin/").text)
    path = office.amur.get(f"{page}/path").text
    assert "Основа обновилась: действует версия 2." in path
    assert "Решение о выходе" not in path


def test_a_clean_rebase_is_taken_into_a_draft_and_published_by_the_admin(office: Office) -> None:
    page = publish_own(office)
    publish_base(office, ("Рассмотрение выхода", "Решение о выходе"))

    shown = words(office.amur.get(f"{page}/rebase").text)
    taken = office.amur.post(f"{page}/rebase", {"do": "accept", "revision": "0"})

    assert "Решать нечего: всё сходится само." in shown
    assert "прежнее название «Рассмотрение выхода», новое «Решение о выходе»" in shown
    assert (taken.status_code, office.current().version) == (303, 2)
    assert "Основа обновилась" not in office.amur.get(f"{page}/path").text
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})
    assert (done.status_code, office.current().version) == (303, 3)
    published = office.current()
    assert published.definition.stage_by_code["exit_review"].title == "Решение о выходе"
    assert published.definition.stage_by_code["mentoring"].title == "Помощь школе"
    assert published.extends_digest == office.current_base().definition.digest
    assert published.text == HEADER.format(code="amur") + OWN


def test_a_path_behind_but_without_conflict_may_stay_on_its_version(office: Office) -> None:
    page = publish_own(office)
    first = office.current_base().definition.digest
    publish_base(office, ("Рассмотрение выхода", "Решение о выходе"))

    office.send("check", HEADER.format(code="amur") + OWN.replace("value = 2", "value = 1"))
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})

    assert (done.status_code, office.current().version) == (303, 3)
    assert office.current().extends_digest == first


def test_an_open_conflict_forbids_publishing_until_it_is_decided(office: Office) -> None:
    page = publish_own(office)
    publish_base(office, (RENAMED, RENAMED.replace("Сопровождение", "Наставничество")))

    changed = HEADER.format(code="amur") + OWN.replace("value = 2", "value = 1")
    checked = office.send("check", changed)
    refused = office.send("publish", changed)
    told = office.amur.get(f"{page}/rebase").text
    unanswered = office.amur.post(f"{page}/rebase", {"do": "accept", "revision": "1"})

    assert "спорит с новой версией основы" in words(checked.text)
    assert (refused.status_code, office.current().version) == (422, 2)
    assert "основа и маршрут изменили одно и то же по-разному" in words(told).lower()
    assert 'name="choice-stages.mentoring:title"' in told
    assert (unanswered.status_code, "Выберите одно." in unanswered.text) == (422, True)
    form = {"do": "accept", "revision": "1", "choice-stages.mentoring:title": "theirs"}
    assert office.amur.post(f"{page}/rebase", form).status_code == 303
    done = office.amur.post(f"{page}/path", {"do": "publish", "expected": "2"})
    assert (done.status_code, office.current().version) == (303, 3)
    definition = office.current().definition
    assert definition.stage_by_code["mentoring"].title == "Наставничество"
    assert definition.setting("tutor_school_capacity", 0) == 1


def test_the_action_itself_refuses_a_conflict_and_operations_of_another_path(
    office: Office,
) -> None:
    publish_own(office)
    old = office.current_base().definition
    publish_base(office, (RENAMED, RENAMED.replace("Сопровождение", "Наставничество")))
    text = HEADER.format(code="amur") + OWN.replace("value = 2", "value = 1")
    parsed = parse_definition(text, bases={"base": old})
    region = office.current().region_id
    asked = PublishRequest(
        region, parsed.definition, text, old.digest, 2, parsed.changes, stricter_setting
    )
    bare = PublishRequest(region, parsed.definition, text, old.digest, 2)

    with pytest.raises(DefinitionInvalid) as refused:
        publish_definition(office.bench, asked, actor=office.actor())
    with pytest.raises(InvalidInput):
        publish_definition(office.bench, bare, actor=office.actor())

    found = refused.value.fields["findings"]
    assert [(one.code, one.element, dict(one.fields)["operation"]) for one in found] == [
        ("rebase_conflict", "stages.mentoring", "rename_stage")
    ]
    assert office.current().version == 2


def test_what_is_left_by_hand_stands_in_the_text_with_its_finding(office: Office) -> None:
    page = publish_own(office)
    text = shipped_text("base")
    start, end = text.index("[stages.post_exit_watch]"), text.index("[stages.retained]")
    moves = (text.index("# Начинает только человек"), text.index("[moves.suspend]"))
    promise = text.index('[[scenario]]\ncode = "watched_after_exit"')
    after = text.index('[[scenario]]\ncode = "resumed_where_it_stopped"')
    gone = [text[start:end], text[moves[0] : moves[1]], text[promise:after], '"!post_exit_watch", ']
    publish_base(office, *((one, "") for one in gone))
    form = {"do": "accept", "revision": "0", "choice-stages.post_exit_watch:": "hand"}

    taken = office.amur.post(f"{page}/rebase", form)

    assert taken.headers["Location"].endswith("/edit")
    shown = words(office.amur.get(f"{page}/edit").text)
    assert "изменение 2 (set_terms) — такого в основе нет" in shown


def test_no_case_and_no_other_region_is_touched_by_taking_over(office: Office) -> None:
    page = publish_own(office)
    other = office.current("primorye_path")
    publish_base(office, ("Рассмотрение выхода", "Решение о выходе"))

    foreign = office.primorye.get(f"{page}/rebase")
    office.amur.post(f"{page}/rebase", {"do": "accept", "revision": "0"})

    assert foreign.status_code == 404
    assert office.current("primorye_path") == other
    coordinator = office.browser(
        "amur.coordinator", Role.REGIONAL_COORDINATOR, office.country.amur_region
    )
    assert coordinator.get(f"{page}/rebase").status_code in (403, 404)


def test_programs_read_the_same_report(office: Office) -> None:
    publish_own(office)
    current = office.current()

    before = told_rebase(office.bench, current.id, actor=office.actor())
    publish_base(office, (RENAMED, RENAMED.replace("Сопровождение", "Наставничество")))
    after = told_rebase(office.bench, current.id, actor=office.actor())

    assert (before["behind"], before["entries"]) == (False, [])
    assert (after["behind"], after["old_version"], after["new_version"]) == (True, 1, 2)
    conflicts = [one for one in after["entries"] if one["outcome"] == "conflict"]
    assert [(one["element"], one["part"], one["choices"]) for one in conflicts] == [
        ("stages.mentoring", "title", ["ours", "theirs", "hand"])
    ]
