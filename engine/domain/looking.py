"""When somebody last looked at a case: what a page may call new to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

VISIT = timedelta(hours=1)
"""Looks within this time of the first one are one visit: what was new at its start stays so."""


@dataclass(frozen=True, slots=True)
class Look:
    """The revision a case was seen at, and when."""

    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Looks:
    """The start of the visit last begun, and the start of the one before it, if any."""

    seen: Look
    before: Look | None = None

    def goes_on(self, now: datetime) -> bool:
        """Whether that visit still lasts; a clock that was set back ends it."""
        return timedelta() <= now - self.seen.at < VISIT

    def former(self, now: datetime) -> Look | None:
        """The visit before the one that is made now: what came after it is new."""
        return self.before if self.goes_on(now) else self.seen

    def next(self, revision: int, now: datetime) -> Looks:
        """The looks after a new visit has begun."""
        return Looks(Look(revision, now), self.seen)
