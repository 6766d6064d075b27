"""Which terms of which open cases a changed calendar moves: a look before the deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_rules import rules_at, with_rule
from engine.domain.recounting import Recount, Running, Stay, recount
from engine.domain.roles import Place
from engine.queries.scope import reading_day, visible_cases
from engine.storage.calendar_rules import RULE_COLUMNS, rule_from
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import (
    CalendarDayRow,
    CalendarRuleRow,
    CaseRow,
    DutyRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
    SpellRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.calendar_rules import CalendarRule
    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

SHOWN = 100


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case in sight whose terms move."""

    case_id: UUID
    subject: str
    definition: Definition
    stage: str
    recount: Recount


@dataclass(frozen=True, slots=True)
class MovedCases:
    """The cases whose terms move: all of them by id, and the first ones that are in sight."""

    case_ids: tuple[UUID, ...]
    shown: tuple[MovedCase, ...]


def moved_cases(
    bench: Workbench,
    region_id: UUID | None,
    changed: Iterable[CalendarDay] = (),
    rule: CalendarRule | None = None,
    *,
    actor: Actor,
) -> MovedCases:
    """What days set in a region's layer, or in the federal one, or a rule would move.

    The stored ones count. Without days or a rule: the cases that were counted by a calendar that
    has changed since.
    """
    days = tuple(changed)
    with reading(bench.database) as connection:
        of_region = CaseRow.region_id == region_id if region_id else sa.true()
        reader = Reader(bench.database, connection)
        cases = list(connection.execute(_cases(of_region)))
        duties, stays = _duties(connection, of_region), _stays(connection, of_region)
        calendars = Calendars(connection, region_id, days, rule)
        found: dict[UUID, tuple[Definition, str, Recount]] = {}
        for row in cases:
            definition = definition_of(reader, row.definition_id)
            counted = recount(
                definition,
                stays[row.id],
                duties[row.id],
                calendars.of(Place(row.region_id, row.municipality_id, row.school_id)),
                row.zone,
            )
            if counted.moved:
                found[row.id] = (definition, row.stage, counted)
        shown = tuple(_shown(bench, connection, found, actor))
    return MovedCases(tuple(found), shown)


def _cases(of_region: ColumnElement[bool]) -> AnySelect:
    """Open cases for which the clock has something left to do."""
    waiting = sa.exists().where(DutyRow.case_id == CaseRow.id, DutyRow.status == "open")
    return (
        sa.select(
            CaseRow.id,
            CaseRow.definition_id,
            CaseRow.stage,
            CaseRow.region_id,
            CaseRow.municipality_id,
            CaseRow.school_id,
            RegionRow.zone,
        )
        .join(RegionRow, RegionRow.id == CaseRow.region_id)
        .where(of_region, CaseRow.closed.is_(False), waiting)
        .order_by(CaseRow.stage_due_on, CaseRow.id)
    )


def _duties(connection: Connection, of_region: ColumnElement[bool]) -> dict[UUID, list[Running]]:
    query = (
        sa.select(DutyRow.case_id, DutyRow.id, DutyRow.term_code, DutyRow.due_on, DutyRow.due_at)
        .join(CaseRow, CaseRow.id == DutyRow.case_id)
        .where(
            of_region,
            DutyRow.status == "open",
            DutyRow.retroactive.is_(False),
            DutyRow.fixed.is_(False),
        )
        .order_by(DutyRow.due_at, DutyRow.id)
    )
    found: dict[UUID, list[Running]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.case_id].append(Running(row.id, row.term_code, row.due_on, row.due_at))
    return found


def _stays(connection: Connection, of_region: ColumnElement[bool]) -> dict[UUID, list[Stay]]:
    query = (
        sa.select(SpellRow.case_id, SpellRow.stage, SpellRow.entered_on, SpellRow.entered_at)
        .join(CaseRow, CaseRow.id == SpellRow.case_id)
        .where(of_region, CaseRow.closed.is_(False))
        .order_by(SpellRow.case_id, SpellRow.seq)
    )
    found: dict[UUID, list[Stay]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.case_id].append(Stay(row.stage, row.entered_on, row.entered_at))
    return found


class Calendars:
    """The calendars of places, as they would be with changed days or a rule of their own."""

    def __init__(
        self,
        connection: Connection,
        region_id: UUID | None,
        changed: tuple[CalendarDay, ...] = (),
        rule: CalendarRule | None = None,
    ) -> None:
        """Read every layer and rule; `changed` are days of the layer of the region."""
        columns = (CalendarDayRow.region_id, CalendarDayRow.day, CalendarDayRow.working)
        stored: dict[UUID | None, list[CalendarDay]] = defaultdict(list)
        for row in connection.execute(sa.select(*columns)):
            stored[row.region_id].append(CalendarDay(row.day, row.working))
        stored[region_id] += changed
        self._days = stored
        ruled = sa.select(*RULE_COLUMNS).order_by(CalendarRuleRow.starts_on, CalendarRuleRow.id)
        self._rules = with_rule(map(rule_from, connection.execute(ruled)), rule)
        self._known: dict[tuple[UUID | None, tuple[CalendarRule, ...]], WorkingCalendar] = {}

    def of(self, place: Place) -> WorkingCalendar:
        """The calendar of a place: its region's days over the federal ones, by its rules."""
        rules = rules_at(self._rules, place)
        key = (place.region_id, rules)
        if key not in self._known:
            layers = (("federal", self._days[None]), ("region", self._days[place.region_id]))
            self._known[key] = WorkingCalendar(
                tuple(CalendarLayer(name, tuple(days)) for name, days in layers), rules
            )
        return self._known[key]


def _shown(
    bench: Workbench,
    connection: Connection,
    found: dict[UUID, tuple[Definition, str, Recount]],
    actor: Actor,
) -> Iterator[MovedCase]:
    """The first of the cases that the actor may read, by name."""
    for row in connection.execute(_names(list(found)[:SHOWN], bench, actor)):
        definition, stage, counted = found[row.id]
        yield MovedCase(row.id, row.subject, definition, stage, counted)


def _names(case_ids: list[UUID], bench: Workbench, actor: Actor) -> AnySelect:
    subject = sa.func.coalesce(SchoolRow.title, MunicipalityRow.title).label("subject")
    return (
        sa.select(CaseRow.id, subject)
        .join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id)
        .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
        .where(CaseRow.id.in_(case_ids), visible_cases(actor, reading_day(bench.now())))
        .order_by(SchoolRow.sort_key, subject, CaseRow.id)
    )
