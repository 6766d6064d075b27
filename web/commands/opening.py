"""Opening the installation a command works on: settings, schema, and what to warn of."""

from __future__ import annotations

import errno
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click
import sqlalchemy as sa

from engine.migrations import pending
from engine.storage.database import busy_means_later, normalise_url, reading
from web.benches import open_bench
from web.commands.refusals import Refused
from web.settings import read_settings

if TYPE_CHECKING:
    from engine.storage.database import Database
    from engine.workbench import Workbench
    from web.settings import Settings

SAFE_SQLITE = (3, 51, 3)
"""Before it two processes that write to one file may, very rarely, spoil it (the WAL-reset bug)."""


@contextmanager
def installation(
    settings: Settings | None = None, *, verifying: bool = False
) -> Iterator[Workbench]:
    """The bench of a ready installation; an old schema is refused with the command to run.

    A database somebody has harmed is opened only for `verifying` it.
    """
    used = settings or read_settings()
    refuse_missing(used)
    bench = open_bench(used)
    try:
        refuse_old(bench.database)
        if not verifying:
            refuse_unmade(bench.database)
        yield bench
    finally:
        bench.database.close()


def refuse_missing(settings: Settings) -> None:
    """A file that is not there is not made by asking for it."""
    address = normalise_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        command = "marshrut demo" if settings.demo else "marshrut upgrade"
        raise Refused(f"Базы данных {address.database} ещё нет. Выполните: {command}")


def refuse_old(database: Database) -> None:
    """Only this version's schema is worked on."""
    with busy_means_later():
        if pending(database):
            raise Refused("База данных другой версии. Выполните: marshrut upgrade")


def refuse_unmade(database: Database) -> None:
    """Only a database with its installation is worked on."""
    if not _holds(database, "installation"):
        refuse_robbed(database)
        raise Refused("База данных не приготовлена. Выполните: marshrut upgrade")


def refuse_robbed(database: Database) -> None:
    """An installation is not made a second time under a journal that follows from the first."""
    if _holds(database, "journal") and not _holds(database, "installation"):
        raise Refused(
            "Номер установки удалён из базы данных, а журнал не пуст: базу изменяли в обход "
            "программы. Проверьте: marshrut journal verify; затем восстановите базу из копии."
        )


def _holds(database: Database, table: str) -> bool:
    with reading(database) as connection:
        return (
            connection.execute(sa.select(sa.text("1")).select_from(sa.table(table))).first()
            is not None
        )


_IPV4 = 4


def refuse_taken(host: str, port: int, otherwise: str) -> None:
    """No second site on a port: the system would share the visitors out between the two.

    The server's workers take their port together (SO_REUSEPORT), so it does not notice by itself.
    """
    try:
        family = socket.AF_INET if ip_address(host).version == _IPV4 else socket.AF_INET6
    except ValueError as error:
        raise Refused(f"--host: «{host}» — не адрес машины вида 127.0.0.1.") from error
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Refused(f"Порт {port} открыть нельзя: нет прав.") from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Порт {port} занят. Другой порт: {otherwise}") from error
            raise Refused(f"Адрес {host} этой машине не принадлежит.") from error


def warn_of_sqlite(settings: Settings) -> None:
    """Several processes on one SQLite file want a version without the known fault."""
    backend = normalise_url(settings.database_url).get_backend_name()
    if backend == "sqlite" and sqlite3.sqlite_version_info < SAFE_SQLITE:
        click.echo(
            f"Внимание: SQLite {sqlite3.sqlite_version} старше 3.51.3. При одновременной работе "
            "нескольких процессов возможна порча файла базы; для рабочей установки возьмите "
            "PostgreSQL или новый SQLite и делайте копии.",
            err=True,
        )
