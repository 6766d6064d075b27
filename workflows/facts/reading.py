"""How a check reads its parameters and the situation: typed, with defaults, latest word only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.situation import DocumentStatus, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.requirements import Params
    from engine.domain.situation import DocumentFact, RecordFact, Situation

ROUND = "round"
AT_LEAST: dict[str, tuple[DocumentStatus, ...]] = {
    "draft": (DocumentStatus.DRAFT, DocumentStatus.SUBMITTED, DocumentStatus.APPROVED),
    "submitted": (DocumentStatus.SUBMITTED, DocumentStatus.APPROVED),
    "approved": (DocumentStatus.APPROVED,),
}
"""Statuses that count for each asked status; returned, superseded and revoked never count."""


def text(params: Params, name: str, default: str = "") -> str:
    """A text parameter, or the default of the fact."""
    value = params.get(name, default)
    return value if isinstance(value, str) else default


def number(params: Params, name: str, default: int) -> int:
    """A whole number parameter, or the default of the fact."""
    value = params.get(name, default)
    return value if isinstance(value, int) else default


def flag(params: Params, name: str, *, default: bool) -> bool:
    """A yes-or-no parameter, or the default of the fact."""
    value = params.get(name, default)
    return value if isinstance(value, bool) else default


def words(params: Params, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list parameter, or the default of the fact; a single word is a list of one."""
    value = params.get(name, default)
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else default


def standing(situation: Situation, kind: str, status: str) -> tuple[DocumentFact, ...]:
    """The documents of the kind in this round that have at least the status."""
    return tuple(
        document
        for document in situation.documents
        if document.kind == kind
        and document.round == situation.case.round
        and document.status in AT_LEAST[status]
    )


def records_now(situation: Situation, kind: RecordKind) -> tuple[RecordFact, ...]:
    """The latest record of this round for every key of the kind, in the order first met."""
    this_round = situation.case.round
    return latest(
        record for record in situation.records if record.kind is kind and record.round == this_round
    )


def latest(records: Iterable[RecordFact]) -> tuple[RecordFact, ...]:
    """The last word on every key: the later round, then the later revision, then the later row."""
    found: dict[str, RecordFact] = {}
    for record in records:
        known = found.get(record.key)
        if known is None or (known.round, known.revision) <= (record.round, record.revision):
            found[record.key] = record
    return tuple(found.values())


def record_now(situation: Situation, kind: RecordKind, key: str) -> RecordFact | None:
    """The latest record of this round on one key, if there is any."""
    return next((one for one in records_now(situation, kind) if one.key == key), None)
