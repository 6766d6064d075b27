"""The pages of the journal: read only, newest first, page after page, with no total."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_admin.base import expose
from flask_babel import gettext, lazy_gettext

from admin.journal.quarters import last_quarters
from admin.journal.selection import WATCHED_TITLES, Selection, selection_of
from admin.journal.table import journal_rows
from admin.journal.titles import KIND_TITLES, STREAM_TITLES
from admin.views import ConsoleView
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.domain.terms import local_day
from engine.queries.history import LARGEST_SEQ, HistoryEntry, HistoryPlace
from engine.queries.journal import PAGE, JournalFilter, journal_entry, read_journal
from engine.queries.managed import common_zone
from engine.queries.mentioned import read_mentioned
from engine.queries.subjects import subjects_of
from engine.storage.verification import verify

if TYPE_CHECKING:
    from engine.storage.verification import Report

MOST_FINDINGS = 50
QUARTERS = 8
"""Two years of them are offered; an address may name any."""


class JournalView(ConsoleView):
    """What happened in the actor's places, as it was written down."""

    permission = frozenset({Permission.READ_JOURNAL})
    about = lazy_gettext("Всё, что происходило, кто это сделал, и проверка, что записи целы.")

    @expose("/")
    def index(self) -> str:
        """A page of entries, each in a sentence."""
        refused: dict[str, str] = {}
        zone = self._zone()
        try:
            chosen = selection_of(request.args, zone)
        except InvalidInput as refusal:
            chosen, refused = Selection(JournalFilter(), {}), self.refused(refusal)
        after = HistoryPlace.read(request.args.get("older", ""))
        found = read_journal(
            self.bench, chosen.wanted, actor=self.actor, after=after, limit=PAGE + 1
        )
        shown = found[:PAGE]
        return self.page(
            "journal.html",
            entries=self._sentences(shown),
            subjects=subjects_of(self.bench, shown),
            zone=zone,
            opens_cases=self.host.may_open("cases.show"),
            older=shown[-1].place.written if len(found) > PAGE else None,
            kinds=KIND_TITLES,
            streams=STREAM_TITLES,
            watched=WATCHED_TITLES,
            quarters=last_quarters(local_day(self.bench.now(), zone), QUARTERS),
            chosen=chosen,
            typed=request.args,
            refused=refused,
        )

    @expose("/table.csv")
    def table(self) -> Any:
        """The selected entries as a table to keep."""
        zone, actor = self._zone(), self.actor
        try:
            chosen = selection_of(request.args, zone)
        except InvalidInput:
            raise NotFound from None
        name = gettext("Журнал %(chosen)s", chosen=" ".join(chosen.given.values())).strip()
        rows = journal_rows(self.host, chosen.wanted, zone, actor=actor)
        self.note(ReadPage.JOURNAL_TABLE)
        return self.host.table(f"{name}.csv", rows)

    @expose("/<stream>/<uuid:subject_id>/<int:seq>")
    def entry(self, stream: str, subject_id: UUID, seq: int) -> str:
        """An entry with its body as text and its hash."""
        return self._entry(_stream(stream, subject_id), seq)

    @expose("/<stream>/<uuid:subject_id>/<int:seq>/verify", methods=("POST",))
    def check(self, stream: str, subject_id: UUID, seq: int) -> str:
        """Verify the whole chain this entry stands in."""
        chain = _stream(stream, subject_id)
        self._read(chain, seq)
        return self._entry(chain, seq, verify(self.bench.database, chain))

    def _entry(self, stream: Stream, seq: int, report: Report | None = None) -> str:
        entry = self._read(stream, seq)
        self.note(ReadPage.JOURNAL_ENTRY, stream.subject_id)
        return self.page(
            "entry.html",
            entry=entry,
            sentence=self._sentences([entry])[0][1],
            subject=subjects_of(self.bench, [entry]).get(entry.subject_id),
            zone=self._zone(),
            title=KIND_TITLES.get(AuditKind(entry.kind), entry.kind),
            stream=STREAM_TITLES[stream.kind],
            body=json.dumps(entry.body, ensure_ascii=False, indent=2, sort_keys=True),
            report=report,
            troubles=report.findings[:MOST_FINDINGS] if report else [],
        )

    def _read(self, stream: Stream, seq: int) -> HistoryEntry:
        if seq > LARGEST_SEQ:
            raise NotFound
        return journal_entry(self.bench, stream, seq, actor=self.actor)

    def _zone(self) -> str:
        return common_zone(self.bench, Permission.READ_JOURNAL, actor=self.actor)

    def _sentences(self, entries: list[HistoryEntry]) -> list[tuple[HistoryEntry, str]]:
        mentioned = read_mentioned(self.bench, entries)
        return [(entry, self.host.wording.entry(entry, mentioned)) for entry in entries]


def _stream(kind: str, subject_id: UUID) -> Stream:
    if kind not in set(StreamKind):
        raise NotFound
    return Stream(StreamKind(kind), subject_id)
