"""The path of a case as its card draws it: what was passed, where it stands, what is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.definition import Phase
from web.wording.paths import term_title
from web.wording.titles import PHASES, title_of

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.queries.cases import CaseCard
    from engine.queries.duties import DueTerm


@dataclass(frozen=True, slots=True)
class PathStage:
    """A stage of the path; `state` is passed, here or ahead, `since` the day of entry."""

    code: str
    title: str
    phase: str
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term of the stage: its title, its day, how many days are left (negative: over)."""

    title: str
    due_on: date
    left: int
    paused: bool
    move: str


def path_of(card: CaseCard) -> tuple[PathStage, ...]:
    """The stages in order; those off the path only while the case stands there."""
    definition, here = card.locked.definition, card.line.stage
    entered = {spell.stage: spell.entered_on for spell in card.spells}
    return tuple(
        PathStage(
            stage.code,
            stage.title,
            title_of(PHASES, stage.phase.value),
            "here" if stage.code == here else "passed" if stage.code in entered else "ahead",
            entered.get(stage.code),
        )
        for stage in definition.stages
        if stage.phase is not Phase.OUTSIDE or stage.code == here
    )


def term_lines(
    terms: tuple[DueTerm, ...], definition: Definition, stage: str, today: date
) -> tuple[TermLine, ...]:
    """The terms as lines, the nearest first."""
    return tuple(
        TermLine(
            term_title(definition, term.term_code, stage),
            term.due_on,
            (term.due_on - today).days,
            term.paused,
            term.move or "",
        )
        for term in terms
    )
