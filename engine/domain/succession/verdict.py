"""What a plan of succession means for one case: the values that the judgement gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from engine.domain.definition import OnDue

if TYPE_CHECKING:
    from engine.domain.calendar import WorkingCalendar
    from engine.domain.recounting import Stay
    from engine.domain.requirements import Unmet
    from engine.domain.situation import Situation

Told: TypeAlias = "tuple[str, OnDue, datetime]"
"""An act of the clock by its term, kind and instant."""

OWED = "owed:"
"""Begins the code of a term that a succession set for a missing document; its kind follows."""


class Outcome(StrEnum):
    """What comes of a case by the plan.

    done: it is on the new version already; closed: its path is over; unmapped: the plan says of
    its stage, or of the one it was suspended from, not where it goes; blocked: documents are
    missing; ready: it goes over.
    """

    READY = "ready"
    UNMAPPED = "unmapped"
    BLOCKED = "blocked"
    DONE = "done"
    CLOSED = "closed"


class Fate(StrEnum):
    """What becomes of a term: it keeps its day, gets another, comes, or goes."""

    KEPT = "kept"
    MOVED = "moved"
    GAINED = "gained"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class DutyState:
    """An act of the clock as a row holds it; `fixed` days are not counted anew by a calendar."""

    stage: str
    term: str
    kind: OnDue
    move: str | None
    due_on: date
    due_at: datetime
    status: str = "open"
    retroactive: bool = False
    fixed: bool = False
    outcome: str | None = None
    done_at: datetime | None = None
    met_on: date | None = None

    @property
    def told(self) -> Told:
        """What the clock does at which instant: the same is not done twice."""
        return self.term, self.kind, self.due_at


@dataclass(frozen=True, slots=True)
class DutyFact:
    """A duty of a case with its id."""

    id: UUID
    state: DutyState


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that changes: `id` and `was` are None of one that comes."""

    id: UUID | None
    was: DutyState | None
    now: DutyState


@dataclass(frozen=True, slots=True)
class TermFate:
    """What becomes of one term, by its stage in the new version (of a lost one, in the old)."""

    stage: str
    term: str
    fate: Fate
    was: date | None
    now: date | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A document that the new rules ask of a move which the case has made already."""

    move: str
    kinds: tuple[str, ...]
    unmet: Unmet


@dataclass(frozen=True, slots=True)
class BlockedMove:
    """A move that the case could make, as far as this goes, and now lacks something for."""

    move: str
    unmet: tuple[Unmet, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as it is judged, read under its lock or as a view shows it.

    `situation` is the one by its own version; `quarters` there are those of the region where the
    new version counts by them. `duties` are those open or paused, and those done since the stage
    was entered; `stays` in their order.
    """

    situation: Situation
    closed: bool
    stays: tuple[Stay, ...]
    duties: tuple[DutyFact, ...]
    zone: str
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan means for one case; of one that does not go over only the reasons are given.

    `source` and `target` are its stages before and after, `resumes` the pair of stages of a case
    that is suspended. `due_on` is the day the case is due by afterwards. `ends` are attachments.
    """

    outcome: Outcome
    former: str
    source: str
    target: str | None = None
    resumes: tuple[str, str] | None = None
    unmapped: tuple[str, ...] = ()
    terms: tuple[TermFate, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    due_on: date | None = None
    missing: tuple[Missing, ...] = ()
    blocked: tuple[BlockedMove, ...] = ()
    ends: tuple[UUID, ...] = ()

    @property
    def goes(self) -> bool:
        """Whether the case goes over."""
        return self.outcome is Outcome.READY

    def fates(self, fate: Fate) -> tuple[TermFate, ...]:
        """The terms that share a fate."""
        return tuple(one for one in self.terms if one.fate is fate)

    def without_changes(self) -> Verdict:
        """The same judgement without what is to be written: what is kept of a look."""
        return replace(self, duties=())
