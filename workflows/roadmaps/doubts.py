"""What a person should look at in a document that was read: a code, the measure, and the data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class RoadmapDoubt(StrEnum):
    """What is doubtful; the sentence is made elsewhere."""

    AMBIGUOUS = "ambiguous"
    ANNEX_LEFT_OUT = "annex_left_out"
    BEFORE_DOCUMENT = "before_document"
    DUPLICATE_CODE = "duplicate_code"
    DUPLICATE_TEXT = "duplicate_text"
    HIDDEN_ROW = "hidden_row"
    IMPOSSIBLE_DATE = "impossible_date"
    INHERITED = "inherited"
    JOINED_ROWS = "joined_rows"
    LOST_MERGE = "lost_merge"
    NEEDS_CALENDAR = "needs_calendar"
    NEEDS_SCHEDULE = "needs_schedule"
    NO_DEADLINE = "no_deadline"
    NO_HEADER = "no_header"
    NO_KNOWN_SCHOOL = "no_known_school"
    NO_PERIOD = "no_period"
    NO_RESPONSIBLE = "no_responsible"
    NO_TITLE = "no_title"
    NO_VALUE = "no_value"
    OTHER_ANNEX = "other_annex"
    OUTSIDE_PERIOD = "outside_period"
    REVERSED_RANGE = "reversed_range"
    SIMILAR_NAME = "similar_name"
    STARTS_BEFORE_DOCUMENT = "starts_before_document"
    STRAY_TOKEN = "stray_token"
    SUSPECT_YEAR = "suspect_year"
    UNKNOWN_COLUMN = "unknown_column"
    UNREAD_TERM = "unread_term"
    YEAR_VS_COLUMN = "year_vs_column"


@dataclass(frozen=True, slots=True)
class RoadmapWarning:
    """A doubt about one measure, or about the document where there is no `sequence`."""

    code: RoadmapDoubt
    sequence: int | None = None
    fields: tuple[tuple[str, str], ...] = ()

    def field(self, name: str) -> str:
        """A piece of its data; empty if there is none."""
        return dict(self.fields).get(name, "")


def doubt(code: RoadmapDoubt, sequence: int | None = None, /, **fields: Any) -> RoadmapWarning:
    """A warning with its data as texts."""
    return RoadmapWarning(code, sequence, tuple((name, str(one)) for name, one in fields.items()))
