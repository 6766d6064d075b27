"""`marshrut serve` and `marshrut schedule`: the site, and the clock as its own process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from engine.scheduling.jobs import JOBS, send_mail
from engine.scheduling.runner import run
from web import logs
from web.app import create_app
from web.commands.opening import installation, refuse_taken, warn_of_sqlite
from web.commands.russian import RussianCommand
from web.commands.supervising import stop_with_parent
from web.mailing.office import Office
from web.mailing.senders import sender_of
from web.settings import read_settings

if TYPE_CHECKING:
    from engine.scheduling.jobs import Job
    from engine.workbench import Workbench
    from web.settings import Settings

TARGET = "web.serving:application"


@click.command(cls=RussianCommand, help="Запустить сайт.")
@click.option("--host", default="127.0.0.1", metavar="АДРЕС", help="Обычно 127.0.0.1.")
@click.option(
    "--port", type=click.IntRange(1, 65_535), default=8000, metavar="ПОРТ", help="Обычно 8000."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    metavar="ЧИСЛО",
    help="Сколько процессов; обычно 1.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 256),
    default=8,
    metavar="ЧИСЛО",
    help="Сколько потоков в процессе; обычно 8.",
)
def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until a signal comes; requests under way are finished."""
    settings = read_settings()
    stop_with_parent()
    with installation(settings):
        if not settings.demo:
            warn_of_sqlite(settings)
    refuse_taken(host, port, "marshrut serve --port ПОРТ")
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        factory=True,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    ).serve()


@click.command(cls=RussianCommand, help="Запустить планировщик сроков.")
def schedule() -> None:
    """Tick until a signal comes; any number of nodes may run at once."""
    settings = read_settings()
    stop_with_parent()
    logs.configure()
    with installation(settings) as bench:
        if not settings.demo:
            warn_of_sqlite(settings)
        run(bench, jobs=jobs_of(settings, bench))


def jobs_of(settings: Settings, bench: Workbench) -> tuple[Job, ...]:
    """What this node does: the clock's own work, and mail where it has a way out."""
    sender = sender_of(settings.mail)
    if sender is None:
        return JOBS
    office = Office(create_app(settings, bench), sender, settings.mail.public_url)
    return (*JOBS, send_mail(office))
