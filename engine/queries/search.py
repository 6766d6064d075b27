"""One search over schools, cases, people, papers and roadmaps, each as far as the actor sees it.

Schools and people are few and their keys short. Documents and orders are many, so words are looked
for in those of the newest cases in sight only; an order's number and day have indexes of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roles import Actor, Permission
from engine.domain.school_titles import search_words
from engine.domain.search_keys import order_words
from engine.queries.cases import case_line
from engine.queries.naming import cases_named, schools_named
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.schools import school_line
from engine.queries.scope import reading_day, visible_cases, visible_schools
from engine.queries.search_papers import find_documents, find_editions, find_orders, kinds_titled
from engine.queries.search_people import FoundPerson, find_people
from engine.queries.search_roadmaps import find_measures, find_roadmaps
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow, SchoolRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench

SHOWN = 6
"""What is shown of a group; the rest is one link away, or asks for a closer query."""
LOOKED_AT = 5_000
"""Cases whose papers are looked through for words; a region has fewer."""


@dataclass(frozen=True, slots=True)
class Group:
    """The first rows of a kind, and whether there are more."""

    rows: tuple[Any, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by kind; `definitions` are by version id, for titles of stages and kinds.

    `partly` says that there are more cases in sight than papers were looked through of.
    """

    schools: Group = Group()
    cases: Group = Group()
    people: Group = Group()
    documents: Group = Group()
    orders: Group = Group()
    editions: Group = Group()
    roadmaps: Group = Group()
    measures: Group = Group()
    definitions: dict[UUID, Definition] | None = None
    partly: bool = False

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        groups = (
            self.schools,
            self.cases,
            self.people,
            self.documents,
            self.orders,
            self.editions,
            self.roadmaps,
            self.measures,
        )
        return not any(group.rows for group in groups)


def search(bench: Workbench, text: str, *, actor: Actor) -> Found:
    """Everything in the actor's sight that answers to the text; nothing for an empty one."""
    words, order = search_words(text), order_words(text)
    if not (words or order.signed_on or order.numbers):
        return Found()
    today = reading_day(bench.now())
    sight = visible_cases(actor, today)
    with reading(bench.database) as connection:
        schools = _schools(connection, text, visible_schools(actor, today)) if words else []
        cases = _cases(connection, text, sight) if words else []
        near, partly = _newest(connection, sight)
        reads = bool(actor.scopes(Permission.READ_CASE, today) or actor.tutor_schools(today))
        definitions = _definitions(bench, connection, sight) if reads else {}
        titles = kinds_titled(definitions.values(), (*words, *order.words))
        papers: list[Row[Any]] = []
        orders: list[Row[Any]] = []
        if reads:
            papers = find_documents(connection, words, titles, near, most=SHOWN + 1)
            orders = find_orders(connection, order, titles, near, sight=sight, most=SHOWN + 1)
        editions = find_editions(connection, order, visible_schools(actor, today), most=SHOWN + 1)
        roadmaps_seen = visible_roadmaps(actor, today)
        roadmaps = find_roadmaps(connection, words, order, roadmaps_seen, most=SHOWN + 1)
        measures = find_measures(connection, words, roadmaps_seen, most=SHOWN + 1)
    people = find_people(bench, words, actor=actor, most=SHOWN + 1)
    return Found(
        _group(schools),
        _group(cases),
        _group(people),
        _group(papers),
        _group(orders),
        _group(editions),
        _group(roadmaps),
        _group(measures),
        definitions,
        partly,
    )


def _group(rows: list[Any] | list[FoundPerson]) -> Group:
    return Group(tuple(rows[:SHOWN]), len(rows) > SHOWN)


def _schools(connection: Connection, text: str, sight: ColumnElement[bool]) -> list[Row[Any]]:
    query = school_line().where(sight, *schools_named(text))
    order = (SchoolRow.closed, SchoolRow.sort_key, SchoolRow.id)
    return list(connection.execute(query.order_by(*order).limit(SHOWN + 1)))


def _cases(connection: Connection, text: str, sight: ColumnElement[bool]) -> list[Row[Any]]:
    """The open ones first, then the newest."""
    found = sa.select(CaseRow.id).where(sight, *cases_named(text))
    order = (CaseRow.closed, CaseRow.id.desc())
    first = found.order_by(*order).limit(SHOWN + 1).subquery()
    query = case_line().join(first, first.c.id == CaseRow.id).order_by(*order)
    return list(connection.execute(query))


def _newest(connection: Connection, sight: ColumnElement[bool]) -> tuple[sa.Subquery, bool]:
    """The newest cases in sight, and whether there are older ones."""
    columns = (CaseRow.id, CaseRow.school_id)
    newest = sa.select(*columns).where(sight).order_by(CaseRow.id.desc())
    beyond = newest.offset(LOOKED_AT).limit(1)
    partly = connection.execute(beyond).first() is not None
    return newest.limit(LOOKED_AT).subquery(), partly


def _definitions(
    bench: Workbench, connection: Connection, sight: ColumnElement[bool]
) -> dict[UUID, Definition]:
    ids = connection.scalars(sa.select(CaseRow.definition_id).where(sight).distinct())
    reader = Reader(bench.database, connection)
    return {one: definition_of(reader, one) for one in list(ids)}
