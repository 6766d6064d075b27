"""`marshrut roadmap`: a roadmap file read and told without a database, or taken in."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.commands.describing_roadmaps import roadmap_lines
from web.commands.refusals import Refused
from web.commands.russian import LazyGroup
from web.wording.roadmaps import warning_sentence
from workflows.roadmaps.mapping import ColumnMapping, parse_mapping
from workflows.roadmaps.plain import roadmap_json
from workflows.roadmaps.readers.opening import read_path
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.terms import Period

if TYPE_CHECKING:
    from typing import Any

_PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_LARGEST_MAPPING = 100_000


@click.group(
    cls=LazyGroup,
    elsewhere={"import": "web.commands.importing_roadmaps:import_"},
    help="Прочитать дорожную карту из файла и загрузить её.",
)
def roadmap() -> None:
    """Work with files of roadmaps."""


@roadmap.command(help="Показать, что понято в файле .docx, .xlsx, .csv или .txt.")
@click.argument("file", metavar="ФАЙЛ")
@click.option("--period", metavar="С..ПО", help="Период документа: 2023-01-01..2023-12-31.")
@click.option("--mapping", metavar="JSON", help="Файл с соответствием столбцов.")
@click.option("--json", "as_json", is_flag=True, help="Целиком, в виде JSON.")
def read(*, file: str, period: str | None, mapping: str | None, as_json: bool) -> None:
    """The roadmap as a person reads it, or as a program does."""
    found = read_roadmap(read_path(_file(file)), period=_period(period), mapping=_mapping(mapping))
    if as_json:
        whole: dict[str, Any] = roadmap_json(found, warning_sentence)
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for line in roadmap_lines(found):
        click.echo(line)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise Refused(f"Нет файла «{name}».")
    return path


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    found = _PERIOD.fullmatch(text)
    try:
        if found:
            return Period(*(date.fromisoformat(one) for one in found.groups()))
    except ValueError:
        pass
    raise Refused(f"Период «{text}» не читается. Нужно так: 2023-01-01..2023-12-31.")


def _mapping(name: str | None) -> ColumnMapping | None:
    if name is None:
        return None
    path = _file(name)
    if path.stat().st_size > _LARGEST_MAPPING:
        raise Refused(f"{path}: файл слишком велик.")
    try:
        return parse_mapping(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise Refused(f"{path}: это не JSON в кодировке UTF-8.") from error
