"""The terms of the stage a case stands in: their days, and why they fall on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.domain.definition import StageKind
from web.wording.paths import term_title
from web.wording.terms import due_consequence, due_reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Row

    from engine.domain.definition import Definition, StageTerm
    from engine.queries.cases import CaseCard
    from engine.queries.duties import DueTerm


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term: its title, its day, how many days are left (negative: over), and why that day.

    `then` says what the clock does on the day, where it moves the case by itself; `met_on` is the
    day on which what it is about was done.
    """

    title: str
    due_on: date
    left: int
    paused: bool
    move: str
    reason: str = ""
    then: str = ""
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a stage over suspensions: when it began, and how many days clocks stood still."""

    stage: str
    began_on: date
    suspended: int


def term_lines(
    terms: tuple[DueTerm, ...], definition: Definition, stage: str, today: date
) -> tuple[TermLine, ...]:
    """The terms that are not done yet, as lines without their reasons, for lists; nearest first."""
    return tuple(term_line(term, definition, stage, today) for term in terms if term.met_on is None)


def term_line(term: DueTerm, definition: Definition, stage: str, today: date) -> TermLine:
    """A term with its title and how many days are left."""
    return TermLine(
        term_title(definition, term.term_code, stage),
        term.due_on,
        (term.due_on - today).days,
        term.paused,
        term.move or "",
        met_on=term.met_on,
    )


def terms_of(card: CaseCard, today: date) -> tuple[TermLine, ...]:
    """The terms as lines, the nearest first; of a suspended case those that wait for it too."""
    definition = card.locked.definition
    return tuple(_line(term, card.spells, definition, today) for term in card.terms)


def passed_terms(card: CaseCard) -> tuple[tuple[str, date], ...]:
    """Terms of the stage whose day was over before the entry was registered: nobody was late."""
    definition, stay = card.locked.definition, card.spells[-1]
    found = {
        (row.term_code, row.due_on)
        for row in card.duties
        if row.retroactive and row.stage == stay.stage and row.due_on >= stay.entered_on
    }
    return tuple(
        (term_title(definition, code, stay.stage), day)
        for code, day in sorted(found, key=lambda one: one[1])
    )


def stay_of(spells: Sequence[Row[Any]], definition: Definition, *, paused: bool) -> Stay | None:
    """The stay that terms are counted from: the present one, or the one a pause interrupted."""
    place = len(spells) - 1 - paused
    if place < 0:
        return None
    began, suspended = spells[place], 0
    while place >= _ROUND_A_PAUSE:
        pause, former = spells[place - 1], spells[place - 2]
        stage = definition.stage_by_code.get(pause.stage)
        if stage is None or stage.kind is not StageKind.PAUSE or former.stage != began.stage:
            break
        suspended += max((began.entered_on - pause.entered_on).days, 0)
        began, place = former, place - _ROUND_A_PAUSE
    return Stay(began.stage, began.entered_on, suspended)


_ROUND_A_PAUSE = 2


def _line(
    term: DueTerm, spells: Sequence[Row[Any]], definition: Definition, today: date
) -> TermLine:
    stay = stay_of(spells, definition, paused=term.paused)
    rule = _rule(definition, stay.stage, term.term_code) if stay else None
    return replace(
        term_line(term, definition, stay.stage if stay else "", today),
        reason=due_reason(rule.due, stay.began_on, stay.suspended) if rule and stay else "",
        then=due_consequence(rule, definition) if rule else "",
    )


def _rule(definition: Definition, stage: str, code: str) -> StageTerm | None:
    found = definition.stage_by_code.get(stage)
    terms = found.terms if found else ()
    return next((term for term in terms if term.code == code), None)
