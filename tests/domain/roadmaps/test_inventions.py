"""Documents of authorities that never were: other words, other orders, other habits."""

from __future__ import annotations

from datetime import date, datetime

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION

from tests.domain.roadmaps.files import (
    ACROSS,
    DOWN,
    Rows,
    add_table,
    excel,
    numbered,
    saved,
    word,
)
from tests.domain.roadmaps.seeds import codes
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.vocabulary import Field


def read(data, name="map.docx"):
    roadmap = read_roadmap(read_bytes(data, name))
    accounting = roadmap.accounting
    assert accounting.pop("rows") == sum(accounting.values())
    return roadmap


def fields(roadmap, at=0):
    return [one.field.value for one in roadmap.headers[at].columns]


def people(measure):
    return [(one.name, one.position, one.body) for one in measure.responsible]


def test_directions_in_a_merged_column_are_the_sections():
    roadmap = read(
        word(
            "УТВЕРЖДАЮ",
            "Директор МБОУ СОШ № 5 г. Энска",
            "_______ П.П. Новиков",
            "Дорожная карта",
            "перехода МБОУ СОШ № 5 в эффективный режим работы на 2022-2023 учебный год",
            [
                ["Направление", "№", "Мероприятия", "Сроки проведения", "Ответственные", "Итог"],
                ["Управление", "1.1", "Рабочая группа", "сентябрь 2022", "Директор", "Приказ"],
                [
                    DOWN,
                    "1.2",
                    "Диагностика",
                    "до 15.10.2022",
                    "Зам. директора Седова А.А.",
                    "Отчёт",
                ],
                ["Кадры", "2.1", "Курсы", "в течение года", "Методист", "Удостоверения"],
            ],
        )
    )

    assert [one.section for one in roadmap.measures] == ["Управление", "Управление", "Кадры"]
    assert [one.level for one in roadmap.measures] == ["school"] * 3
    assert [one.merged_with for one in roadmap.measures] == [None] * 3
    assert people(roadmap.measures[1]) == [("Седова А.А.", "Зам. директора", "")]
    assert roadmap.card.period is not None
    assert roadmap.card.period.last == date(2023, 8, 31)
    assert roadmap.card.title.startswith("Дорожная карта перехода МБОУ СОШ № 5")


def test_columns_in_another_order_without_numbers_and_with_a_signature_below():
    roadmap = read(
        word(
            "План мероприятий по повышению качества образования на 2024 год",
            [
                ["Сроки", "Мероприятие", "Исполнители", "Вид документа"],
                ["1", "2", "3", "4"],
                ["Раздел 1. Организация", ACROSS, ACROSS, ACROSS],
                ["январь 2024", "Издание приказа", "Отдел образования", "Приказ"],
                ["март 2024", "Семинар", "РМК, руководители ШМО", "Программа;\nлист регистрации"],
                ["Сроки", "Мероприятие", "Исполнители", "Вид документа"],
                ["ежеквартально", "Мониторинг", "Отдел образования (Белова Н.П.)", "Справка"],
                ["Начальник отдела образования", ACROSS, "Н.П. Белова", ACROSS],
            ],
        )
    )

    assert fields(roadmap) == ["deadline", "title", "responsible", "evidence"]
    assert [one.title for one in roadmap.measures] == ["Издание приказа", "Семинар", "Мониторинг"]
    assert roadmap.measures[1].evidence == ("Программа", "лист регистрации")
    assert people(roadmap.measures[2]) == [("Белова Н.П.", "", "Отдел образования")]
    assert roadmap.card.signatory is not None
    assert roadmap.card.signatory.name == "Н.П. Белова"
    assert roadmap.accounting["header"] == 3


def test_a_table_for_each_level_and_one_that_goes_on_without_a_header():
    header = ["№ п/п", "Наименование мероприятия", "Срок", "Ответственный исполнитель"]
    roadmap = read(
        word(
            "Приложение 1",
            "к приказу Департамента образования Тридевятой области",
            "от 12 января 2024 г. № 15-П",
            "План мероприятий («дорожная карта») по поддержке ШНОР на 2024 год",
            "Региональный уровень",
            [header, ["1", "Мониторинг", "март 2024", "ГАУ ДПО «ИРО»"]],
            "Муниципальный уровень",
            [header, ["1", "Аудит", "апрель 2024", "МОУО"], ["2", "Совещание", "май 2024", "МОУО"]],
            [["3", "Итоги", "декабрь 2024", "МОУО"]],
        )
    )

    assert [one.sequence for one in roadmap.measures] == [1, 2, 3, 4]
    assert [one.number for one in roadmap.measures] == ["1", "1", "2", "3"]
    assert [one.level for one in roadmap.measures] == ["regional", *["municipal"] * 3]
    assert roadmap.card.title == "План мероприятий («дорожная карта») по поддержке ШНОР на 2024 год"
    assert (roadmap.card.number, roadmap.card.level) == ("15-П", "regional")


def test_a_passport_before_and_a_list_of_schools_behind_are_no_measures():
    roadmap = read(
        word(
            "ПРИКАЗ",
            "от 01.02.2023 № 44",
            "Об утверждении программы",
            "ПРИКАЗЫВАЮ:",
            "1. Утвердить программу.",
            "Начальник Управления образования М.А. Зорина",
            [
                ["Паспорт программы", ACROSS],
                ["Наименование программы", "Программа поддержки школ района"],
                ["Срок реализации программы", "2023-2025 годы"],
                ["Ответственный исполнитель программы", "Управление образования"],
                ["Ожидаемые результаты", "Рост качества"],
            ],
            "Мероприятия программы",
            [
                ["№", "Мероприятие", "Срок реализации", "Ответственный", "Ожидаемый результат"],
                ["1.", "Анализ", "I квартал 2023 года", "Управление образования", "Справка"],
            ],
            "Перечень школ с низкими образовательными результатами",
            [
                ["№", "Наименование школы"],
                ["1", "МБОУ «Лесная СОШ»"],
                ["2", "МБОУ СОШ № 7 п. Северный"],
            ],
        )
    )

    assert [one.title for one in roadmap.measures] == ["Анализ"]
    assert roadmap.card.title == "Программа поддержки школ района"
    assert roadmap.card.period is not None
    assert roadmap.card.period.last == date(2025, 12, 31)
    assert [(one.name, one.lists) for one in roadmap.card.schools] == [
        ("МБОУ «Лесная СОШ»", ("ШНОР",)),
        ("МБОУ СОШ № 7 п. Северный", ("ШНОР",)),
    ]
    assert roadmap.accounting["preface"] == 8


def test_school_years_as_columns_under_one_heading():
    roadmap = read(
        word(
            "Дорожная карта на 2022-2024 учебные годы",
            [
                ["№", "Мероприятие", "Сроки реализации", ACROSS, "Ответственные"],
                [DOWN, DOWN, "2022-2023 учебный год", "2023-2024 учебный год", DOWN],
                ["1", "Диагностика", "Проведена. Октябрь 2022", "Повторена. Май 2024", "Школа"],
            ],
        )
    )

    (measure,) = roadmap.measures
    assert [one.year for one in measure.milestones] == ["2022/23", "2023/24"]
    assert [one.terms[0].phrase for one in measure.milestones] == ["Октябрь 2022", "Май 2024"]
    assert codes(roadmap) == {}


def test_deeds_of_several_actors_side_by_side():
    roadmap = read(
        word(
            "План взаимодействия на 2023 год",
            [
                ["Этап", "Действия муниципалитета", "Действия школы", "Сроки"],
                ["Подготовка", "Издать приказ", "Создать команду", "сентябрь 2023"],
                [DOWN, "Утвердить список", "", "октябрь 2023"],
            ],
        )
    )

    assert fields(roadmap) == ["section", "actor", "actor", "deadline"]
    assert [[one.actor for one in measure.actors] for measure in roadmap.measures] == [
        ["Действия муниципалитета", "Действия школы"],
        ["Действия муниципалитета"],
    ]
    assert [one.level for one in roadmap.measures] == ["municipal+school", "municipal"]


def test_an_antirisk_programme_with_risks_and_full_names():
    roadmap = read(
        word(
            "Антирисковая программа МБОУ «СОШ с. Дальнее» на 2023 год",
            [
                ["Фактор риска", "Меры", "Дата", "Показатели", "Ответственные", "Участники"],
                [
                    "Дефициты",
                    "Курсы",
                    "15.05.2023",
                    "Доля",
                    "Белова Мария Ивановна, директор",
                    "Все",
                ],
                [DOWN, "Уроки", "апрель 2023", "Число", "методист Седова А.А.", "Учителя"],
            ],
        )
    )

    assert fields(roadmap) == [
        "section",
        "title",
        "deadline",
        "expected_result",
        "responsible",
        "audience",
    ]
    assert people(roadmap.measures[0]) == [("Белова Мария Ивановна", "директор", "")]
    assert people(roadmap.measures[1]) == [("Седова А.А.", "методист", "")]


def test_roman_sections_over_nested_numbers():
    roadmap = read(
        word(
            "Дорожная карта на 2023/2024 учебный год",
            [
                ["№ п/п", "Содержание работы", "Срок", "Ответственные"],
                ["1", "2", "3", "4"],
                ["I", "Организационные мероприятия", "", ""],
                ["1.1", "Совещание", "октябрь 2023", "Седов П.П."],
                ["1.2", "Приказ", "до 1 сентября 2023 г.", "Седов П.П."],
                ["II.", "Методические мероприятия", ACROSS, ACROSS],
                ["2", "Работа с педагогами", "", ""],
                ["2.1.", "Семинар\nМастер-класс", "ноябрь 2023", "ИМЦ"],
            ],
        )
    )

    assert [(one.number, one.sections) for one in roadmap.measures] == [
        ("1.1", ("I Организационные мероприятия",)),
        ("1.2", ("I Организационные мероприятия",)),
        ("2.1.", ("II. Методические мероприятия", "2 Работа с педагогами")),
    ]
    assert roadmap.accounting == {
        "rows": 8,
        "measures": 3,
        "section": 3,
        "header": 2,
        "preface": 0,
        "empty": 0,
        "joined": 0,
    }


def test_a_workbook_with_the_order_above_two_date_columns_and_a_signature_below():
    rows: Rows = [
        ["Управление образования администрации Новского района", *[ACROSS] * 4],
        ["Дорожная карта на 2024 год", *[ACROSS] * 4],
        ["", "", "", "", ""],
        ["№", "Мероприятие", "Срок", ACROSS, "Ответственный"],
        [DOWN, DOWN, "начало", "окончание", DOWN],
        [1, "Анализ", datetime(2024, 1, 15), datetime(2024, 2, 1), "Седов С.С."],  # noqa: DTZ001
        [2, "Отчёт", "", datetime(2024, 12, 1), "Седов С.С."],  # noqa: DTZ001
        ["", "", "", "", ""],
        ["Начальник", "", "", "", "С.С. Седов"],
    ]

    roadmap = read(excel(rows), "map.xlsx")

    assert [one.deadlines for one in roadmap.measures] == [
        ("с 15.01.2024 по 01.02.2024",),
        ("до 01.12.2024",),
    ]
    assert roadmap.card.body == "Управление образования администрации Новского района"
    assert roadmap.card.signatory is not None
    assert roadmap.card.signatory.name == "С.С. Седов"
    assert (roadmap.accounting["preface"], roadmap.accounting["empty"]) == (3, 2)
    assert codes(roadmap) == {}


def test_numbers_that_word_prints_by_itself_in_a_landscape_section():
    document = docx.Document()
    document.add_paragraph("План мероприятий на 2023 год")
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    table = add_table(
        document,
        [
            ["№", "Мероприятие", "Срок"],
            ["", "Первое", "май 2023"],
            ["", "Второе", "июнь 2023"],
            ["", "Третье", "июль 2023"],
        ],
    )
    for row in table.rows[1:]:
        numbered(row.cells[0].paragraphs[0], number=_decimal_list(document))

    roadmap = read(saved(document))

    assert [one.number for one in roadmap.measures] == ["1.", "2.", "3."]
    assert [one.title for one in roadmap.measures] == ["Первое", "Второе", "Третье"]


def _decimal_list(document):
    """The number of a list of the default template that prints «1.», «2.»."""
    part = document.part.numbering_part.element
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    decimal = [
        one.get(f"{name}abstractNumId")
        for one in part.iter(f"{name}abstractNum")
        if one.find(f"{name}lvl/{name}numFmt").get(f"{name}val") == "decimal"
    ]
    return next(
        int(one.get(f"{name}numId"))
        for one in part.iter(f"{name}num")
        if one.find(f"{name}abstractNumId").get(f"{name}val") in decimal
    )


def test_changes_that_were_accepted_or_not_are_read_as_the_page_shows_them():
    whole = word("План на 2023 год", [["№", "Мероприятие", "Срок"], ["1", "ДЕЛО", "май 2023"]])
    document = docx.Document(_file(whole))
    run = document.tables[0].cell(1, 1).paragraphs[0].runs[0]._r
    deleted = docx.oxml.OxmlElement("w:del")
    inserted = docx.oxml.OxmlElement("w:ins")
    run.addprevious(deleted)
    run.addprevious(inserted)
    new = docx.oxml.OxmlElement("w:r")
    text = docx.oxml.OxmlElement("w:t")
    text.text = "Семинар"
    new.append(text)
    inserted.append(new)
    deleted.append(run)

    (measure,) = read(saved(document)).measures

    assert measure.title == "Семинар"


def _file(data):
    from io import BytesIO

    return BytesIO(data)


def test_a_table_inside_a_frame_of_one_cell_is_read():
    document = docx.Document()
    frame = document.add_table(1, 1)
    inner = frame.cell(0, 0).add_table(2, 3)
    for at, texts in enumerate((["№", "Мероприятие", "Срок"], ["1", "Совещание", "май 2023"])):
        for column, text in enumerate(texts):
            inner.cell(at, column).text = text

    (measure,) = read(saved(document)).measures

    assert (measure.number, measure.title) == ("1", "Совещание")


def test_rows_without_numbers_that_have_all_else_are_measures():
    roadmap = read(
        word(
            "План на 2023 год",
            [
                ["№", "Мероприятия", "Сроки", "Ответственные"],
                ["1", "Обновление программ", "май 2023", "Завуч"],
                ["", "Выезд", "июнь 2023", "Директор"],
                ["2", "Анализ результатов", "июль 2023", "Завуч"],
                ["", "и подготовка справки", "", "Педагог"],
            ],
        )
    )

    assert [one.title for one in roadmap.measures] == [
        "Обновление программ",
        "Выезд",
        "Анализ результатов и подготовка справки",
    ]
    assert [one.body for one in roadmap.measures[2].responsible] == ["Завуч", "Педагог"]
    assert codes(roadmap)["joined_rows"] == [3]


def test_a_column_nobody_knows_is_kept_and_asked_about():
    roadmap = read(
        word(
            "План на 2023 год",
            [["№", "Мероприятие", "Срок", "Цвет"], ["1", "Совещание", "май 2023", "синий"]],
        )
    )

    assert roadmap.measures[0].notes == (("Цвет", "синий"),)
    assert codes(roadmap) == {"unknown_column": [None]}


def test_a_document_without_a_table_of_measures_says_so():
    roadmap = read(word("Письмо о дорожной карте", [["Кому", "Школам"], ["От кого", "РОНО"]]))

    assert roadmap.measures == ()
    assert roadmap.accounting["preface"] == 2
    assert set(codes(roadmap)) == {"no_header", "no_period"}


def test_an_impossible_day_is_asked_about():
    roadmap = read(
        word("План на 2023 год", [["№", "Мероприятие", "Срок"], ["1", "Отчёт", "31 ноября 2023"]])
    )

    assert codes(roadmap) == {"impossible_date": [1]}
    assert roadmap.headers[0].having(Field.DEADLINE)[0].heading == "Срок"


def test_a_cross_under_a_quarter_is_that_quarter():
    roadmap = read(
        word(
            "План на 2023 год",
            [
                ["№", "Мероприятие", "Сроки", ACROSS, ACROSS, "Отв."],
                [DOWN, DOWN, "I кв.", "II кв.", "IV кв.", DOWN],
                ["1", "Анализ", "+", "", "+", "ИМЦ"],
                ["2", "Отчёт", "", "х", "", "ИМЦ"],
            ],
        )
    )

    assert [one.deadlines for one in roadmap.measures] == [
        ("I квартал, IV квартал",),
        ("II квартал",),
    ]


def test_deadlines_and_people_in_one_column_are_parted():
    roadmap = read(
        word(
            "План на 2023 год",
            [
                ["№", "Мероприятие", "Срок, ответственный"],
                ["1", "Анализ", "Май 2023 Декабрь 2023, ИМЦ"],
                ["2", "Отчёт", "до 15.10.2023 Седов С.С., методист"],
            ],
        )
    )

    assert [one.deadlines for one in roadmap.measures] == [
        ("Май 2023 Декабрь 2023",),
        ("до 15.10.2023",),
    ]
    assert [people(one) for one in roadmap.measures] == [
        [("", "", "ИМЦ")],
        [("Седов С.С.", "методист", "")],
    ]


def test_a_plan_for_each_school_is_a_section_of_its_own():
    table = ["№", "Мероприятие", "Срок"]
    roadmap = read(
        word(
            "Приложение 1",
            "План мероприятий МБОУ СОШ № 1 на 2023 год",
            [table, ["1", "Первое", "май 2023"]],
            "Приложение 2",
            "План мероприятий МБОУ СОШ № 2 на 2023 год",
            [table, ["1", "Второе", "июнь 2023"]],
            "Директор",
            "И.И. Седов",
        )
    )

    assert [one.section for one in roadmap.measures] == [
        "",
        "План мероприятий МБОУ СОШ № 2 на 2023 год",
    ]
    assert roadmap.card.title == "План мероприятий МБОУ СОШ № 1 на 2023 год"


def test_titles_of_a_number_over_several_rows_are_measures_of_their_own():
    roadmap = read(
        word(
            "План на 2023 год",
            [
                ["№", "Мероприятие", "Срок", "Ответственный"],
                ["1", "Анализ", "май 2023", "ИМЦ"],
                [DOWN, "Беседа", "июнь 2023", DOWN],
                ["2", "Отчёт", "июль 2023", "ИМЦ"],
                [DOWN, DOWN, "август 2023", "УО"],
            ],
        )
    )

    assert [one.title for one in roadmap.measures] == ["Анализ", "Беседа", "Отчёт"]
    assert roadmap.measures[1].merged_with == 1
    assert roadmap.measures[2].deadlines == ("июль 2023", "август 2023")
    assert codes(roadmap) == {"ambiguous": [3], "inherited": [2]}
