"""What stands behind an entry: before and after, why, on which paper, what was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext

from engine.queries.mentioned import MOST_ROWS
from web.wording.demands import demand_text
from web.wording.fields import Fields
from web.wording.grammar import capitalised, said
from web.wording.history.columns import COLUMNS, HIDDEN, TABLES, value_text
from web.wording.history.story import Story, as_list
from web.wording.titles import ORIGINS, role_name, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.queries.history import HistoryEntry
    from engine.queries.mentioned import Mentioned

TEXTS: Mapping[str, Any] = {
    "address": lazy_gettext("Адрес"),
    "basis": lazy_gettext("Основание"),
    "body": lazy_gettext("Кем издан"),
    "email": lazy_gettext("Электронная почта"),
    "facts": lazy_gettext("Сведения"),
    "file_name": lazy_gettext("Файл"),
    "login": lazy_gettext("Имя для входа"),
    "note": lazy_gettext("Пояснение"),
    "reason": lazy_gettext("Причина"),
    "remarks": lazy_gettext("Замечания"),
    "title": lazy_gettext("Название"),
    "waived": lazy_gettext("Почему документ не требуется"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A value of a row before and after; a new row has no value before."""

    table: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A fact the decision looked at: what was asked, and whether it held."""

    demand: str
    met: bool


@dataclass(frozen=True, slots=True)
class Details:
    """Everything behind an entry, in Russian; `texts` are label and text, erased ones say so.

    `unshown` is how many rows of the entry are not among the `changes`.
    """

    texts: tuple[tuple[str, str], ...]
    basis: tuple[str, ...]
    changes: tuple[Changed, ...]
    unshown: int
    facts: tuple[Looked, ...]
    files: tuple[str, ...]
    role: str
    origin: str
    definition: str
    digest: str

    @property
    def reason(self) -> str:
        """Why it was done, in the words of whoever did it."""
        labels = {str(TEXTS["reason"]), str(TEXTS["remarks"])}
        return next((text for label, text in self.texts if label in labels), "")


def details(entry: HistoryEntry, mentioned: Mentioned) -> Details:
    """What stands behind an entry."""
    story = Story(entry, mentioned)
    body = story.body
    version = mentioned.versions.get(body.text("def"))
    return Details(
        texts=tuple(_texts(story)),
        basis=tuple(story.decision(str(one)) for one in as_list(body.values.get("basis"))),
        changes=tuple(_changes(story)),
        unshown=max(0, len(as_list(entry.body.get("rows"))) - MOST_ROWS),
        facts=tuple(_facts(story)),
        files=tuple(str(one) for one in as_list(body.values.get("evidence"))),
        role=role_name(body.text("role")) if body.text("role") else "",
        origin=title_of(ORIGINS, body.text("origin")),
        definition=_version(said(version.definition.title), version.version) if version else "",
        digest=body.text("def"),
    )


def _version(title: str, version: int) -> str:
    return gettext("%(title)s, версия %(version)d", title=title, version=version)


def _texts(story: Story) -> Iterator[tuple[str, str]]:
    """The free texts the body commits to; of an erased one only that it was there."""
    committed = story.body.values.get("text") or {}
    for name in sorted(committed, key=lambda name: (name not in ("reason", "remarks"), name)):
        label = str(TEXTS.get(name, name))
        yield label, story.text(name) or gettext("(текст стёрт, его след в журнале сохранён)")


def _changes(story: Story) -> Iterator[Changed]:
    before = story.body.values.get("before") or {}
    for table, _, row in story.rows(MOST_ROWS):
        former = Fields(before.get(table) or {})
        for column in row.values:
            if column not in HIDDEN and not _is_empty(row, former, column):
                yield _changed(story, table, column, row, former)


def _is_empty(row: Fields, former: Fields, column: str) -> bool:
    """The same before and now, or nothing at all: not worth a line."""
    after, before = row.values[column], former.values.get(column)
    return after == before or (after in _NOTHING and before in _NOTHING)


_NOTHING: tuple[Any, ...] = (None, [], "", False)


def _changed(story: Story, table: str, column: str, row: Fields, former: Fields) -> Changed:
    known = column in former
    return Changed(
        title_of(TABLES, table),
        title_of(COLUMNS, column),
        value_text(story, table, column, former.values[column], row) if known else "",
        value_text(story, table, column, row.values[column], row),
    )


def _facts(story: Story) -> Iterator[Looked]:
    """What the decision looked at: so an auditor sees why it was allowed."""
    for value in as_list(story.body.values.get("facts")):
        if isinstance(value, list) and len(value) == _FACT and isinstance(value[2], dict):
            demand = demand_text(str(value[0]), list(value[2].items()), story.definition)
            yield Looked(capitalised(demand), value[1] is True)


_FACT = 3
