"""Why a school is listed, ground by ground, with the objections to each and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.objecting import DECIDING, FILED, SCHOOL
from engine.domain.situation import RecordKind
from web.wording.own_words import ground_title
from web.wording.titles import record_status

if TYPE_CHECKING:
    from sqlalchemy import Row

    from engine.queries.cases import CaseCard


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A ground with the objections to it, the latest first; `waits` for a decision or not."""

    code: str
    title: str
    said: tuple[tuple[Row[Any], str], ...]

    @property
    def waits(self) -> bool:
        """Whether an objection has been filed and not decided."""
        return bool(self.said) and self.said[0][0].status == FILED


@dataclass(frozen=True, slots=True)
class Grounds:
    """The grounds of a listing, and what the person may do about them."""

    lines: tuple[GroundLine, ...]
    may_object: bool
    may_decide: bool


def grounds_of_case(card: CaseCard) -> Grounds:
    """The grounds of the list entry that a case was opened from."""
    codes = tuple(card.listing.grounds) if card.listing else ()
    objections = [row for row in reversed(card.records) if row.kind == RecordKind.OBJECTION.value]
    objections.sort(key=lambda row: row.revision, reverse=True)
    lines = tuple(
        GroundLine(
            code,
            ground_title(card.locked.definition, code),
            tuple(
                (row, record_status(row.kind, row.status)) for row in objections if row.key == code
            ),
        )
        for code in codes
    )
    return Grounds(lines, bool(card.roles & SCHOOL), bool(card.roles & DECIDING))
