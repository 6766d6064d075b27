"""The parts of an element that both texts have: titles, terms, ways, roles, values of settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.domain import operations
from engine.domain.definition import StageKind
from engine.domain.rebasing.sides import element_in, part_of, plain_ways
from engine.domain.rebasing.values import Choice, Entry, How, Outcome, dropping

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.domain.rebasing.sides import Sides
    from engine.domain.rebasing.values import Edits

PART_OF: dict[type, str] = {
    operations.OrderStage: "order",
    operations.RenameMove: "title",
    operations.RenameStage: "title",
    operations.RenameWord: "title",
    operations.RerouteMove: "ways",
    operations.Set: "value",
    operations.SetEffects: "effects",
    operations.SetPhase: "phase",
    operations.SetRoles: "roles",
    operations.SetTerms: "terms",
    operations.WithdrawWord: "withdrawn",
}
"""The part an operation sets as a whole; on requirements operations add and drop."""

_OPENED = frozenset({StageKind.START, StageKind.OPEN})


def judge_parts(sides: Sides, element: str, indexes: Sequence[int]) -> Iterator[Entry]:
    """One entry for every part of an element that the overlay sets."""
    parts: dict[str, list[int]] = {}
    for index in indexes:
        part = PART_OF.get(type(sides.changes[index]))
        if part is not None:
            parts.setdefault(part, []).append(index)
    for part, mine in parts.items():
        yield _part(sides, element, part, tuple(mine))


def _part(sides: Sides, element: str, part: str, mine: tuple[int, ...]) -> Entry:
    changed = sides.of_part(element, part)
    if sides.final(sides.changes[index] for index in mine):
        plans: dict[Choice, Edits] = {Choice.THEIRS: dropping(mine), Choice.HAND: {}}
        return Entry(element, part, Outcome.CONFLICT, How.FINAL, changed, mine, plans)
    if part == "title" and element.startswith("stages."):
        return _naming(sides, element, mine)
    was, now, ours = (_value(one, element, part) for one in (sides.old, sides.new, sides.own))
    if was == now:
        return _untouched(sides, element, part, mine)
    if ours == now:
        plans = {Choice.OURS: dropping(mine)}
        return Entry(element, part, Outcome.MERGED, How.SAME, changed, mine, plans)
    plans = {Choice.OURS: {}, Choice.THEIRS: dropping(mine), Choice.HAND: {}}
    return Entry(element, part, Outcome.CONFLICT, How.CHANGED, changed, mine, plans)


def _untouched(sides: Sides, element: str, part: str, mine: tuple[int, ...]) -> Entry:
    """A part the base left alone; it may have changed another part, or lost a stage led over."""
    if part == "ways" and _loses_ways(sides, mine):
        plans: dict[Choice, Edits] = {Choice.OURS: {}, Choice.THEIRS: dropping(mine)}
        plans[Choice.HAND] = {}
        return Entry(element, part, Outcome.CONFLICT, How.LOST, (), mine, plans)
    set_here = {PART_OF.get(type(sides.changes[i])) for i in sides.by_element[element]}
    others = tuple(
        one for one in sides.differences.get(element, ()) if part_of(one) not in set_here
    )
    if others:
        return Entry(element, part, Outcome.MERGED, How.APART, others, mine)
    return Entry(element, part, Outcome.CLEAN, How.KEPT, (), mine)


def _loses_ways(sides: Sides, mine: tuple[int, ...]) -> bool:
    ways = [way for index in mine for way in getattr(sides.changes[index], "ways", ())]
    return any({*way.sources, way.target} & sides.lost_stages for way in ways)


def _value(definition: Any, element: str, part: str) -> Any:
    found = element_in(definition, element)
    if part == "value" or found is None:
        return (type(found), found)
    value = getattr(found, part)
    return plain_ways(value, definition, _OPENED) if part == "ways" else value


def _naming(sides: Sides, element: str, mine: tuple[int, ...]) -> Entry:
    """Title and hint of a stage are set by one operation, and compared one by one.

    Who wants only another hint writes the title down as it was; that is no will of his own.
    """
    was, now, ours = (element_in(one, element) for one in (sides.old, sides.new, _raw(sides)))
    changed = sides.of_part(element, "title")
    wanted = {
        name: getattr(ours, name)
        for name in ("title", "hint")
        if getattr(ours, name) != getattr(was, name)
    }
    moved = [name for name in ("title", "hint") if getattr(now, name) != getattr(was, name)]
    if not moved:
        return _untouched(sides, element, "title", mine)
    torn = [name for name in moved if name in wanted and wanted[name] != getattr(now, name)]
    merged = replace(now, **wanted)
    bare = replace(now, **{name: value for name, value in wanted.items() if name not in torn})
    if torn:
        plans: dict[Choice, Edits] = {
            Choice.OURS: _renamed(mine, now, merged),
            Choice.THEIRS: _renamed(mine, now, bare),
            Choice.HAND: {},
        }
        return Entry(element, "title", Outcome.CONFLICT, How.CHANGED, changed, mine, plans)
    plans = {Choice.OURS: _renamed(mine, now, merged)}
    how = How.APART if (merged.title, merged.hint) != (now.title, now.hint) else How.SAME
    return Entry(element, "title", Outcome.MERGED, how, changed, mine, plans)


def _raw(sides: Sides) -> Any:
    return replace(sides.own, stages=tuple(sides.raw.stages.values()))


def _renamed(mine: tuple[int, ...], now: Any, wanted: Any) -> Edits:
    if (now.title, now.hint) == (wanted.title, wanted.hint):
        return dropping(mine)
    hint = None if now.hint == wanted.hint else wanted.hint
    renaming = operations.RenameStage(now.code, wanted.title, hint)
    return {**dropping(mine), mine[0]: (renaming,)}
