"""The demonstration: five regions with made-up people and cases at every point of their paths.

Made once, through the actions that people use, on a clock of its own; the journal of a
demonstration is verified like any other.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from engine.actions.delivering import SeenRequest, deliver_due, mark_read
from engine.actions.installing import install
from engine.migrations import upgrade
from engine.workbench import Workbench
from web.demonstration.building import Occupied, build_once
from web.demonstration.chapters import chapters_of
from web.demonstration.clock import StoryClock
from web.demonstration.people import Company, invite
from web.demonstration.roadmap import tell_roadmap
from web.demonstration.story import Telling
from web.seeding import plant_calendar, plant_region, seeding_actor
from workflows.facts import CATALOGUE
from workflows.seeding import read_seed, seed_codes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.storage.database import Database
    from web.settings import Settings

__all__ = ["Occupied", "build_demonstration", "fill_demonstration"]

BEFORE = timedelta(days=30)
"""So long before the first case the installation and its people are there."""

WITH_ROADMAP = "skovorodino"
"""The region whose roadmap lives already."""

NEWS = timedelta(days=14)
"""What of the story people have not read yet."""


def build_demonstration(settings: Settings, today: date | None = None) -> bool:
    """Make the demonstration of the settings unless it is there; whether it was made now."""
    day = today or datetime.now(UTC).date()
    return build_once(settings, partial(fill_demonstration, today=day))


def fill_demonstration(database: Database, *, today: date) -> None:
    """Fill an empty database with the installation, its regions, people and cases."""
    upgrade(database)
    seeds = [read_seed(code) for code in seed_codes()]
    chapters = chapters_of(seeds, today)
    since = min(one.days[0] for one in chapters) - BEFORE
    clock = StoryClock(datetime.combine(since, time(6), tzinfo=UTC))
    bench = Workbench(database, clock, CATALOGUE)
    install(bench, demo=True)
    actor = seeding_actor(bench)
    plant_calendar(bench, actor=actor)
    companies = {}
    for seed in seeds:
        region = plant_region(bench, seed, actor=actor, made_up=True)
        companies[seed.code] = invite(bench, seed, region, since, actor=actor)
    Telling(bench, clock, companies).tell(chapters, today)
    tell_roadmap(bench, clock, companies[WITH_ROADMAP], today)
    clock.stand(datetime.combine(today - timedelta(days=1), time(15), tzinfo=UTC))
    _tell_people(bench, companies.values())


def _tell_people(bench: Workbench, companies: Iterable[Company]) -> None:
    """Deliver the notices of the story; what is older than the news has been read."""
    while deliver_due(bench, node="story"):
        continue
    read = SeenRequest(until=bench.now() - NEWS)
    for company in companies:
        for person in company.actors:
            mark_read(bench, read, actor=person)
