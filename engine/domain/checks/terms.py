"""Terms of stages: numbers a calendar has, and moves the clock can really make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.domain.checks.finding import Finding, error
from engine.domain.definition import Definition, OnDue, Stage, StageTerm
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind

LONGEST_DAYS = 1100
_REMIND_EARLIEST = 366
_MONTHS = (1, 12)
_DAYS_OF_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_RANGES: Mapping[TermKind, Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        TermKind.CALENDAR_DAYS: {"days": (1, LONGEST_DAYS)},
        TermKind.WORKING_DAYS: {"days": (1, LONGEST_DAYS)},
        TermKind.YEARLY_DATE: {"month": _MONTHS, "day": (1, 31)},
        TermKind.MONTH_WINDOW: {"from_month": _MONTHS, "month": _MONTHS},
        TermKind.OPEN: {},
        TermKind.RETURN: {},
    }
)
"""The numbers a kind of term is made of; the others stay zero."""


def inspect_terms(definition: Definition) -> Iterator[Finding]:
    """Numbers out of range, and timed moves that could never be made."""
    for stage in definition.stages:
        for term in stage.terms:
            element = f"stages.{stage.code}.terms.{term.code}"
            yield from _numbers(element, term.due)
            yield from _reminders(element, term)
            yield from _timed_move(definition, stage, term, element)


def _numbers(element: str, due: Term) -> Iterator[Finding]:
    ranges = _RANGES[due.kind]
    for name in ("days", "month", "day", "from_month"):
        value = getattr(due, name)
        least, most = ranges.get(name, (0, 0))
        if name == "day" and name in ranges and _MONTHS[0] <= due.month <= _MONTHS[1]:
            most = _DAYS_OF_MONTH[due.month - 1]
        if not least <= value <= most:
            yield error(
                "term_out_of_range", element, name=name, value=value, least=least, most=most
            )


def _reminders(element: str, term: StageTerm) -> Iterator[Finding]:
    for days in term.remind_before:
        if not 1 <= days <= _REMIND_EARLIEST:
            yield error(
                "term_out_of_range",
                element,
                name="remind_before",
                value=days,
                least=1,
                most=_REMIND_EARLIEST,
            )


def _timed_move(
    definition: Definition, stage: Stage, term: StageTerm, element: str
) -> Iterator[Finding]:
    if term.on_due is not OnDue.MOVE:
        if term.move is not None:
            yield error("term_move_unused", element, move=term.move)
        return
    if term.due.kind is TermKind.OPEN:
        yield error("term_never_due", element)
    if term.move is None:
        yield error("term_move_missing", element)
        return
    move = definition.move_by_code.get(term.move)
    if move is None:
        yield error("term_move_unknown", element, move=term.move)
        return
    if not move.leaves(stage.code):
        yield error("term_move_elsewhere", element, move=move.code)
    if Role.SCHEDULER not in move.roles:
        yield error("term_move_not_scheduled", element, move=move.code)
