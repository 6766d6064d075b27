"""A text on a new base: its operations as a rebase settled them, everything else as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from admin.definitions.change_data import change_table, scenario_table
from admin.definitions.manuscript import CannotAmend, Manuscript
from engine.domain.scenario_operations import AddScenario

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.drafting import Change
    from engine.domain.rebasing import Settled
    from workflows.loader import Parsed

HEAD = 1
"""The header is the first of the operations and no table of its own."""


def text_on_new_base(text: str, parsed: Parsed, settled: Settled, new: Definition) -> str:
    """The text with other operations where the rebase made others of them.

    Raises CannotAmend where the operations are written in one line, as no form can change them.
    """
    manuscript = Manuscript(text)
    written = sum(not isinstance(one, AddScenario) for one in parsed.changes) - HEAD
    for place, (change, made) in reversed(
        list(enumerate(zip(parsed.changes[HEAD:], settled.places[HEAD:], strict=True)))
    ):
        if made == (change,):
            continue
        group = "change" if place < written else "scenario"
        number = place if place < written else place - written
        manuscript.replace_table(group, number, [_table(one, new) for one in made])
    for one in settled.after:
        manuscript.add_change(_table(one, new))
    return manuscript.text


def _table(change: Change, new: Definition) -> dict[str, object]:
    if isinstance(change, AddScenario):
        return scenario_table(change)
    return change_table(change, new.stages)


__all__ = ["CannotAmend", "text_on_new_base"]
