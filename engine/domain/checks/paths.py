"""The path as a graph: one start, every stage reachable, and a way to the end from each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from engine.domain.checks.finding import Finding, error, note
from engine.domain.definition import (
    RESUME,
    Definition,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    Way,
)

Graph = Mapping[str, frozenset[str]]
"""Stages a way leads to, by the stage it leaves."""


def inspect_path(definition: Definition) -> Iterator[Finding]:
    """Everything wrong with stages and ways taken together."""
    graph = _graph(definition)
    yield from _starts(definition)
    yield from _ways(definition)
    yield from _reachable(definition)
    yield from _ways_out(definition, graph)
    yield from _ends(definition, graph)
    yield from _returns(definition)
    yield from _clockwork(definition)


def _starts(definition: Definition) -> Iterator[Finding]:
    starts = tuple(stage.code for stage in definition.stages if stage.kind is StageKind.START)
    if not starts:
        yield error("start_missing", "definition")
    if len(starts) > 1:
        yield error("start_several", "definition", stages=starts)


def _ways(definition: Definition) -> Iterator[Finding]:
    for move in definition.moves:
        if not move.ways:
            yield error("move_without_ways", f"moves.{move.code}")
        for way in move.ways:
            yield from _ends_of_way(definition, move, way)
        yield from _shadowed(move)


def _ends_of_way(definition: Definition, move: Move, way: Way) -> Iterator[Finding]:
    element, known = f"moves.{move.code}", definition.stage_by_code
    for source in way.sources:
        if source not in known:
            yield error("way_unknown_stage", element, stage=source, side="from")
        elif way.target == RESUME and known[source].kind is not StageKind.PAUSE:
            yield error("resume_without_pause", element, stage=source)
    if way.target != RESUME and way.target not in known:
        yield error("way_unknown_stage", element, stage=way.target, side="to")


def _shadowed(move: Move) -> Iterator[Finding]:
    """Ways that are never taken: an earlier way of the move leaves the stage without condition."""
    taken: set[str] = set()
    for way in move.ways:
        for source in way.sources:
            if source in taken:
                yield error("way_shadowed", f"moves.{move.code}", stage=source, target=way.target)
        if way.when is None:
            taken.update(way.sources)


def _reachable(definition: Definition) -> Iterator[Finding]:
    starts = [stage.code for stage in definition.stages if stage.kind is StageKind.START]
    # A case comes back from a pause only to where it has been before.
    found = _closure(_graph(definition, resuming=False), starts)
    for stage in definition.stages:
        if starts and stage.code not in found:
            yield error("stage_unreachable", f"stages.{stage.code}")


def _ways_out(definition: Definition, graph: Graph) -> Iterator[Finding]:
    for stage in definition.stages:
        leaves, element = bool(graph[stage.code]), f"stages.{stage.code}"
        if stage.kind is StageKind.END and leaves:
            yield note("end_is_left", element)
        if stage.kind in (StageKind.START, StageKind.OPEN) and not leaves:
            yield error("stage_dead_end", element)


def _ends(definition: Definition, graph: Graph) -> Iterator[Finding]:
    """Stages that lead to no end, or only out of the path: closed for another reason is no exit."""
    if not any(stage.phase is Phase.EXIT for stage in definition.stages):
        yield note("no_exit_phase", "definition")
    ends = [stage for stage in definition.stages if stage.kind is StageKind.END]
    if not ends:
        yield note("no_end", "definition")
        return
    back = _reversed(graph)
    proper = [stage.code for stage in ends if stage.phase is not Phase.OUTSIDE]
    leads = _closure(back, [stage.code for stage in ends])
    leads_properly = _closure(back, proper)
    for stage in definition.stages:
        if stage.code not in leads:
            yield error("end_unreachable", f"stages.{stage.code}")
        elif proper and _on_the_path(stage) and stage.code not in leads_properly:
            yield error("only_outside_reachable", f"stages.{stage.code}")


def _on_the_path(stage: Stage) -> bool:
    return stage.phase is not Phase.OUTSIDE and stage.kind is not StageKind.END


def _returns(definition: Definition) -> Iterator[Finding]:
    open_kinds = (StageKind.START, StageKind.OPEN)
    back_to = {RESUME} | {stage.code for stage in definition.stages if stage.kind in open_kinds}
    for stage in definition.stages:
        if stage.kind is not StageKind.PAUSE:
            continue
        targets = {
            way.target
            for move in definition.moves
            for way in move.ways
            if stage.code in way.sources
        }
        if not targets & back_to:
            yield error("pause_without_return", f"stages.{stage.code}")


def _clockwork(definition: Definition) -> Iterator[Finding]:
    """Stages the clock alone would lead a case around in, for ever."""
    timed = {
        stage.code: frozenset().union(
            *(_targets(definition, stage, term.move) for term in stage.terms if _moves(term.on_due))
        )
        for stage in definition.stages
    }
    turning = tuple(sorted(code for code in timed if code in _closure(timed, timed[code])))
    if turning:
        yield error("timed_moves_turn", f"stages.{turning[0]}", stages=turning)


def _moves(on_due: OnDue) -> bool:
    return on_due is OnDue.MOVE


def _targets(definition: Definition, stage: Stage, code: str | None) -> frozenset[str]:
    move = definition.move_by_code.get(code or "")
    ways = move.ways if move is not None else ()
    return frozenset(
        way.target
        for way in ways
        if stage.code in way.sources and way.target in definition.stage_by_code
    )


def _graph(definition: Definition, *, resuming: bool = True) -> Graph:
    """Edges between known stages; a pause leads back to every stage it was entered from."""
    graph: dict[str, set[str]] = {stage.code: set() for stage in definition.stages}
    ways = [way for move in definition.moves for way in move.ways]
    for way in ways:
        for source in way.sources:
            if source not in graph:
                continue
            if way.target != RESUME:
                graph[source].add(way.target)
            elif resuming:
                graph[source].update(*(one.sources for one in ways if one.target == source))
    return {code: frozenset(targets) & graph.keys() for code, targets in graph.items()}


def _closure(graph: Graph, seeds: Collection[str]) -> set[str]:
    found = set(seeds)
    waiting = list(seeds)
    while waiting:
        for target in graph[waiting.pop()] - found:
            found.add(target)
            waiting.append(target)
    return found


def _reversed(graph: Graph) -> Graph:
    return {
        code: frozenset(source for source, targets in graph.items() if code in targets)
        for code in graph
    }
