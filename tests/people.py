"""Two regions and people who can really sign in, made by the actions that people use."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from engine.actions.people import AccountRequest, RoleRequest, create_account
from engine.actions.registering import (
    MunicipalityRequest,
    RegionRequest,
    SchoolRequest,
    register_municipality,
    register_region,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.actions.signing_in import sign_in
from engine.domain.roles import Actor, Place, Role
from engine.domain.situation import SchoolMode
from engine.queries.identity import session_holder
from engine.storage.database import reading
from engine.storage.receipts import Receipt
from engine.storage.tables import JournalRow
from engine.workbench import Workbench

PASSWORD = "тихая река у школы 53"
ADDRESS = "192.0.2.7"


def made(receipt: Receipt) -> UUID:
    """What a deed created."""
    assert receipt.created_id is not None
    return receipt.created_id


@dataclass(frozen=True)
class Country:
    """Two regions with a municipality and a school each."""

    bench: Workbench
    amur: Place
    primorye: Place

    @property
    def amur_region(self) -> Place:
        """The first region as a whole."""
        return Place(self.amur.region_id)

    @property
    def primorye_region(self) -> Place:
        """The second region as a whole."""
        return Place(self.primorye.region_id)

    def person(self, login: str, role: Role | None = None, place: Place | None = None) -> UUID:
        """A person who may sign in with the one password; with a role where one is named."""
        first = RoleRequest(role, place or self.amur_region) if role else None
        request = AccountRequest(login, f"Сотрудник {login}", PASSWORD, first)
        return made(create_account(self.bench, request, actor=command_actor(self.bench)))

    def actor(self, login: str) -> Actor:
        """A person as the actor of a session just begun."""
        holder = session_holder(self.bench, self.secret(login), request_id=f"test-{login}")
        assert holder is not None
        return holder.actor

    def secret(self, login: str) -> str:
        """The secret of a session just begun."""
        return sign_in(self.bench, login, PASSWORD, ADDRESS)

    def manager(self, login: str, role: Role = Role.REGIONAL_ADMIN, place: Place | None = None):
        """A new person of a managing role, signed in."""
        self.person(login, role, place)
        return self.actor(login)


def make_country(bench: Workbench) -> Country:
    """Two regions: Амурская область and Приморский край."""
    return Country(
        bench,
        _place(bench, "amur", "Амурская область", "Asia/Yakutsk", "Сковородинский округ"),
        _place(bench, "primorye", "Приморский край", "Asia/Vladivostok", "Уссурийский округ"),
    )


def _place(bench: Workbench, code: str, title: str, zone: str, municipality: str) -> Place:
    admin = command_actor(bench)
    region = made(register_region(bench, RegionRequest(code, title, zone), actor=admin))
    request = MunicipalityRequest(region, municipality)
    district = made(register_municipality(bench, request, actor=admin))
    school = SchoolRequest(region, district, "МБОУ СОШ № 3", SchoolMode.AT_RISK)
    return Place(region, district, made(register_school(bench, school, actor=admin)))


def journal(bench: Workbench, subject_id: UUID, stream: str) -> list[str]:
    """The kinds of the entries of a stream, in order."""
    with reading(bench.database) as connection:
        select = (
            sa.select(JournalRow.kind)
            .where(JournalRow.subject_id == subject_id, JournalRow.stream == stream)
            .order_by(JournalRow.seq)
        )
        return list(connection.scalars(select))
