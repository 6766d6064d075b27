"""The card of a document: who issued it, when, for which days and schools."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.domain.roadmaps.files import word
from tests.domain.roadmaps.seeds import (
    KIROVSKY,
    PRIMORSKY,
    PROGRAMME,
    SKOVORODINO,
    SOCHI,
    WITH_TRUTH,
    read_seed,
    truth,
)
from workflows.roadmaps.periods import printed_period
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.terms import Period

TABLE = [["№", "Мероприятие", "Срок"], ["1", "Совещание", "май 2023"]]


def card_of(*lines):
    return read_roadmap(read_bytes(word(*lines, TABLE))).card


@pytest.mark.parametrize("seed", WITH_TRUTH)
def test_the_card_of_a_seed_is_what_a_person_read(seed):
    known, card = truth(seed)["document"], read_seed(seed).card

    assert card.title == known["title"]
    assert card.body == (known["issuing_body"] or "")
    assert card.number == (known["order_number"] or "")
    assert (card.day and card.day.isoformat()) == known["order_date"]
    assert card.period is not None
    assert card.period.first.isoformat() == known["period"]["start"]
    assert card.period.last.isoformat() == known["period"]["end"]
    assert (card.level, card.region) == (known["level"], known["region"])
    assert card.municipality == (known["municipality"] or "")
    assert (card.controller and card.controller.name) == (known["controller"] or {}).get("name")
    assert (card.signatory and card.signatory.name) == (known["signatory"] or {}).get("name")
    assert [one.number for one in card.repealed] == [
        one["number"] for one in known["repealed_orders"]
    ]


def test_the_period_of_a_programme_is_all_its_years():
    period = read_seed(PROGRAMME).card.period

    assert period is not None
    assert (period.first, period.last) == (date(2020, 1, 1), date(2022, 12, 31))


def test_a_document_without_a_period_has_none_and_years_of_its_cells_are_not_taken_for_one():
    assert read_seed(KIROVSKY).card.period is None


@pytest.mark.parametrize(
    ("seed", "lists"),
    [
        (PRIMORSKY, {}),
        (SOCHI, {"ШНОР": 26, "500+": 8}),
        (KIROVSKY, {"ШНОР": 5}),
        (SKOVORODINO, {"ШНОР": 3, "ШНСУ": 3, "left": 1}),
    ],
)
@pytest.mark.parametrize("kind", ["docx", "txt"])
def test_the_schools_of_a_document_are_named_with_their_lists(seed, lists, kind):
    schools = read_seed(seed, kind).card.schools

    assert Counter(name for one in schools for name in one.lists) == lists


def test_the_legal_form_printed_once_holds_for_all_schools_of_a_list():
    names = [one.name for one in read_seed(SOCHI).card.schools]

    assert names[:5] == [
        "МОБУ СОШ № 4",
        "МОБУ СОШ № 10",
        "МОБУ СОШ № 13",
        "МОБУ лицей № 3",
        "МОБУ гимназия № 9",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("план на 2023 год", date(2023, 1, 1), date(2023, 12, 31)),
        ("на 2022-2023 учебный год", date(2022, 9, 1), date(2023, 8, 31)),
        ("на 2023-2025 годы", date(2023, 1, 1), date(2025, 12, 31)),
        ("на 2023 – 2025 гг.", date(2023, 1, 1), date(2025, 12, 31)),
        ("на период с 01.09.2023 по 31.05.2024", date(2023, 9, 1), date(2024, 5, 31)),
        ("с сентября 2023 года по май 2024 года", date(2023, 9, 1), date(2024, 5, 31)),
        ("на 2021/22 и 2022/23 учебные годы", date(2021, 9, 1), date(2023, 8, 31)),
    ],
)
def test_a_period_is_read_however_it_is_printed(text, first, last):
    period = printed_period([text])

    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["по итогам 2022 года", "приказ от 2021 года", "ВПР 2018 и 2019 годов", "в 2099-1990 гг."],
)
def test_years_of_results_and_of_other_orders_are_no_period(text):
    assert printed_period([text]) is None


def test_a_period_given_by_hand_goes_before_the_printed_one():
    document = read_bytes(word("План на 2023 год", TABLE))

    roadmap = read_roadmap(document, period=Period(date(2023, 9, 1), date(2024, 8, 31)))

    assert roadmap.card.period is not None
    assert roadmap.card.period.first == date(2023, 9, 1)
    assert "no_period" not in {one.code for one in roadmap.warnings}


def test_several_orders_are_repealed_and_control_is_kept_by_who_signs():
    card = card_of(
        "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ АДМИНИСТРАЦИИ СЕВЕРНОГО РАЙОНА",
        "ПРИКАЗ",
        "12 января 2023 г.",
        "№ 15-од",
        "Об утверждении плана",
        "П Р И К А З Ы В А Ю:",
        "1. Утвердить план мероприятий на 2023 год.",
        "2. Признать утратившими силу приказы Управления образования от 05.03.2021 № 77 "
        "и от 06.04.2022 № 88.",
        "3. Контроль за исполнением приказа оставляю за собой.",
        "Начальник Управления образования            И.И. Петрова",
        "Приложение",
        "План мероприятий по поддержке школ",
    )

    assert card.body == "Управление образования администрации Северного района"
    assert (card.number, card.day) == ("15-од", date(2023, 1, 12))
    assert [(one.number, one.day, one.body) for one in card.repealed] == [
        ("77", date(2021, 3, 5), "Управление образования"),
        ("88", date(2022, 4, 6), "Управление образования"),
    ]
    assert card.controller is not None
    assert card.signatory is not None
    assert card.controller.name == card.signatory.name == "И.И. Петрова"
    assert card.title == "План мероприятий по поддержке школ"


def test_the_order_is_found_in_the_line_that_approves_the_plan():
    card = card_of(
        "УТВЕРЖДЕНО",
        "приказом комитета по образованию администрации города Энска",
        "от 01.02.2024 № 31/1",
        "Дорожная карта на 2024 год",
    )

    assert card.body == "Комитет по образованию администрации города Энска"
    assert (card.number, card.day) == ("31/1", date(2024, 2, 1))
    assert card.level == "municipal"
