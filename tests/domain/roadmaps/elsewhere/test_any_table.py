"""Whatever words and merges a table has, it is read, and each of its rows is accounted for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.roadmaps.elsewhere.expecting import read
from tests.domain.roadmaps.files import separated
from workflows.roadmaps.cells import Cell, SourceDocument, SourceKind, grid_of
from workflows.roadmaps.readers.unfolding import unfolded
from workflows.roadmaps.reading import read_roadmap

WORDS = st.sampled_from(
    [
        *("", "", "№", "Мероприятие", "Срок", "Ответственный", "план", "факт", "Месяц", "Этап"),
        *("Подготовительный этап (май 2024)", "Основной этап", "Январь", "Февраль", "март", "IX"),
        *("2023", "2024 год", "1", "2", "1.1", "9", "10", "11", "а) семинар", "б) отчёт", "+", "х"),
        *("Курсы", "май 2024", "УО", "ИМЦ; школы", "Еженедельно", "Раздел 1. Кадры", "#REF!"),
        *("Приложение 2", "Форма отчёта", "Итого: 3", "Задача 1. Кадры", "СОШ № 1", "- анализ"),
        *("45413", "Школьный уровень", "Срок: май 2024", "для завучей", "Меро-\nприятие"),
    ]
)
ROWS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=9)
)
SPANS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@settings(max_examples=150)
@given(st.lists(ROWS, min_size=1, max_size=3), st.lists(SPANS, min_size=60, max_size=60), WORDS)
def test_every_row_of_any_table_is_accounted_for(tables, spans, between):
    blocks = []
    for rows in tables:
        cells = [
            Cell(text, row, column, *spans[(7 * row + column) % len(spans)])
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ]
        blocks += [grid_of(cells, len(rows)), *([between] if between else [])]
    document = unfolded(SourceDocument(SourceKind.WORD, tuple(blocks)))

    roadmap = read_roadmap(document)

    accounting = roadmap.accounting
    assert accounting.pop("rows") == sum(accounting.values())
    assert accounting["measures"] == len(roadmap.measures)
    assert len(roadmap.rows) == sum(len(one.rows) for one in document.grids)


@settings(max_examples=100)
@given(ROWS, st.sampled_from([";", ",", "\t"]))
def test_every_line_of_any_separated_file_is_accounted_for(rows, separator):
    text = separated([["Дорожная карта на 2024 год"], *rows], separator)

    read(text.encode(), "карта.csv")


@settings(max_examples=150)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map(". ".join), max_size=12))
def test_any_lines_of_words_are_read_or_stay_paragraphs(lines):
    read("\n".join(["Дорожная карта на 2024 год", *lines]).encode(), "карта.txt")
