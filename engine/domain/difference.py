"""What differs between two definitions, as codes and fields; the sentences are made on top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.domain.definition import Definition, Move, Stage, Way
from engine.domain.requirements import COMBINATORS, FieldValue, Requirement

Fields = tuple[tuple[str, FieldValue], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its code, the element, and the old and new values."""

    code: str
    element: str
    fields: Fields = ()


def difference(old: Definition, new: Definition) -> tuple[Difference, ...]:
    """Everything that differs; empty exactly when the digests are equal."""
    found = (
        *_heads(old, new),
        *_stages(old, new),
        *_moves(old, new),
        *_words(old, new),
        *_settings(old, new),
    )
    if not found and old.digest != new.digest:
        # Python holds 1 and true for equal, the canonical form does not.
        return (Difference("content_changed", "definition"),)
    return found


def _made(code: str, element: str, /, **fields: FieldValue) -> Difference:
    return Difference(code, element, tuple(sorted(fields.items())))


def _heads(old: Definition, new: Definition) -> Iterator[Difference]:
    pairs = (
        ("code_changed", old.code, new.code),
        ("title_changed", old.title, new.title),
        ("subject_changed", old.subject.value, new.subject.value),
    )
    for code, before, after in pairs:
        if before != after:
            yield _made(code, "definition", old=before, new=after)


def _stages(old: Definition, new: Definition) -> Iterator[Difference]:
    for stage in new.stages:
        before = old.stage_by_code.get(stage.code)
        if before is None:
            yield _made("stage_added", f"stages.{stage.code}", title=stage.title)
        else:
            yield from _stage(before, stage)
    for stage in old.stages:
        if stage.code not in new.stage_by_code:
            yield _made("stage_removed", f"stages.{stage.code}", title=stage.title)
    yield from _order(
        "stages_reordered", "stages", list(old.stage_by_code), list(new.stage_by_code)
    )


def _stage(old: Stage, new: Stage) -> Iterator[Difference]:
    element = f"stages.{new.code}"
    if old.title != new.title:
        yield _made("stage_renamed", element, old=old.title, new=new.title)
    if old.hint != new.hint:
        yield _made("hint_changed", element, old=old.hint, new=new.hint)
    if old.phase != new.phase:
        yield _made("phase_changed", element, old=old.phase.value, new=new.phase.value)
    if old.kind != new.kind:
        yield _made("kind_changed", element, old=old.kind.value, new=new.kind.value)
    if old.order != new.order:
        yield _made("order_changed", element, old=old.order, new=new.order)
    if old.terms != new.terms:
        yield _terms(old, new)


def _terms(old: Stage, new: Stage) -> Difference:
    before = {term.code: term for term in old.terms}
    after = {term.code: term for term in new.terms}
    return _made(
        "terms_changed",
        f"stages.{new.code}",
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed=tuple(c for c, term in after.items() if c in before and before[c] != term),
    )


def _moves(old: Definition, new: Definition) -> Iterator[Difference]:
    for move in new.moves:
        before = old.move_by_code.get(move.code)
        if before is None:
            yield _made("move_added", f"moves.{move.code}", title=move.title)
        else:
            yield from _move(before, move)
    for move in old.moves:
        if move.code not in new.move_by_code:
            yield _made("move_removed", f"moves.{move.code}", title=move.title)
    yield from _order("moves_reordered", "moves", list(old.move_by_code), list(new.move_by_code))


def _move(old: Move, new: Move) -> Iterator[Difference]:
    element = f"moves.{new.code}"
    if old.title != new.title:
        yield _made("move_renamed", element, old=old.title, new=new.title)
    if old.order != new.order:
        yield _made("order_changed", element, old=old.order, new=new.order)
    if old.ways != new.ways:
        yield _ways(old, new)
    lists = (
        ("roles_changed", [one.value for one in old.roles], [one.value for one in new.roles]),
        ("effects_changed", [one.value for one in old.effects], [one.value for one in new.effects]),
    )
    for code, before, after in lists:
        if before != after:
            yield _made(code, element, added=_less(after, before), removed=_less(before, after))
    yield from _requirements(element, old.requirements, new.requirements)


def _ways(old: Move, new: Move) -> Difference:
    """Pairs of stages as `source>target`; `conditions` when only what a way asks for differs."""
    before, after = _pairs(old.ways), _pairs(new.ways)
    asked = [replace(way, when=None) for way in old.ways] == [
        replace(way, when=None) for way in new.ways
    ]
    return _made(
        "way_changed",
        f"moves.{new.code}",
        added=_less(after, before),
        removed=_less(before, after),
        conditions=asked,
    )


def _pairs(ways: tuple[Way, ...]) -> list[str]:
    return [f"{source}>{way.target}" for way in ways for source in way.sources]


def _less(these: list[str], those: list[str]) -> tuple[str, ...]:
    return tuple(one for one in these if one not in those)


def _requirements(
    element: str, old: tuple[Requirement, ...], new: tuple[Requirement, ...]
) -> Iterator[Difference]:
    if old == new:
        return
    added = [one for one in new if one not in old]
    dropped = [one for one in old if one not in new]
    for one in added:
        yield Difference("requirement_added", element, described(one))
    for one in dropped:
        yield Difference("requirement_dropped", element, described(one))
    if not added and not dropped:
        yield _made("requirements_reordered", element)


def described(requirement: Requirement) -> Fields:
    """The fact with its parameters; of a combinator, the facts inside it."""
    if requirement.fact not in COMBINATORS:
        return (("fact", requirement.fact), *requirement.params)
    return (("fact", requirement.fact), ("facts", tuple(_facts(requirement))))


def _facts(requirement: Requirement) -> Iterator[str]:
    if requirement.fact not in COMBINATORS:
        yield requirement.fact
    for part in requirement.parts:
        yield from _facts(part)


def _words(old: Definition, new: Definition) -> Iterator[Difference]:
    before = {f"words.{one.dictionary}.{one.code}": one.title for one in old.words}
    after = {f"words.{one.dictionary}.{one.code}": one.title for one in new.words}
    for element, title in after.items():
        if element not in before:
            yield _made("word_added", element, title=title)
        elif before[element] != title:
            yield _made("word_renamed", element, old=before[element], new=title)
    yield from _withdrawn(old, new)
    for element, title in before.items():
        if element not in after:
            yield _made("word_removed", element, title=title)
    yield from _order("words_reordered", "words", list(before), list(after))


def _withdrawn(old: Definition, new: Definition) -> Iterator[Difference]:
    """Words that are offered no more though they are kept, and those that are offered again."""
    known = {(one.dictionary, one.code): bool(one.withdrawn) for one in old.words}
    for one in new.words:
        before = known.get((one.dictionary, one.code), False)
        if before != bool(one.withdrawn):
            code = "word_withdrawn" if one.withdrawn else "word_returned"
            yield _made(code, f"words.{one.dictionary}.{one.code}", title=one.title)


def _order(code: str, element: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    """Whether what both have stands in another order."""
    if [one for one in old if one in new] != [one for one in new if one in old]:
        yield _made(code, element)


def _settings(old: Definition, new: Definition) -> Iterator[Difference]:
    before, after = dict(old.settings), dict(new.settings)
    for name in sorted(before.keys() | after.keys()):
        found = {"old": before.get(name), "new": after.get(name)}
        if found["old"] != found["new"] or type(found["old"]) is not type(found["new"]):
            fields = {side: value for side, value in found.items() if value is not None}
            yield _made("setting_changed", f"settings.{name}", **fields)
