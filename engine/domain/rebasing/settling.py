"""From a report and its answers to the operations that stand on the new base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.domain import operations
from engine.domain.drafting import Change, Draft, OperationRefused
from engine.domain.overlay import ANY_OPEN, EXCEPT
from engine.domain.rebasing.demands import names_word
from engine.domain.rebasing.values import END, Choice

if TYPE_CHECKING:
    from engine.domain.definition import StageTerm, Way
    from engine.domain.rebasing.sides import Sides
    from engine.domain.rebasing.values import Edits, Report


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands in the place of each operation; what comes after all of them.

    An operation that stays as it was stands in its own place alone.
    """

    places: tuple[tuple[Change, ...], ...]
    after: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The overlay on the new base."""
        return (*(change for place in self.places for change in place), *self.after)


def settle(sides: Sides, report: Report, answers: Mapping[str, Choice]) -> Settled:
    """The operations for these answers; a conflict without one is answered by hand.

    What names a stage, a move or a word that is gone with the base says so no more, unless it is to
    be mended by hand.
    """
    places: list[tuple[Change, ...]] = [(change,) for change in sides.changes]
    after: tuple[Change, ...] = ()
    by_hand: set[int] = set()
    for entry in report.entries:
        choice = answers.get(entry.key, Choice.HAND) if entry.choices else Choice.OURS
        if choice is Choice.HAND:
            by_hand.update(entry.operations)
        edits: Edits = entry.plan(choice)
        after += edits.get(END, ())
        for index, made in edits.items():
            if index != END:
                places[index] = made
    fitted = [
        made if index in by_hand else tuple(_fitted(sides, made, places, after))
        for index, made in enumerate(places)
    ]
    whole = Settled(tuple(_led_together(sides, fitted)), _once(fitted, after))
    return _without_orphans(sides, whole, by_hand)


def _led_together(
    sides: Sides, places: Sequence[tuple[Change, ...]]
) -> Iterator[tuple[Change, ...]]:
    """Ways of one move that several stages brought back, in one operation."""
    back: dict[str, list[Way]] = {}
    for place in places:
        for change in place:
            if change.element not in sides.by_element:
                back.setdefault(change.element, []).extend(_ways_of(change))
    done: set[str] = set()
    for place in places:
        made = []
        for change in place:
            if change.element in sides.by_element or not _ways_of(change):
                made.append(change)
            elif change.element not in done:
                done.add(change.element)
                made.append(_led(change, tuple(dict.fromkeys(back[change.element]))))
        yield tuple(made)


def _ways_of(change: Change) -> tuple[Way, ...]:
    if isinstance(change, operations.RerouteMove):
        return change.ways
    return change.added.ways if isinstance(change, operations.AddMove) else ()


def _led(change: Change, ways: tuple[Way, ...]) -> Change:
    if isinstance(change, operations.AddMove):
        return replace(change, added=replace(change.added, ways=ways))
    return operations.RerouteMove(change.element.partition(".")[2], ways)


def _once(places: Sequence[tuple[Change, ...]], after: tuple[Change, ...]) -> tuple[Change, ...]:
    """What comes after, without words that something else brought back."""
    there = {change.element for place in places for change in place}
    return tuple(change for change in after if change.element not in there)


def _fitted(
    sides: Sides,
    made: tuple[Change, ...],
    places: Sequence[tuple[Change, ...]],
    after: tuple[Change, ...],
) -> Iterator[Change]:
    draft = _drafted(sides, [*(change for place in places for change in place), *after])
    for change in made:
        fitted = _fit(sides, change, draft)
        if fitted is not None:
            yield fitted


def _drafted(sides: Sides, changes: Sequence[Change]) -> Draft:
    """What there is when the operations that fit are done."""
    draft = Draft.of(sides.new)
    for change in changes:
        try:
            change.apply(draft)
        except OperationRefused:
            continue
    return draft


def _fit(sides: Sides, change: Change, draft: Draft) -> Change | None:
    if isinstance(change, operations.RerouteMove):
        ways = tuple(_ways(sides, change.ways, draft))
        return replace(change, ways=ways) if ways or not change.ways else None
    if isinstance(change, operations.AddMove):
        ways = tuple(_ways(sides, change.added.ways, draft))
        if not ways and change.added.ways:
            return None
        kept = tuple(one for one in change.added.requirements if not _lost(sides, one, draft))
        return replace(change, added=replace(change.added, ways=ways, requirements=kept))
    if isinstance(change, operations.Require):
        kept = tuple(one for one in change.requirements if not _lost(sides, one, draft))
        return replace(change, requirements=kept) if kept or not change.requirements else None
    if isinstance(change, operations.SetTerms):
        return replace(change, terms=_terms(sides, change.terms, draft))
    if isinstance(change, operations.AddStage):
        terms = _terms(sides, change.added.terms, draft)
        return replace(change, added=replace(change.added, terms=terms))
    return change


def _ways(sides: Sides, ways: tuple[Way, ...], draft: Draft) -> Iterator[Way]:
    """Ways without the stages that went with the base; what was never there is left alone."""
    gone = sides.lost_stages - draft.stages.keys()
    for way in ways:
        sources = tuple(one for one in way.sources if one.removeprefix(EXCEPT) not in gone)
        led = any(one == ANY_OPEN or not one.startswith(EXCEPT) for one in sources)
        if way.target not in gone and (led or not way.sources):
            yield replace(way, sources=sources)


def _terms(sides: Sides, terms: tuple[StageTerm, ...], draft: Draft) -> tuple[StageTerm, ...]:
    gone = sides.old.move_by_code.keys() - draft.moves.keys()
    return tuple(one for one in terms if one.move not in gone)


def _lost(sides: Sides, requirement: object, draft: Draft) -> bool:
    known = {code for _dictionary, code in draft.words}
    return any(names_word(requirement, code) for code in sides.lost_words if code not in known)  # type: ignore[arg-type]


def _without_orphans(sides: Sides, settled: Settled, by_hand: set[int]) -> Settled:
    """Without operations on a move of the overlay's own that led nowhere any more and went."""
    added = {one.element for one in sides.changes if isinstance(one, operations.AddMove)}
    left = {one.element for one in settled.changes if isinstance(one, operations.AddMove)}
    known = {f"moves.{code}" for code in sides.new.move_by_code}
    gone = added - left - known
    places = tuple(
        place if index in by_hand else tuple(one for one in place if one.element not in gone)
        for index, place in enumerate(settled.places)
    )
    return Settled(places, settled.after)
