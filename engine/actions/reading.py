"""Noting that an auditor or an admin reads personal data, in a chain of the reader's own.

It is no deed on a case, so no case's chain or revision knows of it; but it goes the one way of
every entry: locked, recorded, chained. A page that cannot be noted is not shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.reading import Reading, reader_role
from engine.domain.terms import day_begins, local_day
from engine.storage.database import unit_of_work
from engine.storage.definitions import DEFAULT_ZONE
from engine.storage.journal import lock_stream, record
from engine.storage.readings import is_noted, known_readings

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


def note_reading(bench: Workbench, reading: Reading, *, actor: Actor) -> None:
    """Note a reading that was already allowed: once a day for a page and a subject.

    Days are Moscow's, for a reader's places may lie in several zones. Only ids are kept.
    """
    now = bench.now()
    today = local_day(now, DEFAULT_ZONE)
    role = reader_role(actor, today)
    known = known_readings(bench.database, actor.account_id, today)
    if role is None or reading in known:
        return
    fields = {"page": reading.page.value}
    if reading.subject_id is not None:
        fields["subject"] = str(reading.subject_id)
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.READING, actor.account_id))
        if not is_noted(transaction, actor.account_id, fields, day_begins(today, DEFAULT_ZONE)):
            kind = AuditKind.PERSONAL_DATA_READ
            draft = AuditDraft(kind, actor, now, role=role, fields=fields)
            record(transaction, head, draft, [])
    known.add(reading)
