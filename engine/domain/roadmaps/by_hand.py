"""What a person corrected in a measure stays when the document is read again.

A measure remembers of each corrected field what stood there before, first of all what the document
says. As long as a document says one of these, it says nothing new, and the correction stays.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.roadmaps.content import MeasureContent

ASSIGNEES = "assignees"
DOCUMENTED = (
    *("number", "sections", "level", "title", "task", "audience", "expected_result"),
    *("responsible", "evidence", "milestones", "actors", "terms", "notes"),
)
"""The fields that a document says and a person may correct."""


def as_printed(measure: MeasureContent) -> MeasureContent:
    """The measure as the document says it, without what was corrected by hand."""
    if not measure.printed:
        return measure
    values: dict[str, Any] = {
        name: former[0] for name, former in measure.printed if name != ASSIGNEES
    }
    return replace(measure, printed=(), **values)


def corrected_by_hand(measure: MeasureContent, values: Mapping[str, Any]) -> MeasureContent:
    """The measure with these values; what stood there before is remembered."""
    known: dict[str, tuple[Any, ...]] = dict(measure.printed)
    for name, value in values.items():
        before = getattr(measure, name)
        if value == before or name not in DOCUMENTED:
            continue
        former = tuple(dict.fromkeys((*known.get(name, ()), before)))
        known[name] = tuple(one for one in former if one != value)
        if former[0] == value:
            del known[name]
    return replace(measure, printed=tuple(known.items()), **values)


def kept_by_hand(before: MeasureContent, read: MeasureContent) -> MeasureContent:
    """The measure as it is read now, with what was corrected where the document says the same."""
    values: dict[str, Any] = {}
    kept: dict[str, tuple[Any, ...]] = dict(read.printed)
    for name, former in before.printed:
        if _same_people(before, read) if name == ASSIGNEES else getattr(read, name) in former:
            values[name], kept[name] = getattr(before, name), former
    return replace(read, printed=tuple(kept.items()), **values) if values else read


def _same_people(before: MeasureContent, read: MeasureContent) -> bool:
    """Whether the document still names those who act in the same words."""
    was, now = as_printed(before), as_printed(read)
    return (was.responsible, was.actors) == (now.responsible, now.actors)


def with_assignees_by_hand(measure: MeasureContent) -> MeasureContent:
    """The measure with the remark that a person said who acts for it."""
    known: dict[str, tuple[Any, ...]] = {**dict(measure.printed), ASSIGNEES: ()}
    return replace(measure, printed=tuple(known.items()))
