"""`marshrut` as processes: run to their end, or going on until they are stopped."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from urllib.request import urlopen

import pytest

from tests.conftest import DIALECTS, KEYS
from tests.databases import postgres_database, postgres_template
from tests.web.command_nursery import SECONDS, nursery

COMMAND = (sys.executable, "-P", "-m", "web.cli")
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
    done = nursery().run(words, env or environment(url), text or "")
    assert "Traceback" not in done.stderr
    return done


def started(*words, url=None, env=None):
    """The same, but started as an operator starts it, with nothing imported beforehand."""
    used = env or environment(url)
    done = subprocess.run(
        (*COMMAND, *words),
        env=used,
        stdin=subprocess.DEVNULL,
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


def upgrade(url):
    """Make an installation of an empty database, by the command."""
    done = started("upgrade", url=url)
    assert (done.returncode, done.stdout) == (0, "База данных обновлена.\n")


@pytest.fixture(scope="session")
def installed_file(tmp_path_factory):
    """An installation in a file, to copy."""
    path = tmp_path_factory.mktemp("installed") / "new.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DIALECTS)
def installed(request):
    """A database that `upgrade` has made an installation; a copy of one that was made once."""
    if request.param == "sqlite":
        path = request.getfixturevalue("tmp_path") / "new.db"
        shutil.copy(request.getfixturevalue("installed_file"), path)
        yield f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres")
        with postgres_database(server, postgres_template(server, "installed", upgrade)) as url:
            yield url


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
