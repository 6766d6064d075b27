"""Plans without a table: what labels and brackets say is read, and prose stays prose."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import saved, word

TITLE = "План мероприятий по поддержке ШНОР на 2023-2024 учебный год"
FIRST = (
    "1. Провести мониторинг. Срок: сентябрь 2023 г. Ответственный: Лосева И. И., директор. "
    "Результат: справка"
)
LABELLED = [
    "Раздел 1. Диагностика",
    FIRST,
    "2. Подготовить адресные рекомендации.",
    "Срок исполнения – до 15 октября 2023 года;",
    "Ответственные – методисты ИМЦ,",
    "руководители РМО.",
    "Раздел 2. Обучение",
    "3. Провести семинар «Смысловое чтение»; срок: ноябрь 2023 г.; ответственный: Рябова Н.П.",
    "4. Заключить соглашение со школой-тьютором",
]
SAID = [
    {
        "number": "1",
        "section": "Раздел 1. Диагностика",
        "title": "Провести мониторинг",
        "when": "сентябрь 2023 г.",
        "who": ["Лосева И. И. / директор"],
        "result": "справка",
    },
    {
        "number": "2",
        "section": "Раздел 1. Диагностика",
        "title": "Подготовить адресные рекомендации",
        "when": "до 15 октября 2023 года",
        "who": ["методисты ИМЦ", "руководители РМО"],
    },
    {
        "number": "3",
        "section": "Раздел 2. Обучение",
        "title": "Провести семинар «Смысловое чтение»",
        "when": "ноябрь 2023 г.",
        "who": ["Рябова Н.П."],
    },
    {
        "number": "4",
        "section": "Раздел 2. Обучение",
        "title": "Заключить соглашение со школой-тьютором",
    },
]


def test_items_that_name_their_term_and_their_people_are_measures_in_text_and_in_word():
    end = "Начальник отдела образования А.А. Сухов"

    for data, name in (
        ("\n".join([TITLE, *LABELLED, end]).encode(), "план.txt"),
        (word(TITLE, *LABELLED, end), "план.docx"),
    ):
        roadmap = read(data, name)

        assert all_said(roadmap) == SAID
        assert roadmap.card.title == TITLE
        assert roadmap.card.signatory is not None
        # Under a full item an empty one may share its term; that is asked.
        assert codes(roadmap) == {"lost_merge": [4], "no_deadline": [4], "no_responsible": [4]}


def test_numbers_that_word_prints_by_itself_are_those_of_the_items():
    document = docx.Document(BytesIO(word(TITLE)))
    for text in (
        "Провести совещание. Срок: май 2024 г. Ответственный: УО.",
        "Провести семинар. Срок: июнь 2024 г. Ответственный: ИМЦ.",
    ):
        document.add_paragraph(text, style="List Number")

    assert [
        (one["number"], one["title"], one["when"]) for one in all_said(read(saved(document)))
    ] == [
        ("1", "Провести совещание", "май 2024 г."),
        ("2", "Провести семинар", "июнь 2024 г."),
    ]


def test_a_term_and_people_in_brackets_behind_the_item_are_read():
    roadmap = read(
        word(
            "План работы со школами с низкими результатами на 2024 год",
            "1. Организационные мероприятия:",
            "1.1. Создать рабочую группу (январь 2024 г., Маркина Е.В., начальник отдела);",
            "1.2. Изучить результаты ВПР (для 5 и 6 классов) (до 1 февраля 2024 г., отв. ИМЦ);",
            "2. Методические мероприятия:",
            "2.1. Открытые уроки (ежемесячно, директора школ);",
            "2.2. Итоговая конференция (срок – май 2024 г.; ответственный – Маркина Е.В.).",
        )
    )

    first, second = "1. Организационные мероприятия:", "2. Методические мероприятия:"
    assert all_said(roadmap) == [
        {
            "number": "1.1",
            "section": first,
            "title": "Создать рабочую группу",
            "when": "январь 2024 г.",
            "who": ["Маркина Е.В. / начальник отдела"],
        },
        {
            "number": "1.2",
            "section": first,
            "title": "Изучить результаты ВПР (для 5 и 6 классов)",
            "when": "до 1 февраля 2024 г.",
            "who": ["ИМЦ"],
        },
        {
            "number": "2.1",
            "section": second,
            "title": "Открытые уроки",
            "when": "ежемесячно",
            "who": ["директора школ"],
        },
        {
            "number": "2.2",
            "section": second,
            "title": "Итоговая конференция",
            "when": "май 2024 г.",
            "who": ["Маркина Е.В."],
        },
    ]
    assert codes(roadmap) == {}


def test_bullets_under_a_numbered_heading_are_measures():
    text = """Дорожная карта на 2024 год

1. Работа с кадрами
- курсы повышения квалификации (март 2024 г., ИРО);
- наставничество (в течение года, директора школ).
2. Работа с родителями
- родительский лекторий (1 раз в квартал, школы).
"""

    roadmap = read(text.encode(), "карта.txt")

    assert [(one["section"], one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("1. Работа с кадрами", "курсы повышения квалификации", "март 2024 г."),
        ("1. Работа с кадрами", "наставничество", "в течение года"),
        ("2. Работа с родителями", "родительский лекторий", "1 раз в квартал"),
    ]


def test_titles_without_numbers_over_their_labels_are_measures():
    text = """Программа антирисковых мер на 2024 год

Анкетирование родителей
Срок: февраль 2024
Исполнитель: педагог-психолог Юдина Т.С.
Показатель: охват 80 %

Круглый стол
с участием школы-тьютора
Срок: март 2024
Исполнитель: директор
Показатель: протокол
"""

    assert all_said(read(text.encode(), "план.txt")) == [
        {
            "title": "Анкетирование родителей",
            "when": "февраль 2024",
            "who": ["Юдина Т.С. / педагог-психолог"],
            "result": "охват 80 %",
        },
        {
            "title": "Круглый стол с участием школы-тьютора",
            "when": "март 2024",
            "who": ["директор"],
            "result": "протокол",
        },
    ]


def test_items_that_run_on_in_one_paragraph_are_parted_at_their_numbers():
    text = (
        "План на 2024 год\n"
        "1. Совещание. Срок: май 2024 г. Ответственный: УО. "
        "2. Семинар. Срок: июнь 2024 г. Ответственный: ИМЦ. Результат: 5 школ. 3 протокола."
    )

    assert [
        (one["number"], one["title"], one.get("result", ""))
        for one in all_said(read(text.encode(), "a.txt"))
    ] == [
        ("1", "Совещание", ""),
        ("2", "Семинар", "5 школ. 3 протокола"),
    ]


PROSE = [
    "Аналитическая справка о работе со школами с низкими результатами",
    "В 2023 году в муниципалитете работали 5 школ (в сентябре 2023 г. их было 7).",
    "1. Результаты ВПР выросли (по итогам 2023 года).",
    "2. Срок реализации программы – 3 года, ответственным остаётся отдел образования.",
    "3. В мае 2024 года планируется продолжить работу: провести семинары и консультации.",
]


def test_prose_with_dates_and_numbers_gives_no_measures():
    for data, name in (("\n".join(PROSE).encode(), "справка.txt"), (word(*PROSE), "справка.docx")):
        roadmap = read(data, name)

        assert roadmap.measures == ()
        assert "no_header" in codes(roadmap)


def test_items_of_an_order_beside_a_table_of_measures_are_no_measures():
    roadmap = read(
        word(
            "ПРИКАЗЫВАЮ:",
            "1. Провести мониторинг. Срок: май 2024 г. Ответственный: Лосева И.И.",
            "2. Подготовить отчёт. Срок: июнь 2024 г. Ответственный: Лосева И.И.",
            "Дорожная карта на 2024 год",
            [["№", "Мероприятие", "Срок"], ["1", "Семинар", "май 2024"]],
        )
    )

    assert [one["title"] for one in all_said(roadmap)] == ["Семинар"]
    assert rows(roadmap) == {"measures": 1, "header": 1}


def test_a_term_and_people_behind_dashes_are_read():
    text = """План мероприятий на 2024 год
1. Анализ ВПР - 5 класс - март 2024 - Лосева И.И.
2. Семинар – май 2024 г. – ИМЦ
"""

    measures = all_said(read(text.encode(), "план.txt"))

    assert [(one["title"], one["when"], one["who"]) for one in measures] == [
        ("Анализ ВПР - 5 класс", "март 2024", ["Лосева И.И."]),
        ("Семинар", "май 2024 г.", ["ИМЦ"]),
    ]


def test_items_under_months_need_no_terms_of_their_own():
    text = """План работы на 2023-2024 учебный год
Сентябрь
1. Анализ ВПР. Ответственный: Лосева И.И.
2. Диагностика. Ответственный: ИМЦ
Октябрь
1. Семинар. Ответственный: ИМЦ
"""

    measures = all_said(read(text.encode(), "план.txt"))

    assert [(one["section"], one["title"], one["when"]) for one in measures] == [
        ("Сентябрь", "Анализ ВПР", "Сентябрь"),
        ("Сентябрь", "Диагностика", "Сентябрь"),
        ("Октябрь", "Семинар", "Октябрь"),
    ]


def test_letters_under_an_item_are_its_lines_and_named_items_have_their_numbers():
    text = """Дорожная карта на 2024 год
Мероприятия по повышению качества:
Мероприятие 1. Посещать уроки. Срок: ежемесячно. Отв.: завуч
а) в 5 классах;
б) в 9 классах.
Мероприятие 2. Отчёт. Срок: декабрь 2024. Отв.: завуч
"""

    roadmap = read(text.encode(), "план.txt")

    assert [(one["number"], one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("1", "Посещать уроки. а) в 5 классах; б) в 9 классах", "ежемесячно"),
        ("2", "Отчёт", "декабрь 2024"),
    ]
    assert roadmap.card.title == "Дорожная карта на 2024 год"


def test_lines_that_a_program_wrapped_are_joined_again():
    text = """ПЛАН
мероприятий по поддержке ШНОР
на 2024 год

1. Провести диагностику профессиональных
дефицитов педагогов.
Срок: февраль – март 2024 г.
Ответственный: Котова Л.Д.,
заместитель директора.

2. Организовать курсы.
Срок: май 2024 г.
Ответственный: ИРО.
"""

    roadmap = read(text.encode("cp1251"), "план.txt")

    assert [(one["title"], one["who"]) for one in all_said(roadmap)] == [
        (
            "Провести диагностику профессиональных дефицитов педагогов",
            ["Котова Л.Д. / заместитель директора"],
        ),
        ("Организовать курсы", ["ИРО"]),
    ]
    assert roadmap.card.title == "ПЛАН мероприятий по поддержке ШНОР на 2024 год"


ORDER = [
    "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ АДМИНИСТРАЦИИ ТАЁЖНОГО РАЙОНА",
    "ПРИКАЗ",
    "от «12» января 2024 г. № 01-05/17-п",
    "п. Таёжный",
    "О мерах по поддержке школ с низкими образовательными результатами в 2024 году",
    "ПРИКАЗЫВАЮ:",
    "1. Утвердить перечень школ (приложение).",
    "2. Главному специалисту Ковалёвой Е.В. провести анализ результатов ВПР.",
    "Срок: до 1 февраля 2024 г.",
    "3. Признать утратившим силу приказ управления образования от 10.01.2023 № 5-п.",
    "4. Директорам МБОУ СОШ № 1, 5 и 12, МКОУ «Ивановская ООШ»:",
    "4.1. Разработать школьные дорожные карты. Срок: до 15 февраля 2024 г.",
    "4.2. Разместить дорожные карты на сайтах школ. Срок: до 20 февраля 2024 г.",
    "5. Методисту Рябовой Н.П. довести настоящий приказ до сведения",
    "руководителей школ.",
    "6. Приказ вступает в силу со дня подписания.",
    "7. Контроль за исполнением приказа возложить на заместителя начальника Сухову А.А.",
    "Начальник управления образования        И.И. Петрова",
]


@pytest.mark.parametrize("name", ["приказ.docx", "приказ.txt"])
def test_what_an_order_says_of_itself_is_no_measure_of_the_plan_it_gives(name):
    data = word(*ORDER) if name.endswith("docx") else "\n".join(ORDER).encode()

    roadmap = read(data, name)
    card = roadmap.card

    assert all_said(roadmap) == [
        {
            "number": "2",
            "title": "Главному специалисту Ковалёвой Е.В. провести анализ результатов ВПР",
            "when": "до 1 февраля 2024 г.",
        },
        {
            "number": "4.1",
            "section": "4. Директорам МБОУ СОШ № 1, 5 и 12, МКОУ «Ивановская ООШ»:",
            "title": "Разработать школьные дорожные карты",
            "when": "до 15 февраля 2024 г.",
        },
        {
            "number": "4.2",
            "section": "4. Директорам МБОУ СОШ № 1, 5 и 12, МКОУ «Ивановская ООШ»:",
            "title": "Разместить дорожные карты на сайтах школ",
            "when": "до 20 февраля 2024 г.",
        },
    ]
    assert rows(roadmap) == {"measures": 3, "section": 1, "header": 1}
    assert codes(roadmap) == {}
    assert (card.number, card.day) == ("01-05/17-п", date(2024, 1, 12))
    assert [(one.number, one.day) for one in card.repealed] == [("5-п", date(2023, 1, 10))]
    assert card.controller is not None
    assert card.controller.name == "Сухову А.А."
    assert card.signatory is not None
    assert card.signatory.name == "И.И. Петрова"
    assert [(one.name, one.lists) for one in card.schools] == [
        ("МБОУ СОШ № 1", ("ШНОР",)),
        ("МБОУ СОШ № 5", ("ШНОР",)),
        ("МБОУ СОШ № 12", ("ШНОР",)),
        ("МКОУ «Ивановская ООШ»", ("ШНОР",)),
    ]


def test_a_clause_with_a_term_of_its_own_is_a_measure():
    roadmap = read(
        word(
            TITLE,
            "1. Провести совещание. Срок: май 2024 г.",
            "2. Довести приказ о ВПР до сведения родителей. Срок: июнь 2024 г.",
        )
    )

    assert [one["number"] for one in all_said(roadmap)] == ["1", "2"]


def test_a_bracket_that_says_when_and_who_may_stand_inside_an_item():
    roadmap = read(
        word(
            TITLE,
            "1. Провести мониторинг (сентябрь 2023, отв. ИМЦ) качества подготовки",
            "2. Анализ итогов ВПР (март 2023) в школах (октябрь 2023, ИМЦ) района",
            "3. Выезды в школы (по графику, отв. Рябова Н.П.) с посещением уроков",
        )
    )

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Провести мониторинг качества подготовки",
            "when": "сентябрь 2023",
            "who": ["ИМЦ"],
        },
        {
            "number": "2",
            "title": "Анализ итогов ВПР (март 2023) в школах района",
            "when": "октябрь 2023",
            "who": ["ИМЦ"],
        },
        {
            "number": "3",
            "title": "Выезды в школы с посещением уроков",
            "when": "по графику",
            "who": ["Рябова Н.П."],
        },
    ]
