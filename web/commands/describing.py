"""A path as lines of text: stages with their terms, moves with what they require."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.wording.demands import requirement_text
from web.wording.grammar import counted, quoted
from web.wording.paths import due_text, stage_title
from web.wording.titles import EFFECTS, PHASES, any_role, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.definition import Definition, Move, Stage, StageTerm


def definition_lines(definition: Definition) -> Iterator[str]:
    """The whole path, line by line."""
    yield f"{definition.title} ({definition.code})"
    yield f"Отпечаток: {definition.digest}"
    stages = sorted(definition.stages, key=lambda stage: stage.order)
    moves = sorted(definition.moves, key=lambda move: move.order)
    yield ""
    yield counted(len(stages), "этап|этапа|этапов") + ":"
    for stage in stages:
        yield from _stage(stage, definition)
    yield ""
    yield counted(len(moves), "переход|перехода|переходов") + ":"
    for move in moves:
        yield from _move(move, definition)


def _stage(stage: Stage, definition: Definition) -> Iterator[str]:
    phase = title_of(PHASES, stage.phase.value)
    yield f"  {stage.title} ({stage.code}) — {phase}"
    for term in stage.terms:
        yield f"    срок: {_term(term, definition)}"


def _term(term: StageTerm, definition: Definition) -> str:
    text = f"{term.title} — {due_text(term.due)}"
    if term.move is None:
        return text
    return f"{text}; в этот день переход {quoted(definition.move_by_code[term.move].title)}"


def _move(move: Move, definition: Definition) -> Iterator[str]:
    yield f"  {move.title} ({move.code}) — {any_role(role.value for role in move.roles)}"
    for way in move.ways:
        sources = ", ".join(quoted(stage_title(definition, one)) for one in way.sources)
        when = f", если {requirement_text(way.when, definition)}" if way.when else ""
        yield f"    {sources} → {quoted(stage_title(definition, way.target))}{when}"
    for requirement in move.requirements:
        yield f"    нужно: {requirement_text(requirement, definition)}"
    for effect in move.effects:
        yield f"    при этом: {title_of(EFFECTS, effect.value)}"
