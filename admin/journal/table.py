"""The selected entries as rows to keep: when, how late, about whom, what, who, why, the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask_babel import gettext

from admin.journal.titles import STREAM_TITLES
from engine.domain.audit import StreamKind
from engine.queries.journal import WHOLE, JournalFilter, read_journal
from engine.queries.mentioned import read_mentioned
from engine.queries.subjects import Subject, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from admin.host import Host
    from engine.domain.roles import Actor
    from engine.queries.history import HistoryEntry


def journal_rows(
    host: Host, wanted: JournalFilter, zone: str, *, actor: Actor
) -> Iterator[list[object]]:
    """Every entry that is wanted, the newest first, a large part at a time."""
    yield [
        gettext("Записано"),
        gettext("Произошло"),
        gettext("Позже на дней"),
        gettext("О ком"),
        gettext("Событие"),
        gettext("Кто"),
        gettext("Роль"),
        gettext("Причина"),
        gettext("Журнал"),
        gettext("Номер записи"),
        gettext("Хеш записи"),
    ]
    after, going_on = None, True
    while going_on:
        part = read_journal(host.bench, wanted, actor=actor, after=after, limit=WHOLE)
        mentioned = read_mentioned(host.bench, part)
        subjects = subjects_of(host.bench, part)
        for entry in part:
            yield _row(host, entry, host.wording.entry(entry, mentioned), subjects, zone)
        going_on = len(part) == WHOLE
        after = part[-1].place if part else None


def _row(
    host: Host, entry: HistoryEntry, sentence: str, subjects: dict[UUID, Subject], zone: str
) -> list[object]:
    subject = subjects.get(entry.subject_id)
    on = entry.body.get("on")
    return [
        entry.at.astimezone(ZoneInfo(zone)).strftime("%d.%m.%Y %H:%M"),
        ".".join(reversed(on.split("-"))) if on else "",
        entry.late_days or "",
        subject.title if subject else "",
        sentence,
        entry.actor,
        host.wording.role(entry.body["role"]) if entry.body.get("role") else "",
        entry.texts.get("reason", entry.texts.get("remarks", "")),
        STREAM_TITLES[StreamKind(entry.stream)],
        entry.seq,
        entry.hash.hex(),
    ]
