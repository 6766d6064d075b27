"""The words of orders in all their spellings: numbers, days, periods, repeals, control."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.roadmaps.files import word
from workflows.roadmaps.periods import printed_period
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.schools import named_schools

TABLE = [["№", "Мероприятие", "Срок"], ["1", "Совещание", "май 2024"]]
TITLE = "План работы со школами на 2024 год"


def card_of(*lines):
    return read_roadmap(read_bytes(word(*lines, TABLE))).card


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["ПРИКАЗ", "№ 17 от «12» января 2024 г.", TITLE], "17"),
        (["ПРИКАЗ № 17-о", "12.01.2024 г.", TITLE], "17-о"),
        (["ПРИКАЗ", "от «12» января 2024 г.", "№ 01-05/17-п", TITLE], "01-05/17-п"),
        (["РАСПОРЯЖЕНИЕ", "12 января 2024 года N 17-р", TITLE], "17-р"),
        (["П О С Т А Н О В Л Е Н И Е", "12.01.2024   № 17", TITLE], "17"),
        (["Приложение № 2 к приказу УО от 12.01.2024 № 17", TITLE], "17"),
        (["Приложение № 2", "к приказу управления образования", "№ 17 от 12.01.2024", TITLE], "17"),
        (["УТВЕРЖДЕНО", "приказом УО г. Энска", "№ 17 от 12.01.2024 г.", TITLE], "17"),
    ],
)
def test_the_number_and_the_day_of_an_order_are_found_however_they_stand(lines, number):
    card = card_of(*lines)

    assert (card.number, card.day) == (number, date(2024, 1, 12))
    assert card.title == TITLE


@pytest.mark.parametrize(
    "line", ["от ________ № ____", "«___» __________ 2024 г. № ___", "от «__» января 2024 г. № __"]
)
def test_blanks_to_be_filled_in_are_no_number_and_no_day(line):
    card = card_of("ПРИКАЗ", line, "О плане", "ПРИКАЗЫВАЮ:", "1. Утвердить план.", TITLE)

    assert (card.number, card.day) == ("", None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("на 2022 – 2024 г.г.", date(2022, 1, 1), date(2024, 12, 31)),
        ("с 2024 по 2026 год", date(2024, 1, 1), date(2026, 12, 31)),
        ("на I полугодие 2024 года", date(2024, 1, 1), date(2024, 6, 30)),
        ("на второе полугодие 2024 г.", date(2024, 7, 1), date(2024, 12, 31)),
        ("на IV квартал 2024 года", date(2024, 10, 1), date(2024, 12, 31)),
        (": 01.09.2024 – 31.05.2025", date(2024, 9, 1), date(2025, 5, 31)),
        ("на 2023-24 уч.г.", date(2023, 9, 1), date(2024, 8, 31)),
        ("на 2023/2024 учебный год", date(2023, 9, 1), date(2024, 8, 31)),
        ("на 2024-2026 годы", date(2024, 1, 1), date(2026, 12, 31)),
        ("на сентябрь – декабрь 2024 года", date(2024, 9, 1), date(2024, 12, 31)),
        ("на период с 01 сентября 2023 г. по 31 мая 2024 г.", date(2023, 9, 1), date(2024, 5, 31)),
        ("на период с «1» марта по «30» июня 2024 года", date(2024, 3, 1), date(2024, 6, 30)),
    ],
)
def test_a_period_is_read_in_its_rarer_forms(text, first, last):
    period = printed_period([f"План мероприятий {text}"])

    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "lines",
    [
        ["2. Признать утратившим силу приказ от 10.01.2023 г. № 5-п «Об утверждении плана»."],
        ["2. Считать утратившим силу приказ управления образования № 5-п от 10.01.2023."],
        ["2. Приказ от 10 января 2023 года № 5-п признать утратившим силу."],
        ["2. Признать утратившими силу:", "- приказ УО от «10» января 2023 г. № 5-п."],
        ["2. Приказ УО от 10.01.2023 № 5-п отменить."],
    ],
)
def test_a_repealed_order_is_named_by_its_number_and_day(lines):
    card = card_of("ПРИКАЗ", "от 12.01.2024 № 17", "ПРИКАЗЫВАЮ:", "1. Утвердить план.", *lines)

    assert [(one.number, one.day) for one in card.repealed] == [("5-п", date(2023, 1, 10))]
    assert (card.number, card.day) == ("17", date(2024, 1, 12))


@pytest.mark.parametrize(
    ("clause", "name", "post"),
    [
        (
            (
                "Контроль за исполнением настоящего приказа возложить на Юдина С.В., заместителя "
                "начальника."
            ),
            "Юдина С.В.",
            "заместитель начальника",
        ),
        (
            "Контроль исполнения приказа возлагается на главного специалиста Котову Е.Ю.",
            "Котову Е.Ю.",
            "главный специалист",
        ),
        ("Контроль за исполнением приказа оставляю за собой.", "Л.А. Зуева", "Начальник УО"),
        ("Контроль за выполнением приказа оставить за собой.", "Л.А. Зуева", "Начальник УО"),
        (
            "Контроль над исполнением приказа возложить на ведущего специалиста УО (Н.Н. Белову).",
            "Н.Н. Белову",
            "ведущий специалист УО",
        ),
    ],
)
def test_who_controls_an_order_is_told_with_the_post(clause, name, post):
    card = card_of(
        "ПРИКАЗ",
        "от 12.01.2024 № 17",
        "ПРИКАЗЫВАЮ:",
        "1. Утвердить план.",
        f"2. {clause}",
        "Начальник УО          Л.А. Зуева",
        "Приложение",
        TITLE,
    )

    assert card.controller is not None
    assert (card.controller.name, card.controller.position) == (name, post)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("МБОУ СОШ № 3 и 15 педагогов", ["МБОУ СОШ № 3"]),
        ("СОШ № 3, 5 и 6-8 классы", ["СОШ № 3", "СОШ № 5"]),
        ("МБОУ СОШ № 3, 25 марта 2024", ["МБОУ СОШ № 3"]),
        ("МБОУ СОШ №1, №2; лицей № 8", ["МБОУ СОШ № 1", "МБОУ СОШ № 2", "МБОУ лицей № 8"]),
        ("МБОУ «СОШ № 3», «ООШ № 7»", ["МБОУ «СОШ № 3»", "МБОУ «ООШ № 7»"]),
        ("МБУ «ИМЦ», проект «Школа актива»", []),
        (
            "МОБУ СОШ д. Старое им. Героя И.И. Сомова",
            ["МОБУ СОШ д. Старое им. Героя И.И. Сомова"],
        ),
        (
            "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 9» г. Энска",
            ["Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 9» г. Энска"],
        ),
    ],
)
def test_schools_are_named_one_by_one_and_nothing_counted_is_a_school(text, names):
    assert [one.name for one in named_schools([text], otherwise="ШНОР")] == names


def test_a_body_of_a_town_is_named_with_the_town():
    card = card_of(
        "Приложение к приказу комитета по образованию администрации г. Энска от 12.01.2024 № 17",
        TITLE,
    )

    assert card.body == "Комитет по образованию администрации г. Энска"
    assert (card.number, card.day) == ("17", date(2024, 1, 12))
