"""A small region to test in: two municipalities, schools, people of every role, the base path.

Everything is made by the actions that people use. Names are in the manner of the roadmaps; the
people named in those are never used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.opening import OpenRequest, open_case
from engine.actions.people import AccountRequest, RoleRequest, create_account
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.registering import (
    MunicipalityRequest,
    RegionRequest,
    SchoolRequest,
    register_municipality,
    register_region,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.situation import Category, SchoolMode
from engine.storage.database import reading
from engine.storage.tables import ListEntryRow
from workflows.driving import route
from workflows.loader import load_shipped
from workflows.rehearsal import Cast, lead, look

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.workbench import Workbench

SINCE = date(2018, 1, 1)
PASSWORD = "дорожная карта школы 53"

PEOPLE = (
    Role.AUDITOR,
    Role.CURATOR,
    Role.EXPERT,
    Role.GOVERNING_COUNCIL,
    Role.METHODIST,
    Role.MUNICIPAL_COORDINATOR,
    Role.REGIONAL_ADMIN,
    Role.REGIONAL_COORDINATOR,
    Role.VIEWER,
)

MUNICIPAL = (Role.MUNICIPAL_COORDINATOR,)


@dataclass
class Scene:
    """A region on a bench. `people` are actors by role; second persons stand behind the first."""

    bench: Workbench
    code: str
    region_id: UUID
    municipality_id: UUID
    definition: Definition
    schools: list[UUID] = field(default_factory=list)
    tutor_schools: list[UUID] = field(default_factory=list)
    entries: dict[UUID, UUID] = field(default_factory=dict)
    people: dict[Role, list[Actor]] = field(default_factory=dict)

    def actor(self, role: Role, place: int = 0) -> Actor:
        """The first (or another) person of a role."""
        return self.people[role][place]

    def cast(self, school: int = 0) -> Cast:
        """Everybody who may act on a school's case, for leading it through the actions."""
        place = Place(self.region_id, self.municipality_id, self.schools[school])
        actors = {
            role: tuple(one for one in people if one.grants[0].place.covers(place))
            for role, people in self.people.items()
        }
        return Cast(actors, tuple(self.tutor_schools), wait_until=self._wait)

    def open_case(self, school: int = 0, **values: object) -> UUID:
        """A case at the start of the path, opened by the coordinator from the list."""
        entry = self.entries[self.schools[school]]
        request = OpenRequest(self.definition.code, list_entry_id=entry, **values)  # type: ignore[arg-type]
        coordinator = self.actor(Role.MUNICIPAL_COORDINATOR)
        created = open_case(self.bench, request, actor=coordinator).created_id
        assert created is not None
        return created

    def case_at(self, stage: str, school: int = 0) -> UUID:
        """A case led to a stage by real moves."""
        case_id = self.open_case(school)
        legs = route(self.definition, self.definition.start.code, stage)
        lead(self.bench, case_id, legs, self.cast(school))
        return case_id

    def stage(self, case_id: UUID) -> str:
        """Where a case stands."""
        return look(self.bench, case_id)[0].state.stage

    def revision(self, case_id: UUID) -> int:
        """The revision of a case."""
        return look(self.bench, case_id)[0].state.revision

    def _wait(self, day: date) -> None:
        self.bench.now.set(day.year, day.month, day.day)  # type: ignore[attr-defined]


def make_scene(
    bench: Workbench,
    code: str = "amur",
    definition: str = "base",
    *,
    schools: int = 4,
    tutor_schools: int = 3,
) -> Scene:
    """A region with listed schools, tutor schools and people of every role."""
    admin = command_actor(bench)
    region = register_region(
        bench, RegionRequest(code, f"Область {code}", "Asia/Yakutsk"), actor=admin
    ).created_id
    assert region is not None
    municipality = register_municipality(
        bench, MunicipalityRequest(region, "Сковородинский округ"), actor=admin
    ).created_id
    assert municipality is not None
    scene = Scene(bench, code, region, municipality, load_shipped()[definition].definition)
    for number in range(1, schools + 1):
        scene.schools.append(_school(scene, f"МБОУ СОШ № {number}", SchoolMode.AT_RISK, admin))
    for number in range(500, 500 + tutor_schools):
        title = f"МБОУ СОШ № {number}"
        scene.tutor_schools.append(_school(scene, title, SchoolMode.EFFECTIVE, admin))
    for role in PEOPLE:
        for place in range(2):
            where = Place(region, municipality) if role in MUNICIPAL else Place(region)
            add_person(scene, role, where, f"{role.value}.{place}.{code}")
    for role, school in (
        (Role.SCHOOL_DIRECTOR, scene.schools),
        (Role.SCHOOL_DEPUTY, scene.schools),
        (Role.TUTOR_SCHOOL_REP, scene.tutor_schools),
    ):
        for place, school_id in enumerate(school):
            where = Place(region, municipality, school_id)
            add_person(scene, role, where, f"{role.value}.{place}.{code}")
    _list_schools(scene)
    publish(scene, scene.definition)
    return scene


def publish(scene: Scene, definition: Definition) -> None:
    """Publish a version of the scene's path."""
    request = PublishRequest(scene.region_id, definition, text="")
    publish_definition(scene.bench, request, actor=scene.actor(Role.REGIONAL_ADMIN))


def add_person(scene: Scene, role: Role, place: Place, login: str) -> Actor:
    """An account with one role, as the actor it is when signed in."""
    request = AccountRequest(
        login, f"{role.value} {login}", PASSWORD, RoleRequest(role, place, SINCE)
    )
    account = create_account(scene.bench, request, actor=command_actor(scene.bench)).created_id
    assert account is not None
    actor = Actor(account, (Grant(role, place, SINCE),), request_id=f"test-{login}")
    scene.people.setdefault(role, []).append(actor)
    return actor


def _school(scene: Scene, title: str, mode: SchoolMode, admin: Actor) -> UUID:
    request = SchoolRequest(scene.region_id, scene.municipality_id, title, mode)
    created = register_school(scene.bench, request, actor=admin).created_id
    assert created is not None
    return created


def _list_schools(scene: Scene) -> None:
    entries = tuple(
        EntryRequest(school, (Category.SHNOR,), ("ege_low",), "ЕГЭ 2022: 34 % ниже порога")
        for school in scene.schools
    )
    request = ListingRequest(
        scene.region_id, 2022, "Перечень ШНОР", "120", date(2023, 3, 31), "УО", entries
    )
    register_listing(scene.bench, request, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    with reading(scene.bench.database) as connection:
        rows = connection.execute(sa.select(ListEntryRow.school_id, ListEntryRow.id))
        scene.entries = {row.school_id: row.id for row in rows if row.school_id in scene.schools}
