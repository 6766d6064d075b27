"""Hundreds of cases on one path, made by the actions that people use, some with obstacles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import Category, SchoolMode
from engine.storage.database import reading
from engine.storage.tables import ListEntryRow
from tests.factories import Scene

COORDINATOR = Role.MUNICIPAL_COORDINATOR
REASON = "Школа на капитальном ремонте до сентября"
ORDER = OrderPaper("list_order", "120", date(2023, 3, 31), "Управление образования")
OBSTACLES = {"no_order": 12, "listed": 8, "suspended": 9, "changed": 8}
"""Planted beside the cases that can be put on the list: 37 in all."""


@dataclass
class Crowd:
    """Candidates of one municipality: `ready` can be listed, the others cannot, and why."""

    scene: Scene
    ready: list[UUID] = field(default_factory=list)
    no_order: list[UUID] = field(default_factory=list)
    listed: list[UUID] = field(default_factory=list)
    suspended: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)

    @property
    def cases(self) -> list[UUID]:
        """All of them."""
        return [*self.ready, *self.no_order, *self.listed, *self.suspended, *self.changed]

    def change(self) -> None:
        """Somebody works on some of the cases after the bulk was planned."""
        other = self.scene.actor(COORDINATOR, 1)
        paper = OrderPaper("curator_order", "121", date(2023, 4, 3), "Управление образования")
        for case_id in self.changed:
            request = DecisionRequest(case_id, paper)
            register_decision(self.scene.bench, request, actor=other)


def make_crowd(scene: Scene, ready: int, **obstacles: int) -> Crowd:
    """Cases without people of their own: so many that can be listed, so many of each obstacle."""
    crowd, numbers = Crowd(scene), {"ready": ready, **obstacles}
    entries = iter(listed_schools(scene, sum(numbers.values())))
    for kind, number in numbers.items():
        for _ in range(number):
            order = None if kind == "no_order" else ORDER
            getattr(crowd, kind).append(_opened(scene, next(entries), order))
    for case_id in crowd.listed:
        move(scene, case_id, "approve_listing")
    for case_id in crowd.suspended:
        move(scene, case_id, "suspend", REASON)
    return crowd


def move(scene: Scene, case_id: UUID, code: str, reason: str = "", place: int = 0) -> None:
    """One move by a coordinator."""
    request = MoveRequest(case_id, MoveOrder(code, reason))
    move_case(scene.bench, request, actor=scene.actor(COORDINATOR, place))


def listed_schools(scene: Scene, number: int) -> list[UUID]:
    """Entries of a list of so many new schools."""
    schools = [_school(scene, 1000 + place) for place in range(number)]
    entries = tuple(
        EntryRequest(school, (Category.SHNOR,), ("ege_low",), "ЕГЭ 2022: 34 % ниже порога")
        for school in schools
    )
    request = ListingRequest(
        scene.region_id, 2023, "Перечень ШНОР 2023", "120", date(2023, 3, 31), "УО", entries
    )
    register_listing(scene.bench, request, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    with reading(scene.bench.database) as connection:
        rows = connection.execute(sa.select(ListEntryRow.school_id, ListEntryRow.id))
        found = {row.school_id: row.id for row in rows}
    return [found[school] for school in schools]


def _school(scene: Scene, number: int) -> UUID:
    title, mode = f"МБОУ СОШ № {number}", SchoolMode.AT_RISK
    request = SchoolRequest(scene.region_id, scene.municipality_id, title, mode)
    created = register_school(scene.bench, request, actor=command_actor(scene.bench)).created_id
    assert created is not None
    return created


def _opened(scene: Scene, entry: UUID, order: OrderPaper | None) -> UUID:
    request = OpenRequest(scene.definition.code, list_entry_id=entry, order=order)
    created = open_case(scene.bench, request, actor=scene.actor(COORDINATOR)).created_id
    assert created is not None
    return created
