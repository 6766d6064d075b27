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
from web.commands.refusals import REFUSED, Refused, exit_with, sentence_of
from web.commands.russian import RussianGroup
from web.wording.differences import difference_sentence
from web.wording.findings import finding_sentence
from web.wording.grammar import counted
from workflows.facts import CATALOGUE
from workflows.loader import LARGEST_TEXT, load_shipped, parse_definition

if TYPE_CHECKING:
    from engine.domain.definition import Definition

SOURCE = "ФАЙЛ|КОД"


@click.group(cls=RussianGroup, help="Проверить, показать или сравнить маршруты.")
def definition() -> None:
    """Work with texts of paths: those shipped, by code, and files."""


@definition.command(help="Проверить маршрут: замечания по-русски, код выхода 1 при ошибках.")
@click.argument("source", metavar=SOURCE)
def check(*, source: str) -> None:
    """Tell every finding; errors forbid publishing."""
    found = _read(source)
    findings = inspect_definition(found, CATALOGUE)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    for one in findings:
        mark = "Ошибка" if one.severity is Severity.ERROR else "Замечание"
        click.echo(f"{mark}. {finding_sentence(one, found)}")
    if errors:
        counts = counted(len(errors), "ошибка", "ошибки", "ошибок")
        exit_with(f"«{found.title}»: {counts}; публиковать нельзя.")
    click.echo(f"«{found.title}»: ошибок нет.")


@definition.command(help="Показать этапы, переходы, требования и сроки маршрута.")
@click.argument("source", metavar=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="Целиком, в виде JSON.")
def show(*, source: str, as_json: bool) -> None:
    """The path as a person reads it, or as a program does."""
    found = _read(source)
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
    before, after = _read(old), _read(new)
    found = difference(before, after)
    for one in found:
        click.echo(difference_sentence(one, before, after))
    if found:
        counts = counted(len(found), "различие", "различия", "различий")
        click.echo(f"Всего: {counts}.")
        raise click.exceptions.Exit(REFUSED)
    click.echo("Маршруты одинаковы.")


def _read(source: str) -> Definition:
    """The definition of a shipped code, or of a file."""
    shipped = load_shipped()
    if source in shipped:
        return shipped[source].definition
    path = Path(source)
    if not path.is_file():
        codes = ", ".join(sorted(shipped))
        raise Refused(f"Нет ни файла, ни маршрута «{source}». Маршруты программы: {codes}.")
    if path.stat().st_size > LARGEST_TEXT:
        raise Refused(f"{path}: текст слишком велик, можно до {LARGEST_TEXT // 1024} КБ.")
    try:
        text = path.read_text(encoding="utf-8")
        bases = {code: parsed.definition for code, parsed in shipped.items()}
        return parse_definition(text, bases=bases).definition
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: текст не в кодировке UTF-8.") from error
    except DefinitionInvalid as error:
        lines = "\n".join(f"Ошибка. {line}" for line in sentence_of(error).splitlines())
        raise Refused(lines) from error
