"""The stays of the cases in their stages: derived from the journal, and so checked against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.storage.tables import CaseRow, SpellRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, instant_of, number_of, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.engine import Connection

_CASE = CaseRow.__tablename__
_STAY = SpellRow.__tablename__
_INSTANTS = ("entered_at", "left_at")


class Stays:
    """Folds the entries of the cases into stays, then compares them with the stored ones."""

    def __init__(self, findings: list[Finding]) -> None:
        """Nothing folded yet."""
        self._findings = findings
        self._stays: dict[UUID, dict[int, dict[str, Any]]] = {}
        self._round: dict[UUID, int] = {}
        self._harmed: set[str] = set()

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Take in an entry: one that enters a stage ends the stay before it."""
        if stream.kind is not StreamKind.CASE:
            return
        case_id = stream.subject_id
        for values in own_values(stream, body):
            self._round[case_id] = values.get("round", self._round.get(case_id, 1))
            entered = values.get("stage_entered_revision")
            if entered is not None and body["event"] == AuditKind.CASE_RESTORED:
                self._back(case_id, entered)
            if entered != seq:
                continue
            day, at = values["stage_entered_on"], instant_of(body["at"])
            stays = self._stays.setdefault(case_id, {})
            if stays:
                stays[max(stays)] |= {"left_on": day, "left_at": at}
            stays[seq] = {
                "stage": values["stage"],
                "round": self._round[case_id],
                "entered_on": day,
                "entered_at": at,
                "left_on": None,
                "left_at": None,
            }

    def _back(self, case_id: UUID, seq: int) -> None:
        """A succession is taken back: the stay before it goes on as though it had not ended."""
        stays = self._stays.setdefault(case_id, {})
        for place in [one for one in stays if one > seq]:
            del stays[place]
        if seq in stays:
            stays[seq] |= {"left_on": None, "left_at": None}

    def of(self, case_id: UUID) -> list[tuple[int, dict[str, Any]]]:
        """The stays of a case with the places they began at, the oldest first."""
        return sorted(self._stays.get(case_id, {}).items())

    def compare(self, connection: Connection, *, only: Stream | None) -> None:
        """Name every stay that was changed, removed or added."""
        if only is not None and only.kind is not StreamKind.CASE:
            return
        # What follows from a chain that does not hold says nothing.
        self._harmed = {finding.stream for finding in self._findings}
        missing = {(case_id, seq) for case_id, stays in self._stays.items() for seq in stays}
        query = sa.select(*raw(*SpellRow.__table__.columns))
        if only is not None:
            query = query.where(SpellRow.case_id == only.subject_id)
        for row in connection.execute(query):
            try:
                case_id, seq = uuid_of(row.case_id), number_of(row.seq)
            except GARBAGE:
                self._find("unreadable", row.case_id, 0, "")
                continue
            missing.discard((case_id, seq))
            given = self._stays.get(case_id, {}).get(seq)
            if given is not None:
                wrong = [name for name in given if _read(row, name) != given[name]]
                if wrong:
                    self._find("state", case_id, seq, ", ".join(wrong))
            else:
                self._findings.append(Finding("row_unknown", detail=f"{_STAY} {case_id} #{seq}"))
        for case_id, seq in missing:
            self._find("row_missing", case_id, seq, "")

    def _find(self, code: str, case_id: object, seq: int, detail: str) -> None:
        stream = f"{StreamKind.CASE.value}:{case_id}"
        if stream not in self._harmed:
            told = f"{_STAY} {detail}".strip()
            self._findings.append(Finding(code, stream, seq, told))


def own_values(stream: Stream, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What an entry of a case writes into the case's own row."""
    rows: Iterable[Any] = body.get("rows", ())
    for table, row_id, values in rows:
        if table == _CASE and row_id == str(stream.subject_id):
            yield values


def _read(row: Any, name: str) -> Any:
    """A stored value as the fold gives it; SQLite keeps days and instants as text."""
    value = getattr(row, name)
    try:
        if name in _INSTANTS:
            return None if value is None else instant_of(value)
    except GARBAGE:
        return repr(value)
    return value if value is None or isinstance(value, (int, str)) else value.isoformat()
