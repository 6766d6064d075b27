"""Texts pasted from pages, letters and old files: columns drawn by tabs, bars, blanks, lines."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows

SAID = [
    {"number": "1", "title": "Совещание директоров", "when": "май 2024", "who": ["УО"]},
    {
        "number": "2",
        "title": "Семинар для педагогов ШНОР",
        "when": "июнь 2024",
        "who": ["ИМЦ", "школы"],
    },
]


def test_columns_parted_by_blanks_are_a_table():
    text = """План мероприятий на 2024 год

№    Мероприятие                   Срок          Ответственные
1    Совещание директоров          май 2024      УО
2    Семинар для педагогов ШНОР    июнь 2024     ИМЦ, школы
"""

    roadmap = read(text.encode(), "map.txt")

    assert all_said(roadmap) == SAID
    assert rows(roadmap) == {"measures": 2, "header": 1}
    assert roadmap.card.title == "План мероприятий на 2024 год"
    assert codes(roadmap) == {}


def test_a_table_drawn_with_lines_is_a_table():
    text = """План мероприятий на 2024 год
+----+---------------------+-----------+---------------+
| №  | Мероприятие         | Срок      | Ответственные |
+----+---------------------+-----------+---------------+
| 1  | Совещание           | май 2024  | УО            |
|    | директоров          |           |               |
+----+---------------------+-----------+---------------+
| 2  | Семинар для         | июнь      | ИМЦ,          |
|    | педагогов ШНОР      | 2024      | школы         |
+----+---------------------+-----------+---------------+
"""

    for drawn in (text, text.translate(str.maketrans("|+-", "│┼─"))):
        roadmap = read(drawn.encode(), "map.txt")

        assert all_said(roadmap) == SAID
        assert codes(roadmap) == {}


def test_a_table_whose_cells_stand_one_below_the_other_is_a_table():
    text = """План мероприятий на 2024 год
№
Мероприятие
Срок
Ответственные
1
Совещание директоров
май 2024
УО
2
Семинар для педагогов ШНОР
июнь 2024
ИМЦ, школы
"""

    roadmap = read(text.encode(), "map.txt")

    assert all_said(roadmap) == SAID


def test_measures_told_as_a_list_of_names_and_values_are_read():
    text = """План мероприятий на 2024 год

1. Мероприятие: Совещание директоров
Срок: май 2024
Ответственные: УО

2. Мероприятие: Семинар для педагогов ШНОР
Срок: июнь 2024
Ответственные: ИМЦ, школы
"""

    roadmap = read(text.encode(), "map.txt")

    assert all_said(roadmap) == SAID
    assert codes(roadmap) == {}


def test_a_table_of_a_page_with_marks_of_merging_is_read():
    text = """<h1>План мероприятий на 2024 год</h1>
<table border="1"><thead><tr><th rowspan="2">№</th><th rowspan="2">Мероприятие</th>
<th colspan="2">Сроки</th><th rowspan="2">Ответственные</th></tr>
<tr><th>начало</th><th>окончание</th></tr></thead>
<tr><td colspan="5"><b>Раздел 1</b></td></tr>
<tr><td>1</td><td>Совещание<br>директоров</td><td>01.05.2024</td><td>31.05.2024</td>
<td rowspan="2">УО</td></tr>
<tr><td>2</td><td><p>Семинар</p></td><td>01.06.2024</td><td>30.06.2024</td></tr></table>
<p>Начальник УО &nbsp; Г.Р. Аверин</p>"""

    roadmap = read(text.encode(), "map.html")

    assert all_said(roadmap) == [
        {
            "number": "1",
            "section": "Раздел 1",
            "title": "Совещание директоров",
            "when": "с 01.05.2024 по 31.05.2024",
            "who": ["УО"],
        },
        {
            "number": "2",
            "section": "Раздел 1",
            "title": "Семинар",
            "when": "с 01.06.2024 по 30.06.2024",
            "who": ["УО"],
            "like": 1,
        },
    ]
    assert codes(roadmap) == {"inherited": [2]}
    assert roadmap.card.title == "План мероприятий на 2024 год"


def test_a_table_copied_out_of_word_with_lines_in_its_cells():
    text = (
        "Дорожная карта на 2024 год\n"
        "№ п/п\tНаименование мероприятия\tСроки реализации\tИсполнители\tФорма отчётности\n"
        "Раздел 1. Управление\n"
        "1\tСоздание рабочей группы\tянварь 2024\tУО\tПриказ\n"
        "2\tУтверждение плана \tфевраль 2024\tУО, школы\tПлан\n"
        "\n"
        "Раздел 2. Кадры\t\t\t\t\n"
        "3\tКурсы\tв течение года\tИРО\tУдостоверения\n"
        "№ п/п\tНаименование мероприятия\tСроки реализации\tИсполнители\tФорма отчётности\n"
        "4\tНаставничество\tпостоянно\tШколы\tОтчёт\n"
        "\t\t\t\t\n"
        "Начальник управления образования\t\t\tП.П. Ершов\n"
    )

    roadmap = read(text.encode("cp1251"), "вставка.txt")

    assert [(one["number"], one["section"], one["title"]) for one in all_said(roadmap)] == [
        ("1", "Раздел 1. Управление", "Создание рабочей группы"),
        ("2", "Раздел 1. Управление", "Утверждение плана"),
        ("3", "Раздел 2. Кадры", "Курсы"),
        ("4", "Раздел 2. Кадры", "Наставничество"),
    ]
    assert roadmap.card.signatory is not None
    assert roadmap.card.signatory.name == "П.П. Ершов"
    assert codes(roadmap) == {}
