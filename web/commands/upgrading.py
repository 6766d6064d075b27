"""`marshrut upgrade`: the schema of this version, and the installation itself."""

from __future__ import annotations

import click
from alembic.util import CommandError

from engine.actions.installing import install
from engine.migrations import pending
from engine.migrations import upgrade as bring_up
from web.benches import open_bench
from web.commands.opening import refuse_missing, refuse_robbed
from web.commands.refusals import Refused
from web.commands.russian import RussianCommand
from web.settings import read_settings


@click.command(cls=RussianCommand, help="Привести базу данных к этой версии программы.")
def upgrade() -> None:
    """Bring the schema up and make the installation; running it again changes nothing."""
    settings = read_settings()
    if settings.demo:
        refuse_missing(settings)
    bench = open_bench(settings)
    try:
        was_old = pending(bench.database)
        bring_up(bench.database)
        refuse_robbed(bench.database)
        install(bench, demo=settings.demo)
    except CommandError as error:
        raise Refused("База данных новее программы. Обновите программу.") from error
    finally:
        bench.database.close()
    click.echo("База данных обновлена." if was_old else "База данных уже этой версии.")
