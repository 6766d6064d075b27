"""Cases as a succession looks at them: situation, stays, duties and calendar, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.calendar_rules import rules_at
from engine.domain.definition import OnDue
from engine.domain.recounting import Stay
from engine.domain.succession import DutyFact, DutyState, Standing
from engine.storage.calendar_rules import rules_of
from engine.storage.calendars import calendar_of
from engine.storage.cases import Facts
from engine.storage.quarters import quarters_of
from engine.storage.tables import DutyRow, SpellRow

if TYPE_CHECKING:
    from engine.domain.calendar import Span, WorkingCalendar
    from engine.domain.calendar_rules import CalendarRule
    from engine.domain.definition import Definition
    from engine.domain.roles import Place
    from engine.domain.situation import Situation
    from engine.storage.cases import LockedCase
    from engine.storage.database import Reader, Transaction

_STAYS = Facts(
    sa.select(SpellRow.stage, SpellRow.entered_on, SpellRow.entered_at, SpellRow.round),
    SpellRow.case_id,
    SpellRow.seq,
)
_SELECT_DUTIES = sa.select(
    DutyRow.id,
    DutyRow.stage,
    DutyRow.term_code,
    DutyRow.kind,
    DutyRow.move,
    DutyRow.due_on,
    DutyRow.due_at,
    DutyRow.status,
    DutyRow.retroactive,
    DutyRow.fixed,
    DutyRow.outcome,
    DutyRow.done_at,
    DutyRow.met_on,
)
_ORDER = (DutyRow.due_at, DutyRow.id)
_DUTIES = Facts(_SELECT_DUTIES.where(DutyRow.status != "cancelled"), DutyRow.case_id, *_ORDER)
_ALL_DUTIES = Facts(_SELECT_DUTIES, DutyRow.case_id, *_ORDER)


def all_duties(
    reader: Reader | Transaction, case_ids: Sequence[UUID]
) -> dict[UUID, tuple[DutyFact, ...]]:
    """Every duty that cases have or had."""
    rows = _ALL_DUTIES.of_many(reader, case_ids)
    return {case_id: tuple(map(_duty, found)) for case_id, found in rows.items()}


class Standings:
    """Reads cases for their way to a new version; calendars and quarters once a region."""

    def __init__(self, reader: Reader | Transaction, new: Definition) -> None:
        """Nothing read yet."""
        self._reader = reader
        self._new = new
        self._rules: dict[UUID | None, tuple[CalendarRule, ...]] = {}
        self._calendars: dict[tuple[UUID | None, tuple[CalendarRule, ...]], WorkingCalendar] = {}
        self._quarters: dict[UUID, tuple[Span, ...]] = {}

    def of(
        self, located: Sequence[LockedCase], situations: Mapping[UUID, Situation]
    ) -> dict[UUID, Standing]:
        """The cases as they are judged; those under their locks are as new as the locks."""
        ids = [one.state.id for one in located]
        stays = _STAYS.of_many(self._reader, ids)
        duties = _DUTIES.of_many(self._reader, ids)
        return {
            one.state.id: Standing(
                self._by_quarters(one, situations[one.state.id]),
                one.closed,
                tuple(Stay(*row) for row in stays[one.state.id]),
                tuple(_duty(row) for row in duties[one.state.id]),
                one.zone,
                self._calendar(one.state.place),
            )
            for one in located
        }

    def _by_quarters(self, located: LockedCase, situation: Situation) -> Situation:
        """The situation with the quarters of the region where the new version counts by them."""
        if not self._new.counts_quarters or situation.quarters:
            return situation
        region_id = located.region_id
        if region_id not in self._quarters:
            self._quarters[region_id] = quarters_of(self._reader, region_id)
        return replace(situation, quarters=self._quarters[region_id])

    def _calendar(self, place: Place) -> WorkingCalendar:
        """The calendar of a place; places with the same rules share one."""
        if place.region_id not in self._rules:
            self._rules[place.region_id] = rules_of(self._reader, place.region_id)
        rules = rules_at(self._rules[place.region_id], place)
        key = (place.region_id, rules)
        if key not in self._calendars:
            self._calendars[key] = calendar_of(self._reader, place)
        return self._calendars[key]


def _duty(row: tuple[Any, ...]) -> DutyFact:
    stage, term, kind, move, due_on, due_at, status, retroactive, fixed, *end = row[1:]
    state = DutyState(
        stage,
        term,
        OnDue(kind),
        move,
        due_on,
        due_at,
        status,
        bool(retroactive),
        bool(fixed),
        *end,
    )
    return DutyFact(row[0], state)
