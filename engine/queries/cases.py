"""The case card, and lists of cases in scope by keyset pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.machine import Decision, preview
from engine.domain.roles import Actor, Permission, Role
from engine.domain.terms import local_day
from engine.queries.card_window import (
    newest_attachments,
    newest_documents,
    newest_records,
    retroactive_duties,
)
from engine.queries.conflicts import ListedTutor, listed_tutors
from engine.queries.duties import DueTerm, duties_of
from engine.queries.scope import reading_day, visible_cases
from engine.storage.cases import LockedCase, find_case
from engine.storage.database import Reader, reading
from engine.storage.situations import read_situation
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    DutyRow,
    ListEditionRow,
    ListEntryRow,
    MunicipalityRow,
    RecordRow,
    RegionRow,
    SchoolRow,
    SpellRow,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.domain.situation import Situation
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class CaseCard:
    """Everything a case page and the API tell of a case.

    `line` has the columns of `case_line`; `moves` are the decisions on every move that leaves the
    stage, for this actor; `roles` are the actor's roles on the case; `terms` are those of the
    stage. The rows of the parts carry the columns of their tables, with `author`, `person` or
    `school` as titles; `listed_tutor` is the tutor school where that is listed itself.
    """

    line: Row[Any]
    locked: LockedCase
    situation: Situation
    roles: frozenset[Role]
    moves: tuple[Decision, ...]
    documents: list[Row[Any]]
    decisions: list[Row[Any]]
    attachments: list[Row[Any]]
    records: list[Row[Any]]
    duties: list[Row[Any]]
    terms: tuple[DueTerm, ...]
    spells: list[Row[Any]]
    listing: Row[Any] | None
    former_case_id: UUID | None
    listed_tutor: ListedTutor | None


def case_line() -> AnySelect:
    """The columns of a case in a list: where it stands, whose it is, what is due."""
    subject = sa.func.coalesce(SchoolRow.title, MunicipalityRow.title).label("subject")
    return (
        sa.select(
            CaseRow.id,
            CaseRow.revision,
            CaseRow.subject_kind,
            CaseRow.subject_id,
            subject,
            CaseRow.region_id,
            RegionRow.code.label("region_code"),
            RegionRow.title.label("region"),
            RegionRow.zone,
            CaseRow.municipality_id,
            MunicipalityRow.title.label("municipality"),
            CaseRow.school_id,
            CaseRow.definition_id,
            DefinitionRow.code.label("definition_code"),
            DefinitionRow.version.label("definition_version"),
            CaseRow.definition_digest,
            CaseRow.stage,
            CaseRow.phase,
            CaseRow.stage_entered_on,
            CaseRow.stage_due_on,
            CaseRow.round,
            CaseRow.years_in_status,
            CaseRow.categories,
            CaseRow.closed,
            CaseRow.end_code,
            CaseRow.returns_on,
            CaseRow.previous_case_id,
            CaseRow.opened_at,
            CaseRow.changed_at,
        )
        .join(RegionRow, RegionRow.id == CaseRow.region_id)
        .join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id)
        .join(DefinitionRow, DefinitionRow.id == CaseRow.definition_id)
        .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
    )


def list_cases(
    bench: Workbench,
    *,
    actor: Actor,
    where: tuple[sa.ColumnElement[bool], ...] = (),
    after: UUID | None = None,
    limit: int = 50,
) -> list[Row[Any]]:
    """Cases in the actor's sight, oldest first; ask one more than a page to know of a next one."""
    query = (
        case_line()
        .where(visible_cases(actor, reading_day(bench.now())), *where)
        .order_by(CaseRow.id)
        .limit(min(limit, LARGEST_PAGE + 1))
    )
    if after is not None:
        query = query.where(CaseRow.id > after)
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def visible_line(bench: Workbench, case_id: UUID, *, actor: Actor) -> Row[Any]:
    """The columns of `case_line` for an actor who may see the case; NotFound for others."""
    with reading(bench.database) as connection:
        return _visible_line(connection, bench, case_id, actor)


def case_card(bench: Workbench, case_id: UUID, *, actor: Actor, newest: bool = False) -> CaseCard:
    """A case for an actor who may see it; NotFound for everybody else.

    With `newest` the parts hold what `card_window` says, each row with `alike`: of how many it is.
    """
    with reading(bench.database) as connection:
        line = _visible_line(connection, bench, case_id, actor)
        reader = Reader(bench.database, connection)
        locked = find_case(reader, case_id)
        if locked is None:
            raise NotFound
        today = local_day(bench.now(), locked.zone)
        situation = read_situation(reader, locked, today)
        roles = actor.roles_on(locked.state.place, today, attached=situation.attached_roles(actor))
        moves = preview(
            locked.definition, bench.facts, situation, actor_id=actor.account_id, roles=roles
        )
        return CaseCard(
            line,
            locked,
            situation,
            roles,
            moves,
            **_parts(connection, case_id, today if newest else None),
            former_case_id=_visible_former(connection, bench, line, actor),
            listed_tutor=listed_tutors(connection, [case_id], today).get(case_id),
        )


def _visible_line(
    connection: Connection, bench: Workbench, case_id: UUID, actor: Actor
) -> Row[Any]:
    today = reading_day(bench.now())
    query = case_line().where(
        CaseRow.id == case_id, visible_cases(actor, today, Permission.READ_CASE)
    )
    line = connection.execute(query).one_or_none()
    if line is None:
        raise NotFound
    return line


def _visible_former(
    connection: Connection, bench: Workbench, line: Row[Any], actor: Actor
) -> UUID | None:
    """The former case of the school, for an actor who may see that one too."""
    if line.previous_case_id is None:
        return None
    seen = sa.select(CaseRow.id).where(
        CaseRow.id == line.previous_case_id, visible_cases(actor, reading_day(bench.now()))
    )
    return connection.scalar(seen)


def _parts(connection: Connection, case_id: UUID, window: date | None) -> dict[str, Any]:
    """The parts of a case; with a day, of each what the card shows on it."""
    documents = _authored(DocumentRow, DocumentRow.author_id)
    records = _authored(RecordRow, RecordRow.author_id, RecordRow.revision)
    decisions = _authored(DecisionRow, DecisionRow.registered_by)
    duties = sa.select(DutyRow.__table__).order_by(DutyRow.due_at, DutyRow.id)
    spells = sa.select(SpellRow.__table__).order_by(SpellRow.seq)
    if window is None:
        queries = {
            "documents": documents.where(DocumentRow.case_id == case_id),
            "records": records.where(RecordRow.case_id == case_id),
            "attachments": _attachments().where(AttachmentRow.case_id == case_id),
            "duties": duties.where(DutyRow.case_id == case_id),
        }
    else:
        queries = {
            "documents": newest_documents(documents, case_id),
            "records": newest_records(records, case_id),
            "attachments": newest_attachments(_attachments(), case_id, window),
            "duties": retroactive_duties(duties, case_id),
        }
    queries["decisions"] = decisions.where(DecisionRow.case_id == case_id)
    queries["spells"] = spells.where(SpellRow.case_id == case_id)
    return {
        **{name: list(connection.execute(query)) for name, query in queries.items()},
        "terms": duties_of(connection, [case_id]).get(case_id, ()),
        "listing": connection.execute(_listing(case_id)).one_or_none(),
    }


def _authored(row: Any, person: Any, *first: Any) -> AnySelect:
    return (
        sa.select(row.__table__, AccountRow.title.label("author"))
        .join(AccountRow, AccountRow.id == person)
        .order_by(*first, row.id)
    )


def _attachments() -> AnySelect:
    return (
        sa.select(
            AttachmentRow.__table__,
            AccountRow.title.label("person"),
            SchoolRow.title.label("school"),
            SchoolRow.mode.label("school_mode"),
            DecisionRow.number.label("order_number"),
            DecisionRow.signed_on.label("order_date"),
        )
        .select_from(AttachmentRow)
        .outerjoin(AccountRow, AccountRow.id == AttachmentRow.account_id)
        .outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
        .outerjoin(DecisionRow, DecisionRow.id == AttachmentRow.decision_id)
        .order_by(AttachmentRow.starts_on, AttachmentRow.id)
    )


def _listing(case_id: UUID) -> AnySelect:
    return (
        sa.select(
            ListEditionRow.title,
            ListEditionRow.year,
            ListEditionRow.order_number,
            ListEditionRow.order_date,
            ListEditionRow.order_body,
            ListEntryRow.categories,
            ListEntryRow.grounds,
            ListEntryRow.facts,
        )
        .select_from(CaseRow)
        .join(ListEntryRow, ListEntryRow.id == CaseRow.list_entry_id)
        .join(ListEditionRow, ListEditionRow.id == ListEntryRow.edition_id)
        .where(CaseRow.id == case_id)
    )
