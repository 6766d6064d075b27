"""`marshrut definition`: a path checked, shown and compared, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.domain.canonical import plain
from engine.domain.checks import inspect_definition
from engine.domain.checks.finding import Severity
from engine.domain.difference import difference
from engine.domain.errors import DefinitionInvalid
from web.commands.describing import definition_lines
from web.commands.refusals import REFUSED, Refused, exit_with
from web.commands.russian import RussianGroup
from web.seeding import shipped_text
from web.wording.differences import difference_sentence
from web.wording.findings import finding_sentence
from web.wording.grammar import counted
from web.wording.mending import mending_of
from workflows.facts import CATALOGUE
from workflows.loader import LARGEST_TEXT, load_shipped, parse_definition
from workflows.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from workflows.loader import Parsed

SOURCE = "ФАЙЛ|КОД"


@click.group(cls=RussianGroup, help="Проверить, показать или сравнить маршруты.")
def definition() -> None:
    """Work with texts of paths: those shipped, by code, and files."""


@definition.command(help="Проверить маршрут: замечания по-русски, код выхода 1 при ошибках.")
@click.argument("source", metavar=SOURCE)
def check(*, source: str) -> None:
    """Tell every finding; errors forbid publishing."""
    text, parsed = _read(source)
    found = parsed.definition
    findings = inspect_definition(found, CATALOGUE)
    for line in _told(text, findings, parsed):
        click.echo(line)
    _refuse_errors(found, findings)
    played = counted(len(found.scenarios), "проверка|проверки|проверок")
    click.echo(f"«{found.title}»: ошибок нет; разыграно: {played}.")


@definition.command(help="Показать этапы, переходы, требования и сроки маршрута.")
@click.argument("source", metavar=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="Целиком, в виде JSON.")
def show(*, source: str, as_json: bool) -> None:
    """The path as a person reads it, or as a program does."""
    text, parsed = _read(source)
    found = parsed.definition
    findings = inspect_definition(found, CATALOGUE)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    for line in _told(text, errors, parsed):
        click.echo(line, err=True)
    # Of a path with errors not every line could be told.
    _refuse_errors(found, errors)
    if as_json:
        whole = {"digest": found.digest, **plain(found)}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for line in definition_lines(found):
        click.echo(line)


@definition.command(help="Сравнить два маршрута; код выхода 1, если они различаются.")
@click.argument("old", metavar=SOURCE)
@click.argument("new", metavar=SOURCE)
def diff(*, old: str, new: str) -> None:
    """Tell every difference from the first to the second."""
    before, after = _read(old)[1].definition, _read(new)[1].definition
    found = difference(before, after)
    for one in found:
        click.echo(difference_sentence(one, before, after))
    if found:
        counts = counted(len(found), "различие|различия|различий")
        click.echo(f"Всего: {counts}.")
        raise click.exceptions.Exit(REFUSED)
    click.echo("Маршруты одинаковы.")


def _told(text: str, findings: Sequence[Finding], parsed: Parsed | None = None) -> Iterator[str]:
    """A line for every finding: how grave it is, where it stands, and what is the matter."""
    places = Places(text, parsed.changes if parsed else ()) if findings else None
    for one in findings:
        mark = "Ошибка" if one.severity is Severity.ERROR else "Замечание"
        at = places.of(one) if places else None
        where = f" Строка {at.line}, столбец {at.column}." if at else ""
        said = finding_sentence(one, parsed.definition if parsed else None)
        yield f"{mark}.{where} {said} {mending_of(one)}".rstrip()


def _refuse_errors(found: Definition, findings: Sequence[Finding]) -> None:
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        counts = counted(len(errors), "ошибка|ошибки|ошибок")
        exit_with(f"«{found.title}»: {counts}; публиковать нельзя.")


def _read(source: str) -> tuple[str, Parsed]:
    """The text of a shipped code, or of a file, and what it means."""
    shipped = load_shipped()
    if source in shipped:
        return shipped_text(source), shipped[source]
    path = Path(source)
    if not path.is_file():
        codes = ", ".join(sorted(shipped))
        raise Refused(f"Нет ни файла, ни маршрута «{source}». Маршруты программы: {codes}.")
    if path.stat().st_size > LARGEST_TEXT:
        raise Refused(f"{path}: текст слишком велик, можно до {LARGEST_TEXT // 1024} КБ.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Refused(f"{path}: текст не в кодировке UTF-8. Строка {line}.") from error
    try:
        bases = {code: parsed.definition for code, parsed in shipped.items()}
        return text, parse_definition(text, bases=bases)
    except DefinitionInvalid as error:
        raise Refused("\n".join(_told(text, error.fields["findings"]))) from error
