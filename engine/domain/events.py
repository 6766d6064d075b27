"""What an entry of a history is about: groups of kinds, to look at one of them alone."""

from __future__ import annotations

from enum import StrEnum

from engine.domain.audit import AuditKind


class EventGroup(StrEnum):
    """What a reader of a history asks for; every kind of a case or a school is in one group."""

    MOVES = "moves"
    PAPERS = "papers"
    PEOPLE = "people"
    RECORDS = "records"
    TERMS = "terms"
    REFUSALS = "refusals"
    PLACE = "place"


_SUBJECTS = {
    "case": EventGroup.MOVES,
    "curator": EventGroup.PEOPLE,
    "decision": EventGroup.PAPERS,
    "document": EventGroup.PAPERS,
    "expert": EventGroup.PEOPLE,
    "finding": EventGroup.RECORDS,
    "listing": EventGroup.PLACE,
    "objection": EventGroup.PLACE,
    "record": EventGroup.RECORDS,
    "school": EventGroup.PLACE,
    "term": EventGroup.TERMS,
    "tutor_school": EventGroup.PEOPLE,
}
_OF_KIND = {
    AuditKind.MOVE_REFUSED: EventGroup.REFUSALS,
    AuditKind.DEED_REFUSED: EventGroup.REFUSALS,
}


def group_of(kind: str) -> EventGroup | None:
    """The group of a kind of entry; None where no history of a case or a school has it."""
    subject = kind.partition(":")[0]
    return _OF_KIND.get(AuditKind(kind), _SUBJECTS.get(subject)) if kind in set(AuditKind) else None


def kinds_of(group: EventGroup) -> tuple[str, ...]:
    """The kinds of a group."""
    return tuple(kind.value for kind in AuditKind if group_of(kind) is group)
