"""Requirements in a rebase: operations on them add and drop, so that both sides may be kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.operations import AddMove, AddWord, Require, Waive
from engine.domain.rebasing.turning import taken_by
from engine.domain.rebasing.values import END, Choice, Entry, How, Outcome, dropping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.domain.drafting import Change
    from engine.domain.rebasing.sides import Sides
    from engine.domain.rebasing.values import Edits
    from engine.domain.requirements import Requirement

PART = "requires"


@dataclass(frozen=True, slots=True)
class _Hit:
    """What a waiving drops of the old base's requirements, and what of the new base's."""

    index: int
    old: tuple[Requirement, ...]
    new: tuple[Requirement, ...]

    @property
    def more(self) -> bool:
        """Whether it would drop what it was never meant for."""
        return bool(Counter(self.new) - Counter(self.old))


def judge_requirements(sides: Sides, element: str, indexes: Sequence[int]) -> Iterator[Entry]:
    """What there is to say of the requirements of a move that both have."""
    mine = tuple(i for i in indexes if isinstance(sides.changes[i], (Require, Waive)))
    if not mine:
        return
    code = element.partition(".")[2]
    old = sides.old.move_by_code[code].requirements
    new = sides.new.move_by_code[code].requirements
    changed = sides.of_part(element, PART)
    hits = list(_hits(sides.changes, mine, old, new))
    again = _asked_again(sides.changes, mine, old, new)
    waivings = [one.index for one in hits]
    if sides.final(sides.changes[index] for index in waivings):
        plans = {Choice.THEIRS: dropping(waivings), Choice.HAND: {}}
        yield Entry(element, PART, Outcome.CONFLICT, How.FINAL, changed, mine, plans)
        return
    if old == new:
        yield Entry(element, PART, Outcome.CLEAN, How.KEPT, (), mine)
        return
    idle = [one.index for one in hits if not one.new]
    turned = [one for one in hits if not one.new and _same_fact(one.old, old, new)]
    if turned or any(one.more for one in hits):
        how = How.WAIVES_OTHER if turned else How.WAIVES_MORE
        plans = {
            Choice.OURS: {**again, **dropping(idle), **_waived_anew(sides, turned, old, new)},
            Choice.THEIRS: {**again, **dropping(waivings)},
            Choice.HAND: {},
        }
        yield Entry(element, PART, Outcome.CONFLICT, how, changed, mine, plans)
        return
    plans = {Choice.OURS: {**again, **dropping(idle)}}
    how = How.SAME if plans[Choice.OURS] else How.BOTH
    yield Entry(element, PART, Outcome.MERGED, how, changed, mine, plans)


def _hits(
    changes: Sequence[Change],
    mine: Iterable[int],
    old: tuple[Requirement, ...],
    new: tuple[Requirement, ...],
) -> Iterator[_Hit]:
    """What each waiving drops, one operation after the other, as resolving does it."""
    for index in mine:
        change = changes[index]
        if isinstance(change, Waive):
            gone = tuple(tuple(one for one in side if taken_by(change, one)) for side in (old, new))
            yield _Hit(index, gone[0], gone[1])
            old = tuple(one for one in old if not taken_by(change, one))
            new = tuple(one for one in new if not taken_by(change, one))
        elif isinstance(change, Require):
            old, new = (*old, *change.requirements), (*new, *change.requirements)


def _asked_again(
    changes: Sequence[Change],
    mine: Iterable[int],
    old: tuple[Requirement, ...],
    new: tuple[Requirement, ...],
) -> Edits:
    """Without what the new base asks for by itself."""
    come = [one for one in new if one not in old]
    edits: dict[int, tuple[Change, ...]] = {}
    for index in mine:
        change = changes[index]
        if isinstance(change, Require) and any(one in come for one in change.requirements):
            left = tuple(one for one in change.requirements if one not in come)
            edits[index] = (Require(change.move, left),) if left else ()
    return edits


def _same_fact(
    hit: tuple[Requirement, ...], old: tuple[Requirement, ...], new: tuple[Requirement, ...]
) -> bool:
    """Whether the base asks for the same in other words instead of not asking any more."""
    facts = {one.fact for one in hit}
    return any(one.fact in facts for one in new if one not in old)


def _waived_anew(
    sides: Sides,
    turned: Iterable[_Hit],
    old: tuple[Requirement, ...],
    new: tuple[Requirement, ...],
) -> Edits:
    """What is waived by other words now: the requirements that came in the place of the former."""
    edits: dict[int, tuple[Change, ...]] = {}
    taken: list[Requirement] = []
    for hit in turned:
        change = sides.changes[hit.index]
        facts = {one.fact for one in hit.old}
        come = [one for one in new if one not in old and one.fact in facts and one not in taken]
        made: list[Change] = []
        for one in come:
            waiving = Waive(change.element.partition(".")[2], one.fact, one.params)
            if one not in taken:
                made.append(waiving)
                taken += [other for other in new if taken_by(waiving, other)]
        edits[hit.index] = tuple(made)
    return edits


def judge_lost_words(sides: Sides) -> Iterator[Entry]:
    """Words the new base lacks, which the overlay asks for without having a say about them."""
    for code, (dictionary, title) in sides.lost_words.items():
        element = f"words.{dictionary}.{code}"
        asking = tuple(
            index
            for index, change in enumerate(sides.changes)
            if any(names_word(one, code) for one in demanded(change))
        )
        if asking and element not in sides.by_element:
            back: tuple[Change, ...] = (AddWord(dictionary, code, title),)
            plans: dict[Choice, Edits] = {Choice.OURS: {END: back}, Choice.THEIRS: {}}
            plans[Choice.HAND] = {}
            changed = sides.differences.get(element, ())
            yield Entry(element, "", Outcome.CONFLICT, How.WORD_LOST, changed, asking, plans)


def demanded(change: Change) -> tuple[Requirement, ...]:
    """The requirements an operation brings in."""
    if isinstance(change, Require):
        return change.requirements
    return change.added.requirements if isinstance(change, AddMove) else ()


def names_word(requirement: Requirement, code: str) -> bool:
    """Whether a requirement, or a part of it, asks for a word by its code."""
    given = (value for _name, value in requirement.params)
    here = any(value == code or (isinstance(value, tuple) and code in value) for value in given)
    return here or any(names_word(part, code) for part in requirement.parts)
