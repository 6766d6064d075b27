"""What single cells say: people, evidence, terms inside prose, headings, columns mapped by hand."""

from __future__ import annotations

import pytest

from engine.domain.errors import RoadmapUnreadable
from tests.domain.roadmaps.files import word
from workflows.roadmaps.evidence import evidence_of_column, evidence_of_title
from workflows.roadmaps.mapping import ColumnMapping, ColumnRule, parse_mapping, plain_mapping
from workflows.roadmaps.people import read_responsible
from workflows.roadmaps.phrases import terms_of_prose
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.rows import is_broken
from workflows.roadmaps.schools import named_schools
from workflows.roadmaps.vocabulary import Field, recognised, year_of


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("№ п/п", Field.NUMBER),
        ("N п/п", Field.NUMBER),
        ("п/п", Field.NUMBER),
        ("МЕРОПРИЯТИЕ", Field.TITLE),
        ("Мepoпpиятия", Field.TITLE),  # with Latin letters
        ("Наименование мероприятия", Field.TITLE),
        ("Содержание деятельности", Field.TITLE),
        ("Меры", Field.TITLE),
        ("Задача", Field.TASK),
        ("Адресность мероприятия", Field.AUDIENCE),
        ("Период (срок реализации)", Field.DEADLINE),
        ("Сроки реализации мероприятий", Field.DEADLINE),
        ("Дата проведения", Field.DEADLINE),
        ("Ответственный (ФИО, должность)", Field.RESPONSIBLE),
        ("Исполнители", Field.RESPONSIBLE),
        ("Ожидаемые результаты", Field.RESULT),
        ("Показатели эффективности", Field.RESULT),
        ("Документы, закрепляющие результат", Field.EVIDENCE),
        ("Форма отчётности", Field.EVIDENCE),
        ("Направление деятельности", Field.SECTION),
        ("Уровень реализации", Field.LEVEL),
        ("Отметка о выполнении", Field.NOTE),
        ("Школы с низкими результатами (МКОУ «Лесная СОШ»)", Field.UNKNOWN),
        ("Цвет", Field.UNKNOWN),
    ],
)
def test_a_column_is_known_by_its_words(heading, field):
    assert recognised(heading) is field


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2021", "2021"),
        ("2021 год", "2021"),
        ("в 2021 г.", "2021"),
        ("2022/23", "2022/23"),
        ("2022-2023 учебный год", "2022/23"),
        ("май 2021", ""),
        ("1", ""),
    ],
)
def test_a_heading_that_is_a_year_is_that_year(heading, year):
    assert year_of(heading) == year


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Седов С.С., Белова А.А.", [("Седов С.С.", "", ""), ("Белова А.А.", "", "")]),
        (
            "С.С. Седов, директор СЦРО А.А. Белова, главный специалист УОН",
            [("С.С. Седов", "директор", "СЦРО"), ("А.А. Белова", "главный специалист", "УОН")],
        ),
        (
            "заместитель директора по УВР Белова А.А., директор Седов С.С.",
            [("Белова А.А.", "заместитель директора по УВР", ""), ("Седов С.С.", "директор", "")],
        ),
        (
            "Седов С.С. – методист ИМЦ; руководители ОО",
            [("Седов С.С.", "методист", "ИМЦ"), ("", "", "руководители ОО")],
        ),
        ("Седов С.С. (методист)", [("Седов С.С.", "методист", "")]),
        ("Белова Мария Ивановна,\nдиректор", [("Белова Мария Ивановна", "директор", "")]),
        ("Отдел образования (Седов С.С.)", [("Седов С.С.", "", "Отдел образования")]),
        ("Управление образования (контроль)", [("", "контроль", "Управление образования")]),
        ("Администрация ОО Педагогические работники", [("", "", "Администрация ОО"),
                                                       ("", "", "Педагогические работники")]),
        ("МСО\nдиректора школ", [("", "", "МСО"), ("", "", "директора школ")]),
        ("Управление\nобразования\nгорода", [("", "", "Управление образования города")]),
        ("МБОУ «Лес, СОШ», УО", [("", "", "МБОУ «Лес, СОШ»"), ("", "", "УО")]),
        ("", []),
        (" , ; — ", []),
    ],
)  # fmt: skip
def test_names_posts_and_bodies_are_told_apart_in_any_order(text, people):
    found = [(one.name, one.position, one.body) for one in read_responsible(text)]

    assert found == people


@pytest.mark.parametrize(
    ("title", "documents"),
    [
        ("Издание приказа (приказ)", ("приказ",)),
        ("Издание (приказ) и план (приложение к приказу)", ("приказ", "приложение к приказу")),
        ("Изменение оценки качества образования (ВСОКО)", ()),
        ("Семинары (семинар/вебинар)", ()),
        ("Ведение базы (портфолио) команд (база данных)", ("база данных",)),
        ("Анализ (ВПР, КДР и др.) и сравнение", ()),
    ],
)
def test_a_bracket_behind_a_title_is_a_document_where_the_heading_says_so(title, documents):
    assert evidence_of_title(title, form=True) == documents
    assert evidence_of_title(title, form=False) == ()


def test_documents_of_a_cell_are_parted_by_lines_and_semicolons():
    text = (
        "Приказ УО\nПоложение; протоколы.\n•  Справка о встрече в ОО. Договоры с ОО Отчет о визите"
    )

    assert evidence_of_column(text) == (
        "Приказ УО",
        "Положение",
        "протоколы.",
        "Справка о встрече в ОО",
        "Договоры с ОО",
        "Отчет о визите",
    )


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Проведён анализ. Сентябрь –октябрь 2020", ("Сентябрь –октябрь 2020",)),
        ("Проведён форум до 15.05.2021", ("до 15.05.2021",)),
        ("Отобраны школы, выявленные в 2021 году", ()),
        ("Итоги ВПР 2022 года", ()),
        ("Сентябрь 2021 В 100% организаций, выявленных ранее", ("Сентябрь 2021",)),
        ("Встречи не реже одного раза в месяц с педагогами", ("не реже одного раза в месяц",)),
        ("Десанты (по запросу) Май 2021 Июнь 2021", ("(по запросу) Май 2021 Июнь 2021",)),
        ("Отчёт. III квартал 2021", ("III квартал 2021",)),
        ("Май", ("Май",)),
        (
            "Проведены встречи, в течение сентября – первой недели октября 2021",
            ("в течение сентября – первой недели октября 2021",),
        ),
        ("Обучены педагоги. Сент.-окт. 2021 г.", ("Сент.-окт. 2021 г.",)),
        ("Отобраны школы (до конца мая)", ("до конца мая",)),
        ("Отчёт учредителю до 25 числа каждого месяца", ("до 25 числа каждого месяца",)),
        (
            "Мониторинг. Входной – сентябрь 2021; итоговый – май 2022",
            ("Входной – сентябрь 2021; итоговый – май 2022",),
        ),
        ("Справка по итогам I полугодия", ()),
        ("Исполнен приказ от 15.02.2021", ()),
        ("Принята программа развития до 2025 года", ()),
        ("Школы готовы к новому учебному году", ()),
        ("Курсы по программе повышения квалификации", ()),
        ("", ()),
    ],
)
def test_only_the_end_of_a_years_cell_is_its_term(text, phrases):
    assert terms_of_prose(text) == phrases


@pytest.mark.parametrize("text", ["январь " * 300, "май-" * 300, "И в 2020 - " * 300, "(" * 900])
def test_prose_of_dates_costs_no_time(text):
    assert isinstance(terms_of_prose(text), tuple)


@pytest.mark.parametrize(
    ("phrase", "broken"),
    [
        ("Декабрь- январь", True),
        ("по", True),
        ("Май-", True),
        ("Май 2020", False),
        ("ежегодно, ноябрь", False),
        ("постоянно", False),
    ],
)
def test_a_deadline_broken_by_the_page_is_seen_to_be(phrase, broken):
    assert is_broken(phrase) is broken


def test_a_school_that_left_the_list_is_not_on_it():
    text = (
        "В перечень школ с низкими результатами по итогам 2022 года вошли (МБОУ СОШ № 1, ООШ №2). "
        "МБОУ СОШ № 3 г. Энска вышла из перечня школ с низкими результатами."
    )

    assert [(one.name, one.lists, one.year) for one in named_schools([text])] == [
        ("МБОУ СОШ № 1", ("ШНОР",), 2022),
        ("МБОУ ООШ № 2", ("ШНОР",), 2022),
        ("МБОУ СОШ № 3 г. Энска", ("left",), 2022),
    ]


ODD = [["А", "Б", "В"], ["1", "Совещание", "май 2023"]]
RULES = ColumnMapping(
    (
        ColumnRule(Field.NUMBER, heading="а"),
        ColumnRule(Field.TITLE, index=1),
        ColumnRule(Field.DEADLINE, heading="В"),
    ),
    header_row=0,
)


def test_columns_mapped_by_hand_are_read_where_no_words_show_them():
    document = read_bytes(word("План на 2023 год", ODD))

    assert read_roadmap(document).measures == ()
    (measure,) = read_roadmap(document, mapping=RULES).measures
    assert (measure.number, measure.title, measure.deadlines) == ("1", "Совещание", ("май 2023",))


def test_a_mapping_goes_before_the_words():
    document = read_bytes(
        word("План", [["№", "Мероприятие", "Срок", "Цвет"], ["1", "Совет", "май 2023", "ИМЦ"]])
    )
    mapping = ColumnMapping((ColumnRule(Field.RESPONSIBLE, heading="цвет"),))

    (measure,) = read_roadmap(document, mapping=mapping).measures

    assert [one.body for one in measure.responsible] == ["ИМЦ"]


def test_a_mapping_is_kept_as_plain_values():
    assert parse_mapping(plain_mapping(RULES)) == RULES
    for broken in ({}, {"columns": [{"field": "nothing"}]}, {"columns": 3}, {"columns": [1]}):
        with pytest.raises(RoadmapUnreadable):
            parse_mapping(broken)
