"""`marshrut definition publish`: a text as the next version of a region's path, from a day on."""

from __future__ import annotations

from datetime import date

import click

from engine.actions.proposing import submit_definition
from engine.domain.audit import AuditKind
from engine.domain.errors import DefinitionInvalid
from web.commands.opening import installation
from web.commands.refusals import Refused
from web.commands.sources import SOURCE, read_source, told
from web.commands.succession import migrating_actor, region_named
from web.published import SentText, order_of_text
from web.wording.grammar import short_day


@click.command(help="Опубликовать текст маршрута в регионе или сдать его на утверждение.")
@click.argument("source", metavar=SOURCE)
@click.option("--region", required=True, metavar="КОД", help="Регион, чей это маршрут.")
@click.option("--from", "first_day", metavar="ГГГГ-ММ-ДД", help="С какого дня; обычно с сегодня.")
@click.option("--note", default="", metavar="ТЕКСТ", help="Что и почему изменилось.")
def publish(*, source: str, region: str, first_day: str | None, note: str) -> None:
    """Publish what a file says; where another must approve it is left waiting for that."""
    read = read_source(source)
    if read.text is None:
        raise Refused("Публикуют файл или маршрут программы: эта версия уже опубликована.")
    with installation() as bench:
        actor = migrating_actor(bench)
        region_id = region_named(bench, region, actor)
        sent = SentText(region_id, read.text, None, _day(first_day), note)
        try:
            receipt = submit_definition(bench, order_of_text(bench, sent), actor=actor)
        except DefinitionInvalid as error:
            lines = told(read.text, error.fields["findings"], read.parsed)
            raise Refused("\n".join(lines)) from error
    title = read.definition.title
    if receipt.kind == AuditKind.DEFINITION_SUBMITTED.value:
        click.echo(f"«{title}»: сдано на утверждение, его даёт администратор региона в консоли.")
        return
    since = f" Действует с {short_day(sent.effective_on)}." if sent.effective_on else ""
    click.echo(f"«{title}»: опубликовано.{since}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(f"Это не день: {text}. Пример: 2024-03-01.") from error
