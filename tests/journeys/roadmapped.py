"""A demonstration in which a roadmap lives: taken in, approved, and named schools at work on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.domain.roadmaps.content import ListedSchool
from engine.domain.roadmaps.states import RoadmapList
from engine.queries.identity import account_holder
from engine.queries.roadmaps.directory import names_of_place
from engine.storage.database import open_database, reading
from engine.storage.tables import AccountRow
from engine.workbench import Workbench
from tests.domain.roadmaps.seeds import SKOVORODINO
from tests.people import made
from tests.storage.reviewed_roadmaps import reviewed, seed_file
from workflows.facts import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

COORDINATOR = "coordinator.skovorodino"


def add_roadmap(demonstration: Path) -> UUID:
    """The roadmap of Skovorodino, approved by its coordinator for all schools of the place."""
    key = bytes.fromhex((demonstration / "journal.key").read_text("ascii").strip())
    database = open_database(f"sqlite:///{demonstration / 'marshrut.sqlite3'}", {1: key})
    bench = Workbench(database, lambda: datetime.now(UTC), CATALOGUE)
    with reading(database) as connection:
        of_login = sa.select(AccountRow.id).where(AccountRow.login == COORDINATOR)
        account_id = connection.execute(of_login).scalar_one()
    holder = account_holder(bench, account_id)
    assert holder is not None
    actor = replace(holder.actor, auth="session", origin="ui")
    place = actor.grants[0].place
    assert place.region_id is not None
    schools = tuple(
        ListedSchool(one.title, RoadmapList.LOW_RESULTS, one.id)
        for one in names_of_place(bench, place, actor=actor).schools
    )
    content = replace(reviewed(SKOVORODINO), schools=schools)
    request = ImportRequest(place.region_id, place.municipality_id, content, seed_file(SKOVORODINO))
    roadmap_id = made(import_roadmap(bench, request, actor=actor))
    approve_roadmap(bench, ApproveRequest(roadmap_id), actor=actor)
    database.close()
    return roadmap_id
