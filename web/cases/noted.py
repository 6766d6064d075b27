"""The records of a case as its card shows them: by kind, the latest word on each key first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from engine.domain.situation import RECORD_STATUSES, RecordKind
from web.wording.grammar import numbered, said
from web.wording.history.papers import DICTIONARY_OF_RECORD
from web.wording.own_words import level_title
from web.wording.paths import move_title, word_title
from web.wording.titles import RECORD_HEADINGS, record_status, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from engine.domain.definition import Definition
    from engine.queries.past_case import PastRecord

    Noted: TypeAlias = Row[Any] | PastRecord

ORDER = (
    RecordKind.MONITORING,
    RecordKind.MEASURE,
    RecordKind.EVENT,
    RecordKind.INDICATOR,
    RecordKind.RECOMMENDATION,
    RecordKind.PUBLICATION,
    RecordKind.APPROVAL,
)
"""The order of the card; the risk profile stands apart."""

SERIES = (RecordKind.APPROVAL, RecordKind.EVENT)
"""Records that all count; of the others the latest word on a key does."""

MOST_LINES = 60
"""Lines of a kind on the card; the others are in the history."""

WITH_VALUE = (RecordKind.INDICATOR,)
FORCE = "force_move"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record; `former` are the earlier words on the same key in the same round."""

    row: Noted
    title: str
    status: str
    former: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class RecordGroup:
    """The records of a kind with what its form offers: keys (none: free) and statuses.

    `total` says how many there are; the newest of them are `lines`.
    """

    kind: str
    title: str
    lines: tuple[RecordLine, ...]
    keys: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]
    with_value: bool
    total: int

    @property
    def form(self) -> str:
        """The name of its form."""
        return f"record-{self.kind}"


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A factor of the risk profile in this round, with its level and whether it was chosen."""

    code: str
    title: str
    level: str
    chosen: bool
    on: Any = None


def groups_of(definition: Definition, records: Sequence[Noted]) -> tuple[RecordGroup, ...]:
    """Every kind of record but the risk profile."""
    return tuple(_group(definition, records, kind) for kind in ORDER)


def _group(definition: Definition, records: Sequence[Noted], kind: RecordKind) -> RecordGroup:
    lines = _lines(definition, records, kind)
    total = max(int(lines[0].row.alike), len(lines)) if lines and kind in SERIES else len(lines)
    return RecordGroup(
        kind.value,
        title_of(RECORD_HEADINGS, kind.value),
        lines[:MOST_LINES],
        keys_of(definition, kind),
        statuses_of(kind),
        kind in WITH_VALUE,
        total,
    )


def risks_of(
    definition: Definition, records: Sequence[Noted], round_number: int
) -> tuple[RiskLine, ...]:
    """The factors of the dictionary with the latest word of a round on each."""
    latest = {}
    for row in records:
        if row.kind == RecordKind.RISK.value and row.round == round_number:
            latest[row.key] = row
    codes = dict(definition.vocabulary).get("risk_factor", ())
    return tuple(
        RiskLine(
            code,
            word_title(definition, "risk_factor", code),
            latest[code].status if code in latest else "",
            code in latest and latest[code].value == 1,
            latest[code].happened_on if code in latest else None,
        )
        for code in codes
    )


def keys_of(definition: Definition, kind: RecordKind) -> tuple[tuple[str, str], ...]:
    """What a record of the kind may be about; nothing where it is a number of a paper."""
    if kind is RecordKind.APPROVAL:
        moves = tuple((move.code, said(move.title)) for move in definition.moves)
        return (*moves, (FORCE, move_title(definition, FORCE)))
    dictionary = DICTIONARY_OF_RECORD.get(kind.value, "")
    codes = dict(definition.vocabulary).get(dictionary, ())
    return tuple((code, word_title(definition, dictionary, code)) for code in codes)


def statuses_of(kind: RecordKind) -> tuple[tuple[str, str], ...]:
    """The statuses of a kind with their names."""
    return tuple((status, record_status(kind.value, status)) for status in RECORD_STATUSES[kind])


def levels_of(definition: Definition) -> tuple[tuple[str, str], ...]:
    """The levels of a risk as the path calls them."""
    codes = RECORD_STATUSES[RecordKind.RISK]
    return tuple((code, level_title(definition, code)) for code in codes)


def _lines(
    definition: Definition, records: Sequence[Noted], kind: RecordKind
) -> tuple[RecordLine, ...]:
    groups: dict[Any, list[Noted]] = {}
    for row in reversed(records):
        if row.kind == kind.value:
            key = row.id if kind in SERIES else (row.round, row.key)
            groups.setdefault(key, []).append(row)
    titles = dict(keys_of(definition, kind))
    return tuple(
        RecordLine(
            rows[0],
            titles.get(rows[0].key, numbered(rows[0].key) if not titles else rows[0].key),
            record_status(kind.value, rows[0].status),
            tuple(rows[1:]),
        )
        for rows in sorted(groups.values(), key=lambda rows: rows[0].revision, reverse=True)
    )
