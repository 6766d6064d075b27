"""`marshrut term`: printed terms read from the standard input, without a database."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from engine.domain.roadmaps.terms import FIRST_DAY, LAST_DAY
from web.commands.refusals import Refused
from web.commands.russian import RussianGroup, RussianOption
from web.wording.printed_terms import doubt_sentence
from workflows.roadmaps.terms import (
    Doubt,
    Period,
    TermContext,
    YearKind,
    read_term,
    term_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.roadmaps.terms import ReadTerm

MOST = 100_000
"""Characters of a line that is answered at all; one longer than a term is, as no term."""

MOST_BYTES = 4 * MOST

DAYS = f"от {FIRST_DAY} до {LAST_DAY}"


@click.group(cls=RussianGroup, help="Прочитать сроки, как они напечатаны в дорожных картах.")
def term() -> None:
    """Work with printed terms."""


def _period(ctx: click.Context, param: click.Parameter, value: str) -> Period:
    del param
    first, dots, last = value.partition("..")
    if not dots:
        raise click.UsageError("--period: нужны два дня, например 2023-01-01..2023-12-31.", ctx)
    days = _day("--period", first, ctx), _day("--period", last, ctx)
    if days[0] > days[1]:
        raise click.UsageError(f"--period: {days[0]} позже, чем {days[1]}.", ctx)
    try:
        return Period(*days)
    except ValueError as error:
        raise click.UsageError(f"--period: читаются сроки {DAYS}.", ctx) from error


def _document_date(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    del param
    return _day("--document-date", value, ctx) if value is not None else None


def _day(option: str, text: str, ctx: click.Context) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        said = f"{option}: «{text}» — не день вида ГГГГ-ММ-ДД или такого дня нет."
        raise click.UsageError(said, ctx) from error


@term.command(help="Прочитать сроки со стандартного ввода, по одному в строке; ответ — JSON.")
@click.option(
    "--period",
    cls=RussianOption,
    required=True,
    metavar="ДЕНЬ..ДЕНЬ",
    callback=_period,
    help="Период документа, например 2023-01-01..2023-12-31.",
)
@click.option(
    "--year-kind",
    type=click.Choice([one.value for one in YearKind]),
    help="По какому году считает документ; без этого — по виду периода.",
)
@click.option(
    "--document-date", metavar="ДЕНЬ", callback=_document_date, help="День подписания документа."
)
@click.option("--trace", is_flag=True, help="Добавить, какие правила какие слова прочитали.")
def parse(
    *, period: Period, year_kind: str | None, document_date: date | None, trace: bool
) -> None:
    """One phrase a line in, one JSON object a line out."""
    kind = YearKind(year_kind) if year_kind else None
    context = TermContext(period, kind, document_date)
    for phrase in _lines():
        read = read_term(phrase, context)
        click.echo(json.dumps(_told(read, trace=trace), ensure_ascii=False))


def _told(read: ReadTerm, *, trace: bool) -> dict[str, Any]:
    told = term_json(read)
    for one in told["warnings"]:
        one["text"] = doubt_sentence(Doubt(one["code"]), one["words"])
    if trace:
        told["trace"] = [
            {"rule": one.rule, "pattern": one.pattern, "words": one.words} for one in read.trace
        ]
    return told


def _lines() -> Iterator[str]:
    """The lines of the standard input, each held in memory alone."""
    source = sys.stdin.buffer
    number = 0
    while line := source.readline(MOST_BYTES + 2):
        number += 1
        text = _decoded(line, number)
        if len(text) > MOST or not (line.endswith(b"\n") or len(line) < MOST_BYTES + 2):
            raise Refused(f"Строка {number} длиннее {MOST} знаков: это не срок.")
        yield text


def _decoded(line: bytes, number: int) -> str:
    bare = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
    cut = len(line) == MOST_BYTES + 2 and not line.endswith(b"\n")
    try:
        return bare.decode("utf-8", errors="ignore" if cut else "strict").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Refused(f"Строка {number}: текст не в кодировке UTF-8.") from error
