"""What an auditor found on a case, and the steps by which it is followed until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.situation import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from engine.domain.situation import RecordFact


class FindingStatus(StrEnum):
    """Where a finding stands; every word on it is a record of the case."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    EXECUTED = "executed"
    VERIFIED = "verified"
    NOT_EXECUTED = "not_executed"
    WITHDRAWN = "withdrawn"


ANSWERS = frozenset({FindingStatus.ACKNOWLEDGED, FindingStatus.EXECUTED})
"""What the school or the curator says; everything else only the auditor."""

SETTLED = frozenset({FindingStatus.VERIFIED, FindingStatus.WITHDRAWN})
"""Nothing more is owed."""

_ONWARD = {
    FindingStatus.ISSUED: (
        FindingStatus.ACKNOWLEDGED,
        FindingStatus.EXECUTED,
        FindingStatus.WITHDRAWN,
    ),
    FindingStatus.ACKNOWLEDGED: (FindingStatus.EXECUTED, FindingStatus.WITHDRAWN),
    FindingStatus.EXECUTED: (
        FindingStatus.VERIFIED,
        FindingStatus.NOT_EXECUTED,
        FindingStatus.WITHDRAWN,
    ),
    FindingStatus.NOT_EXECUTED: (FindingStatus.EXECUTED, FindingStatus.WITHDRAWN),
}
_UNANSWERED = (FindingStatus.ISSUED, FindingStatus.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A finding as the last word on it leaves it; `key` is its number in the case.

    `due_on` is the working day by which it is to be executed, `said_by` who said the last word.
    """

    key: str
    status: FindingStatus
    due_on: date | None
    said_by: UUID

    @property
    def settled(self) -> bool:
        """Whether nothing more is owed."""
        return self.status in SETTLED

    def late_on(self, today: date) -> bool:
        """Whether its day is over and nobody has said that it was executed."""
        waits = not self.settled and self.status is not FindingStatus.EXECUTED
        return waits and self.due_on is not None and self.due_on < today

    def steps_on(self, today: date) -> tuple[FindingStatus, ...]:
        """What can be said next: silence counts as not executed once the day is over."""
        steps = _ONWARD.get(self.status, ())
        if self.status in _UNANSWERED and self.late_on(today):
            return (*steps, FindingStatus.NOT_EXECUTED)
        return steps


def findings_of(records: Iterable[RecordFact]) -> tuple[AuditFinding, ...]:
    """The findings of a case over all its rounds, by their numbers."""
    last: dict[str, RecordFact] = {}
    for one in records:
        if one.kind is RecordKind.FINDING:
            known = last.get(one.key)
            last[one.key] = one if known is None or known.revision <= one.revision else known
    return tuple(
        AuditFinding(one.key, FindingStatus(one.status), one.due_on, one.author_id)
        for one in sorted(last.values(), key=lambda one: int(one.key))
    )
