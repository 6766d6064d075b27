"""The settings of a region in a form: numbers, choices and roles, never a word of TOML."""

from __future__ import annotations

import re

import pytest

from admin.definitions.settings_sheet import SECTIONS
from engine.domain.operations import SOURCE_SETTING
from engine.domain.roles import Role
from tests.admin.scenes import Office
from tests.admin.test_paths import draft_text, fields_of, path_of, send
from workflows.vocabulary import SETTINGS


def test_every_setting_has_its_field(office: Office) -> None:
    names = [name for _title, names in SECTIONS for name in names]
    shown = fields_of(office.amur.get(f"{path_of(office)}/settings").text)

    assert sorted([*names, SOURCE_SETTING]) == sorted(SETTINGS)
    assert set(SETTINGS) - {SOURCE_SETTING} <= {name for name, value in shown.items() if value}


def test_settings_sent_untouched_change_nothing(office: Office) -> None:
    answer = send(office, f"{path_of(office)}/settings", "save")

    assert answer.status_code == 303
    assert draft_text(office) in ("", office.current().text)


def test_settings_are_changed_told_in_words_and_published(office: Office) -> None:
    path = f"{path_of(office)}/settings"

    answer = send(
        office,
        path,
        "save",
        title="Маршрут Приамурья",
        source="Приказ от 31.03.2023 № 120",
        tutor_school_capacity="4",
        tutor_capacity_rule="warn",
        opening_roles=["municipal_coordinator"],
    )

    assert answer.status_code == 303
    overview = office.amur.get(f"{path_of(office)}/path").text
    for said in (
        "сколько школ ведёт одна школа-тьютор»: было «3», стало «4».",
        "было «не закреплять», стало «закрепить и предупредить».",
        "Региональный координатор», стало «Муниципальный координатор».",
    ):
        assert said in overview, said
    published = office.amur.post(f"{path_of(office)}/path", {"do": "publish", "expected": 1})
    assert published.status_code == 303
    definition = office.current().definition
    assert definition.title == "Маршрут Приамурья"
    assert definition.setting("source", "") == "Приказ от 31.03.2023 № 120"
    assert definition.setting("tutor_school_capacity", 0) == 4
    assert definition.setting("opening_roles", ()) == ("municipal_coordinator",)


def test_a_setting_put_back_as_the_base_has_it_leaves_no_operation(office: Office) -> None:
    path = f"{path_of(office)}/settings"
    send(office, path, "save", tutor_school_capacity="4", source="Приказ № 1")
    assert 'setting = "tutor_school_capacity"' in draft_text(office)

    send(office, path, "save", tutor_school_capacity="3", source="")

    assert "tutor_school_capacity" not in draft_text(office)
    assert "source" not in draft_text(office)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("tutor_school_capacity", "много", "Впишите целое число от 0 до 100."),
        ("tutor_school_capacity", "101", "Впишите целое число от 0 до 100."),
        ("force_approvals", "", "Впишите целое число от 0 до 10."),
        ("tutor_school_modes", [], "Отметьте хотя бы одно."),
        ("tutor_capacity_rule", "sometimes", "Выберите."),
        ("title", " ", "Впишите название."),
        ("source", "а" * 501, "Длиннее 500 знаков."),
    ],
)
def test_what_is_wrong_with_a_setting_stands_beside_it(
    office: Office, name: str, value: str | list[str], said: str
) -> None:
    page = send(office, f"{path_of(office)}/settings", "save", **{name: value})

    assert page.status_code == 422
    assert f'id="{name}-refusal">{said}</p>' in page.text
    assert draft_text(office) == ""


def test_a_role_that_opens_no_cases_is_found_beside_the_field(office: Office) -> None:
    path = f"{path_of(office)}/settings"

    page = send(office, path, "preview", opening_roles=["curator"]).text

    beside = re.search(r'<template data-for="opening_roles">(.*?)</template>', page, re.DOTALL)
    assert beside is not None
    assert "роль «куратор» не открывает дел" in beside[1]
    send(office, path, "save", opening_roles=["curator"])
    assert "роль «куратор» не открывает дел" in office.amur.get(f"{path_of(office)}/path").text


def test_the_settings_of_a_foreign_region_answer_like_absent_ones(office: Office) -> None:
    path = f"{path_of(office)}/settings"

    assert office.primorye.get(path).status_code == 404
    assert office.primorye.post(path, {"do": "save"}).status_code == 404
    viewer = office.browser("viewer", Role.VIEWER)
    assert viewer.get(path).status_code == 403
