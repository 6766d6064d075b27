"""The commands that go on: the site, the clock, and both as the demonstration."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.web.command_nursery import SECONDS
from tests.web.commanding import (
    bare_environment,
    environment,
    free_port,
    installed,
    installed_file,
    marshrut,
    page,
    running,
    url,
    wait_for,
)

__all__ = ["installed", "installed_file", "url"]

pytestmark = pytest.mark.slow


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


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of a demonstration that was built and is not served."""
    folder = tmp_path_factory.mktemp("built") / "demo"
    done = marshrut("demo", "--build-only", "--data-dir", str(folder), env=bare_environment())
    assert done.returncode == 0
    return folder


@pytest.fixture
def folder(built, tmp_path):
    """A copy of it, the test's own."""
    return shutil.copytree(built, tmp_path / "demo")


def gone(processes):
    return not any(Path(f"/proc/{pid}").exists() for pid in processes)


def test_the_demonstration_is_made_when_it_is_first_asked_for(tmp_path):
    with shown(tmp_path / "demo", free_port()) as (_, children):
        assert len(children) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_demonstration_is_served_and_stopped_as_a_whole(folder, number):
    port = free_port()

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


def test_a_second_site_on_a_port_is_refused(installed):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        second = marshrut("serve", "--port", str(port), url=installed)

    said = f"Порт {port} занят. Другой порт: marshrut serve --port ПОРТ"
    assert (second.returncode, second.stderr.splitlines()[-1]) == (1, said)


def test_nothing_is_left_running_when_the_demonstration_is_killed(folder):
    with shown(folder, free_port()) as (demo, children):
        demo.kill()

        wait_for(lambda: gone(children))

    assert len(children) == 2


def test_a_process_that_ends_by_itself_stops_the_demonstration(folder):
    port = free_port()
    with shown(folder, port) as (demo, children):
        os.kill(int(children[0]), signal.SIGKILL)
        code = demo.wait(SECONDS)

    assert (code, gone(children), page(port, "/healthz")) == (1, True, None)
