"""Counting verdicts by stage: the figures of an impact report, and of what a run came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.domain.succession.forms import verdict_form
from engine.domain.succession.verdict import Fate, Outcome, Verdict


class Figure(StrEnum):
    """What cases are counted by; a case may be in several of the lower ones.

    The first four are where a case goes: each case is in one. ready: it goes over; unmapped: its
    stage has no pair; papers: documents are missing and stop it; done: nothing is to be done.
    Then, of those that go over: another stage; terms that come, go or move; lacking: documents are
    missing that are waived or owed; hindered: a new requirement stands before a next move.
    """

    READY = "ready"
    UNMAPPED = "unmapped"
    PAPERS = "papers"
    DONE = "done"
    RESTAGED = "restaged"
    GAINS = "gains"
    LOSES = "loses"
    MOVES = "moves"
    LACKING = "lacking"
    HINDERED = "hindered"


_OUTCOMES = {
    Outcome.READY: Figure.READY,
    Outcome.UNMAPPED: Figure.UNMAPPED,
    Outcome.BLOCKED: Figure.PAPERS,
    Outcome.DONE: Figure.DONE,
    Outcome.CLOSED: Figure.DONE,
}
_FATES = {Fate.GAINED: Figure.GAINS, Fate.LOST: Figure.LOSES, Fate.MOVED: Figure.MOVES}


def figures_of(verdict: Verdict) -> frozenset[Figure]:
    """What a verdict is counted by."""
    return figures_of_form(verdict_form(verdict))


def figures_of_form(form: Mapping[str, Any]) -> frozenset[Figure]:
    """What a verdict that was kept is counted by."""
    outcome = Outcome(form["outcome"])
    figures = {_OUTCOMES[outcome]}
    if outcome is Outcome.READY:
        figures |= {_FATES[Fate(one[2])] for one in form.get("terms", ())}
        more = (
            (Figure.RESTAGED, _is_restaged(form)),
            (Figure.LACKING, "missing" in form),
            (Figure.HINDERED, "blocked" in form),
        )
        figures |= {figure for figure, holds in more if holds}
    return frozenset(figures)


def _is_restaged(form: Mapping[str, Any]) -> bool:
    former, now = form.get("resumes") or (None, None)
    return form["from"] != form["to"] or former != now


@dataclass(frozen=True, slots=True)
class StageCount:
    """The running cases of one stage of the old versions, by figure."""

    stage: str
    cases: int
    by: Mapping[Figure, int]


class Tally:
    """Adds up verdicts, one after the other."""

    def __init__(self) -> None:
        """Nothing counted yet."""
        self._cases: Counter[str] = Counter()
        self._by: dict[str, Counter[Figure]] = {}

    def add(self, stage: str, figures: Iterable[Figure]) -> None:
        """Count a case that stands in a stage."""
        self._cases[stage] += 1
        self._by.setdefault(stage, Counter()).update(figures)

    @property
    def stages(self) -> tuple[StageCount, ...]:
        """The stages in which cases stand, by code."""
        return tuple(
            StageCount(stage, cases, dict(self._by[stage]))
            for stage, cases in sorted(self._cases.items())
        )

    @property
    def total(self) -> StageCount:
        """All stages together."""
        both: Counter[Figure] = Counter()
        for counted in self._by.values():
            both.update(counted)
        return StageCount("", self._cases.total(), dict(both))
