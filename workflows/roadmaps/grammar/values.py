"""What is to be said about a reading of a printed term."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Doubt(StrEnum):
    """What is to be said about a reading; the sentence is made elsewhere."""

    AMBIGUOUS = "ambiguous"
    APPROXIMATE = "approximate"
    BEFORE_DOCUMENT = "before_document"
    IMPOSSIBLE_DATE = "impossible_date"
    NEEDS_CALENDAR = "needs_calendar"
    NEEDS_EVENT = "needs_event"
    NEEDS_SCHEDULE = "needs_schedule"
    OUTSIDE_PERIOD = "outside_period"
    REVERSED_RANGE = "reversed_range"
    SPELLING = "spelling"
    STARTS_BEFORE_DOCUMENT = "starts_before_document"
    STRAY_TOKEN = "stray_token"
    SUSPECT_YEAR = "suspect_year"
    TOO_LONG = "too_long"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class TermWarning:
    """A doubt, and the printed words it is about."""

    doubt: Doubt
    words: str = ""
