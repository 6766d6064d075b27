"""What a roadmap and its parts can be: closed lists of states and kinds (domain book 13.4)."""

from __future__ import annotations

from enum import StrEnum


class RoadmapStatus(StrEnum):
    """Where a roadmap stands; `amended` is approved and corrected since, and in force as well."""

    DRAFT = "draft"
    APPROVED = "approved"
    AMENDED = "amended"
    CLOSED = "closed"


IN_FORCE = frozenset({RoadmapStatus.APPROVED, RoadmapStatus.AMENDED})
"""A roadmap whose measures are worked on."""


class RoadmapList(StrEnum):
    """The list a school of a roadmap stands in; `left` are those that came off a list.

    `removed` are those that a person took out of the roadmap: kept, and asked for nothing.
    """

    LOW_RESULTS = "low_results"
    HARD_CONDITIONS = "hard_conditions"
    FIVE_HUNDRED = "five_hundred"
    LEFT = "left"
    REMOVED = "removed"
    NONE = "none"


OFF_LISTS = frozenset({RoadmapList.LEFT, RoadmapList.REMOVED})
"""Schools of whom a roadmap asks nothing."""


class MeasureStatus(StrEnum):
    """A measure is worked on, or a correction of the document took it out."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"


class AssignmentState(StrEnum):
    """Where one actor's work on a measure stands, and each time of it; being late is no state.

    `decided` is done by the word of an order at the end of the period, without evidence;
    `withdrawn` was taken out by a corrected document, and is asked again if another one has it.
    """

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CARRIED_OVER = "carried_over"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class OccurrenceKind(StrEnum):
    """One time that a measure falls due: on a day, so often in a span, after an event, never."""

    DATE = "date"
    QUOTA = "quota"
    EVENT = "event"
    OPEN = "open"


class EvidenceStatus(StrEnum):
    """What has become of a paper that shows work done; a new version replaces the former."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class ImportState(StrEnum):
    """Where the review of an uploaded document stands."""

    OPEN = "open"
    SAVED = "saved"
    DROPPED = "dropped"
