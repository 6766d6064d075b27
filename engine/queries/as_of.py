"""A case as it was at the end of a day, or after an entry of its journal: put together from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roles import Permission
from engine.domain.terms import day_ends, local_day
from engine.queries.cases import case_line
from engine.queries.history import entries_at
from engine.queries.past_case import (
    PastAttachment,
    PastCase,
    PastDecision,
    PastDocument,
    PastRecord,
    PastState,
    PastStay,
)
from engine.queries.past_terms import past_terms
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.past import KeptEntry, PastRow, fold, last_before, read_chain
from engine.storage.tables import AccountRow, CaseRow, DefinitionRow, SchoolRow
from engine.storage.verification.stays import Stays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Moment:
    """Up to when: the end of a day in the region, or an entry of the case's journal."""

    day: date | None = None
    revision: int | None = None


def case_as_of(bench: Workbench, case_id: UUID, moment: Moment, *, actor: Actor) -> PastCase:
    """The case for an actor who may read its history; NotFound for everybody else.

    Raises InvalidInput for a day to come, and for one on which the case had not been opened.
    """
    with reading(bench.database) as connection:
        line = _line(connection, bench, case_id, actor)
        last = _last_place(connection, bench, line, moment)
        return _past(Reader(bench.database, connection), line, last, moment.day)


def case_named(bench: Workbench, case_id: UUID, *, actor: Actor) -> Row[Any]:
    """What the case is called now and where it lies, for whoever may read its history."""
    with reading(bench.database) as connection:
        return _line(connection, bench, case_id, actor)


def cases_as_of(bench: Workbench, school_id: UUID, day: date, *, actor: Actor) -> list[PastCase]:
    """The cases of a school that had been opened by the end of the day, the newest first."""
    sight = visible_cases(actor, reading_day(bench.now()), Permission.READ_HISTORY)
    query = (
        case_line()
        .where(CaseRow.school_id == school_id, sight)
        .order_by(CaseRow.opened_at.desc(), CaseRow.id.desc())
    )
    with reading(bench.database) as connection:
        reader, found = Reader(bench.database, connection), []
        for line in connection.execute(query).all():
            _not_to_come(bench, line, day)
            last = last_before(connection, _stream(line), day_ends(day, line.zone))
            if last:
                found.append(_past(reader, line, last, day))
        return found


def _line(connection: Connection, bench: Workbench, case_id: UUID, actor: Actor) -> Row[Any]:
    sight = visible_cases(actor, reading_day(bench.now()), Permission.READ_HISTORY)
    line = connection.execute(case_line().where(CaseRow.id == case_id, sight)).one_or_none()
    if line is None:
        raise NotFound
    return line


def _stream(line: Row[Any]) -> Stream:
    return Stream(StreamKind.CASE, line.id)


def _last_place(connection: Connection, bench: Workbench, line: Row[Any], moment: Moment) -> int:
    if moment.revision is not None:
        if not 1 <= moment.revision <= line.revision:
            raise NotFound
        return moment.revision
    day = moment.day or local_day(bench.now(), line.zone)
    _not_to_come(bench, line, day)
    last = last_before(connection, _stream(line), day_ends(day, line.zone))
    if not last:
        opened = local_day(line.opened_at, line.zone)
        raise InvalidInput(field="day", rule="before_opening", value=opened.isoformat())
    return last


def _not_to_come(bench: Workbench, line: Row[Any], day: date) -> None:
    if day > local_day(bench.now(), line.zone):
        raise InvalidInput(field="day", rule="future", value=day.isoformat())


def _past(reader: Reader, line: Row[Any], last: int, day: date | None) -> PastCase:
    connection, stream = reader.connection, _stream(line)
    chain = read_chain(connection, stream)
    entries = [one for one in chain if one.seq <= last]
    day = day or local_day(entries[-1].at, line.zone)
    rows = fold(entries)
    own = rows[CaseRow.__tablename__][line.id]
    state = PastState(**{**_of(PastState, own), "categories": tuple(own.values["categories"])})
    later = [one.seq for one in chain if one.seq > last and _had_happened(one, day)]
    names = _names(connection, rows)
    shown = entries_at(connection, stream, [last, *later])
    return PastCase(
        line,
        day,
        shown[0],
        definition_of(reader, state.definition_id),
        _version(connection, state.definition_id),
        state,
        tuple(_stays(stream, entries)),
        tuple(_attachments(rows, names)),
        tuple(_made(PastDocument, row, names) for row in rows["document"].values()),
        tuple(_made(PastDecision, row, names) for row in rows["decision"].values()),
        tuple(_made(PastRecord, row, names) for row in rows["case_record"].values()),
        past_terms(reader, line, entries, state.stage),
        tuple(shown[1:]),
    )


def _had_happened(entry: KeptEntry, day: date) -> bool:
    on = entry.body.get("on")
    return on is not None and date.fromisoformat(on) <= day


def _stays(stream: Stream, entries: Iterable[KeptEntry]) -> Iterator[PastStay]:
    stays = Stays([])
    for entry in entries:
        stays.entry(stream, entry.seq, entry.body)
    for seq, one in stays.of(stream.subject_id):
        left = date.fromisoformat(one["left_on"]) if one["left_on"] else None
        entered = date.fromisoformat(one["entered_on"])
        yield PastStay(seq, one["stage"], one["round"], entered, left)


def _attachments(
    rows: dict[str, dict[UUID, PastRow]], names: dict[UUID, str]
) -> Iterator[PastAttachment]:
    for row in sorted(rows["attachment"].values(), key=lambda one: one.values["starts_on"]):
        order = rows["decision"].get(row.values["decision_id"])
        yield PastAttachment(
            **_of(PastAttachment, row),
            person=names.get(row.values["account_id"], ""),
            school=names.get(row.values["school_id"], ""),
            order_number=order.values["number"] if order else "",
            order_date=order.values["signed_on"] if order else None,
        )


_Made = TypeVar("_Made", PastDocument, PastDecision, PastRecord)
_WRITTEN = ("title", "file_name", "remarks", "body", "note")


def _made(kind: type[_Made], row: PastRow, names: dict[UUID, str]) -> _Made:
    wanted = {one.name for one in fields(kind)}
    known: dict[str, Any] = {
        "author_id": row.actor_id,
        "author": names.get(row.values.get("author_id", row.actor_id), ""),
        "registered_at": row.at,
        **{name: row.texts.get(name, "").strip() for name in _WRITTEN},
    }
    return kind(**{name: known[name] for name in wanted & known.keys()} | _of(kind, row))


def _of(kind: type[Any], row: PastRow) -> dict[str, Any]:
    """Those values of a row that a kind of value has, with the id."""
    wanted = {one.name for one in fields(kind)}
    return {name: value for name, value in {**row.values, "id": row.id}.items() if name in wanted}


def _names(connection: Connection, rows: dict[str, dict[UUID, PastRow]]) -> dict[UUID, str]:
    """What the people and schools in the rows are called now."""
    ids: set[Any] = set()
    for row in (row for table in rows.values() for row in table.values()):
        ids |= {row.actor_id, *(row.values.get(name) for name in _PEOPLE)}
    names: dict[UUID, str] = {}
    for source in (AccountRow, SchoolRow):
        query = sa.select(source.id, source.title).where(source.id.in_(ids - {None}))
        names |= {row.id: row.title for row in connection.execute(query)}
    return names


_PEOPLE = ("account_id", "author_id", "school_id")


def _version(connection: Connection, definition_id: UUID) -> int:
    query = sa.select(DefinitionRow.version).where(DefinitionRow.id == definition_id)
    return int(connection.execute(query).scalar_one())
