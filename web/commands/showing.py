"""`marshrut demo`: a demonstration made once, then served with the clock running beside it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from engine.storage.database import normalise_url
from web.cli import DEMO_FOLDER
from web.commands.opening import installation, refuse_taken, warn_of_sqlite
from web.commands.refusals import Refused
from web.commands.russian import RussianCommand
from web.commands.supervising import answers, run_together
from web.demonstration import Occupied, build_demonstration
from web.settings import Settings, read_settings

HOST = "127.0.0.1"


@click.command(cls=RussianCommand, help="Показать систему на придуманных школах и людях.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="MARSHRUT_DATA_DIR",
    default=DEMO_FOLDER,
    metavar="ПАПКА",
    help=f"Где лежат база и ключи демонстрации; обычно {DEMO_FOLDER}.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8000,
    metavar="ПОРТ",
    help="Порт сайта; обычно 8000.",
)
@click.option("--build-only", is_flag=True, help="Только построить базу, ничего не запускать.")
def demo(*, data_dir: Path, port: int, build_only: bool) -> None:
    """Build once, serve, stop both processes together."""
    os.environ["MARSHRUT_DEMO"] = "1"
    os.environ["MARSHRUT_DATA_DIR"] = str(data_dir.absolute())
    settings = read_settings()
    _build(settings)
    if build_only:
        return
    refuse_taken(HOST, port, "marshrut demo --port ПОРТ")
    with installation(settings):
        warn_of_sqlite(settings)
    # Where the links of letters lead; the clock reads it.
    os.environ.setdefault("MARSHRUT_PUBLIC_URL", f"http://{HOST}:{port}")
    command = (sys.executable, "-P", "-m", "web.cli")
    site = (*command, "serve", "--host", HOST, "--port", str(port), "--threads", "8")
    log = settings.data_dir / "marshrut.log"
    folder = settings.mail.folder
    sys.exit(run_together((site, (*command, "schedule")), log, lambda: _announce(port, folder)))


def _build(settings: Settings) -> None:
    started = time.monotonic()
    click.echo("Проверяю демонстрационную базу; построение занимает до минуты…")
    try:
        made = build_demonstration(settings)
    except Occupied as error:
        raise Refused(
            "В этой базе данных уже есть настоящая установка; демонстрация её не тронет. "
            "Укажите другую базу в MARSHRUT_DATABASE_URL или уберите эту переменную."
        ) from error
    place = normalise_url(settings.database_url).render_as_string(hide_password=True)
    took = time.monotonic() - started
    done = f"построена за {took:.0f} с" if made else "уже построена"
    click.echo(f"Демонстрационная база {done}: {place}")


def _announce(port: int, letters: Path | None) -> bool:
    """Say where to look, once the site answers."""
    if not answers(f"http://{HOST}:{port}/readyz"):
        return False
    click.echo(f"Сайт открыт: http://{HOST}:{port}")
    if letters is not None:
        click.echo(f"Письма никуда не уходят, а складываются в папку: {letters}")
    click.echo("Имена и пароли для показа — на странице входа. Остановить: Ctrl-C.")
    return True
