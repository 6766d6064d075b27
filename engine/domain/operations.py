"""The operations of an overlay: each is a value, names one element and changes a draft.

An element is named as in the text: `stages.listed`, `moves.retain`, `words.document.roadmap`,
`settings.tutor_school_capacity`. Whether ways and words point at something is looked at when the
whole overlay is applied, so that operations on different elements may stand in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.domain.definition import Effect, Move, Phase, Stage, StageTerm, Way, Word
from engine.domain.drafting import (
    Change,
    Draft,
    OperationRefused,
    element_exists,
    unknown_element,
)
from engine.domain.requirements import FieldValue, Requirement
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind

SOURCE_SETTING = "source"
"""The setting that keeps which act or document a definition was written from."""


@dataclass(frozen=True, slots=True)
class Identify(Change):
    """Whose path it is: the header of the overlay's text, not one of its `[[change]]` tables.

    `final` are elements that overlays of this one must not touch, beside those of the base.
    """

    code: str
    title: str
    subject: SubjectKind
    source: str = ""
    final: tuple[str, ...] = ()

    @property
    def element(self) -> str:
        return "definition"

    def apply(self, draft: Draft) -> None:
        draft.code, draft.title, draft.subject = self.code, self.title, self.subject
        # The act behind the base is not the act behind the region's path.
        draft.settings.pop(SOURCE_SETTING, None)
        if self.source:
            draft.settings[SOURCE_SETTING] = self.source
        draft.level = draft.level.below
        draft.final = tuple(dict.fromkeys((*draft.final, *self.final)))


class _StageChange(Change):
    __slots__ = ()
    stage: str

    @property
    def element(self) -> str:
        return f"stages.{self.stage}"


@dataclass(frozen=True, slots=True)
class AddStage(Change):
    """A stage the base does not have."""

    added: Stage

    @property
    def element(self) -> str:
        return f"stages.{self.added.code}"

    def apply(self, draft: Draft) -> None:
        if self.added.code in draft.stages:
            raise element_exists()
        draft.stages[self.added.code] = self.added


@dataclass(frozen=True, slots=True)
class RenameStage(_StageChange):
    """The region's own name of a stage; without `hint` the old hint stays."""

    stage: str
    title: str
    hint: str | None = None

    def apply(self, draft: Draft) -> None:
        old = draft.stage(self.stage)
        hint = old.hint if self.hint is None else self.hint
        draft.stages[self.stage] = replace(old, title=self.title, hint=hint)


@dataclass(frozen=True, slots=True)
class RemoveStage(_StageChange):
    """The stage goes, with every inherited way that touches it."""

    stage: str

    def apply(self, draft: Draft) -> None:
        del draft.stages[draft.stage(self.stage).code]


@dataclass(frozen=True, slots=True)
class SetPhase(_StageChange):
    """The canonical phase the stage counts to."""

    stage: str
    phase: Phase

    def apply(self, draft: Draft) -> None:
        draft.stages[self.stage] = replace(draft.stage(self.stage), phase=self.phase)


@dataclass(frozen=True, slots=True)
class SetTerms(_StageChange):
    """All terms of a stage, in place of the old ones."""

    stage: str
    terms: tuple[StageTerm, ...]

    def apply(self, draft: Draft) -> None:
        draft.stages[self.stage] = replace(draft.stage(self.stage), terms=self.terms)


@dataclass(frozen=True, slots=True)
class OrderStage(_StageChange):
    """The place of a stage on the board."""

    stage: str
    order: int

    def apply(self, draft: Draft) -> None:
        draft.stages[self.stage] = replace(draft.stage(self.stage), order=self.order)


class _MoveChange(Change):
    __slots__ = ()
    move: str

    @property
    def element(self) -> str:
        return f"moves.{self.move}"


@dataclass(frozen=True, slots=True)
class AddMove(Change):
    """A move the base does not have."""

    added: Move

    @property
    def element(self) -> str:
        return f"moves.{self.added.code}"

    def apply(self, draft: Draft) -> None:
        if self.added.code in draft.moves:
            raise element_exists()
        draft.moves[self.added.code] = self.added


@dataclass(frozen=True, slots=True)
class RenameMove(_MoveChange):
    """The region's own name of a move."""

    move: str
    title: str

    def apply(self, draft: Draft) -> None:
        draft.moves[self.move] = replace(draft.move(self.move), title=self.title)


@dataclass(frozen=True, slots=True)
class RemoveMove(_MoveChange):
    """The move goes."""

    move: str

    def apply(self, draft: Draft) -> None:
        del draft.moves[draft.move(self.move).code]


@dataclass(frozen=True, slots=True)
class RerouteMove(_MoveChange):
    """All ways of a move, in place of the old ones."""

    move: str
    ways: tuple[Way, ...]

    def apply(self, draft: Draft) -> None:
        draft.moves[self.move] = replace(draft.move(self.move), ways=self.ways)


@dataclass(frozen=True, slots=True)
class SetRoles(_MoveChange):
    """Everybody who may make a move, in place of the old roles."""

    move: str
    roles: tuple[Role, ...]

    def apply(self, draft: Draft) -> None:
        draft.moves[self.move] = replace(draft.move(self.move), roles=self.roles)


@dataclass(frozen=True, slots=True)
class Require(_MoveChange):
    """Requirements a move has beside the old ones."""

    move: str
    requirements: tuple[Requirement, ...]

    def apply(self, draft: Draft) -> None:
        old = draft.move(self.move)
        both = old.requirements + self.requirements
        draft.moves[self.move] = replace(old, requirements=both)


@dataclass(frozen=True, slots=True)
class Waive(_MoveChange):
    """Every requirement of a move with this fact and all of these parameters is dropped.

    Branches of an `any` are left alone: dropping one would make the move harder, not easier.
    """

    move: str
    fact: str
    params: tuple[tuple[str, FieldValue], ...] = ()

    def apply(self, draft: Draft) -> None:
        old = draft.move(self.move)
        kept = tuple(one for one in old.requirements if not self._meant(one))
        if kept == old.requirements:
            raise OperationRefused("operation_nothing_waived")
        draft.moves[self.move] = replace(old, requirements=kept)

    def _meant(self, requirement: Requirement) -> bool:
        return requirement.fact == self.fact and set(self.params) <= set(requirement.params)


@dataclass(frozen=True, slots=True)
class SetEffects(_MoveChange):
    """All effects of a move, in place of the old ones."""

    move: str
    effects: tuple[Effect, ...]

    def apply(self, draft: Draft) -> None:
        draft.moves[self.move] = replace(draft.move(self.move), effects=self.effects)


class _WordChange(Change):
    __slots__ = ()
    dictionary: str
    word: str

    @property
    def element(self) -> str:
        return f"words.{self.dictionary}.{self.word}"

    def known(self, draft: Draft) -> bool:
        return (self.dictionary, self.word) in draft.words


@dataclass(frozen=True, slots=True)
class AddWord(_WordChange):
    """A word a dictionary of the base does not have; the dictionary itself may be new."""

    dictionary: str
    word: str
    title: str

    def apply(self, draft: Draft) -> None:
        if self.known(draft):
            raise element_exists()
        word = Word(self.dictionary, self.word, self.title)
        draft.words[self.dictionary, self.word] = word


@dataclass(frozen=True, slots=True)
class RenameWord(_WordChange):
    """The region's own name of a document, a decision, a factor."""

    dictionary: str
    word: str
    title: str

    def apply(self, draft: Draft) -> None:
        if not self.known(draft):
            raise unknown_element()
        old = draft.words[self.dictionary, self.word]
        draft.words[self.dictionary, self.word] = replace(old, title=self.title)


@dataclass(frozen=True, slots=True)
class WithdrawWord(_WordChange):
    """The word is offered no more; what a case said by it goes on being shown under its title."""

    dictionary: str
    word: str

    def apply(self, draft: Draft) -> None:
        if not self.known(draft):
            raise unknown_element()
        old = draft.words[self.dictionary, self.word]
        draft.words[self.dictionary, self.word] = replace(old, withdrawn=True)


@dataclass(frozen=True, slots=True)
class RemoveWord(_WordChange):
    """The word goes; a requirement that still names it becomes a finding."""

    dictionary: str
    word: str

    def apply(self, draft: Draft) -> None:
        if not self.known(draft):
            raise unknown_element()
        del draft.words[self.dictionary, self.word]


@dataclass(frozen=True, slots=True)
class Set(Change):
    """A setting of the region, whether the base has it or not."""

    setting: str
    value: FieldValue

    @property
    def element(self) -> str:
        return f"settings.{self.setting}"

    def apply(self, draft: Draft) -> None:
        draft.settings[self.setting] = self.value
