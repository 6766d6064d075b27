"""What of a base may not be taken away: final elements, and final parts of elements.

`moves.approve_exit` is final as a whole: no operation may touch it, nor take away the stages its
ways lead over. `moves.approve_exit.requires` is final in one part: whoever has the move has these
requirements; what is asked beside them, and over which ways it leads, is the region's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain import operations
from engine.domain.drafting import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.domain.definition import Definition
    from engine.domain.requirements import FieldValue

    Stricter = Callable[[str, FieldValue | None, FieldValue], bool]
    """Whether a new value of a setting is as strict as the old one, or more."""

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "moves": ("title", "ways", "roles", "requires", "effects"),
        "settings": (),
        "stages": ("title", "phase", "terms", "order"),
        "words": ("title",),
    }
)
"""The parts of an element that can be final by themselves, by the kind of element."""

_WHOLE = frozenset({"*"})
_TOUCHED: Mapping[type[Change], frozenset[str]] = MappingProxyType(
    {
        operations.OrderStage: frozenset({"order"}),
        operations.RemoveMove: _WHOLE,
        operations.RemoveStage: _WHOLE,
        operations.RemoveWord: _WHOLE,
        operations.RenameMove: frozenset({"title"}),
        operations.RenameStage: frozenset({"title"}),
        operations.RenameWord: frozenset({"title"}),
        # What is required beside the rest takes nothing away.
        operations.Require: frozenset(),
        operations.RerouteMove: frozenset({"ways"}),
        operations.SetEffects: frozenset({"effects"}),
        operations.SetPhase: frozenset({"phase"}),
        operations.SetRoles: frozenset({"roles"}),
        operations.SetTerms: frozenset({"terms"}),
        operations.Waive: frozenset({"requires"}),
    }
)


def never_stricter(_setting: str, _old: FieldValue | None, _new: FieldValue) -> bool:
    """Nothing is known of settings: whatever is set differs."""
    return False


def final_touched(base: Definition, change: Change, stricter: Stricter) -> str | None:
    """The final element or part that the operation would take away, if there is one."""
    if isinstance(change, operations.Set):
        old = dict(base.settings).get(change.setting)
        if old is not None and stricter(change.setting, old, change.value):
            return None
    return next((one for one in base.final if _touches(base, change, one)), None)


def unknown_finals(definition: Definition) -> Iterator[str]:
    """What is called final and is not there."""
    known = {
        *(f"stages.{code}" for code in definition.stage_by_code),
        *(f"moves.{code}" for code in definition.move_by_code),
        *(f"words.{word.dictionary}.{word.code}" for word in definition.words),
        *(f"settings.{name}" for name, _ in definition.settings),
    }
    for named in definition.final:
        element, part = split_final(named)
        if element not in known or (part and part not in PARTS[element.split(".")[0]]):
            yield named


def split_final(named: str) -> tuple[str, str]:
    """The element and the part of it, which is empty for the whole element."""
    parts = named.split(".")
    length = 3 if parts[0] == "words" else 2
    return ".".join(parts[:length]), ".".join(parts[length:])


def _touches(base: Definition, change: Change, named: str) -> bool:
    element, part = split_final(named)
    if change.element == element:
        touched = _TOUCHED.get(type(change), _WHOLE)
        return not part or "*" in touched or part in touched
    if part or not isinstance(change, operations.RemoveStage):
        return False
    move = base.move_by_code.get(element.removeprefix("moves."))
    return move is not None and any(change.stage in (*way.sources, way.target) for way in move.ways)
