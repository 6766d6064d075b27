"""The clock reminds of what auditors found: before the day, on it and when it is over.

A reminder goes the way of a person's deed on the case. The notices it leaves say when people were
last told, and are read again under the lock: each step is told once, whichever node comes to it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from engine.actions.attempting import attempt
from engine.actions.casework import CaseWork, take_case
from engine.actions.noticing import notice
from engine.actions.service_accounts import clock_actor
from engine.domain.audit import AuditKind
from engine.domain.audit_findings import AuditFinding, findings_of
from engine.domain.notices import COORDINATORS, SCHOOL
from engine.domain.roadmaps.reminding import LONGEST, Due, Reminded, Round
from engine.domain.roles import Permission, Role
from engine.domain.situation import RecordKind
from engine.domain.terms import local_day
from engine.storage.calendars import calendar_of
from engine.storage.database import unit_of_work
from engine.storage.finding_days import OWED, cases_owing, last_told
from engine.storage.journal import record
from engine.storage.receipts import Receipt
from engine.storage.reminding import rule_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

MOST_OF_A_CASE = 100
"""Findings of one case told of in one go; more of them wait for the next."""

_FAR = timedelta(days=3 * LONGEST)
_log = structlog.get_logger(__name__)


def remind_of_findings(bench: Workbench, *, going_on: Callable[[], bool] = lambda: True) -> int:
    """Remind of every finding whose day asks for it; how many were told of."""
    actor, told = clock_actor(bench), 0
    until = local_day(bench.now(), "UTC") + _FAR
    for case_id in cases_owing(bench.database, until):
        for _ in range(MOST_OF_A_CASE):
            if not (going_on() and _attempt(bench, case_id, actor)):
                break
            told += 1
    return told


def _attempt(bench: Workbench, case_id: UUID, actor: Actor) -> bool:
    told = _log.bind(case=str(case_id))
    deed = partial(remind_of_finding, bench, case_id, actor=actor)
    return attempt(told, "finding", deed, busy=False, failed=False)


def remind_of_finding(bench: Workbench, case_id: UUID, *, actor: Actor) -> bool:
    """Tell of the first finding of a case that is to be told of today; whether there was one."""
    with unit_of_work(bench.database) as transaction:
        work = take_case(bench, transaction, case_id, Permission.MOVE_CASE, actor=actor)
        if isinstance(work, Receipt):
            raise TypeError("the clock brings no key that could have been answered")
        # While a case stands still nobody can put anything right.
        if work.locked.suspended:
            return False
        for finding, due in _due(work):
            _tell(work, finding, due)
            return True
    return False


def _due(work: CaseWork) -> Iterator[tuple[AuditFinding, Due]]:
    place = work.locked.state.place
    rule = rule_of(work.transaction, place)
    calendar = calendar_of(work.transaction, place)
    told = last_told(work.transaction, work.locked.state.id)
    for one in findings_of(work.situation.records):
        if one.status not in OWED or one.due_on is None:
            continue
        reminded = told.get(one.key)
        days = [_said_on(work, one.key)]
        days += [local_day(reminded, work.locked.zone)] if reminded else []
        now = Round(rule, calendar, work.today, max(days))
        due = now.on_day(one.due_on)
        if now.works and due.tells:
            yield one, due


def _said_on(work: CaseWork, key: str) -> date:
    """The day of the last word on a finding: whoever it concerns was told of it then."""
    words = (one for one in work.situation.records if one.kind is RecordKind.FINDING)
    return max(one.happened_on for one in words if one.key == key)


def _tell(work: CaseWork, finding: AuditFinding, due: Due) -> None:
    """School and curator are told; of one that is late its auditors, then the coordinators."""
    fields: dict[str, Any] = {"finding": finding.key}
    if finding.due_on is not None:
        fields["due_on"] = finding.due_on.isoformat()
    roles = [SCHOOL, Role.CURATOR.value] if due.doer is not None else []
    if finding.late_on(work.today):
        fields["late"] = True
        roles += [Role.AUDITOR.value] if due.doer is Reminded.LATE else []
    roles += [COORDINATORS] if due.escalated else []
    kind = AuditKind.FINDING_REMINDED
    record(
        work.transaction,
        work.locked.head,
        work.draft(kind, fields=fields),
        [notice(work, kind.value, fields, one) for one in roles],
    )
