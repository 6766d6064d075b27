"""What a roadmap says, as rows, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.content import Assignee, MeasureContent
from engine.domain.roadmaps.printed import plain_printed, printed_from_plain
from engine.domain.roadmaps.states import AssignmentState, MeasureStatus
from engine.storage.statements import Prepared
from engine.storage.tables import AssignmentRow, MeasureRow, RoadmapSchoolRow, SchoolAliasRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.domain.roadmaps.content import RoadmapCard
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class KeptAssignee:
    """An assignment as it is kept."""

    id: UUID
    assignee: Assignee
    state: AssignmentState


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A measure as it is kept, with those who act for it."""

    id: UUID
    row_key: str
    status: MeasureStatus
    content: MeasureContent
    assignments: tuple[KeptAssignee, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptSchool:
    """A school of a roadmap as it is kept."""

    id: UUID
    printed: str
    listed: str
    school_id: UUID | None


def card_values(card: RoadmapCard) -> dict[str, Any]:
    """A card as columns of its row."""
    return {
        "level": card.level,
        "title": card.title,
        "order_title": card.order_title,
        "body": card.body,
        "number": card.number,
        "signed_on": card.signed_on,
        "period_start": card.period.first,
        "period_end": card.period.last,
        "year_kind": card.year_kind.value if card.year_kind else None,
        "signatory": card.signatory,
        "controller": card.controller,
        "repeals": [
            {"number": one.number, "body": one.body}
            | ({"day": one.day.isoformat()} if one.day else {})
            for one in card.repeals
        ],
        "items": list(card.items),
        "preface": [list(one) for one in card.preface],
        "layout": [
            {"field": one.field, "heading": one.heading, "year": one.year, "actor": one.actor}
            for one in card.layout
        ],
        "printed": {name: list(former) for name, former in card.printed},
    }


def _texts(value: Any) -> Any:
    return list(value)


def _pairs(value: Any) -> Any:
    return [list(one) for one in value]


def _terms(value: Any) -> Any:
    return [plain_printed(one) for one in value]


_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("sections", "evidence", "inherited", "stages"), _texts),
    **dict.fromkeys(("milestones", "actors", "notes"), _pairs),
    "terms": _terms,
}
_TYPED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("sections", "evidence", "inherited", "stages"), tuple),
    **dict.fromkeys(
        ("milestones", "actors", "notes"), lambda value: tuple((one[0], one[1]) for one in value)
    ),
    "terms": lambda value: tuple(printed_from_plain(one) for one in value),
}
"""How the fields of a measure that are no texts are kept, and how they are read again."""


def measure_values(measure: MeasureContent) -> dict[str, Any]:
    """A measure as columns of its row; those who act have rows of their own."""
    values = {name: _plain(name, getattr(measure, name)) for name in _COLUMNS if name != "printed"}
    former = {name: [_plain(name, one) for one in each] for name, each in measure.printed}
    return {**values, "printed": former, "digest": measure.digest}


def _plain(name: str, value: Any) -> Any:
    return _PLAIN[name](value) if name in _PLAIN else value


def _typed(name: str, value: Any) -> Any:
    return _TYPED[name](value) if name in _TYPED else value


def assignee_values(assignee: Assignee) -> dict[str, Any]:
    """Somebody who acts as columns of a row."""
    return {
        "name": assignee.name,
        "position": assignee.position,
        "body": assignee.body,
        "account_id": assignee.account_id,
        "school_id": assignee.school_id,
        "leads": assignee.leads,
    }


_COLUMNS = (
    *("sequence", "title", "number", "sections", "level", "task", "audience", "expected_result"),
    *("responsible", "evidence", "milestones", "actors", "terms", "notes", "inherited"),
    *("merged_with", "stages", "printed"),
)
_BY_ROADMAP = sa.bindparam("roadmap_id", type_=MeasureRow.roadmap_id.type)
_MEASURES = Prepared(
    sa.select(
        MeasureRow.id,
        MeasureRow.row_key,
        MeasureRow.status,
        *(getattr(MeasureRow, name) for name in _COLUMNS),
    )
    .where(MeasureRow.roadmap_id == _BY_ROADMAP)
    .order_by(MeasureRow.sequence, MeasureRow.id)
)
_ASSIGNMENTS = Prepared(
    sa.select(
        AssignmentRow.measure_id,
        AssignmentRow.id,
        AssignmentRow.state,
        AssignmentRow.name,
        AssignmentRow.position,
        AssignmentRow.body,
        AssignmentRow.account_id,
        AssignmentRow.school_id,
        AssignmentRow.leads,
    )
    .where(
        AssignmentRow.roadmap_id == _BY_ROADMAP,
        # What a school got when the roadmap was approved has no printed words.
        sa.or_(
            AssignmentRow.school_id.is_(None),
            AssignmentRow.name != "",
            AssignmentRow.position != "",
            AssignmentRow.body != "",
        ),
    )
    .order_by(AssignmentRow.ordinal, AssignmentRow.id)
)
_SCHOOLS = Prepared(
    sa.select(
        RoadmapSchoolRow.id,
        RoadmapSchoolRow.printed,
        RoadmapSchoolRow.listed,
        RoadmapSchoolRow.school_id,
    )
    .where(RoadmapSchoolRow.roadmap_id == _BY_ROADMAP)
    .order_by(RoadmapSchoolRow.ordinal, RoadmapSchoolRow.id)
)


def kept_measures(reader: Reader | Transaction, roadmap_id: UUID) -> list[KeptMeasure]:
    """Every measure of a roadmap in the order of the document, withdrawn ones included."""
    acting: dict[UUID, list[KeptAssignee]] = {}
    for measure_id, one, state, *said in reader.rows(_ASSIGNMENTS, roadmap_id=roadmap_id):
        kept = KeptAssignee(one, Assignee(*said), AssignmentState(state))
        acting.setdefault(measure_id, []).append(kept)
    return [
        KeptMeasure(
            row[0],
            row[1],
            MeasureStatus(row[2]),
            _content(dict(zip(_COLUMNS, row[3:], strict=True)), acting.get(row[0], [])),
            tuple(acting.get(row[0], ())),
        )
        for row in reader.rows(_MEASURES, roadmap_id=roadmap_id)
    ]


def kept_schools(reader: Reader | Transaction, roadmap_id: UUID) -> list[KeptSchool]:
    """The schools of a roadmap in the order they were named."""
    return [KeptSchool(*row) for row in reader.rows(_SCHOOLS, roadmap_id=roadmap_id)]


def _content(values: dict[str, Any], acting: list[KeptAssignee]) -> MeasureContent:
    typed = {name: _typed(name, value) for name, value in values.items() if name != "printed"}
    former = values["printed"] or {}
    printed = tuple(
        (name, tuple(_typed(name, one) for one in each)) for name, each in former.items()
    )
    live = tuple(one.assignee for one in acting if one.state is not AssignmentState.CANCELLED)
    return MeasureContent(**typed, printed=printed, assignees=live)


_ALIASES = Prepared(
    sa.select(SchoolAliasRow.school_id, SchoolAliasRow.search_key).where(
        SchoolAliasRow.search_key == sa.bindparam("search_key")
    )
)


def known_alias(reader: Reader | Transaction, school_id: UUID, key: str) -> bool:
    """Whether a school is already known under a name."""
    return any(row[0] == school_id for row in reader.rows(_ALIASES, search_key=key))
