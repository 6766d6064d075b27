"""Bringing a region's own data into an installation; what is there already is left as it is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.calendar_rules import RuleRequest, set_calendar_rule
from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.proposing import submit_definition
from engine.actions.publishing import PublishRequest
from engine.actions.registering import (
    MunicipalityRequest,
    RegionRequest,
    SchoolRequest,
    register_municipality,
    register_region,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.domain.errors import ProposalWaiting
from engine.domain.roles import Actor, Grant, Role
from engine.queries.seeded import KnownRegion, federal_days, known_region, published_digests
from workflows.calendars import BY_CIVIL_CODE, FEDERAL, read_layer
from workflows.loader import Parsed, load_shipped
from workflows.vocabulary import stricter_setting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.workbench import Workbench
    from workflows.seeding import ListingSeed, RegionSeed


@dataclass(frozen=True, slots=True)
class PlantedRegion:
    """A region of the installation; places and list entries by the codes of its seed."""

    id: UUID
    municipalities: dict[str, UUID]
    schools: dict[str, UUID]
    entries: dict[str, UUID]


def seeding_actor(bench: Workbench) -> Actor:
    """The command line while it seeds: it publishes shipped paths and registers shipped lists."""
    command = command_actor(bench)
    known = command.grants[0]
    roles = (Role.REGIONAL_ADMIN, Role.REGIONAL_COORDINATOR)
    more = tuple(Grant(role, known.place, known.starts_on) for role in roles)
    return replace(command, grants=(*command.grants, *more))


def plant_calendar(bench: Workbench, *, actor: Actor) -> None:
    """The federal days that the installation has not yet; a new one gets the rule for days off."""
    known = federal_days(bench)
    days = tuple(one for one in read_layer(FEDERAL).days if one.day not in known)
    if days:
        change_calendar(bench, CalendarRequest(None, days), actor=actor)
    if not known:
        # An installation that has run without the rule is asked first: its terms would move.
        set_calendar_rule(bench, RuleRequest(BY_CIVIL_CODE), actor=actor)


def plant_region(
    bench: Workbench, seed: RegionSeed, *, actor: Actor, made_up: bool = False
) -> PlantedRegion:
    """The region's card, municipalities, schools, lists and paths; made-up ones if asked for."""
    sown = _sown(seed, made_up=made_up)
    if known_region(bench, seed.code, actor=actor) is None:
        request = RegionRequest(seed.code, seed.title, seed.time_zone)
        register_region(bench, request, actor=actor)
    _plant_places(bench, sown, actor)
    _plant_listings(bench, sown, actor)
    known = _known(bench, sown, actor)
    shipped = load_shipped()
    for code in ("base", *seed.paths):
        _publish(bench, shipped, code, None if code == "base" else known.id, actor)
    schools = {one.code: known.schools[one.title] for one in sown.schools}
    return PlantedRegion(
        known.id,
        {one.code: known.municipalities[one.title] for one in sown.municipalities},
        schools,
        {
            code: known.entries[school]
            for code, school in schools.items()
            if school in known.entries
        },
    )


def shipped_text(code: str) -> str:
    """The text of a definition that comes with the product."""
    path = files("workflows").joinpath("regions", f"{code}.toml")
    return path.read_text(encoding="utf-8")


def _sown(seed: RegionSeed, *, made_up: bool) -> RegionSeed:
    """What of the seed is wanted: a real installation gets nothing that is made up."""
    if made_up:
        return seed
    return replace(
        seed,
        municipalities=tuple(one for one in seed.municipalities if not one.demo),
        schools=tuple(one for one in seed.schools if not one.demo),
        listings=tuple(one for one in seed.listings if not one.demo),
    )


def _known(bench: Workbench, seed: RegionSeed, actor: Actor) -> KnownRegion:
    known = known_region(bench, seed.code, actor=actor)
    if known is None:
        raise LookupError(seed.code)
    return known


def _plant_places(bench: Workbench, seed: RegionSeed, actor: Actor) -> None:
    known = _known(bench, seed, actor)
    for municipality in seed.municipalities:
        if municipality.title not in known.municipalities:
            request = MunicipalityRequest(known.id, municipality.title)
            register_municipality(bench, request, actor=actor)
    titles = {one.code: one.title for one in seed.municipalities}
    known = _known(bench, seed, actor)
    for school in seed.schools:
        if school.title not in known.schools:
            municipality_id = known.municipalities[titles[school.municipality]]
            place = SchoolRequest(
                known.id, municipality_id, school.title, school.mode, demo=school.demo
            )
            register_school(bench, place, actor=actor)


def _plant_listings(bench: Workbench, seed: RegionSeed, actor: Actor) -> None:
    known = _known(bench, seed, actor)
    for listing in seed.listings:
        if listing.title not in known.listings:
            register_listing(bench, _listing(seed, known, listing), actor=actor)


def _listing(seed: RegionSeed, known: KnownRegion, listing: ListingSeed) -> ListingRequest:
    titles = {one.code: one.title for one in seed.schools}
    entries = tuple(
        EntryRequest(
            known.schools[titles[entry.school]],
            entry.categories,
            entry.grounds,
            entry.facts,
            entry.left_on,
        )
        for entry in listing.entries
        if entry.school in titles
    )
    return ListingRequest(
        known.id,
        listing.year,
        listing.title,
        listing.order_number,
        listing.order_date,
        listing.body,
        entries,
    )


def _publish(
    bench: Workbench, shipped: Mapping[str, Parsed], code: str, region_id: UUID | None, actor: Actor
) -> None:
    """The shipped text as the next version, unless this very content was published before."""
    parsed = shipped[code]
    if (region_id, parsed.definition.digest) in published_digests(bench):
        return
    base = shipped[parsed.extends].definition.digest if parsed.extends else None
    request = PublishRequest(
        region_id,
        parsed.definition,
        shipped_text(code),
        base,
        changes=parsed.changes,
        stricter=stricter_setting,
    )
    # A region that asks for approval decides itself on what a new version of the program brings.
    with suppress(ProposalWaiting):
        submit_definition(bench, request, actor=actor)
