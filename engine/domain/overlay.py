"""A region's path as typed operations on another path: resolving them, and saying who set what.

Resolving is a pure function of the base and the operations: the same input gives the same digest,
and operations on different elements may stand in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition, Move, Stage, StageKind, Way, Word
from engine.domain.drafting import Change, Draft, OperationRefused
from engine.domain.errors import DefinitionInvalid
from engine.domain.finality import final_touched, never_stricter, split_final
from engine.domain.operations import SOURCE_SETTING, AddStage, Identify, RemoveMove, RemoveStage

if TYPE_CHECKING:
    from engine.domain.finality import Stricter
    from engine.domain.scenario import Scenario

ANY_OPEN = "*open"
"""Among the sources of a way in a text: every stage of the kinds start and open."""

EXCEPT = "!"
"""Before a stage among the sources, beside ANY_OPEN: all but this one."""

_SOURCE_ELEMENT = f"settings.{SOURCE_SETTING}"

_OPEN_KINDS = (StageKind.START, StageKind.OPEN)


def resolve(
    base: Definition, changes: Iterable[Change], *, stricter: Stricter = never_stricter
) -> Definition:
    """The definition the operations make of the base.

    Raises DefinitionInvalid naming every operation that does not fit, or touches what is final.
    """
    draft = Draft.of(base)
    findings: list[Finding] = []
    for index, change in enumerate(changes):
        final = final_touched(base, change, stricter)
        if final is not None:
            findings.append(_misfit("operation_on_final", change, index, final=final))
            continue
        try:
            change.apply(draft)
        except OperationRefused as refusal:
            findings.append(_misfit(refusal.code, change, index))
    if findings:
        raise DefinitionInvalid(findings=tuple(findings))
    return _settled(draft, base)


def explain(
    base: Definition, changes: Sequence[Change], *, stricter: Stricter = never_stricter
) -> dict[str, tuple[Change, ...]]:
    """For every element of the base and of the result, the operations that made it what it is.

    An element nothing touched has none: it comes from the base as it stands. A move that lost or
    gained ways because a stage went or came names the operation on that stage.
    """
    result = resolve(base, changes, stricter=stricter)
    origins: dict[str, list[Change]] = {
        element: [] for definition in (base, result) for element in elements_of(definition)
    }
    for change in changes:
        origins.setdefault(change.element, []).append(change)
        for element in _followed(base, change):
            if element in origins:
                origins[element].append(change)
    return {element: tuple(made_by) for element, made_by in origins.items()}


def _misfit(code: str, change: Change, index: int, **fields: str) -> Finding:
    return error(code, change.element, operation=change.operation(), index=index, **fields)


def arranged(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Stages in the order of the board."""
    return tuple(sorted(stages, key=_place))


def arranged_moves(moves: Iterable[Move], stages: tuple[Stage, ...]) -> tuple[Move, ...]:
    """Moves in their order, with ANY_OPEN among the sources replaced by what it stands for."""
    full = (replace(m, ways=tuple(_expand(way, stages) for way in m.ways)) for m in moves)
    return tuple(sorted(full, key=_place))


def _place(part: Stage | Move) -> tuple[int, str]:
    return part.order, part.code


def _expand(way: Way, stages: tuple[Stage, ...]) -> Way:
    if ANY_OPEN not in way.sources:
        return way
    known = {stage.code for stage in stages}
    left_out = {source[1:] for source in way.sources if source.startswith(EXCEPT)}
    wanted = {stage.code for stage in stages if stage.kind in _OPEN_KINDS} - left_out
    wanted |= {source for source in way.sources if source in known}
    sources = tuple(stage.code for stage in stages if stage.code in wanted)
    # What stands for no stage is kept, so that the checks name it.
    strange = {source for source in way.sources if source.lstrip(EXCEPT) not in known}
    return replace(way, sources=(*sources, *sorted(strange - {ANY_OPEN})), everywhere=True)


def _settled(draft: Draft, base: Definition) -> Definition:
    stages = arranged(draft.stages.values())
    settled = (_settled_move(move, base, stages) for move in draft.moves.values())
    moves = tuple(sorted((move for move in settled if move is not None), key=_place))
    return Definition(
        draft.code,
        draft.title,
        draft.subject,
        stages,
        moves,
        _settled_words(draft, base),
        tuple(sorted(draft.settings.items())),
        _settled_scenarios(draft, base, stages, moves),
        _settled_finals(draft, base, stages, moves),
        draft.level,
    )


def _settled_move(move: Move, base: Definition, stages: tuple[Stage, ...]) -> Move | None:
    inherited = base.move_by_code[move.code].ways if move.code in base.move_by_code else ()
    ways = []
    for way in move.ways:
        settled = _inherit(way, base, stages) if way in inherited else _expand(way, stages)
        if settled is not None:
            ways.append(settled)
    return replace(move, ways=tuple(ways)) if ways or not move.ways else None


def _inherit(way: Way, base: Definition, stages: tuple[Stage, ...]) -> Way | None:
    """A way of the base among the stages there are now; nothing when it leads nowhere.

    Only stages of the base that are gone fall out; what the base did not know either stays, and
    the checks name it.
    """
    now = {stage.code for stage in stages}
    gone = {stage.code for stage in base.stages} - now
    sources = tuple(source for source in way.sources if source not in gone)
    if way.everywhere:
        new = {stage.code for stage in stages if stage.kind in _OPEN_KINDS}
        wanted = (new - set(base.stage_by_code)) | set(sources)
        strange = tuple(source for source in sources if source not in now)
        sources = (*(stage.code for stage in stages if stage.code in wanted), *strange)
    return None if way.target in gone or not sources else replace(way, sources=sources)


def _settled_words(draft: Draft, base: Definition) -> tuple[Word, ...]:
    place = {(word.dictionary, word.code): index for index, word in enumerate(base.words)}
    last = len(base.words)
    return tuple(
        draft.words[key]
        for key in sorted(draft.words, key=lambda key: (key[0], place.get(key, last), key[1]))
    )


def _settled_scenarios(
    draft: Draft, base: Definition, stages: tuple[Stage, ...], moves: tuple[Move, ...]
) -> tuple[Scenario, ...]:
    """The scenarios of the base that still have all they speak of, then the overlay's own.

    What an inherited one says of a stage or move that went is said of nothing; it goes along, like
    a way. The order of the overlay's own is their codes', so that the order of writing means
    nothing.
    """
    gone = {stage.code for stage in base.stages} - {stage.code for stage in stages}
    lost = set(base.move_by_code) - {move.code for move in moves}
    kept = [one for one in base.scenarios if draft.scenarios.get(one.code) is one]
    own = [one for one in draft.scenarios.values() if one not in kept]
    return (
        *(one for one in kept if not (one.names()[0] & gone or one.names()[1] & lost)),
        *sorted(own, key=lambda one: one.code),
    )


def _settled_finals(
    draft: Draft, base: Definition, stages: tuple[Stage, ...], moves: tuple[Move, ...]
) -> tuple[str, ...]:
    """What is final, without the parts of elements that went with a stage."""
    left = {f"stages.{stage.code}" for stage in stages} | {f"moves.{move.code}" for move in moves}
    gone = {
        *(f"stages.{stage.code}" for stage in base.stages),
        *(f"moves.{move.code}" for move in base.moves),
    } - left
    return tuple(one for one in draft.final if split_final(one)[0] not in gone)


def elements_of(definition: Definition) -> list[str]:
    """The names of everything a definition has, in its order."""
    return [
        "definition",
        *(f"stages.{stage.code}" for stage in definition.stages),
        *(f"moves.{move.code}" for move in definition.moves),
        *(f"words.{word.dictionary}.{word.code}" for word in definition.words),
        *(f"settings.{name}" for name, _ in definition.settings),
        *(f"scenarios.{scenario.code}" for scenario in definition.scenarios),
    ]


def _followed(base: Definition, change: Change) -> list[str]:
    """The elements of the base that change because another one does."""
    touched: list[Move] = []
    if isinstance(change, AddStage) and change.added.kind in _OPEN_KINDS:
        touched = [move for move in base.moves if any(way.everywhere for way in move.ways)]
    if isinstance(change, RemoveStage):
        touched = [
            move
            for move in base.moves
            if move.leaves(change.stage) or any(way.target == change.stage for way in move.ways)
        ]
    elements = [f"moves.{move.code}" for move in touched]
    if isinstance(change, (RemoveStage, RemoveMove)):
        elements += [
            f"scenarios.{scenario.code}"
            for scenario in base.scenarios
            if any(change.element.partition(".")[2] in names for names in scenario.names())
        ]
    return [*elements, _SOURCE_ELEMENT] if isinstance(change, Identify) else elements
