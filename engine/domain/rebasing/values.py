"""What a rebase finds of each element, and what may be answered where two texts disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.difference import Difference
from engine.domain.drafting import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

Edits = Mapping[int, tuple[Change, ...]]
"""What stands in the place of an operation, by its place in the overlay; nothing: it goes."""


END = -1
"""The place of operations that stand after all others."""


class Outcome(StrEnum):
    """clean: one side alone speaks of it; merged: both do and agree; conflict: a person decides."""

    CLEAN = "clean"
    MERGED = "merged"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """Ours, said anew against the new base; theirs, without the operation; or by hand, later."""

    OURS = "ours"
    THEIRS = "theirs"
    HAND = "hand"


class How(StrEnum):
    """How an outcome came about: a closed list, for which the pages have a sentence each."""

    KEPT = "kept"
    BASE_ONLY = "base_only"
    OWN = "own"
    APART = "apart"
    BOTH = "both"
    SAME = "same"
    STILL_REMOVED = "still_removed"
    FOLLOWS = "follows"
    CHANGED = "changed"
    GONE = "gone"
    EXISTS = "exists"
    REMOVED = "removed"
    FINAL = "final"
    WAIVES_MORE = "waives_more"
    WAIVES_OTHER = "waives_other"
    LOST = "lost"
    WORD_LOST = "word_lost"


@dataclass(frozen=True, slots=True)
class Entry:
    """An element, or one part of it: what the base changed there, and what the overlay does there.

    `operations` are places in the overlay, the header being 0. `choices` are what may be answered
    to a conflict; the plans say what each makes of the operations.
    """

    element: str
    part: str
    outcome: Outcome
    how: How
    base: tuple[Difference, ...] = ()
    operations: tuple[int, ...] = ()
    plans: Mapping[Choice, Edits] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> str:
        """The name an answer goes by."""
        return f"{self.element}:{self.part}"

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What may be answered; nothing where nothing is asked."""
        if self.outcome is not Outcome.CONFLICT:
            return ()
        return tuple(choice for choice in Choice if choice in self.plans)

    def plan(self, choice: Choice) -> Edits:
        """What an answer makes of the operations."""
        return self.plans.get(choice, _NOTHING)


@dataclass(frozen=True, slots=True)
class Report:
    """Every element that the new base or the overlay touches, in the order of the path."""

    entries: tuple[Entry, ...]

    @property
    def conflicts(self) -> tuple[Entry, ...]:
        """What a person has to decide."""
        return self.with_outcome(Outcome.CONFLICT)

    def with_outcome(self, outcome: Outcome) -> tuple[Entry, ...]:
        """The entries that came out so."""
        return tuple(one for one in self.entries if one.outcome is outcome)

    def unanswered(self, answers: Mapping[str, Choice]) -> tuple[Entry, ...]:
        """Conflicts without an answer that is offered."""
        return tuple(one for one in self.conflicts if answers.get(one.key) not in one.choices)


def dropping(indexes: Iterable[int]) -> Edits:
    """Without these operations."""
    return dict.fromkeys(indexes, ())


_NOTHING: Edits = MappingProxyType({})
