"""The command `marshrut` as an operator runs it: processes, exit codes, Russian sentences."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.storage.database import normalise_url
from tests.web.commanding import (
    environment,
    installed,
    installed_file,
    marshrut,
    new_database,
    started,
    url,
)
from web.commands.opening import warn_of_sqlite
from web.seeding import shipped_text
from web.settings import read_settings

__all__ = ["installed", "installed_file", "url"]


def change(url, *statements):
    """Whoever has the database can do this."""
    source = sa.create_engine(normalise_url(url))
    with source.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    source.dispose()


def count(url, table):
    source = sa.create_engine(normalise_url(url))
    with source.connect() as connection:
        found = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()
    source.dispose()
    return found


def test_a_new_installation_is_made_by_commands(installed):
    again = marshrut("upgrade", url=installed)
    seeded = marshrut("seed", "sochi", "primorsky_krai", url=installed)
    person = marshrut(
        *("user", "add", "--login", "koordinator", "--title", "Координатор, Сочи"),
        *("--role", "regional_coordinator", "--region", "sochi", "--generate"),
        url=installed,
    )
    verified = marshrut("journal", "verify", url=installed)

    assert again.stdout == "База данных уже этой версии.\n"
    assert seeded.stdout == (
        "Краснодарский край, город Сочи: 26 школ, 1 перечень, 1 маршрут.\n"
        "Приморский край: 0 школ, 0 перечней, 2 маршрута.\n"
    )
    assert re.fullmatch(
        r"Учётная запись koordinator \(Региональный координатор\) заведена\.\n"
        r"Пароль: \S{20}\n"
        r"Больше он нигде не показывается; пусть человек сменит его после входа\.\n",
        person.stdout,
    )
    assert verified.returncode == 0
    assert re.fullmatch(
        r"Журнал проверен: \d+ запис\w+, изменений после внесения нет\.\n", verified.stdout
    )


def test_a_region_is_seeded_once_and_without_anything_made_up(installed):
    marshrut("seed", "municipal_programme", url=installed)
    tables = ("school", "municipality", "list_entry", "definition", "calendar_day", "journal")
    before = [count(installed, table) for table in tables]

    marshrut("seed", "municipal_programme", url=installed)

    assert [count(installed, table) for table in tables] == before
    assert before[:4] == [0, 0, 0, 2]
    assert count(installed, "case_file") == 0
    assert count(installed, "role_grant") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("seed", "atlantis"), "Нет региона «atlantis»"),
        (("seed",), "Назовите регион"),
        (("user", "add", "--login", "ab", "--title", "А", "--generate"), "Имя для входа"),
        (
            ("user", "add", "--login", "abc", "--title", "А", "--region", "sochi", "--generate"),
            "Региона «sochi» в базе нет",
        ),
        (
            ("user", "add", "--login", "abc", "--title", "А", "--school", "№ 1", "--generate"),
            "Назовите регион",
        ),
        (
            (
                *("user", "add", "--login", "abc", "--title", "А"),
                *("--role", "school_director", "--generate"),
            ),
            "Место роли",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(request, words, said):
    with new_database(request, "sqlite") as url:
        marshrut("upgrade", url=url)

        refused = marshrut(*words, url=url)

    assert refused.returncode == 1
    assert refused.stderr.startswith(said)


def test_a_password_is_asked_for_twice(request):
    words = ("user", "add", "--login", "admin.kraya", "--title", "Админ", "--role", "system_admin")
    with new_database(request, "sqlite") as url:
        marshrut("upgrade", url=url)

        differs = marshrut(*words, url=url, text="дорожная карта школы\nкарта школы\n")
        short = marshrut(*words, url=url, text="карта\nкарта\n")
        made = marshrut(*words, url=url, text="дорожная карта школы\nдорожная карта школы\n")

    assert (differs.returncode, "Пароли не совпали" in differs.stderr) == (1, True)
    assert (short.returncode, "Слишком коротко" in short.stderr) == (1, True)
    assert (made.returncode, made.stdout) == (
        0,
        "Учётная запись admin.kraya (Системный администратор) заведена.\n",
    )


@pytest.mark.parametrize("words", [("seed", "sochi"), ("serve",), ("schedule",)])
def test_a_database_without_the_schema_is_refused_with_the_command_to_run(url, words):
    if url.startswith("sqlite"):
        change(url, "CREATE TABLE something (id integer)")

    refused = marshrut(*words, url=url)

    assert refused.returncode == 1
    assert refused.stderr == "База данных другой версии. Выполните: marshrut upgrade\n"


def test_a_file_that_is_not_there_is_not_made_by_asking_for_it(tmp_path):
    refused = marshrut("journal", "verify", url=f"sqlite:///{tmp_path / 'no.db'}")

    assert refused.returncode == 3
    assert refused.stderr.endswith("ещё нет. Выполните: marshrut upgrade\n")
    assert not (tmp_path / "no.db").exists()


def test_settings_that_will_not_do_are_all_named(tmp_path):
    refused = marshrut("upgrade", env={"PATH": os.environ["PATH"]})
    strange = marshrut("upgrade", url="mysql://host/marshrut")
    nobody = marshrut("upgrade", url="postgresql://127.0.0.1:1/marshrut")

    assert refused.returncode == 1
    assert [line.partition(":")[0] for line in refused.stderr.splitlines()] == [
        "Настройки не приняты",
        "- MARSHRUT_DATABASE_URL",
        "- MARSHRUT_SECRET_KEY",
        "- MARSHRUT_JOURNAL_KEY",
        "- MARSHRUT_HOSTS",
    ]
    assert strange.stderr == "MARSHRUT_DATABASE_URL: адрес базы данных не читается.\n"
    assert nobody.stderr.startswith("База данных недоступна или занята.")


_OPEN = {
    "sqlite": ("DROP TRIGGER journal_no_update",),
    "postgresql": ("ALTER TABLE journal DISABLE TRIGGER journal_no_change",),
}


def test_the_first_changed_entry_is_named(installed):
    marshrut("seed", "skovorodino", url=installed)
    dialect = normalise_url(installed).get_backend_name()
    change(
        installed,
        *_OPEN[dialect],
        "UPDATE journal SET at = '2001-01-01 00:00:00' WHERE stream = 'region' AND seq = 2",
    )

    found = marshrut("journal", "verify", url=installed)
    told = json.loads(marshrut("journal", "verify", "--json", url=installed).stdout)

    first = found.stdout.splitlines()[1]
    assert found.returncode == 1
    assert re.fullmatch(
        r"Первое нарушение: цепочка region:[0-9a-f-]{36}, № 2: "
        r"запись не совпадает с тем, что было скреплено \(at\)",
        first,
    )
    assert told["holds"] is False
    assert (told["findings"][0]["code"], told["findings"][0]["seq"]) == ("column", 2)
    stream = told["findings"][0]["stream"]
    assert marshrut("journal", "verify", "--stream", stream, url=installed).returncode == 1
    other = marshrut("journal", "verify", "--stream", f"case:{stream[7:]}", url=installed)
    assert other.returncode == 0


def test_an_installation_whose_number_was_removed_is_found_and_not_made_again(installed):
    change(installed, "DELETE FROM installation")

    found = marshrut("journal", "verify", url=installed)
    again = marshrut("upgrade", url=installed)
    seeded = marshrut("seed", "sochi", url=installed)

    assert found.returncode == 1
    assert "Первое нарушение: номер установки удалён или подменён" in found.stdout
    assert (again.returncode, seeded.returncode) == (1, 1)
    assert again.stderr.startswith("Номер установки удалён из базы данных, а журнал не пуст")
    assert again.stderr == seeded.stderr
    assert count(installed, "installation") == 0


def test_a_table_that_was_dropped_is_named(installed):
    change(installed, "DROP TABLE duty")

    found = marshrut("journal", "verify", url=installed)

    assert found.returncode == 1
    assert "Первое нарушение: в базе данных нет таблицы (duty)" in found.stdout


def test_a_file_that_is_no_database_cannot_be_read(tmp_path):
    path = tmp_path / "junk.db"
    path.write_bytes(b"junk" * 1000)

    found = marshrut("journal", "verify", url=f"sqlite:///{path}")

    assert found.returncode == 2
    assert found.stderr.startswith("Журнал не читается")


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


def test_the_description_of_the_api_is_printed_alone():
    printed = marshrut("openapi", env={"PATH": os.environ["PATH"]})

    document = json.loads(printed.stdout)
    assert printed.returncode == 0
    assert document["openapi"].startswith("3.")
    assert "/api/v1/cases/{case_id}/moves" in document["paths"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "Нет команды «nothing»."),
        (("demo", "--prot", "1"), "Нет параметра «--prot»."),
        (
            ("serve", "--port", "x"),
            "--port: значение не подходит; нужно целое число от 1 до 65535.",
        ),
        (("serve", "--port", "99999"), "--port: значение не подходит; нужно целое число от 1"),
        (("serve", "--workers", "0"), "--workers: значение не подходит; нужно целое число от 1"),
        (("serve", "--threads", "-1"), "--threads: значение не подходит; нужно целое число от 1"),
        (("demo", "--port", "0"), "--port: значение не подходит; нужно целое число от 1"),
        (("upgrade", "twice"), "Лишнее: twice."),
        (("user", "add", "--login", "abc"), "Не хватает: --title."),
        (("definition", "check"), "Не хватает: ФАЙЛ|КОД."),
    ],
)
def test_a_wrong_word_is_told_in_russian(words, said):
    wrong = marshrut(*words)

    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[0].startswith(said)
    assert wrong.stderr.splitlines()[-1].startswith("Справка: marshrut")


def test_an_address_that_cannot_be_listened_on_is_told_before_the_server_starts(installed):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken = marshrut("serve", "--port", str(port), url=installed)
    nowhere = marshrut("serve", "--host", "300.1.1.1", url=installed)
    foreign = marshrut("serve", "--host", "192.0.2.1", url=installed)

    assert (taken.returncode, nowhere.returncode, foreign.returncode) == (1, 1, 1)
    assert f"Порт {port} занят. Другой порт: marshrut serve --port ПОРТ\n" in taken.stderr
    assert "--host: «300.1.1.1» — не адрес машины вида 127.0.0.1.\n" in nowhere.stderr
    assert "Адрес 192.0.2.1 этой машине не принадлежит.\n" in foreign.stderr


def test_help_is_in_russian():
    helped = [marshrut(*words, "--help").stdout for words in ((), ("user", "add"), ("demo",))]

    assert all(text.startswith("Использование: marshrut") for text in helped)
    assert re.findall(r"Usage|Options|Commands|Show this|required|OPTIONS", "".join(helped)) == []


def test_packages_from_different_places_are_refused(tmp_path):
    (tmp_path / "admin").mkdir()
    (tmp_path / "admin" / "__init__.py").touch()

    refused = started("openapi", env=environment(PYTHONPATH=str(tmp_path)))

    assert refused.returncode == 1
    assert refused.stderr.startswith("Части программы взяты из разных мест: ")
    assert f"admin — {tmp_path}" in refused.stderr


def test_an_old_sqlite_under_several_processes_is_warned_of(monkeypatch, capsys, tmp_path):
    settings = read_settings(environment(f"sqlite:///{tmp_path / 'm.db'}"))

    monkeypatch.setattr("web.commands.opening.sqlite3.sqlite_version_info", (3, 51, 2))
    warn_of_sqlite(settings)
    warned = capsys.readouterr().err
    monkeypatch.setattr("web.commands.opening.sqlite3.sqlite_version_info", (3, 51, 3))
    warn_of_sqlite(settings)

    assert warned.startswith("Внимание: SQLite")
    assert capsys.readouterr().err == ""
