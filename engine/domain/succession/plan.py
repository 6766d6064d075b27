"""A plan of succession: how cases under way go over to a new version, as one value with a digest.

A plan holds for the running cases of one path, whatever older version each is pinned to. It names
the act that allows it: without one a case is judged by the rules it began with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from engine.domain.canonical import canonical_bytes, plain, sha256_hex

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.situation import AttachmentKind

DEFAULT_UNDO_DAYS = 14
"""For how many days after a case went over it can be taken back, unless the plan says otherwise."""


class TermPolicy(StrEnum):
    """What becomes of the day of a term that both versions have.

    - keep_date: the day stays what it is;
    - keep_elapsed: the working days gone by stay gone by, the rest is counted by the new rule;
    - recompute: counted by the new rule from the day the stage was entered;
    - restart: counted by the new rule from the day of the succession.

    A term that names a date or a month has no length: keep_elapsed is then as recompute.
    """

    KEEP_DATE = "keep_date"
    KEEP_ELAPSED = "keep_elapsed"
    RECOMPUTE = "recompute"
    RESTART = "restart"


class PaperPolicy(StrEnum):
    """What becomes of a case that lacks a document which the new rules ask of moves it has made.

    block: it does not go over; waive: it goes over without, for a reason; duty: it goes over, and
    the clock sees that the document is brought within so many days.
    """

    BLOCK = "block"
    WAIVE = "waive"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class TermRule:
    """What one term of a stage of the new version does otherwise than the plan's default."""

    stage: str
    term: str
    policy: TermPolicy


@dataclass(frozen=True, slots=True)
class Act:
    """The order that allows the succession: its kind, number, day of signing and who issued it."""

    kind: str
    number: str
    signed_on: date
    body: str
    title: str = ""


@dataclass(frozen=True)
class SuccessionPlan:
    """How cases go over to the version with the digest `target`.

    `stages` are sorted pairs of old and new stages; a stage without a pair lets no case go over.
    `papers_reason` belongs to waive, `papers_days` (calendar days) to duty. Attachments of the
    kinds in `ends` end on the day of the succession. `undo_days` counts from the day a case went
    over; 0 allows no taking back.
    """

    target: str
    stages: tuple[tuple[str, str], ...]
    term_policy: TermPolicy = TermPolicy.KEEP_DATE
    terms: tuple[TermRule, ...] = ()
    papers: PaperPolicy = PaperPolicy.BLOCK
    papers_reason: str = ""
    papers_days: int = 0
    ends: tuple[AttachmentKind, ...] = ()
    act: Act | None = None
    reason: str = ""
    undo_days: int = DEFAULT_UNDO_DAYS

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical form, in hex: equal plans, equal digest."""
        return sha256_hex(canonical_bytes(plain(self)))

    @cached_property
    def stage_of(self) -> dict[str, str]:
        """The new stage by the old one."""
        return dict(self.stages)

    @cached_property
    def policy_of(self) -> dict[tuple[str, str], TermPolicy]:
        """The exceptions by new stage and term."""
        return {(rule.stage, rule.term): rule.policy for rule in self.terms}

    def policy(self, stage: str, term: str) -> TermPolicy:
        """What becomes of a term of a stage of the new version."""
        return self.policy_of.get((stage, term), self.term_policy)
