"""The rules of the calendar by place, each with its act, and how they came to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.calendar_rules import (
    CalendarRule,
    RuleChange,
    Setting,
    in_force,
    of_setting,
    rule_undone,
    rules_at,
    undoable_rules,
)
from engine.domain.roles import Actor, Permission, Place
from engine.queries.scope import reading_day
from engine.storage.calendar_rules import rule_changes, rules_of
from engine.storage.calendars import layer_stream
from engine.storage.database import Reader, reading
from engine.storage.tables import AccountRow, JournalRow, MunicipalityRow, RegionRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class TakenRule:
    """A change of a rule, by whom and when, and whether the actor can still take it back."""

    change: RuleChange
    at: datetime
    by: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that hold in a region or are set below it, their last changes, and the names.

    `titles` names regions, municipalities and schools that the rules are set for.
    """

    rules: tuple[CalendarRule, ...]
    changes: tuple[TakenRule, ...]
    titles: dict[UUID, str]

    def deciding(self, setting: Setting, place: Place, day: date) -> CalendarRule | None:
        """The rule that decides in a place on a day; None where none is set."""
        return in_force(of_setting(rules_at(self.rules, place), setting), day)


def read_rules(bench: Workbench, region_id: UUID | None, limit: int, *, actor: Actor) -> RuleBook:
    """The rules at, above and below the places whose calendar the actor keeps."""
    places = actor.scopes(Permission.EDIT_CALENDAR, reading_day(bench.now()))
    stream = layer_stream(region_id, bench.database)

    def is_near(rule: CalendarRule) -> bool:
        return any(one.covers(rule.place) or rule.place.covers(one) for one in places)

    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        rules = tuple(filter(is_near, rules_of(reader, region_id)))
        changes = rule_changes(reader, stream)
        free = undoable_rules(changes)
        last = [one for one in changes if is_near(one.rule)][-limit:]
        query = _who(stream.subject_id, stream.kind.value, [one.seq for one in last])
        by = {row.seq: row for row in connection.execute(query)}
        named = [*rules, *(one.rule for one in last)]
        titles = {row.id: row.title for row in connection.execute(_titles(named))}
    taken = tuple(
        TakenRule(
            one,
            by[one.seq].at,
            by[one.seq].title or "",
            one.seq in free and any(each.covers(one.rule.place) for each in places),
        )
        for one in reversed(last)
    )
    return RuleBook(tuple(one for one in rules if one.value is not None), taken, titles)


def rules_in(bench: Workbench, place: Place) -> tuple[CalendarRule, ...]:
    """The rules that hold in a place."""
    with reading(bench.database) as connection:
        return rules_at(rules_of(Reader(bench.database, connection), place.region_id), place)


def undone_rule(bench: Workbench, region_id: UUID | None, seq: int, act: str) -> CalendarRule:
    """The rule that taking back a change would set; raises as the deed does."""
    stream = layer_stream(region_id, bench.database)
    with reading(bench.database) as connection:
        return rule_undone(rule_changes(Reader(bench.database, connection), stream), seq, act)


def schools_of(bench: Workbench, municipality_id: UUID) -> list[tuple[UUID, str]]:
    """The schools of a municipality that are not closed, by name."""
    query = (
        sa.select(SchoolRow.id, SchoolRow.title)
        .where(SchoolRow.municipality_id == municipality_id, SchoolRow.closed.is_(False))
        .order_by(SchoolRow.sort_key, SchoolRow.id)
    )
    with reading(bench.database) as connection:
        return [(row.id, row.title) for row in connection.execute(query)]


def _who(subject_id: UUID, stream: str, places: list[int]) -> AnySelect:
    return (
        sa.select(JournalRow.seq, JournalRow.at, AccountRow.title)
        .outerjoin(AccountRow, AccountRow.id == JournalRow.actor_id)
        .where(
            JournalRow.subject_id == subject_id,
            JournalRow.stream == stream,
            JournalRow.seq.in_(places),
        )
    )


def _titles(rules: Iterable[CalendarRule]) -> sa.CompoundSelect[Any]:
    places = {one.place for one in rules}
    tables = (
        (RegionRow, {one.region_id for one in places}),
        (MunicipalityRow, {one.municipality_id for one in places}),
        (SchoolRow, {one.school_id for one in places}),
    )
    return sa.union_all(
        *(sa.select(row.id, row.title).where(row.id.in_(ids - {None})) for row, ids in tables)
    )
