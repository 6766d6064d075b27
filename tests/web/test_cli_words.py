"""What the command `marshrut` says of itself, of wrong words and of where it runs."""

from __future__ import annotations

import json
import os
import re
import socket

import pytest

from tests.web.commanding import environment, installed, installed_file, marshrut, started
from web.commands.opening import warn_of_sqlite
from web.settings import read_settings

__all__ = ["installed", "installed_file"]


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
