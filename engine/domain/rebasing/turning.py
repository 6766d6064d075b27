"""The operations that make one element of another: how «ours» is said against a new base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.operations import (
    AddMove,
    AddStage,
    OrderStage,
    RemoveMove,
    RemoveStage,
    RenameMove,
    RenameStage,
    Require,
    RerouteMove,
    SetEffects,
    SetPhase,
    SetRoles,
    SetTerms,
    Waive,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.definition import Move, Stage
    from engine.domain.drafting import Change
    from engine.domain.requirements import Requirement


def turned_stage(known: Stage, wanted: Stage) -> tuple[Change, ...]:
    """From one stage to another of the same code; another kind is another stage."""
    if known.kind is not wanted.kind:
        return (RemoveStage(known.code), AddStage(wanted))
    return tuple(_stage(known, wanted))


def turned_move(known: Move, wanted: Move) -> tuple[Change, ...]:
    """From one move to another of the same code; another place in the order is another move."""
    if known.order != wanted.order:
        return (RemoveMove(known.code), AddMove(wanted))
    return (*_move(known, wanted), *_requirements(known, wanted))


def _stage(known: Stage, wanted: Stage) -> Iterator[Change]:
    code = known.code
    if (known.title, known.hint) != (wanted.title, wanted.hint):
        yield RenameStage(code, wanted.title, None if known.hint == wanted.hint else wanted.hint)
    if known.phase is not wanted.phase:
        yield SetPhase(code, wanted.phase)
    if known.terms != wanted.terms:
        yield SetTerms(code, wanted.terms)
    if known.order != wanted.order:
        yield OrderStage(code, wanted.order)


def _move(known: Move, wanted: Move) -> Iterator[Change]:
    code = known.code
    if known.title != wanted.title:
        yield RenameMove(code, wanted.title)
    if known.ways != wanted.ways:
        yield RerouteMove(code, wanted.ways)
    if known.roles != wanted.roles:
        yield SetRoles(code, wanted.roles)
    if known.effects != wanted.effects:
        yield SetEffects(code, wanted.effects)


def _requirements(known: Move, wanted: Move) -> Iterator[Change]:
    """Waive what is not wanted, then require what is wanted and not there after it."""
    left = list(known.requirements)
    for one in known.requirements:
        if one not in wanted.requirements and one in left:
            waiving = Waive(known.code, one.fact, one.params)
            yield waiving
            left = [other for other in left if not taken_by(waiving, other)]
    missing = tuple(one for one in wanted.requirements if one not in left)
    if missing:
        yield Require(known.code, missing)


def taken_by(waiving: Waive, requirement: Requirement) -> bool:
    """Whether the operation drops the requirement."""
    return requirement.fact == waiving.fact and set(waiving.params) <= set(requirement.params)
