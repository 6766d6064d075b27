"""`marshrut definition rebase`: what a new version of the base means for a path."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from engine.domain.canonical import plain
from engine.domain.rebasing import Outcome, rebase
from web.commands.refusals import REFUSED, Refused
from web.commands.sources import SOURCE, read_source
from web.wording.differences import difference_sentence
from web.wording.grammar import capitalised
from web.wording.origins import OPERATIONS
from web.wording.paths import element_title
from web.wording.rebasing import choice_text, outcome_text
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.definition import Definition
    from engine.domain.rebasing import Entry
    from web.commands.sources import Source

HEADINGS = (
    (Outcome.CONFLICT, "Нужно решить"),
    (Outcome.MERGED, "Сойдётся само"),
    (Outcome.CLEAN, "Без споров"),
)


@click.command(
    "rebase",
    help="Сказать, что новая версия основы значит для маршрута; код выхода 1, если есть спорное.",
)
@click.argument("source", metavar=SOURCE)
@click.option("--onto", metavar=SOURCE, help="Новая основа; без неё — действующая версия.")
@click.option("--json", "as_json", is_flag=True, help="В виде JSON.")
def rebase_definition(*, source: str, onto: str | None, as_json: bool) -> None:
    """Tell of every element how it comes out; nothing is written anywhere."""
    read = read_source(source)
    old, new = _bases(read, source, onto)
    report = rebase(old, new, read.parsed.changes, stricter=stricter_setting)
    if as_json:
        told = [_entry(entry, old, new) for entry in report.entries]
        shown = {"old": old.digest, "new": new.digest, "entries": told}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for outcome, heading in HEADINGS:
            entries = report.with_outcome(outcome)
            click.echo(f"{heading}: {len(entries)}.")
            for entry in entries:
                if entry.base or entry.choices:
                    for line in _lines(entry, read, (read.definition, new, old)):
                        click.echo(line)
    if report.conflicts:
        raise click.exceptions.Exit(REFUSED)


def _bases(read: Source, name: str, onto: str | None) -> tuple[Definition, Definition]:
    if read.parsed.extends is None:
        raise Refused(f"Маршрут «{read.definition.title}» полный сам по себе: основы у него нет.")
    old = read.chain[-2].definition
    if onto is None and "@" not in name:
        raise Refused("Назовите новую основу: --onto ФАЙЛ или КОД.")
    return old, read_source(onto or _in_force(name, old)).definition


def _in_force(name: str, old: Definition) -> str:
    """The newest published version of a base: of the region where the path changes a region's."""
    region = f"{name.partition('/')[0]}/" if old.level.value != "base" and "/" in name else ""
    return f"{region}{old.code}@"


def _entry(entry: Entry, old: Definition, new: Definition) -> dict[str, object]:
    return {
        "element": entry.element,
        "part": entry.part,
        "outcome": entry.outcome.value,
        "how": entry.how.value,
        "sentence": outcome_text(entry),
        "base": [
            {**plain(one), "sentence": difference_sentence(one, old, new)} for one in entry.base
        ],
        "operations": list(entry.operations),
        "choices": [choice.value for choice in entry.choices],
    }


def _lines(entry: Entry, read: Source, known: tuple[Definition, ...]) -> Iterator[str]:
    bare = element_title(entry.element)
    titles = (element_title(entry.element, one) for one in known)
    title = next((one for one in titles if one != bare), bare)
    yield f"  {capitalised(title)} [{entry.element}]: {outcome_text(entry)}."
    _own, new, old = known
    for one in entry.base:
        yield f"    Основа: {difference_sentence(one, old, new)}"
    for index in entry.operations:
        operation = read.parsed.changes[index].operation()
        yield f"    Маршрут: {OPERATIONS[operation]}, изменение {index} ({operation})."
    for choice in entry.choices:
        yield f"    - {choice_text(entry, choice)} ({choice.value})"
