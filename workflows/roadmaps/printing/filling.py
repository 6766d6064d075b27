"""What a measure says in a column of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from engine.domain.roadmaps.content import LayoutColumn, MeasureContent

_LEVELS = {
    "regional": "Региональный уровень",
    "municipal": "Муниципальный уровень",
    "school": "Школьный уровень",
}
"""Levels as our own reader knows them."""


_PLAIN = {
    Field.NUMBER: "number",
    Field.TITLE: "title",
    Field.TASK: "task",
    Field.AUDIENCE: "audience",
    Field.RESULT: "expected_result",
    Field.RESPONSIBLE: "responsible",
}


def cell_text(measure: MeasureContent, column: LayoutColumn) -> str:
    """The text of a cell; deadlines are placed by who lays the rows out."""
    field = Field(column.field)
    if field in _PLAIN:
        return str(getattr(measure, _PLAIN[field]))
    match field:
        case Field.EVIDENCE:
            return "\n".join(measure.evidence)
        case Field.LEVEL:
            return ", ".join(_LEVELS.get(one, one) for one in measure.level.split("+") if one)
        case Field.SECTION:
            return measure.sections[-1] if measure.sections else ""
        case _:
            return "\n".join(_own_texts(measure, field, column))


def _own_texts(measure: MeasureContent, field: Field, column: LayoutColumn) -> list[str]:
    """What stands under a year, an actor, or a heading that only this document has."""
    pairs, name = {
        Field.YEAR: (measure.milestones, column.year),
        Field.ACTOR: (measure.actors, column.actor),
        Field.NOTE: (measure.notes, column.heading),
        Field.UNKNOWN: (measure.notes, column.heading),
    }.get(field, ((), ""))
    return [text for known, text in pairs if known == name]
