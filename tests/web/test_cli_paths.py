"""`marshrut definition`: paths are checked, shown, compared and published by commands."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.web.commanding import installed, installed_file, marshrut
from web.seeding import shipped_text

__all__ = ["installed", "installed_file"]


def test_a_path_is_checked_shown_and_compared_without_a_database(tmp_path):
    bare = {"PATH": os.environ["PATH"]}
    broken = tmp_path / "broken.toml"
    broken.write_text('code = "x"\ntitle = =\n', encoding="utf-8")

    good = marshrut("definition", "check", "sochi", env=bare)
    bad = marshrut("definition", "check", str(broken), env=bare)
    shown = marshrut("definition", "show", "sochi", env=bare)
    whole = json.loads(marshrut("definition", "show", "sochi", "--json", env=bare).stdout)
    same = marshrut("definition", "diff", "base", "base", env=bare)
    differs = marshrut("definition", "diff", "base", "sochi", env=bare)

    assert (good.returncode, good.stdout.splitlines()[-1][-11:]) == (0, "ошибок нет.")
    assert good.stdout.splitlines()[-2] == "Разыграно: 35 проверок."
    assert (bad.returncode, bad.stderr) == (
        1,
        "Текст маршрута не читается. Строка 2, столбец 9. Проверьте кавычки, скобки и знак «=».\n",
    )
    assert "    нужно: назначен куратор" in shown.stdout.splitlines()
    assert len(whole["stages"]) == 19
    assert (same.returncode, same.stdout) == (0, "Маршруты одинаковы.\n")
    assert (differs.returncode, differs.stdout.splitlines()[-1][:7]) == (1, "Всего: ")


def test_a_file_is_published_for_a_region_and_a_wrong_one_is_not(installed, tmp_path):
    head = 'code = "town"\ntitle = "Округ"\nsubject = "school"\nextends = "base"\n'
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(head, encoding="utf-8")
    wrong = '\n[[change]]\nop = "rename_stage"\nstage = "no"\ntitle = "x"\n'
    bad.write_text(head + wrong, encoding="utf-8")
    marshrut("seed", "skovorodino", url=installed)

    def publish(path, *words):
        given = ("definition", "publish", str(path), "--region", "skovorodino", *words)
        return marshrut(*given, url=installed)

    past = publish(good, "--from", "2001-01-01")
    done = publish(good, "--note", "Приказ № 4")
    refused = publish(bad)
    shown = marshrut("definition", "show", "skovorodino/town@1", url=installed)

    assert past.returncode == 1
    assert "уже прошёл" in past.stderr
    assert (done.returncode, done.stdout) == (0, "«Округ»: опубликовано.\n")
    assert (refused.returncode, "Строка" in refused.stderr) == (1, True)
    assert shown.returncode == 0


def test_who_set_what_in_a_path_is_explained():
    bare = {"PATH": os.environ["PATH"]}

    one = marshrut("definition", "explain", "sochi", "stages.listed", env=bare)
    whole = json.loads(marshrut("definition", "explain", "sochi", "--json", env=bare).stdout)
    none = marshrut("definition", "explain", "sochi", "stages.moon", env=bare)
    told = json.loads(marshrut("definition", "diff", "base", "sochi", "--json", env=bare).stdout)

    assert one.stdout == (
        "Этап «Включена в перечень» [stages.listed]: основа (base): написано; "
        "регион (sochi): другое название, изменение 2 (rename_stage); "
        "регион (sochi): другие сроки, изменение 3 (set_terms).\n"
    )
    assert {one["element"] for one in whole["elements"]} > {"moves.set_curation", "definition"}
    assert (none.returncode, none.stderr[:18]) == (1, "Такого в маршруте ")
    assert {"code", "element", "fields", "sentence"} == set(told["differences"][0])


def test_what_a_new_base_means_for_a_path_is_told_with_its_choices(tmp_path):
    bare = {"PATH": os.environ["PATH"]}
    newer = tmp_path / "base.toml"
    renamed = shipped_text("base").replace('"Рассмотрение выхода"', '"Решение о выходе"')
    newer.write_text(renamed, encoding="utf-8")

    unsaid = marshrut("definition", "rebase", "sochi", env=bare)
    same = marshrut("definition", "rebase", "sochi", "--onto", "base", env=bare)
    told = marshrut("definition", "rebase", "sochi", "--onto", str(newer), env=bare)
    as_json = marshrut("definition", "rebase", "sochi", "--onto", str(newer), "--json", env=bare)

    assert (unsaid.returncode, unsaid.stderr[:21]) == (1, "Назовите новую основу")
    assert (same.returncode, same.stdout.splitlines()[0]) == (0, "Нужно решить: 0.")
    assert told.returncode == 1
    assert told.stdout.splitlines()[:7] == [
        "Нужно решить: 1.",
        (
            "  Этап «Предварительный результат перехода» [stages.exit_review]: "
            "основа и маршрут изменили одно и то же по-разному."
        ),
        (
            "    Основа: Этап «Решение о выходе»: прежнее название «Рассмотрение выхода», "
            "новое «Решение о выходе»."
        ),
        "    Маршрут: другое название, изменение 57 (rename_stage).",
        "    - Оставить как в маршруте (ours)",
        "    - Принять как в основе (theirs)",
        "    - Поправлю в черновике сам (hand)",
    ]
    entries = json.loads(as_json.stdout)["entries"]
    assert [one["choices"] for one in entries if one["outcome"] == "conflict"] == [
        ["ours", "theirs", "hand"]
    ]


def test_a_published_version_is_read_from_the_installation(installed):
    assert marshrut("seed", "skovorodino", url=installed).returncode == 0

    same = marshrut("definition", "diff", "base@1", "base", url=installed)
    region = marshrut(
        "definition", "explain", "skovorodino/skovorodino@", "moves.retain", url=installed
    )
    none = marshrut("definition", "show", "base@7", url=installed)

    assert (same.returncode, same.stdout) == (0, "Маршруты одинаковы.\n")
    assert region.stdout == (
        "Переход «Оставить на сопровождении» [moves.retain]: основа (base): написано; "
        "регион (skovorodino): другие роли, изменение 39 (set_roles).\n"
    )
    assert (none.returncode, none.stderr) == (1, "Опубликованной версии «base@7» нет.\n")


def test_a_broken_promise_of_a_path_is_told_with_its_line_and_its_mending(tmp_path):
    text = Path("workflows/regions/base.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    dropped = '    { fact = "indicator_rule", rule = "entry_rule", result = "not_met" },\n'
    wrong.write_text(text.replace(dropped, "", 1), encoding="utf-8")

    found = marshrut("definition", "check", str(wrong)).stdout.splitlines()

    promise = text.index('code = "exit_needs_results_and_orders"')
    # One line went above; the promise is broken where its move stands.
    line = text[: text.index("move = ", promise)].count("\n")
    said = next(place for place, one in enumerate(found) if "Из перечня не исключают без" in one)
    assert found[said] == (
        f"Ошибка. Строка {line}, столбец 1. Проверка «Из перечня не исключают без итогов, "
        "пересчёта, протокола и приказа»: шаг 1, переход «Исключить из перечня» — ожидался отказ: "
        "мониторинг не завершён (monitoring_closed), показатель другой (indicator_rule), нет "
        "приказа или протокола (decision_present), получен отказ: мониторинг не завершён "
        "(monitoring_closed), нет приказа или протокола (decision_present)."
    )
    assert found[said + 1].startswith("    Как исправить: ")


def test_errors_of_a_path_are_told_and_end_with_one(tmp_path):
    text = Path("workflows/regions/base.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace('to = "listed"', 'to = "nowhere"', 1), encoding="utf-8")

    found = marshrut("definition", "check", str(wrong))
    shown = marshrut("definition", "show", str(wrong))

    line = text[: text.index('to = "listed"')].count("\n") + 1
    said = (
        f"Ошибка. Строка {line}, столбец 1. Переход «Утвердить включение в перечень»: "
        "ведёт на этап «nowhere», которого нет."
    )
    assert found.returncode == shown.returncode == 1
    assert said in found.stdout.splitlines()
    assert found.stderr.endswith("публиковать нельзя.\n")
    assert shown.stdout == ""
    assert said in shown.stderr.splitlines()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('due = { kind = "month_window", from_month = 13, month = 14 }', "от 1 до 12"),
        ('due = { kind = "open" }, on_due = "move", move = "fly"', "перехода «fly» нет"),
    ],
)
def test_a_path_that_cannot_be_told_is_refused_with_its_faults(tmp_path, text, said):
    wrong = tmp_path / "wrong.toml"
    head = 'code = "amur"\ntitle = "Амур"\nsubject = "school"\nextends = "base"\n'
    operation = '[[change]]\nop = "set_terms"\nstage = "listed"\n'
    terms = f'terms = [{{ code = "t", title = "Срок", {text} }}]\n'
    wrong.write_text(head + operation + terms, encoding="utf-8")

    shown = marshrut("definition", "show", str(wrong))

    assert shown.returncode == 1
    assert "Ошибка. Строка 8, столбец" in shown.stderr
    assert said in shown.stderr


def test_a_text_in_another_encoding_is_told_with_its_line(tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes('code = "amur"\ntitle = "Амур"\n'.encode("cp1251"))

    found = marshrut("definition", "check", str(wrong))

    assert found.stderr == f"{wrong}: текст не в кодировке UTF-8. Строка 2.\n"
