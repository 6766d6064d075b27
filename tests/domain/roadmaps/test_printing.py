"""A roadmap goes out in the columns it came in, and our own readers read the same measures."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.reader.excel import load_workbook

from engine.domain.roadmaps.carrying import next_card, next_measures, shift_after
from engine.domain.roadmaps.content import LayoutColumn, MeasureContent, RoadmapCard
from engine.domain.roadmaps.printed import PrintedTerm
from tests.domain.roadmaps.files import word
from tests.domain.roadmaps.seeds import ALL, KIROVSKY, PROGRAMME, SKOVORODINO, SOCHI, seed_path
from workflows.roadmaps.printing.laying import Remarks, lay_out
from workflows.roadmaps.printing.sheets import excel_file
from workflows.roadmaps.printing.words import word_file
from workflows.roadmaps.readers.opening import read_bytes, read_path
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.review.content import kept_card, kept_measures
from workflows.roadmaps.review.names import Names
from workflows.roadmaps.terms import Period, TermContext, read_term

WRITERS = {"docx": word_file, "xlsx": excel_file}
KINDS = sorted(WRITERS)
YEARS = {KIROVSKY: Period(date(2019, 9, 1), date(2021, 12, 31))}
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


def kept(roadmap):
    card = kept_card(roadmap, {})
    assert card is not None
    return card, kept_measures(roadmap.measures, Names(), {})


def seed(name):
    return kept(read_roadmap(read_path(seed_path(name)), period=YEARS.get(name)))


def again(printed, kind, period):
    data = WRITERS[kind](printed)
    return kept(read_roadmap(read_bytes(data, f"out.{kind}"), period=period))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ALL)
def test_a_roadmap_that_went_out_is_read_as_it_was_read_before(name, kind):
    card, measures = seed(name)

    found, read = again(lay_out(card, measures), kind, card.period)

    assert read == measures
    for one in ("title", "number", "signed_on", "layout", "preface", "items", "level"):
        assert getattr(found, one) == getattr(card, one), one


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_remarks_changes_nothing_else(kind):
    card, measures = seed(SOCHI)
    remarks = Remarks("Отметка о выполнении", {1: "выполнено 12.03.2021", 7: "просрочено"})

    _, read = again(lay_out(card, measures, remarks), kind, card.period)

    assert [dict(one.notes).get(remarks.heading) for one in read[:7]] == [
        "выполнено 12.03.2021",
        *[None] * 5,
        "просрочено",
    ]
    assert [replace(one, notes=()) for one in read] == list(measures)


def test_sections_and_merged_cells_stand_as_they_were_printed():
    card, measures = seed(SKOVORODINO)
    printed = lay_out(card, measures)
    sections = [one for one in printed.cells if one.bold and one.width == len(card.layout)]
    merged = [one for one in printed.cells if one.height > 1]

    assert [one.text for one in sections] == list(
        dict.fromkeys(one.sections[0] for one in measures if one.sections)
    )
    assert len(merged) >= 4


def test_years_stand_under_the_heading_they_share():
    card, measures = seed(PROGRAMME)
    printed = lay_out(card, measures)
    above = next(one for one in printed.cells if one.text.startswith("Ключевые мероприятия"))

    assert (above.width, above.height) == (3, 1)
    assert [one.text for one in printed.cells if one.row == above.row + 1 and one.bold] == [
        "2020",
        "2021",
        "2022",
    ]


SIGNS = ("=1+1", "+7 900", "-5", "@SUM(A1)", '=HYPERLINK("http://evil")', " =1")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_looks_like_a_formula_stays_a_text(sign):
    card = RoadmapCard(sign, YEAR, number=sign, body=sign, preface=((sign, sign),))
    measure = MeasureContent(1, sign, number="1", responsible=sign, expected_result=sign)
    data = excel_file(lay_out(card, [measure], Remarks(sign, {1: sign})))

    sheet = load_workbook(BytesIO(data)).active
    assert sheet is not None
    cells = [one for row in sheet.iter_rows() for one in row if one.value is not None]
    assert {one.data_type for one in cells} == {"s"}
    assert sign in {one.value for one in cells}
    with zipfile.ZipFile(BytesIO(data)) as package:
        sheets = [one for one in package.namelist() if one.startswith("xl/worksheets/")]
        assert not any(re.search(rb"<f[ >]", package.read(one)) for one in sheets)


@given(st.text(max_size=200))
@settings(max_examples=40)
def test_no_text_breaks_a_file(text):
    card = RoadmapCard(text, YEAR, body=text, items=(text,), preface=((text, text),))
    printed = lay_out(card, [MeasureContent(1, text, task=text, sections=(text,))])

    for kind in KINDS:
        assert read_bytes(WRITERS[kind](printed), f"out.{kind}").grids


VERBS = ("Провести", "Организовать", "Утвердить", "Подготовить", "Обновить")
THINGS = ("анализ результатов", "семинар для педагогов", "план работы", "мониторинг", "справку")
WHERE = ("в школах", "по итогам года", "в округе", "с участием наставников", "на сайте")
WHO = ("Управление образования", "Руководители ОО", "ЦРО", "Петрова А.И., методист ЦРО")
PHRASES = ("Март 2023", "до 15.05.2023", "в течение года", "ежемесячно", "Апрель-май 2023", "")
RESULTS = ("Приказ издан", "Не менее 80 % школ охвачены", "Справка готова", "")
SECTIONS = ("Раздел 1. Кадры", "Раздел 2. Ресурсы", "Раздел 3. Результаты")
HEADINGS = {
    "number": "№ п/п",
    "title": "Мероприятие",
    "task": "Задача",
    "deadline": "Срок исполнения",
    "responsible": "Ответственный",
    "expected_result": "Ожидаемый результат",
}
sentences = st.builds("{} {} {}".format, *map(st.sampled_from, (VERBS, THINGS, WHERE)))


@st.composite
def roadmaps(draw):
    fields = draw(st.permutations(["title", "task", "deadline", "responsible", "expected_result"]))
    layout = tuple(LayoutColumn(one, HEADINGS[one]) for one in ("number", *fields))
    bounds = sorted(draw(st.lists(st.integers(0, 12), min_size=3, max_size=3)))
    context = TermContext(YEAR)
    measures = []
    for at in range(draw(st.integers(1, 12))):
        phrase = draw(st.sampled_from(PHRASES))
        section = sum(at >= one for one in bounds)
        terms = (PrintedTerm(phrase, read_term(phrase, context).term, YEAR),) if phrase else ()
        measures.append(
            MeasureContent(
                at + 1,
                f"{draw(sentences)} {at + 1}",
                number=f"{at + 1}.",
                sections=(SECTIONS[section - 1],) if section else (),
                task=draw(sentences),
                expected_result=draw(st.sampled_from(RESULTS)),
                responsible=draw(st.sampled_from(WHO)),
                terms=terms,
            )
        )
    title = "Дорожная карта поддержки школ с низкими результатами на 2023 год"
    return RoadmapCard(title, YEAR, layout=layout), measures


@given(roadmaps(), st.sampled_from(KINDS))
@settings(max_examples=60)
def test_whatever_the_order_of_columns_the_measures_come_back(roadmap, kind):
    card, measures = roadmap
    _, read = again(lay_out(card, measures), kind, YEAR)

    said = ("number", "title", "task", "sections", "expected_result", "responsible")
    assert [[getattr(one, name) for name in said] for one in read] == [
        [getattr(one, name) for name in said] for one in measures
    ]
    assert [[one.phrase for one in measure.terms] for measure in read] == [
        [one.phrase for one in measure.terms] for measure in measures
    ]


EDGES = ("Дата начала", "Дата окончания")
TITLED = "Дорожная карта на 2023/2024 учебный год"
OVER_COLUMNS = {
    "a begin and an end": (
        [["№", "Мероприятие", *EDGES, "Ответственный"]],
        [
            ["1", "Курсы", "01.09.2023", "31.10.2023", "УО"],
            ["2", "Форум", "15.03.2024", "15.03.2024", "УО"],
            ["3", "Отчёт", "", "30.03.2024", "УО"],
            ["4", "Совещания", "ежемесячно", "", "УО"],
            ["5", "Сайт", "01.02.2024", "в течение года", "УО"],
            ["6", "Разбор", "октябрь 2023", "май 2024", "УО"],
        ],
    ),
    "crosses under months": (
        [
            ["№", "Мероприятие", "2023", "<", "2024", "<", "Ответственный"],
            ["^", "^", "сентябрь", "октябрь", "январь", "февраль", "^"],
        ],
        [
            ["1", "Курсы", "+", "", "+", "", "УО"],
            ["2", "Форум", "", "15", "", "", "УО"],
            ["3", "Отчёт", "", "", "", "+", "УО"],
        ],
    ),
    "stages": (
        [["№", "Мероприятие", "Подготовительный этап", "Основной этап (май 2024)", "Исполнитель"]],
        [
            ["1", "Курсы", "сентябрь 2023", "+", "УО"],
            ["2", "Форум", "", "+", "УО"],
            ["3", "Отчёт", "октябрь 2023", "", "УО"],
        ],
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", OVER_COLUMNS)
def test_a_term_over_several_columns_goes_out_into_each_of_them(case, kind):
    header, rows = OVER_COLUMNS[case]
    card, measures = kept(read_roadmap(read_bytes(word(TITLED, [*header, *rows]), "in.docx")))

    printed = lay_out(card, measures)
    _, read = again(printed, kind, card.period)

    assert read == measures
    places = {(one.row, one.column): one.text for one in printed.cells}
    assert [
        [places[len(header) + down, at] for at in range(len(row))] for down, row in enumerate(rows)
    ] == rows


@pytest.mark.parametrize("case", OVER_COLUMNS)
def test_the_next_period_stands_in_the_same_columns(case):
    header, rows = OVER_COLUMNS[case]
    card, measures = kept(read_roadmap(read_bytes(word(TITLED, [*header, *rows]), "in.docx")))
    shift = shift_after(card.period)
    following = next_card(card, shift)
    moved = next_measures(measures, shift, following.period)

    found, read = again(lay_out(following, moved), "docx", following.period)

    assert found.layout == following.layout
    assert [[one.term for one in measure.terms] for measure in read] == [
        [one.term for one in measure.terms] for measure in moved
    ]
    crosses = [one.text for one in lay_out(following, moved).cells].count("+")
    assert crosses == sum(row.count("+") for row in rows)


def test_a_begin_and_an_end_merged_over_several_rows_are_one_term():
    table = [
        ["№", "Мероприятие", *EDGES, "Ответственный"],
        ["1", "Курсы", "01.09.2023", "31.10.2023", "УО"],
        ["2", "Стажировки", "^", "^", "УО"],
    ]
    card, measures = kept(read_roadmap(read_bytes(word(TITLED, table), "in.docx")))

    assert [[one.phrase for one in measure.terms] for measure in measures] == [
        ["с 01.09.2023 по 31.10.2023"]
    ] * 2
    _, read = again(lay_out(card, measures), "docx", card.period)
    assert read == measures


def test_a_roadmap_without_columns_of_its_own_gets_the_common_ones():
    measures = [MeasureContent(1, "Провести анализ", milestones=(("2023", "Анализ проведён"),))]

    printed = lay_out(RoadmapCard("Дорожная карта", YEAR), measures)

    assert [one.field for one in printed.columns] == [
        "number",
        "title",
        "year",
        "deadline",
        "responsible",
    ]
