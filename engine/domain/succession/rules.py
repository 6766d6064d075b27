"""What the new version asks beyond the old one: of moves made already, and of those to come.

Only the difference counts: what the old rules asked as well was answered when the move was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.domain.definition import Definition, Move, StageKind
from engine.domain.requirements import (
    COMBINATORS,
    Attempt,
    FactCatalogue,
    Requirement,
    Unmet,
    evaluate,
)
from engine.domain.succession.verdict import BlockedMove, Missing
from engine.domain.tightening import implies

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.recounting import Stay
    from engine.domain.situation import Situation
    from engine.domain.succession.plan import SuccessionPlan


@dataclass(frozen=True, slots=True)
class Passage:
    """The way from one version to the other by a plan, with the facts that can be asked."""

    plan: SuccessionPlan
    old: Definition
    new: Definition
    facts: FactCatalogue


_DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class NewRules:
    """The requirements that each move of the new version has beyond the old one, by its code.

    `papers` are those about documents; facts about who makes a move say nothing beforehand.
    """

    asked: dict[str, tuple[Requirement, ...]]
    papers: dict[str, tuple[Requirement, ...]]


_MOST_PAIRS = 200
"""Every text that is tried makes a pair of its own; the oldest goes first."""

_known: dict[tuple[str, str], NewRules] = {}


def new_rules(old: Definition, new: Definition, catalogue: FactCatalogue) -> NewRules:
    """What the new version asks for and the old one did not; made once for two versions."""
    key = (old.digest, new.digest)
    found = _known.get(key)
    if found is None:
        found = _known[key] = _new_rules(old, new, catalogue)
        if len(_known) > _MOST_PAIRS:
            _known.pop(next(iter(_known)), None)
    return found


def _new_rules(old: Definition, new: Definition, catalogue: FactCatalogue) -> NewRules:
    asked = {}
    for move in new.moves:
        former = old.move_by_code.get(move.code)
        before = former.requirements if former else ()
        asked[move.code] = tuple(
            one
            for one in _parts(move.requirements)
            if not any(implies(had, one, catalogue) for had in before)
            and not any(catalogue[name].of_attempt for name in _facts(one))
        )
    papers = {
        code: tuple(one for one in found if _is_about_papers(one, catalogue))
        for code, found in asked.items()
    }
    return NewRules(asked, papers)


def _parts(requirements: Sequence[Requirement]) -> Iterator[Requirement]:
    for one in requirements:
        if one.fact == "all":
            yield from _parts(one.parts)
        else:
            yield one


def _facts(requirement: Requirement) -> Iterator[str]:
    if requirement.fact not in COMBINATORS:
        yield requirement.fact
    for part in requirement.parts:
        yield from _facts(part)


def _is_about_papers(requirement: Requirement, catalogue: FactCatalogue) -> bool:
    return all(
        any(param.vocabulary == _DOCUMENT for param in catalogue[name].params)
        for name in _facts(requirement)
    )


def missing_papers(
    passage: Passage, situation: Situation, stays: Sequence[Stay]
) -> tuple[Missing, ...]:
    """Documents that the new rules ask of moves the case has made in this round.

    `situation` is the case by the new version. Of several moves that lead the same way the one
    made is not told apart from the others: the one that lacks least counts.
    """
    found: dict[tuple[str, ...], Missing] = {}
    if not any(new_rules(passage.old, passage.new, passage.facts).papers.values()):
        return ()
    for source, target in _made(passage, stays, situation.case.round):
        ways = [
            tuple(_lacking(passage, move, situation))
            for move in passage.new.moves
            if _leads(move, source, target)
        ]
        for one in min(ways, key=len, default=()):
            found.setdefault(one.kinds or (one.unmet.code,), one)
    return tuple(found.values())


def _made(passage: Passage, stays: Sequence[Stay], round_number: int) -> Iterator[tuple[str, str]]:
    """The moves that led here, as pairs of new stages; what was gone back over does not count."""
    way: list[str] = []
    for stay in stays:
        stage = passage.old.stage_by_code.get(stay.stage)
        if stay.round != round_number or (stage and stage.kind is StageKind.PAUSE):
            continue
        if stay.stage in way:
            del way[way.index(stay.stage) :]
        way.append(stay.stage)
    mapped = [passage.plan.stage_of.get(code, code) for code in way]
    yield from ((one, two) for one, two in pairwise(mapped) if one != two)


def _leads(move: Move, source: str, target: str) -> bool:
    return any(source in way.sources and way.target == target for way in move.ways)


def _lacking(passage: Passage, move: Move, situation: Situation) -> Iterator[Missing]:
    rules = new_rules(passage.old, passage.new, passage.facts)
    for requirement in rules.papers[move.code]:
        unmet = _unmet(requirement, move, passage.facts, situation)
        if unmet:
            kinds = tuple(sorted(set(_kinds(requirement, passage.facts))))
            yield Missing(move.code, kinds, unmet[0])


def _kinds(requirement: Requirement, catalogue: FactCatalogue) -> Iterator[str]:
    if requirement.fact not in COMBINATORS:
        given = dict(requirement.params)
        for param in catalogue[requirement.fact].params:
            value = given.get(param.name, param.default)
            if param.vocabulary == _DOCUMENT and value is not None:
                yield str(value)
    for part in requirement.parts:
        yield from _kinds(part, catalogue)


def blocked_moves(passage: Passage, situation: Situation, source: str) -> tuple[BlockedMove, ...]:
    """The moves that leave the stage by both versions, and for which something new is lacking.

    `situation` is the case by the new version, in its new stage.
    """
    rules = new_rules(passage.old, passage.new, passage.facts)
    found = []
    for move in passage.new.moves_by_source.get(situation.case.stage, ()):
        former = passage.old.move_by_code.get(move.code)
        if former is None or not former.leaves(source):
            continue
        unmet = tuple(
            reason
            for requirement in rules.asked[move.code]
            for reason in _unmet(requirement, move, passage.facts, situation)
        )
        if unmet:
            found.append(BlockedMove(move.code, unmet))
    return tuple(found)


def _unmet(
    requirement: Requirement, move: Move, catalogue: FactCatalogue, situation: Situation
) -> tuple[Unmet, ...]:
    nobody: UUID = situation.case.changed_by
    attempt = Attempt(move.code, nobody, frozenset())
    by = situation.case.stage_due_on
    return evaluate(requirement, catalogue, situation, attempt, by=by).unmet
