"""Texts that are wrong or hostile: a sentence for each fault, and nothing is published."""

from __future__ import annotations

import pytest

from tests.admin.scenes import HEADER, Office
from web.seeding import shipped_text

RENAMED = """
[[change]]
op = "rename_stage"
stage = "listed"
title = "Принята на сопровождение"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code = [1,\n = ", "Строка 2, столбец 2."),
        ("a = " + "[" * 10_000 + "]" * 10_000, "Слишком много уровней вложенности"),
        ("a" + ".a" * 10_000 + " = 1", "Слишком много уровней вложенности"),
        ('code = "a"\ntitle = "\x00"', "Строка 2, столбец 10."),
        ('code = "a"\ntitle = "\\u0000"', "знаки, которые нельзя сохранить"),
        ("# " + "а" * 300_000, "Текст слишком велик"),
        ("", "не указано"),
        ('code = "a"\ncode = "b"', "Такой ключ или такая таблица уже есть выше"),
        (HEADER.replace("base", "nobody").format(code="amur"), "такой основы нет"),
    ],
    ids=["syntax", "nested", "dotted", "nul", "escaped", "large", "empty", "twice", "base"],
)
def test_a_hostile_text_is_a_clean_error(office: Office, text: str, said: str) -> None:
    page = office.send("publish", text)

    assert page.status_code == 422
    assert said in page.text
    assert office.current().version == 1


def require(fact: str) -> str:
    """A text whose one move asks for a fact."""
    return f'[[change]]\nop = "require"\nmove = "retain"\nrequires = [{{ {fact} }}]\n'


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (require('fact = "os.system"'), "os.system"),
        (require('fact = "__class__"'), "__class__"),
        (require('fact = "document_present", kind = "no_such"'), "нет в словаре"),
        (require('fact = "document_present"'), "не хватает значения"),
        ('[[change]]\nop = "exec"\n', "не из списка"),
        ('[[change]]\nop = "remove_stage"\nstage = "nowhere"\n', "такого в основе нет"),
        ('[[change]]\nop = "rename_stage"\nstage = "listed"\ntitle = ""\n', "значение пустое"),
        (
            '[[change]]\nop = "add_stage"\nstage = "lost"\ntitle = "Остров"\nphase = "exit"\n',
            "на этап нельзя попасть",
        ),
        ('[[change]]\nop = "set_roles"\nmove = "retain"\nroles = []\n', "никому не разрешён"),
    ],
)
def test_every_class_of_finding_is_a_sentence_and_forbids_publishing(
    office: Office, change: str, said: str
) -> None:
    page = office.send("publish", HEADER.format(code="amur") + change)

    assert page.status_code == 422
    assert said in page.text
    assert office.current().version == 1


def test_a_misfit_names_the_line_of_its_operation(office: Office) -> None:
    text = HEADER.format(code="amur") + RENAMED + '[[change]]\nop = "remove_move"\nmove = "no"\n'

    page = office.send("check", text)

    assert "Строка 10, столбец 1." in page.text


def test_a_finding_of_a_complete_text_names_its_line(office: Office) -> None:
    text = shipped_text("base").replace('to = "listed"', 'to = "nowhere"', 1)
    line = text[: text.index('to = "nowhere"')].count("\n") + 1

    page = office.send("check", text)

    assert f"Строка {line}, столбец 1." in page.text
