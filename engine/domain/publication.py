"""What publishing goes by: the first day of a version, and whether another person approves it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput

if TYPE_CHECKING:
    from engine.domain.definition import Definition

PUBLISH_APPROVAL = "publish_approval"
BY_ANOTHER, BY_AUTHOR = "another", "author"
FURTHEST = timedelta(days=3 * 366)
"""How far ahead a version may be planned: a longer wait is a slip of the pen in the year."""

LONGEST_NOTE = 2_000


class ProposalStatus(StrEnum):
    """What has become of a version that was submitted for approval."""

    APPROVED = "approved"
    RETURNED = "returned"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


def asks_for_approval(definition: Definition) -> bool:
    """Whether a version in use says that another than the author approves the next one."""
    return definition.setting(PUBLISH_APPROVAL, BY_AUTHOR) == BY_ANOTHER


def checked_day(wanted: date | None, today: date) -> date:
    """The first day of a version: today unless another is named, never a day that has passed."""
    day = wanted or today
    if day < today:
        raise InvalidInput(field="effective_on", rule="past", value=day.isoformat())
    if day - today > FURTHEST:
        raise InvalidInput(field="effective_on", rule="range", value=day.isoformat())
    return day


def checked_note(text: str, field: str = "note", *, required: bool = False) -> str:
    """A note without spaces around it, not longer than one can read at once."""
    note = text.strip()
    if required and not note:
        raise InvalidInput(field=field, rule="required")
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(field=field, rule="too_long", value=LONGEST_NOTE)
    return note
