"""Two regions with the same path, and programs of their people: one world for many tests."""

from __future__ import annotations

import itertools
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from engine.actions.installing import install
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.opening import OpenRequest, open_case
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Place, Role
from engine.domain.situation import Category, SchoolMode
from engine.storage.database import open_database, reading
from engine.storage.tables import ListEntryRow
from engine.workbench import Workbench
from tests.conftest import KEYS, Clock, build_schema
from tests.databases import postgres_database, postgres_template
from tests.factories import Scene, add_person, make_scene
from tests.web.programs import Program, make_app, program
from workflows.facts import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from flask import Flask

ORDER = {
    "kind": "list_order",
    "number": "120",
    "signed_on": "2023-03-31",
    "body": "Управление образования",
}
SCAN = {"name": "Программа.pdf", "media_type": "application/pdf", "content": "MQ=="}


@dataclass
class World:
    """`home` is where the tests act, `away` a region they may not see; cases are a test's own."""

    bench: Workbench
    app: Flask
    clock: Clock
    home: Scene
    away: Scene
    case_id: UUID = field(default_factory=uuid4)
    other_case_id: UUID = field(default_factory=uuid4)
    away_case_id: UUID = field(default_factory=uuid4)
    ids: dict[str, dict[str, UUID]] = field(default_factory=dict)
    programs: dict[tuple[str, Role, int], Program] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(100))

    def of(self, role: Role, place: int = 0, *, away: bool = False) -> Program:
        """The program of a person of a role, with all that the person may do."""
        scene = self.away if away else self.home
        key = (scene.code, role, place)
        if key not in self.programs:
            self.programs[key] = program(self.app, self.bench, scene.actor(role, place))
        return self.programs[key]

    def new_school(self, *, away: bool = False) -> tuple[UUID, UUID]:
        """A school on a new edition of the list, and its entry."""
        scene, number = self.away if away else self.home, next(self.numbers)
        asked = SchoolRequest(
            scene.region_id, scene.municipality_id, f"МБОУ СОШ № {number}", SchoolMode.AT_RISK
        )
        school = register_school(self.bench, asked, actor=command_actor(self.bench)).created_id
        assert school is not None
        entry = EntryRequest(school, (Category.SHNOR,), ("ege_low",), "ЕГЭ 2022: 34 % ниже порога")
        listing = ListingRequest(
            scene.region_id, 2022, f"Перечень {number}", "120", date(2023, 3, 31), "УО", (entry,)
        )
        register_listing(self.bench, listing, actor=scene.actor(Role.REGIONAL_COORDINATOR))
        return school, self._entry_of(school)

    def new_case(self, *, away: bool = False) -> UUID:
        """A case at the start of the path, at revision 1."""
        scene = self.away if away else self.home
        _, entry = self.new_school(away=away)
        request = OpenRequest(scene.definition.code, list_entry_id=entry)
        coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
        created = open_case(self.bench, request, actor=coordinator).created_id
        assert created is not None
        return created

    def ready_case(self) -> UUID:
        """A case at revision 2 that may be moved to `listed`: its order is registered."""
        case_id = self.new_case()
        sent = self.of(Role.MUNICIPAL_COORDINATOR).post(
            f"/cases/{case_id}/decisions", ORDER, revision=1
        )
        assert sent.status_code == 201, sent.text
        return case_id

    def furnish(self, *, away: bool = False) -> dict[str, UUID]:
        """Ids of a case of the first school and of one thing of each kind on it."""
        scene = self.away if away else self.home
        coordinator = self.of(Role.MUNICIPAL_COORDINATOR, away=away)
        case_id, made = scene.open_case(), {}
        curator = str(scene.actor(Role.CURATOR, 1).account_id)
        for revision, (part, sent) in enumerate(
            (
                ("decisions", ORDER),
                ("documents", {"kind": "antirisk_programme", "file": SCAN}),
                ("attachments", {"kind": "curator", "account_id": curator}),
            ),
            start=1,
        ):
            told: Any = coordinator.post(f"/cases/{case_id}/{part}", sent, revision=revision).json
            made[part.removesuffix("s")] = UUID(told["created_id"])
        shown: Any = coordinator.get(f"/cases/{case_id}").json
        definition = UUID(shown["definition_id"])
        return {"case": case_id, "school": scene.schools[0], "definition": definition, **made}

    def _entry_of(self, school: UUID) -> UUID:
        with reading(self.bench.database) as connection:
            query = ListEntryRow.__table__.select().where(ListEntryRow.school_id == school)
            found: UUID = connection.execute(query).one().id
        return found


@contextmanager
def open_world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world on a database of the kind the fixture is asked for, as wide as its scope."""
    with _database_url(request) as url:
        database = open_database(url, KEYS, pool_size=20)
        clock = Clock(datetime(2023, 4, 3, 6, tzinfo=UTC))
        bench = Workbench(database, clock, CATALOGUE)
        install(bench)
        home, away = make_scene(bench, "amur"), make_scene(bench, "primorye")
        add_person(home, Role.SYSTEM_ADMIN, Place(), "system_admin.0")
        try:
            yield World(bench, make_app(bench), clock, home, away)
        finally:
            database.close()


@contextmanager
def _database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        folder = request.getfixturevalue("tmp_path_factory").mktemp("world")
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "marshrut.db")
        yield f"sqlite:///{folder / 'marshrut.db'}"
        return
    server = request.getfixturevalue("postgres")
    with postgres_database(server, postgres_template(server, "schema", build_schema)) as url:
        yield url
