"""Entries of a person's calendar in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext

from web.wording.grammar import counted, numbered, quoted
from web.wording.paths import stage_title, term_title

if TYPE_CHECKING:
    from datetime import date

    from engine.queries.agenda import Agenda, CaseEntry, MeasureEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """A day and what falls due on it; `key` stays the same while it does.

    `late` is over and still open; `silent` was due before anybody knew and rings no bell.
    """

    key: str
    day: date
    title: str
    note: str
    path: str
    late: bool
    silent: bool
    label: str = ""


def entries_of(agenda: Agenda) -> list[Entry]:
    """All entries by their days."""
    found = [_of_case(one, agenda.today) for one in agenda.cases]
    found += [_of_measure(one, agenda.today) for one in agenda.measures]
    return sorted(found, key=lambda one: (one.day, one.title, one.key))


def _of_case(entry: CaseEntry, today: date) -> Entry:
    title = term_title(entry.definition, entry.term.term_code, entry.stage)
    stage = quoted(stage_title(entry.definition, entry.stage))
    day = entry.term.due_on
    return Entry(
        f"{entry.case_id}.{entry.entered}.{entry.term.term_code}",
        day,
        f"{entry.subject}: {title}",
        gettext("Этап %(stage)s", stage=stage),
        url_for("cases.show", case_id=entry.case_id),
        late=day < today,
        silent=False,
        label=gettext("дело"),
    )


def _of_measure(entry: MeasureEntry, today: date) -> Entry:
    title = f"{numbered(entry.number.rstrip('.'))} {entry.title}" if entry.number else entry.title
    if entry.school:
        title = f"{entry.school}: {title}"
    roadmap = quoted(entry.roadmap)
    note = gettext("%(roadmap)s, %(place)s", roadmap=roadmap, place=entry.place)
    if entry.schools > 1:
        owed = counted(entry.schools, "школа|школы|школ")
        note = gettext("%(note)s. Ещё не закрыли: %(schools)s", note=note, schools=owed)
    if entry.retroactive:
        note = gettext("%(note)s. Срок истёк до утверждения дорожной карты", note=note)
    path = (
        url_for("measures.index")
        if entry.school
        else url_for("measures.schedule", roadmap_id=entry.roadmap_id)
    )
    return Entry(
        entry.key,
        entry.due_on,
        title,
        note,
        path,
        late=entry.due_on < today and not entry.retroactive,
        silent=entry.retroactive,
        label=gettext("дорожная карта"),
    )
