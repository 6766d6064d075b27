"""The command `marshrut`: everything an operator does, with answers in Russian.

Each command stands in `web.commands` and is imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from web.commands.russian import LazyGroup

PACKAGES = ("engine", "workflows", "web", "admin")
DEMO_FOLDER = "var/demo"

COMMANDS = {
    "definition": "web.commands.definitions:definition",
    "demo": "web.commands.showing:demo",
    "journal": "web.commands.journal:journal",
    "openapi": "web.commands.interface:openapi",
    "roadmap": "web.commands.roadmaps:roadmap",
    "schedule": "web.commands.serving:schedule",
    "seed": "web.commands.seeding:seed",
    "serve": "web.commands.serving:serve",
    "term": "web.commands.terms:term",
    "upgrade": "web.commands.upgrading:upgrade",
    "user": "web.commands.people:user",
}


@click.group(
    cls=LazyGroup,
    elsewhere=COMMANDS,
    help="Маршрут: сопровождение школ с низкими результатами.",
)
@click.option(
    "--demo",
    is_flag=True,
    help=f"Работать с демонстрационной базой (папка MARSHRUT_DATA_DIR или {DEMO_FOLDER}).",
)
def marshrut(*, demo: bool) -> None:
    """Everything an operator does; the settings come from the environment."""
    if demo:
        os.environ["MARSHRUT_DEMO"] = "1"
        os.environ.setdefault("MARSHRUT_DATA_DIR", DEMO_FOLDER)


def scattered() -> dict[str, str]:
    """Where each package lies, if that is not one place; empty when all is well."""
    places = {name: _place(name) for name in PACKAGES}
    return {} if len(set(places.values())) == 1 else places


def _place(name: str) -> str:
    spec = find_spec(name)
    origin = spec.origin if spec else None
    return str(Path(origin).resolve().parent.parent) if origin else "не найден"


def main() -> None:
    """Run a command; whatever goes wrong is told in a sentence."""
    places = scattered()
    if places:
        where = ", ".join(f"{name} — {place}" for name, place in places.items())
        click.echo(
            f"Части программы взяты из разных мест: {where}. Установите её заново.", err=True
        )
        sys.exit(1)
    code: object = 0
    try:
        code = marshrut.main(prog_name="marshrut", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the edge: a person reads what comes out
        # Only here: it needs the other packages, which may have been scattered.
        import_module("web.commands.refusals").told(error)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
