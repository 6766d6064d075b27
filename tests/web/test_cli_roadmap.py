"""`marshrut roadmap read`: a file told to a person, and to a program."""

from __future__ import annotations

import json

import pytest

from tests.domain.roadmaps.seeds import seed_path
from tests.web.commanding import bare_environment, marshrut
from web.wording.roadmaps import FIELD_TITLES, warning_sentence
from workflows.roadmaps.doubts import RoadmapDoubt, doubt
from workflows.roadmaps.vocabulary import Field

MEASURE_KEYS = {
    *("sequence", "number", "section", "level", "title", "task", "audience", "responsible"),
    *("expected_result", "evidence", "milestones", "actors", "terms", "merged_with"),
}


def told(*words):
    return marshrut("roadmap", "read", *words, env=bare_environment())


def test_a_program_gets_the_card_the_measures_the_warnings_and_the_sum_of_rows():
    done = told(str(seed_path("004")), "--json")

    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(found) == {"card", "measures", "warnings", "accounting"}
    assert (found["card"]["number"], found["card"]["date"]) == ("120", "2023-03-31")
    assert found["accounting"] == {
        "rows": 37,
        "measures": 30,
        "section": 2,
        "header": 1,
        "preface": 4,
        "empty": 0,
        "joined": 0,
    }
    assert set(found["measures"][0]) >= MEASURE_KEYS
    assert found["measures"][21]["responsible"] == [
        {"name": "О.В. Бутусова", "position": None, "body": None},
        {"name": "А.В. Гребенюк", "position": None, "body": None},
    ]
    assert found["measures"][22]["merged_with"] == 22
    assert found["measures"][6]["terms"][0]["kind"] == "months_list"
    assert found["warnings"][0] == {
        "code": "needs_schedule",
        "sequence": 2,
        "text": "Дни срока «По графику» стоят в другом плане или графике.",
    }


def test_a_person_reads_the_card_the_sections_and_what_to_look_at():
    lines = told(str(seed_path("001"))).stdout.splitlines()

    assert lines[0].startswith("Муниципальная Дорожная карта по методическому сопровождению")
    assert lines[1].startswith("Приказ № 76 от 28.01.2021. Управление по образованию")
    assert "Период: 01.01.2021 — 31.12.2021." in lines
    assert "Муниципальный уровень" in lines
    assert "1 [1.] Издание приказа о создании муниципального сообщества тьюторов (приказ)" in lines
    assert "    Срок: февраль 2021" in lines
    assert "- мероприятие 22: Срок «до 15 декабря 2020» прошёл до подписания документа." in lines
    assert lines[-1].startswith("38 строк: 35 мероприятий, 2 строки разделов,")


def test_a_period_given_by_hand_bounds_the_terms():
    done = told(str(seed_path("003")), "--json", "--period", "2019-09-01..2021-12-31")

    found = json.loads(done.stdout)
    assert found["card"]["period"]["start"] == "2019-09-01"
    assert found["measures"][27]["terms"][0]["due"][0] == "2019-09-30"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.docx"], "Нет файла «nowhere.docx»."),
        ([str(seed_path("004")), "--period", "2023"], "Период «2023» не читается."),
        ([str(seed_path("004")), "--period", "2023-12-31..2023-01-01"], "не читается"),
        ([str(seed_path("004")), "--period", "1023-12-31..1023-12-31"], "не читается"),
        ([str(seed_path("004")), "--mapping", str(seed_path("004"))], "это не JSON"),
        ([], "Не хватает: ФАЙЛ."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words, sentence):
    done = told(*words)

    assert done.returncode != 0
    assert sentence in done.stderr
    assert done.stdout == ""


def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "map.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)

    done = told(str(path), "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Это старый формат .doc или .xls (возможно, переименованный). "
        "Сохраните документ как .docx или .xlsx.\n"
    )


def test_columns_mapped_by_hand_are_taken_from_a_file(tmp_path):
    table, mapping = tmp_path / "map.csv", tmp_path / "columns.json"
    table.write_text("А;Б\nСовещание;май 2023\n", "utf-8")
    rules = [{"field": "title", "index": 0}, {"field": "deadline", "heading": "Б"}]
    mapping.write_text(json.dumps({"columns": rules, "header_row": 0}), "utf-8")

    done = told(str(table), "--json", "--mapping", str(mapping))

    (measure,) = json.loads(done.stdout)["measures"]
    assert (measure["title"], measure["terms"][0]["phrase"]) == ("Совещание", "май 2023")


def test_every_doubt_has_its_sentence_and_every_field_its_title():
    fields = {"fields": "deadline,responsible", "source": 2, "text": "текст", "phrase": "май"}
    fields |= {"title": "Форма отчёта", "rows": 3}
    for code in RoadmapDoubt:
        said = warning_sentence(doubt(code, 1, **fields))
        assert said.endswith(".")
        assert "%(" not in said
    assert set(FIELD_TITLES) == {one.value for one in Field}
