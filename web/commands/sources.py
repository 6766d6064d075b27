"""Where a command takes a path from: a shipped code, a file, or a published version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.actions.service_accounts import command_actor
from engine.domain.errors import DefinitionInvalid
from engine.queries.definitions import DefinitionFilter, list_definitions
from web.commands.opening import installation
from web.commands.refusals import Refused
from web.published import published_chain
from web.seeding import shipped_text
from web.wording.findings import finding_sentence
from web.wording.mending import mending_of
from workflows.explaining import chain_of
from workflows.loader import LARGEST_TEXT, Parsed, load_shipped, parse_definition
from workflows.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

SOURCE = "ФАЙЛ|КОД"
"""In the help; a published version is `КОД@НОМЕР`, the one in force `КОД@` or `РЕГИОН/КОД@`."""

_PUBLISHED = re.compile(r"(?:(?P<region>[a-z0-9_]+)/)?(?P<code>[a-z0-9_]+)@(?P<version>\d{0,9})")
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """A path with its text, where there is one, and with what it was resolved on before it."""

    text: str | None
    chain: tuple[Parsed, ...]

    @property
    def parsed(self) -> Parsed:
        """The path itself."""
        return self.chain[-1]

    @property
    def definition(self) -> Definition:
        """What it means."""
        return self.parsed.definition


def read_source(name: str) -> Source:
    """The path of this name; refuses what is not there or cannot be read."""
    shipped = load_shipped()
    if name in shipped:
        return Source(shipped_text(name), chain_of(name, shipped))
    published = _PUBLISHED.fullmatch(name)
    if published is not None and not Path(name).is_file():
        return _published(published)
    text = _file_text(name, shipped)
    try:
        bases = {code: one.definition for code, one in shipped.items()}
        parsed = parse_definition(text, bases=bases)
    except DefinitionInvalid as error:
        raise Refused("\n".join(told(text, error.fields["findings"]))) from error
    before = chain_of(parsed.extends, shipped) if parsed.extends else ()
    return Source(text, (*before, parsed))


def told(
    text: str | None, findings: Sequence[Finding], parsed: Parsed | None = None
) -> Iterator[str]:
    """Lines for every finding: how grave it is, where it stands, what is wrong, what mends it."""
    places = Places(text, parsed.changes if parsed else ()) if text and findings else None
    for one in findings:
        mark = "Ошибка" if one.severity == "error" else "Замечание"
        at = places.of(one) if places else None
        where = f" Строка {at.line}, столбец {at.column}." if at else ""
        yield f"{mark}.{where} {finding_sentence(one, parsed.definition if parsed else None)}"
        mending = mending_of(one)
        if mending:
            yield f"    Как исправить: {mending}"


def _file_text(name: str, shipped: Mapping[str, Parsed]) -> str:
    path = Path(name)
    if not path.is_file():
        codes = ", ".join(sorted(shipped))
        raise Refused(f"Нет ни файла, ни маршрута «{name}». Маршруты программы: {codes}.")
    if path.stat().st_size > LARGEST_TEXT:
        raise Refused(f"{path}: текст слишком велик, можно до {LARGEST_TEXT // 1024} КБ.")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Refused(f"{path}: текст не в кодировке UTF-8. Строка {line}.") from error


def _published(name: re.Match[str]) -> Source:
    """A published version; of the version in force the number may be left out."""
    with installation() as bench:
        actor = command_actor(bench)
        wanted = DefinitionFilter(
            region=name["region"], code=name["code"], current=None if name["version"] else True
        )
        definition_id = _found(bench, actor, wanted, name)
        return Source(None, published_chain(bench, definition_id, actor=actor))


@dataclass(frozen=True, slots=True)
class Version:
    """A published version of a region's path."""

    id: UUID
    region_id: UUID


def published_version(bench: Workbench, name: str) -> Version:
    """The version of a region that `РЕГИОН/КОД@` or `РЕГИОН/КОД@НОМЕР` names."""
    found = _PUBLISHED.fullmatch(name)
    if found is None:
        raise Refused(f"«{name}» не называет версию. Пишите РЕГИОН/КОД@ или РЕГИОН/КОД@НОМЕР.")
    wanted = DefinitionFilter(
        region=found["region"], code=found["code"], current=None if found["version"] else True
    )
    row = _row(bench, command_actor(bench), wanted, found)
    if row.region_id is None:
        raise Refused("На основу всех регионов дела не переводят: назовите регион.")
    return Version(row.id, row.region_id)


def _found(bench: Workbench, actor: Actor, wanted: DefinitionFilter, name: re.Match[str]) -> UUID:
    found: UUID = _row(bench, actor, wanted, name).id
    return found


def _row(bench: Workbench, actor: Actor, wanted: DefinitionFilter, name: re.Match[str]) -> Row[Any]:
    rows = [
        row
        for row in list_definitions(bench, wanted, actor=actor, limit=_MOST)
        if not name["version"] or row.version == int(name["version"])
    ]
    if not rows:
        raise Refused(f"Опубликованной версии «{name[0]}» нет.")
    if len(rows) > 1:
        regions = ", ".join(sorted(row.region_code or "base" for row in rows))
        raise Refused(f"Таких маршрутов несколько. Назовите регион: {name[0]} есть в {regions}.")
    return rows[0]
