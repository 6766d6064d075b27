"""Rebasing: what a new base means for an overlay, and the operations that stand on it.

Every element is looked at from three sides: the old base, the new base, and the overlay on the old
one. Where only one side speaks, or both say what goes together, nothing is asked; where they
disagree, a person chooses. Nothing is published and no case is touched here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error
from engine.domain.finality import never_stricter
from engine.domain.rebasing.demands import judge_lost_words
from engine.domain.rebasing.judging import judge
from engine.domain.rebasing.settling import Settled, settle
from engine.domain.rebasing.sides import Sides, part_of
from engine.domain.rebasing.values import Choice, Entry, How, Outcome, Report

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.drafting import Change
    from engine.domain.finality import Stricter

__all__ = [
    "Choice",
    "Entry",
    "How",
    "Outcome",
    "Report",
    "Settled",
    "open_conflicts",
    "part_of",
    "rebase",
    "rebased",
]


def rebase(
    old: Definition,
    new: Definition,
    changes: Sequence[Change],
    *,
    stricter: Stricter = never_stricter,
) -> Report:
    """What the new base means for the operations, element by element.

    Raises DefinitionInvalid where the operations do not even fit the old base.
    """
    sides = Sides(old, new, tuple(changes), stricter)
    lost = {entry.element: (entry,) for entry in judge_lost_words(sides)}
    found = (lost.get(element) or judge(sides, element) for element in sides.elements)
    return Report(tuple(entry for entries in found for entry in entries))


def rebased(
    old: Definition,
    new: Definition,
    changes: Sequence[Change],
    answers: Mapping[str, Choice],
    *,
    stricter: Stricter = never_stricter,
) -> Settled:
    """The operations for the new base; a conflict without an answer is left to mend by hand."""
    sides = Sides(old, new, tuple(changes), stricter)
    return settle(sides, rebase(old, new, changes, stricter=stricter), answers)


def open_conflicts(
    old: Definition,
    new: Definition,
    changes: Sequence[Change],
    *,
    stricter: Stricter = never_stricter,
) -> tuple[Finding, ...]:
    """Findings that forbid publishing on the old base: each conflict with its operation."""
    report = rebase(old, new, changes, stricter=stricter)
    return tuple(
        error(
            "rebase_conflict",
            entry.element,
            operation=changes[entry.operations[0]].operation(),
            index=entry.operations[0],
            how=entry.how.value,
            part=entry.part,
        )
        for entry in report.conflicts
    )
