"""A definition: the stages and moves of one path, as an immutable value with a content digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from engine.domain.canonical import APART, LEFT_OUT, canonical_bytes, plain, sha256_hex
from engine.domain.requirements import FieldValue, Requirement
from engine.domain.roles import Role
from engine.domain.scenario import Scenario
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term

QUARTER = "quarter"
RESUME = "@resume"
"""The target of a move that leads back to the stage a case was suspended from."""


class Phase(StrEnum):
    """Canonical phases, so that figures add up over regions; `outside` is off the path."""

    IDENTIFICATION = "identification"
    DIAGNOSIS = "diagnosis"
    PROGRAMME = "programme"
    MENTORING = "mentoring"
    MONITORING = "monitoring"
    EXIT = "exit"
    OUTSIDE = "outside"


class Level(StrEnum):
    """Whose text it is: the base of all, a region's changes of it, a municipality's of those."""

    BASE = "base"
    REGION = "region"
    MUNICIPALITY = "municipality"

    @property
    def below(self) -> Level:
        """The level of what changes a text of this level; below a municipality is nothing."""
        return Level.REGION if self is Level.BASE else Level.MUNICIPALITY


class StageKind(StrEnum):
    """start: a case is opened here; pause: clocks stand still; end: the path is over."""

    START = "start"
    OPEN = "open"
    PAUSE = "pause"
    END = "end"


class Effect(StrEnum):
    """What a move does besides changing the stage: a closed list."""

    END_ATTACHMENTS = "end_attachments"
    NEXT_ROUND = "next_round"
    RAISE_CLASS = "raise_class"
    RETURN_DOCUMENTS = "return_documents"


class OnDue(StrEnum):
    """What happens on the day of a term."""

    REMIND = "remind"
    ESCALATE = "escalate"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class StageTerm:
    """A term of a stage: a reminder `remind_before` days ahead, and what happens on the day.

    With `met_by` the term is done as soon as that holds: nobody is reminded of it any more, and it
    is not late, however long the case still stands in the stage.
    """

    code: str
    title: str
    due: Term
    on_due: OnDue = OnDue.ESCALATE
    move: str | None = None
    remind_before: tuple[int, ...] = ()
    met_by: Requirement | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the path; `order` is its place on the board and in the drawing."""

    code: str
    title: str
    phase: Phase
    kind: StageKind = StageKind.OPEN
    order: int = 0
    hint: str = ""
    terms: tuple[StageTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a move: from any of `sources` to `target`, taken when `when` holds.

    A way that is `everywhere` also leaves the start and open stages a region adds to the path;
    its `sources` are complete all the same.
    """

    sources: tuple[str, ...]
    target: str
    when: Requirement | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A move: who may make it, over which ways, what it requires and what it does."""

    code: str
    title: str
    ways: tuple[Way, ...]
    roles: tuple[Role, ...]
    requirements: tuple[Requirement, ...] = ()
    effects: tuple[Effect, ...] = ()
    order: int = 0

    def leaves(self, stage: str) -> bool:
        """Whether some way starts in the stage."""
        return any(stage in way.sources for way in self.ways)


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of a dictionary: (document, midterm_programme, «Среднесрочная программа…»).

    One that is `withdrawn` is offered no more; what was said by it keeps its title.
    """

    dictionary: str
    code: str
    title: str
    withdrawn: bool | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True)
class Definition:
    """One path of one region (or the base), resolved: nothing in it refers to another text.

    `settings` are numbers, words and flags named in `workflows.vocabulary.SETTINGS`.

    Scenarios, what is final and the level belong to the text and not to the path: no case goes
    another way because of them. They stand apart from the content, so that writing one more
    scenario gives no new digest, no difference and nothing to take cases over to.
    """

    code: str
    title: str
    subject: SubjectKind
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    words: tuple[Word, ...] = ()
    settings: tuple[tuple[str, FieldValue], ...] = ()
    scenarios: tuple[Scenario, ...] = field(default=(), compare=False, metadata=APART)
    final: tuple[str, ...] = field(default=(), compare=False, metadata=APART)
    level: Level = field(default=Level.BASE, compare=False, metadata=APART)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the canonical form, in hex: equal content, equal digest."""
        return sha256_hex(canonical_bytes(plain(self)))

    @cached_property
    def stage_by_code(self) -> dict[str, Stage]:
        """Stages by code."""
        return {stage.code: stage for stage in self.stages}

    @cached_property
    def move_by_code(self) -> dict[str, Move]:
        """Moves by code."""
        return {move.code: move for move in self.moves}

    @cached_property
    def closable(self) -> dict[str, tuple[StageTerm, ...]]:
        """The terms that something closes before their stage is left, by stage."""
        found = {
            stage.code: tuple(term for term in stage.terms if term.met_by is not None)
            for stage in self.stages
        }
        return {code: terms for code, terms in found.items() if terms}

    @cached_property
    def moves_by_source(self) -> dict[str, tuple[Move, ...]]:
        """The moves that leave each stage, in the order of the text."""
        return {
            stage.code: tuple(move for move in self.moves if move.leaves(stage.code))
            for stage in self.stages
        }

    @cached_property
    def title_by_word(self) -> dict[tuple[str, str], str]:
        """Titles of words by dictionary and code; the first counts."""
        return {(word.dictionary, word.code): word.title for word in reversed(self.words)}

    @cached_property
    def vocabulary(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Codes by dictionary that may be used, in the order of the text."""
        codes: dict[str, list[str]] = {}
        for word in self.words:
            if not word.withdrawn:
                codes.setdefault(word.dictionary, []).append(word.code)
        return tuple((name, tuple(listed)) for name, listed in codes.items())

    @cached_property
    def start(self) -> Stage:
        """The stage a case is opened in."""
        return next(stage for stage in self.stages if stage.kind is StageKind.START)

    @cached_property
    def counts_quarters(self) -> bool:
        """Whether some requirement counts by the quarter of the school year."""
        conditions = [way.when for move in self.moves for way in move.ways if way.when]
        asked = [one for move in self.moves for one in move.requirements]
        return any(_by_quarter(one) for one in (*asked, *conditions))

    @cached_property
    def asks_measures(self) -> frozenset[str]:
        """The stages in which something looks at the measures of the school's roadmap."""
        moving = {
            source
            for move in self.moves
            for way in move.ways
            if any(map(_by_measures, (*move.requirements, *((way.when,) if way.when else ()))))
            for source in way.sources
        }
        waiting = {
            stage.code
            for stage in self.stages
            if any(one.met_by is not None and _by_measures(one.met_by) for one in stage.terms)
        }
        return frozenset(moving | waiting)

    def setting(self, name: str, default: FieldValue) -> FieldValue:
        """A setting of the region, or the default."""
        return dict(self.settings).get(name, default)

    def word(self, dictionary: str, code: str) -> str:
        """The title of a word, or its code when the definition does not know it."""
        return self.title_by_word.get((dictionary, code), code)


MEASURE_FACTS = frozenset({"carry_over_decided", "measures_ratio", "quota_met"})
"""Facts that look at the measures of the school's roadmap, whatever they are asked with."""


def _by_measures(requirement: Requirement) -> bool:
    own = requirement.fact in MEASURE_FACTS or ("kind", "measure") in requirement.params
    return own or any(_by_measures(part) for part in requirement.parts)


def _by_quarter(requirement: Requirement) -> bool:
    own = ("period", QUARTER) in requirement.params
    return own or any(_by_quarter(part) for part in requirement.parts)
