"""The command `marshrut` as an operator runs it: processes, exit codes, Russian sentences."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
import sqlalchemy as sa

from engine.storage.database import normalise_url
from tests.conftest import DIALECTS, KEYS
from tests.databases import postgres_database
from web.commands.opening import warn_of_sqlite
from web.settings import read_settings

COMMAND = (sys.executable, "-P", "-m", "web.cli")
SECONDS = 90
SETTINGS = {
    "MARSHRUT_SECRET_KEY": "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4",
    "MARSHRUT_JOURNAL_KEY": KEYS[1].hex(),
    "MARSHRUT_HOSTS": "localhost",
}


def environment(url=None, **more):
    """The environment of an installation's process, and nothing else of ours."""
    place = {"MARSHRUT_DATABASE_URL": url} if url else {}
    return bare_environment(**{**SETTINGS, **place, **more})


def bare_environment(**more):
    """An environment in which nothing of ours is set."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MARSHRUT_")}
    return {**plain, **more}


def marshrut(*words, url=None, env=None, text=None):
    """Run a command to its end; no trace is ever shown."""
    done = subprocess.run(
        (*COMMAND, *words),
        env=env or environment(url),
        input=text,
        stdin=None if text else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


@contextmanager
def new_database(request, dialect):
    """The URL of a database in which nothing was made yet."""
    if dialect == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('tmp_path') / 'new.db'}"
    else:
        with postgres_database(request.getfixturevalue("postgres")) as url:
            yield url


@pytest.fixture(params=DIALECTS)
def url(request):
    with new_database(request, request.param) as found:
        yield found


@pytest.fixture
def installed(url):
    """A database that `upgrade` has made an installation."""
    done = marshrut("upgrade", url=url)
    assert (done.returncode, done.stdout) == (0, "База данных обновлена.\n")
    return url


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
    assert (bad.returncode, bad.stderr) == (
        1,
        "Текст маршрута не читается. Строка 2. Проверьте кавычки, скобки и знак «=».\n",
    )
    assert "    нужно: назначен куратор" in shown.stdout.splitlines()
    assert len(whole["stages"]) == 19
    assert (same.returncode, same.stdout) == (0, "Маршруты одинаковы.\n")
    assert (differs.returncode, differs.stdout.splitlines()[-1][:7]) == (1, "Всего: ")


def test_errors_of_a_path_are_told_and_end_with_one(tmp_path):
    text = Path("workflows/regions/base.toml").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace('to = "listed"', 'to = "nowhere"', 1), encoding="utf-8")

    found = marshrut("definition", "check", str(wrong))

    assert found.returncode == 1
    assert (
        "Ошибка. Переход «Утвердить включение в перечень»: ведёт на этап «nowhere», которого нет."
        in found.stdout.splitlines()
    )
    assert found.stderr.endswith("публиковать нельзя.\n")


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
        (("serve", "--port", "x"), "--port: значение не подходит."),
        (("user", "add", "--login", "abc"), "Не хватает: --title."),
        (("definition", "check"), "Не хватает: ФАЙЛ|КОД."),
    ],
)
def test_a_wrong_word_is_told_in_russian(words, said):
    wrong = marshrut(*words)

    assert wrong.returncode == 2
    assert wrong.stderr.splitlines()[0].startswith(said)
    assert wrong.stderr.splitlines()[-1].startswith("Справка: marshrut")


def test_help_is_in_russian():
    helped = [marshrut(*words, "--help").stdout for words in ((), ("user", "add"), ("demo",))]

    assert all(text.startswith("Использование: marshrut") for text in helped)
    assert re.findall(r"Usage|Options|Commands|Show this|required|OPTIONS", "".join(helped)) == []


def test_packages_from_different_places_are_refused(tmp_path):
    (tmp_path / "admin").mkdir()
    (tmp_path / "admin" / "__init__.py").touch()

    refused = marshrut("openapi", env=environment(PYTHONPATH=str(tmp_path)))

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


def free_port():
    """A port below those the system gives to connections, so that none takes it meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(*words, env):
    """A command that goes on; killed if it does not stop by itself."""
    process = subprocess.Popen(
        (*COMMAND, *words), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("nothing came of it")


def page(port, path):
    """The status and text of a page of this machine, or nothing as long as nobody listens."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except OSError:
        return None


@pytest.mark.slow
def test_the_site_answers_until_it_is_told_to_stop(installed):
    port = free_port()
    env = environment(installed, MARSHRUT_HOSTS="127.0.0.1", MARSHRUT_SECURE_COOKIES="0")

    with running("serve", "--port", str(port), env=env) as site:
        ready = wait_for(lambda: page(port, "/readyz"))
        styles = page(port, "/static/site.css")
        site.send_signal(signal.SIGTERM)
        code = site.wait(SECONDS)

    assert ready == (200, '{"status":"ok"}\n')
    assert styles is not None
    assert styles[0] == 200
    assert code == 0


@pytest.mark.slow
def test_the_clock_ticks_until_it_is_told_to_stop(installed):
    with running("schedule", env=environment(installed)) as ticking:
        assert ticking.stdout is not None
        lines = iter(ticking.stdout.readline, "")
        started = next(line for line in lines if "clock_started" in line)
        ticking.send_signal(signal.SIGTERM)
        said, _ = ticking.communicate(timeout=SECONDS)

    assert json.loads(started)["event"] == "clock_started"
    assert "clock_stopped" in said
    assert ticking.returncode == 0


@contextmanager
def shown(folder, port):
    """A demonstration that is served, with the ids of its two processes."""
    words = ("demo", "--data-dir", str(folder), "--port", str(port))
    with running(*words, env=bare_environment()) as demo:
        assert demo.stdout is not None
        lines = []
        for line in iter(demo.stdout.readline, ""):
            lines.append(line)
            if "странице входа" in line:
                break
        assert f"Сайт открыт: http://127.0.0.1:{port}\n" in lines, lines
        children = Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text().split()
        yield demo, children


def gone(processes):
    return not any(Path(f"/proc/{pid}").exists() for pid in processes)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demonstration_is_made_served_and_stopped_as_a_whole(tmp_path, number):
    port, folder = free_port(), tmp_path / "demo"

    with shown(folder, port) as (demo, children):
        signin = page(port, "/signin")
        taken = marshrut(
            "demo", "--data-dir", str(folder), "--port", str(port), env=bare_environment()
        )
        demo.send_signal(number)
        code = demo.wait(SECONDS)

    assert signin is not None
    assert "curator.sochi" in signin[1]
    assert (taken.returncode, taken.stderr[:10]) == (1, f"Порт {port}")
    assert (code, len(children), gone(children)) == (0, 2, True)
    env = bare_environment(MARSHRUT_DATA_DIR=str(folder))
    assert marshrut("--demo", "journal", "verify", env=env).returncode == 0


@pytest.mark.slow
def test_nothing_is_left_running_when_the_demonstration_is_killed(tmp_path):
    with shown(tmp_path / "demo", free_port()) as (demo, children):
        demo.kill()

        wait_for(lambda: gone(children))

    assert len(children) == 2


@pytest.mark.slow
def test_a_process_that_ends_by_itself_stops_the_demonstration(tmp_path):
    port = free_port()
    with shown(tmp_path / "demo", port) as (demo, children):
        os.kill(int(children[0]), signal.SIGKILL)
        code = demo.wait(SECONDS)

    assert (code, gone(children), page(port, "/healthz")) == (1, True, None)
