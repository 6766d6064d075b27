"""A definition while operations are applied to it, and what every operation can do."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from engine.domain.definition import Definition, Level, Move, Stage, Word
from engine.domain.requirements import FieldValue
from engine.domain.scenario import Scenario
from engine.domain.situation import SubjectKind


class OperationRefused(Exception):
    """The operation does not fit the draft; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def unknown_element() -> OperationRefused:
    """The refusal of an operation on what is not there."""
    return OperationRefused("operation_unknown_element")


def element_exists() -> OperationRefused:
    """The refusal of adding what is there already."""
    return OperationRefused("operation_element_exists")


@dataclass(slots=True)
class Draft:
    """A definition while operations are applied to it."""

    code: str
    title: str
    subject: SubjectKind
    stages: dict[str, Stage]
    moves: dict[str, Move]
    words: dict[tuple[str, str], Word]
    settings: dict[str, FieldValue]
    scenarios: dict[str, Scenario]
    final: tuple[str, ...]
    level: Level

    @classmethod
    def of(cls, definition: Definition) -> Draft:
        """A draft with the content of a definition."""
        return cls(
            definition.code,
            definition.title,
            definition.subject,
            dict(definition.stage_by_code),
            dict(definition.move_by_code),
            {(word.dictionary, word.code): word for word in definition.words},
            dict(definition.settings),
            {scenario.code: scenario for scenario in definition.scenarios},
            definition.final,
            definition.level,
        )

    def stage(self, code: str) -> Stage:
        """The stage as it stands now."""
        if code not in self.stages:
            raise unknown_element()
        return self.stages[code]

    def move(self, code: str) -> Move:
        """The move as it stands now."""
        if code not in self.moves:
            raise unknown_element()
        return self.moves[code]


class Change(ABC):
    """One operation of an overlay."""

    __slots__ = ()

    @property
    @abstractmethod
    def element(self) -> str:
        """The one element the operation changes."""

    @abstractmethod
    def apply(self, draft: Draft) -> None:
        """Change the draft; raises OperationRefused and changes nothing."""

    @classmethod
    def operation(cls) -> str:
        """The name of the operation in a text: `add_stage` for AddStage."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
