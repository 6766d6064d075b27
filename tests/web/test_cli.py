"""The command `marshrut` as an operator runs it: processes, exit codes, Russian sentences."""

from __future__ import annotations

import json
import os
import re

import pytest
import sqlalchemy as sa

from engine.storage.database import normalise_url
from tests.web.commanding import (
    installed,
    installed_file,
    marshrut,
    new_database,
    url,
)

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
