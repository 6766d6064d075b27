"""Versions that were submitted for approval, and who may approve them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.definition import Definition
from engine.domain.definition_form import definition_from_plain
from engine.domain.errors import NotFound
from engine.domain.publication import ProposalStatus, asks_for_approval
from engine.domain.roles import GRANTED, Actor, Permission, Place
from engine.domain.terms import local_day
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.definitions import newest_of_region, zone_of
from engine.storage.tables import AccountRow, GrantRow, ProposalRow, RegionRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class SubmittedVersion:
    """A submitted version as pages show it; `decider` is whoever approved or returned it."""

    id: UUID
    stream_id: UUID
    region_id: UUID
    municipality_id: UUID | None
    extends_digest: str | None
    region: str
    zone: str
    title: str
    expected: int
    digest: str
    text: str
    definition: Definition
    effective_on: date
    note: str
    author_id: UUID
    author: str
    submitted_at: datetime
    status: ProposalStatus
    decider: str
    decided_at: datetime | None
    remarks: str
    definition_id: UUID | None

    @property
    def waiting(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.status is ProposalStatus.WAITING


def waiting_proposals(bench: Workbench, *, actor: Actor) -> list[SubmittedVersion]:
    """What waits in the regions whose definitions the actor may publish, the oldest first."""
    waiting = ProposalRow.status == ProposalStatus.WAITING.value
    query = _line(actor, bench, waiting).order_by(ProposalRow.submitted_at, ProposalRow.id)
    with reading(bench.database) as connection:
        return [_submitted(row) for row in connection.execute(query)]


def proposal_shown(bench: Workbench, proposal_id: UUID, *, actor: Actor) -> SubmittedVersion:
    """A submitted version, decided on or not; NotFound for whoever may not publish there."""
    with reading(bench.database) as connection:
        row = connection.execute(_line(actor, bench, ProposalRow.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFound
    return _submitted(row)


def latest_proposal(bench: Workbench, stream_id: UUID, *, actor: Actor) -> SubmittedVersion | None:
    """The last version of a path that was submitted, if there ever was one."""
    query = (
        _line(actor, bench, ProposalRow.stream_id == stream_id)
        .order_by(ProposalRow.submitted_at.desc(), ProposalRow.id.desc())
        .limit(1)
    )
    with reading(bench.database) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else _submitted(row)


def approval_asked(bench: Workbench, region_id: UUID) -> bool:
    """Whether the region wants another person to approve its next version."""
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        return any(map(asks_for_approval, newest_of_region(reader, region_id)))


def region_today(bench: Workbench, region_id: UUID) -> date:
    """Today by the clocks of the region: the earliest first day of a version."""
    with reading(bench.database) as connection:
        return local_day(bench.now(), zone_of(Reader(bench.database, connection), region_id))


def approvers(bench: Workbench, region_id: UUID, *, actor: Actor) -> list[str]:
    """Who beside the actor may approve a version of the region, by name; only for who may publish.

    Empty for anybody else, and where nobody else holds such a role today.
    """
    today = reading_day(bench.now())
    if not any(
        one.covers(Place(region_id)) for one in actor.scopes(Permission.PUBLISH_DEFINITION, today)
    ):
        return []
    able = [role.value for role, may in GRANTED.items() if Permission.PUBLISH_DEFINITION in may]
    query = (
        sa.select(AccountRow.title)
        .join(GrantRow, GrantRow.account_id == AccountRow.id)
        .where(
            GrantRow.role.in_(able),
            sa.or_(GrantRow.region_id.is_(None), GrantRow.region_id == region_id),
            GrantRow.municipality_id.is_(None),
            GrantRow.starts_on <= today,
            sa.or_(GrantRow.ends_on.is_(None), GrantRow.ends_on >= today),
            AccountRow.blocked.is_(False),
            AccountRow.id != actor.account_id,
        )
        .distinct()
        .order_by(AccountRow.title)
    )
    with reading(bench.database) as connection:
        return list(connection.scalars(query))


_DECIDER = aliased(AccountRow)


def _line(actor: Actor, bench: Workbench, *which: ColumnElement[bool]) -> AnySelect:
    places = actor.scopes(Permission.PUBLISH_DEFINITION, reading_day(bench.now()))
    whole = [place.region_id for place in places if place.municipality_id is None]
    sight = sa.true() if None in whole else ProposalRow.region_id.in_(whole)
    return (
        sa.select(
            ProposalRow.id,
            ProposalRow.stream_id,
            ProposalRow.region_id,
            ProposalRow.municipality_id,
            ProposalRow.extends_digest,
            RegionRow.title.label("region"),
            RegionRow.zone,
            ProposalRow.title,
            ProposalRow.expected,
            ProposalRow.digest,
            ProposalRow.text,
            ProposalRow.content,
            ProposalRow.effective_on,
            ProposalRow.note,
            ProposalRow.author_id,
            AccountRow.title.label("author"),
            ProposalRow.submitted_at,
            ProposalRow.status,
            _DECIDER.title.label("decider"),
            ProposalRow.decided_at,
            ProposalRow.remarks,
            ProposalRow.definition_id,
        )
        .join(RegionRow, RegionRow.id == ProposalRow.region_id)
        .join(AccountRow, AccountRow.id == ProposalRow.author_id)
        .outerjoin(_DECIDER, _DECIDER.id == ProposalRow.decided_by)
        .where(sight, *which)
    )


def _submitted(row: Row[Any]) -> SubmittedVersion:
    values = dict(row._mapping)  # noqa: SLF001 - the public name of a row as a mapping
    definition = definition_from_plain(values.pop("content"))
    values["status"] = ProposalStatus(values["status"])
    values["decider"] = values["decider"] or ""
    return SubmittedVersion(definition=definition, **values)
