"""Documents and orders that answer to a search, of cases in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.search_keys import number_key, search_key, sought
from engine.domain.situation import DocumentStatus
from engine.queries.cases import case_line
from engine.queries.naming import has_word, is_numbered
from engine.storage.tables import (
    CaseRow,
    DecisionRow,
    DocumentRow,
    ListEditionRow,
    ListEntryRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.domain.search_keys import OrderWords

Titled = dict[tuple[str, str], frozenset[str]]
"""The codes of a dictionary whose titles answer to a word, by dictionary and word."""

_NAMED = ("decision", "document")


def kinds_titled(definitions: Iterable[Definition], words: Iterable[str]) -> Titled:
    """Kinds of papers by the words of their titles: what a definition names is no column."""
    keys = {
        (word.dictionary, word.code, search_key(word.title))
        for definition in definitions
        for word in definition.words
        if word.dictionary in _NAMED
    }
    return {
        (named, word): frozenset(
            code for dictionary, code, key in keys if dictionary == named and sought(word) in key
        )
        for named in _NAMED
        for word in words
    }


def find_documents(
    connection: Connection,
    words: tuple[str, ...],
    titled: Titled,
    near: sa.Subquery,
    *,
    most: int,
) -> list[Row[Any]]:
    """The newest documents in force that answer to all the words.

    A word may name the school instead («программа школы 53»), but not all of them.
    """
    if not words:
        return []
    own = [_has(DocumentRow, word, titled["document", word]) for word in words]
    schools = [near.c.school_id.in_(_schools_with(word)) for word in words]
    found = (
        sa.select(DocumentRow.id)
        .join(near, near.c.id == DocumentRow.case_id)
        .where(
            DocumentRow.status != DocumentStatus.SUPERSEDED.value,
            sa.or_(*own),
            *(sa.or_(*ways) for ways in zip(own, schools, strict=True)),
        )
        .order_by(DocumentRow.id.desc())
        .limit(most)
        .subquery()
    )
    query = (
        case_line()
        .add_columns(
            DocumentRow.id.label("document_id"),
            DocumentRow.kind,
            DocumentRow.topic,
            DocumentRow.title,
            DocumentRow.file_name,
            DocumentRow.sha256,
            DocumentRow.status,
            DocumentRow.version,
            DocumentRow.round.label("document_round"),
            DocumentRow.registered_at,
        )
        .join(DocumentRow, DocumentRow.case_id == CaseRow.id)
        .join(found, found.c.id == DocumentRow.id)
        .order_by(DocumentRow.id.desc())
    )
    return list(connection.execute(query))


def find_orders(
    connection: Connection,
    asked: OrderWords,
    titled: Titled,
    near: sa.Subquery,
    *,
    sight: ColumnElement[bool],
    most: int,
) -> list[Row[Any]]:
    """Orders by number, day and words, the exact number first; one over several cases once.

    `cases` says how many cases in sight the order is registered for; the line is that of one.
    """
    conditions = [_has(DecisionRow, word, titled["decision", word]) for word in asked.words]
    if asked.numbers:
        key = DecisionRow.number_key
        conditions.append(sa.or_(*(is_numbered(key, number) for number in asked.numbers)))
    if asked.signed_on is not None:
        conditions.append(DecisionRow.signed_on == asked.signed_on)
    if not conditions:
        return []
    indexed = bool(asked.numbers) or asked.signed_on is not None
    exact = sa.case((DecisionRow.number_key.in_(asked.numbers), 0), else_=1)
    place = sa.func.row_number().over(partition_by=DecisionRow.order_id, order_by=DecisionRow.id)
    cases = sa.func.count().over(partition_by=DecisionRow.order_id)
    every = sa.select(
        DecisionRow.id,
        DecisionRow.signed_on,
        exact.label("exact"),
        place.label("place"),
        cases.label("cases"),
    )
    if indexed:
        every = every.join(CaseRow, CaseRow.id == DecisionRow.case_id).where(sight)
    else:
        every = every.join(near, near.c.id == DecisionRow.case_id)
    return list(connection.execute(_order_lines(every.where(*conditions).subquery(), most)))


def _order_lines(every: sa.Subquery, most: int) -> sa.Select[Any]:
    order = (every.c.exact, every.c.signed_on.desc(), every.c.id.desc())
    first = sa.select(every).where(every.c.place == 1).order_by(*order).limit(most).subquery()
    return (
        case_line()
        .add_columns(
            DecisionRow.id.label("decision_id"),
            DecisionRow.kind,
            DecisionRow.number,
            DecisionRow.signed_on,
            DecisionRow.body,
            DecisionRow.title,
            DecisionRow.repealed_on,
            first.c.cases,
        )
        .join(DecisionRow, DecisionRow.case_id == CaseRow.id)
        .join(first, first.c.id == DecisionRow.id)
        .order_by(first.c.exact, first.c.signed_on.desc(), first.c.id.desc())
    )


def find_editions(
    connection: Connection, asked: OrderWords, schools: ColumnElement[bool], *, most: int
) -> list[Row[Any]]:
    """Editions of the list by the order that approved them; `schools` counts those in sight.

    A region has a few a year, so their numbers are folded here and not kept.
    """
    if not (asked.numbers or asked.signed_on):
        return []
    seen = (
        sa.select(ListEntryRow.edition_id, sa.func.count().label("schools"))
        .join(SchoolRow, SchoolRow.id == ListEntryRow.school_id)
        .where(schools)
        .group_by(ListEntryRow.edition_id)
        .subquery()
    )
    query = (
        sa.select(ListEditionRow.__table__, RegionRow.title.label("region"), seen.c.schools)
        .join(seen, seen.c.edition_id == ListEditionRow.id)
        .join(RegionRow, RegionRow.id == ListEditionRow.region_id)
        .order_by(ListEditionRow.order_date.desc(), ListEditionRow.id)
    )
    if asked.signed_on is not None:
        query = query.where(ListEditionRow.order_date == asked.signed_on)
    keyed = ((search_key(row.title, row.order_body), row) for row in connection.execute(query))
    return [
        row
        for key, row in keyed
        if _is_numbered(number_key(row.order_number), asked.numbers)
        and all(sought(word) in key for word in asked.words)
    ][:most]


def _has(row: Any, word: str, kinds: frozenset[str]) -> ColumnElement[bool]:
    named: ColumnElement[bool] = has_word(row.search_key, word)
    return sa.or_(named, row.kind.in_(kinds)) if kinds else named


def _schools_with(word: str) -> sa.Select[Any]:
    return sa.select(SchoolRow.id).where(has_word(SchoolRow.search_key, word))


def _is_numbered(key: str, numbers: tuple[str, ...]) -> bool:
    return not numbers or any(key == one or key.startswith(f"{one}-") for one in numbers)
