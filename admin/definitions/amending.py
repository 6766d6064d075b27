"""What a form wants of a stage, a move or a word, written into the text as typed operations.

Of an element the base has, only what differs is written; one of the region's own is written as a
whole where it was added. A complete text has its own tables changed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from admin.definitions.data import move_data, requirement_data, stage_data, terms_data, ways_data
from admin.definitions.manuscript import CannotAmend, Manuscript, Operation
from engine.domain.errors import DefinitionInvalid, DefinitionUnreadable
from engine.domain.operations import SOURCE_SETTING
from workflows.loader import Parsed, read_definition
from workflows.vocabulary import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.domain.definition import Definition, Move, Stage, Way
    from engine.domain.requirements import FieldValue, Requirement

STAGE_OPERATIONS = (
    "add_stage",
    "rename_stage",
    "remove_stage",
    "set_phase",
    "set_terms",
    "order_stage",
)
MOVE_OPERATIONS = (
    "add_move",
    "rename_move",
    "remove_move",
    "reroute_move",
    "set_roles",
    "set_effects",
)
REQUIRING = ("waive", "require")
WORD_OPERATIONS = ("add_word", "rename_word", "remove_word")
WITHDRAWING = ("remove_word", "withdraw_word")


@dataclass(frozen=True, slots=True)
class Writing:
    """A text with what it means and the bases it may extend; each change gives the next one."""

    text: str
    bases: Mapping[str, Definition]
    parsed: Parsed

    @classmethod
    def of(cls, text: str, bases: Mapping[str, Definition]) -> Writing:
        """Raises CannotAmend for a text that says nothing yet."""
        try:
            return cls(text, bases, read_definition(text, bases=bases))
        except (DefinitionInvalid, DefinitionUnreadable) as fault:
            raise CannotAmend from fault

    @property
    def definition(self) -> Definition:
        """What the text means."""
        return self.parsed.definition

    @property
    def base(self) -> Definition | None:
        """What the text changes; a complete text changes nothing."""
        return self.bases[self.parsed.extends] if self.parsed.extends else None

    def operations(self, element: str) -> list[str]:
        """The names of the operations on an element, in the order of the text."""
        return [one.operation() for one in self.parsed.changes if one.element == element]

    def next(self, manuscript: Manuscript) -> Writing:
        """The writing after a change; raises CannotAmend where the change broke the text."""
        return Writing.of(manuscript.text, self.bases)


def put_stage(writing: Writing, stage: Stage) -> Writing:
    """The text with this stage as it is wanted, new or not."""
    if writing.definition.stage_by_code.get(stage.code) == stage:
        return writing
    manuscript = Manuscript(writing.text)
    if writing.base is None:
        manuscript.set_table("stages", stage.code, stage_data(stage))
    else:
        known = writing.base.stage_by_code.get(stage.code)
        added: list[Operation] = [("add_stage", stage_data(stage))]
        wanted = _stage_changes(known, stage) if known else added
        manuscript.settle({"stage": stage.code}, STAGE_OPERATIONS, wanted)
    after = writing.next(manuscript)
    _held(after.definition.stage_by_code.get(stage.code) == stage)
    return after


def remove_stage(writing: Writing, code: str) -> Writing:
    """The text without the stage, and without the ways of moves that touched it."""
    after = writing
    for move in writing.definition.moves:
        if move.leaves(code) or any(way.target == code for way in move.ways):
            after = _without_stage(after, move, code)
    manuscript = Manuscript(after.text)
    if after.base is None:
        manuscript.drop("stages", code)
    else:
        gone: list[Operation] = [("remove_stage", {})] if code in after.base.stage_by_code else []
        manuscript.settle({"stage": code}, STAGE_OPERATIONS, gone)
    return after.next(manuscript)


def put_move(writing: Writing, move: Move) -> Writing:
    """The text with this move as it is wanted, new or not."""
    now = writing.definition.move_by_code.get(move.code)
    if now == move:
        return writing
    manuscript = Manuscript(writing.text)
    stages = writing.definition.stages
    if writing.base is None:
        manuscript.set_table("moves", move.code, move_data(move, stages))
    elif (known := writing.base.move_by_code.get(move.code)) is None:
        added: list[Operation] = [("add_move", move_data(move, stages))]
        manuscript.settle({"move": move.code}, (*MOVE_OPERATIONS, *REQUIRING), added)
    else:
        rerouted = "reroute_move" in writing.operations(f"moves.{move.code}")
        changes = _move_changes(known, move)
        if now is None or rerouted or now.ways != move.ways:
            changes.append(("reroute_move", ways_data(move.ways, stages)))
        manuscript.settle({"move": move.code}, MOVE_OPERATIONS, changes)
        if now is None or set(now.requirements) != set(move.requirements):
            _settle_requirements(writing, manuscript, known, move)
    after = writing.next(manuscript)
    _held(_alike(after.definition.move_by_code.get(move.code), move))
    return _unrouted(after, move)


def remove_move(writing: Writing, code: str) -> Writing:
    """The text without the move."""
    manuscript = Manuscript(writing.text)
    if writing.base is None:
        manuscript.drop("moves", code)
    else:
        gone: list[Operation] = [("remove_move", {})] if code in writing.base.move_by_code else []
        manuscript.settle({"move": code}, (*MOVE_OPERATIONS, *REQUIRING), gone)
    return writing.next(manuscript)


def restore(writing: Writing, group: str, code: str) -> Writing:
    """The text with a stage or a move as the base has it."""
    key = {"stages": "stage", "moves": "move"}[group]
    manuscript = Manuscript(writing.text)
    manuscript.settle({key: code}, (*STAGE_OPERATIONS, *MOVE_OPERATIONS, *REQUIRING), [])
    return writing.next(manuscript)


def put_word(writing: Writing, dictionary: str, code: str, title: str) -> Writing:
    """The text with a word under this title, new or not."""
    manuscript = Manuscript(writing.text)
    if writing.base is None:
        manuscript.set_value(f"words.{dictionary}", code, title)
    else:
        known = {(one.dictionary, one.code): one.title for one in writing.base.words}
        name = "rename_word" if (dictionary, code) in known else "add_word"
        same = known.get((dictionary, code)) == title
        wanted: list[Operation] = [] if same else [(name, {"title": title})]
        manuscript.settle({"dictionary": dictionary, "word": code}, WORD_OPERATIONS, wanted)
    return writing.next(manuscript)


def remove_word(writing: Writing, dictionary: str, code: str) -> Writing:
    """The text without a word; a requirement that names it becomes a finding."""
    manuscript = Manuscript(writing.text)
    if writing.base is None:
        manuscript.drop(f"words.{dictionary}", code)
    else:
        known = {(one.dictionary, one.code) for one in writing.base.words}
        gone: list[Operation] = [("remove_word", {})] if (dictionary, code) in known else []
        manuscript.settle({"dictionary": dictionary, "word": code}, WORD_OPERATIONS, gone)
    return writing.next(manuscript)


def withdraw_word(writing: Writing, dictionary: str, code: str) -> Writing:
    """The text that offers a word no more and keeps it for the cases that use it."""
    manuscript = Manuscript(writing.text)
    wanted: list[Operation] = [("withdraw_word", {})]
    manuscript.settle({"dictionary": dictionary, "word": code}, WITHDRAWING, wanted)
    return writing.next(manuscript)


def offer_word(writing: Writing, dictionary: str, code: str) -> Writing:
    """The text that offers a word again, where it is this text that withdrew it."""
    manuscript = Manuscript(writing.text)
    manuscript.settle({"dictionary": dictionary, "word": code}, WITHDRAWING, [])
    return writing.next(manuscript)


def put_head(writing: Writing, title: str, source: str) -> Writing:
    """The text with this title, and with the act it was written from."""
    definition = writing.definition
    if (definition.title, definition.setting(SOURCE_SETTING, "")) == (title, source):
        return writing
    manuscript = Manuscript(writing.text)
    manuscript.set_head("title", title)
    manuscript.set_head(SOURCE_SETTING, source)
    if writing.base is None:
        manuscript.drop("settings", SOURCE_SETTING)
    else:
        manuscript.settle({"setting": SOURCE_SETTING}, ("set",), [])
    after = writing.next(manuscript)
    _held(after.definition.setting(SOURCE_SETTING, "") == source)
    return after


def put_setting(writing: Writing, name: str, value: FieldValue) -> Writing:
    """The text with a setting at this value; one as the base has it needs no operation."""
    if writing.definition.setting(name, SETTINGS[name].default) == value:
        return writing
    plain = list(value) if isinstance(value, tuple) else value
    manuscript = Manuscript(writing.text)
    if writing.base is None:
        manuscript.set_value("settings", name, plain)
    else:
        same = writing.base.setting(name, SETTINGS[name].default) == value
        wanted: list[Operation] = [] if same else [("set", {"value": plain})]
        manuscript.settle({"setting": name}, ("set",), wanted)
    after = writing.next(manuscript)
    _held(after.definition.setting(name, SETTINGS[name].default) == value)
    return after


def _stage_changes(known: Stage, stage: Stage) -> list[Operation]:
    """The operations between the stage of the base and the wanted one."""
    changes: list[Operation] = []
    if (known.title, known.hint) != (stage.title, stage.hint):
        hint = {} if known.hint == stage.hint else {"hint": stage.hint}
        changes.append(("rename_stage", {"title": stage.title, **hint}))
    if known.phase is not stage.phase:
        changes.append(("set_phase", {"phase": stage.phase.value}))
    if known.order != stage.order:
        changes.append(("order_stage", {"order": stage.order}))
    if known.terms != stage.terms:
        changes.append(("set_terms", {"terms": terms_data(stage.terms)}))
    return changes


def _move_changes(known: Move, move: Move) -> list[Operation]:
    changes: list[Operation] = []
    if known.title != move.title:
        changes.append(("rename_move", {"title": move.title}))
    if known.roles != move.roles:
        changes.append(("set_roles", {"roles": [role.value for role in move.roles]}))
    if known.effects != move.effects:
        changes.append(("set_effects", {"effects": [one.value for one in move.effects]}))
    return changes


def _settle_requirements(writing: Writing, manuscript: Manuscript, known: Move, move: Move) -> None:
    """Waive what of the base is not wanted, then require what is wanted beside the rest.

    To waive by fact and parameters may take more than was meant: it is then required anew.
    """
    waived = [one for one in known.requirements if one not in move.requirements]
    left = [one for one in known.requirements if not any(_takes(w, one) for w in waived)]
    more = [one for one in move.requirements if one not in left]
    wanted: list[Operation] = [("waive", _waiving(one)) for one in dict.fromkeys(waived)]
    if more:
        wanted.append(("require", {"requires": [requirement_data(one) for one in more]}))
    names = [name for name, _keys in wanted]
    there = [one for one in writing.operations(f"moves.{move.code}") if one in REQUIRING]
    if there != names:
        # The order counts: what is required must not be waived by what stands after it.
        manuscript.settle({"move": move.code}, REQUIRING, [])
    manuscript.settle({"move": move.code}, REQUIRING, wanted)


def _takes(waived: Requirement, other: Requirement) -> bool:
    return other.fact == waived.fact and set(waived.params) <= set(other.params)


def _waiving(requirement: Requirement) -> dict[str, Any]:
    data = requirement_data(requirement)
    return data if "fact" in data else {"fact": requirement.fact}


def _without_stage(writing: Writing, move: Move, code: str) -> Writing:
    """A move without its ways over a stage; the base's own ways come back where they can."""
    known = writing.base.move_by_code.get(move.code) if writing.base else None
    if known and "reroute_move" not in writing.operations(f"moves.{move.code}"):
        # What is inherited loses the stage by itself.
        return writing
    if known and not _touches(known.ways, code):
        return _routed_as_before(writing, move)
    ways = []
    for way in move.ways:
        sources = tuple(source for source in way.sources if source != code)
        if way.target != code and sources:
            ways.append(replace(way, sources=sources))
    if ways:
        return put_move(writing, replace(move, ways=tuple(ways)))
    return remove_move(writing, move.code)


def _touches(ways: tuple[Way, ...], code: str) -> bool:
    return any(code == way.target or code in way.sources for way in ways)


def _unrouted(writing: Writing, move: Move) -> Writing:
    """Without a rerouting that says the same as the base does."""
    if "reroute_move" not in writing.operations(f"moves.{move.code}"):
        return writing
    plain = _routed_as_before(writing, move)
    now = plain.definition.move_by_code.get(move.code)
    return plain if now is not None and now.ways == move.ways else writing


def _routed_as_before(writing: Writing, move: Move) -> Writing:
    manuscript = Manuscript(writing.text)
    manuscript.settle({"move": move.code}, ("reroute_move",), [])
    return writing.next(manuscript)


def _alike(found: Move | None, wanted: Move) -> bool:
    """Whether a move is the wanted one; requirements may stand in another order."""
    if found is None:
        return False
    same = set(found.requirements) == set(wanted.requirements)
    return same and replace(found, requirements=(), order=0) == replace(
        wanted, requirements=(), order=0
    )


def _held(holds: bool) -> None:
    if not holds:
        raise CannotAmend
