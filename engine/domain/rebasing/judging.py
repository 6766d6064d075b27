"""What a rebase finds of one element: whether both sides speak of it, and whether they agree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.domain import operations
from engine.domain.operations import SOURCE_SETTING
from engine.domain.rebasing.demands import judge_requirements
from engine.domain.rebasing.parts import judge_parts
from engine.domain.rebasing.restoring import restored
from engine.domain.rebasing.sides import Sides, element_in
from engine.domain.rebasing.turning import turned_move, turned_stage
from engine.domain.rebasing.values import Choice, Entry, How, Outcome, dropping
from engine.domain.scenario_operations import AddScenario, DropScenario

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from engine.domain.drafting import Change

_ADDING = (operations.AddStage, operations.AddMove, operations.AddWord, AddScenario)
_REMOVING = (operations.RemoveStage, operations.RemoveMove, operations.RemoveWord, DropScenario)
_COSMETIC = frozenset(
    {"hint_changed", "move_renamed", "order_changed", "stage_renamed", "word_renamed"}
)
"""What of an element nobody has to be asked about once it was removed."""


def judge(sides: Sides, element: str) -> Iterator[Entry]:
    """What there is to say of an element; nothing when nobody touched it."""
    indexes = sides.by_element.get(element, ())
    if not indexes:
        yield from _of_the_base(sides, element)
    elif element in ("definition", f"settings.{SOURCE_SETTING}"):
        # Whose path it is, and by which act, is the overlay's own business.
        yield Entry(element, "", Outcome.CLEAN, How.OWN, operations=indexes)
    elif any(isinstance(sides.changes[index], _REMOVING) for index in indexes):
        yield _removed(sides, element, indexes)
    elif any(isinstance(sides.changes[index], _ADDING) for index in indexes):
        yield _added(sides, element, indexes)
    elif element_in(sides.new, element) is None and not element.startswith("settings."):
        yield _gone(sides, element, indexes)
    else:
        yield from judge_parts(sides, element, indexes)
        yield from judge_requirements(sides, element, indexes)


def _of_the_base(sides: Sides, element: str) -> Iterator[Entry]:
    changed = sides.differences.get(element, ())
    was, now = element_in(sides.old, element), element_in(sides.new, element)
    if element == "definition" or (not changed and was == now):
        return
    follows = element.startswith("moves.") and now is not None and _leads_over_removed(sides, now)
    outcome, how = Outcome.CLEAN, How.BASE_ONLY
    if follows:
        outcome, how = Outcome.MERGED, How.FOLLOWS
    yield Entry(element, "", outcome, how, changed)


def _leads_over_removed(sides: Sides, move: Any) -> bool:
    return any(
        not way.everywhere and bool({*way.sources, way.target} & sides.removed_stages)
        for way in move.ways
    )


def _removed(sides: Sides, element: str, indexes: tuple[int, ...]) -> Entry:
    changed = sides.differences.get(element, ())
    was, now = element_in(sides.old, element), element_in(sides.new, element)
    remade = any(isinstance(sides.changes[index], _ADDING) for index in indexes)
    if was is None and now is None:
        # Added and removed again by the overlay alone.
        return Entry(element, "", Outcome.CLEAN, How.OWN, operations=indexes)
    if now is None or was is None:
        if remade and now is None:
            return _readded(sides, element, indexes)
        plans = {Choice.OURS: dropping(indexes)}
        return Entry(element, "", Outcome.MERGED, How.SAME, changed, indexes, plans)
    if sides.final(sides.changes[index] for index in indexes):
        return _final(element, "", changed, indexes)
    if was == now:
        return Entry(element, "", Outcome.CLEAN, How.KEPT, (), indexes)
    quiet = isinstance(sides.changes[indexes[-1]], DropScenario)
    if quiet or all(one.code in _COSMETIC for one in changed):
        return Entry(element, "", Outcome.MERGED, How.STILL_REMOVED, changed, indexes)
    plans = {Choice.OURS: {}, Choice.THEIRS: dropping(indexes), Choice.HAND: {}}
    return Entry(element, "", Outcome.CONFLICT, How.REMOVED, changed, indexes, plans)


def _readded(sides: Sides, element: str, indexes: tuple[int, ...]) -> Entry:
    """Removed and made anew by the overlay, and now gone from the base: only made."""
    gone = [index for index in indexes if isinstance(sides.changes[index], _REMOVING)]
    first = next(i for i in indexes if isinstance(sides.changes[i], _ADDING))
    before = [index for index in indexes if index < first]
    plans = {Choice.OURS: dropping({*gone, *before})}
    base = sides.differences.get(element, ())
    return Entry(element, "", Outcome.MERGED, How.OWN, base, indexes, plans)


def _added(sides: Sides, element: str, indexes: tuple[int, ...]) -> Entry:
    now = element_in(sides.new, element)
    if now is None and sides.final(sides.changes[index] for index in indexes):
        return _final(element, "", (), indexes)
    if now is None:
        return Entry(element, "", Outcome.CLEAN, How.OWN, operations=indexes)
    changed = sides.differences.get(element, ())
    if now == element_in(sides.own, element):
        plans = {Choice.OURS: dropping(indexes)}
        return Entry(element, "", Outcome.MERGED, How.SAME, changed, indexes, plans)
    plans = {Choice.THEIRS: dropping(indexes), Choice.HAND: {}}
    ours = _said_anew(sides, element, now)
    if ours and not sides.final(ours):
        plans[Choice.OURS] = {**dropping(indexes), indexes[0]: ours}
    return Entry(element, "", Outcome.CONFLICT, How.EXISTS, changed, indexes, plans)


def _said_anew(sides: Sides, element: str, now: Any) -> tuple[Change, ...]:
    """The overlay's own element as changes of the one the base has now."""
    group, _, code = element.partition(".")
    if group == "stages":
        return turned_stage(now, sides.raw.stages[code])
    if group == "moves":
        return turned_move(now, sides.raw.moves[code])
    if group == "words":
        word = sides.raw.words[now.dictionary, now.code]
        return (operations.RenameWord(word.dictionary, word.code, word.title),)
    return (AddScenario(_under_another_code(sides, sides.raw.scenarios[code])),)


def _under_another_code(sides: Sides, scenario: Any) -> Any:
    taken = {one.code for one in (*sides.new.scenarios, *sides.own.scenarios)}
    number = 2
    while f"{scenario.code}_{number}" in taken:
        number += 1
    return replace(scenario, code=f"{scenario.code}_{number}")


def _gone(sides: Sides, element: str, indexes: tuple[int, ...]) -> Entry:
    changed = sides.differences.get(element, ())
    plans = {Choice.THEIRS: dropping(indexes), Choice.HAND: {}}
    ours = restored(sides, element)
    if not sides.final(ours):
        plans[Choice.OURS] = {**dropping(indexes), indexes[0]: ours}
    return Entry(element, "", Outcome.CONFLICT, How.GONE, changed, indexes, plans)


def _final(element: str, part: str, changed: Any, indexes: tuple[int, ...]) -> Entry:
    plans = {Choice.THEIRS: dropping(indexes), Choice.HAND: {}}
    return Entry(element, part, Outcome.CONFLICT, How.FINAL, changed, indexes, plans)
