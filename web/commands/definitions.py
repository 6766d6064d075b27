"""`marshrut definition`: a path checked, shown, explained and compared.

Texts need no database: those shipped and files. A published version is read from the installation.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from engine.domain.canonical import plain
from engine.domain.checks import inspect_definition
from engine.domain.checks.finding import Severity
from engine.domain.difference import difference
from web.commands.describing import definition_lines
from web.commands.refusals import REFUSED, Refused, exit_with
from web.commands.russian import LazyGroup
from web.commands.sources import SOURCE, read_source, told
from web.wording.differences import difference_sentence
from web.wording.grammar import counted
from web.wording.origins import explained_lines
from workflows.explaining import explain_path, narrowed
from workflows.facts import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition


_ELSEWHERE = {
    "impact": "web.commands.succession:impact",
    "migrate": "web.commands.succession:migrate",
    "publish": "web.commands.publishing:publish",
    "rebase": "web.commands.rebasing:rebase_definition",
}


@click.group(
    cls=LazyGroup,
    elsewhere=_ELSEWHERE,
    help="Проверить, показать, объяснить или сравнить маршруты.",
)
def definition() -> None:
    """Work with paths: those shipped, files, and published versions."""


@definition.command(help="Проверить маршрут: замечания по-русски, код выхода 1 при ошибках.")
@click.argument("source", metavar=SOURCE)
def check(*, source: str) -> None:
    """Tell every finding; errors forbid publishing."""
    read = read_source(source)
    found = read.definition
    findings = inspect_definition(found, CATALOGUE)
    for line in told(read.text, findings, read.parsed):
        click.echo(line)
    _refuse_errors(found, findings)
    played = counted(len(found.scenarios), "проверка|проверки|проверок")
    click.echo(f"Разыграно: {played}.")
    click.echo(f"«{found.title}»: ошибок нет.")


@definition.command(help="Показать этапы, переходы, требования и сроки маршрута.")
@click.argument("source", metavar=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="Целиком, в виде JSON.")
def show(*, source: str, as_json: bool) -> None:
    """The path as a person reads it, or as a program does."""
    read = read_source(source)
    found = read.definition
    findings = inspect_definition(found, CATALOGUE)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    for line in told(read.text, errors, read.parsed):
        click.echo(line, err=True)
    # Of a path with errors not every line could be told.
    _refuse_errors(found, errors)
    if as_json:
        _print({"digest": found.digest, **plain(found)})
        return
    for line in definition_lines(found):
        click.echo(line)


@definition.command(help="Объяснить, кто и какой операцией задал каждую часть маршрута.")
@click.argument("source", metavar=SOURCE)
@click.argument("element", metavar="ЭЛЕМЕНТ", required=False)
@click.option("--json", "as_json", is_flag=True, help="В виде JSON.")
def explain(*, source: str, element: str | None, as_json: bool) -> None:
    """Tell of every element, or of those under one name, which texts made it what it is."""
    read = read_source(source)
    explained = explain_path(read.chain)
    if element is not None:
        explained = narrowed(explained, element)
        if not explained:
            raise Refused(f"Такого в маршруте «{read.definition.title}» нет: {element}.")
    if as_json:
        _print({"digest": read.definition.digest, "elements": [plain(one) for one in explained]})
        return
    for line in explained_lines(explained, [one.definition for one in read.chain]):
        click.echo(line)


@definition.command(help="Сравнить два маршрута; код выхода 1, если они различаются.")
@click.argument("old", metavar=SOURCE)
@click.argument("new", metavar=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="В виде JSON.")
def diff(*, old: str, new: str, as_json: bool) -> None:
    """Tell every difference from the first to the second."""
    before, after = read_source(old).definition, read_source(new).definition
    found = difference(before, after)
    if as_json:
        differences = [
            {
                "code": one.code,
                "element": one.element,
                "fields": plain(dict(one.fields)),
                "sentence": difference_sentence(one, before, after),
            }
            for one in found
        ]
        _print({"old": before.digest, "new": after.digest, "differences": differences})
        raise click.exceptions.Exit(REFUSED if found else 0)
    for one in found:
        click.echo(difference_sentence(one, before, after))
    if found:
        counts = counted(len(found), "различие|различия|различий")
        click.echo(f"Всего: {counts}.")
        raise click.exceptions.Exit(REFUSED)
    click.echo("Маршруты одинаковы.")


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _refuse_errors(found: Definition, findings: Sequence[Finding]) -> None:
    errors = [one for one in findings if one.severity is Severity.ERROR]
    if errors:
        counts = counted(len(errors), "ошибка|ошибки|ошибок")
        exit_with(f"«{found.title}»: {counts}; публиковать нельзя.")
