"""What the forms of people offer: roles one may give, places one manages, and schools found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask_babel import gettext as _

from admin.reading import typed_choice, typed_day, typed_line
from engine.actions.people import RoleRequest
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.granting import require_granting
from engine.domain.roles import Permission, Place, Role
from engine.queries.managed import ManagedRegion, managed_regions
from engine.queries.schools import find_schools
from engine.queries.scope import reading_day

if TYPE_CHECKING:
    from datetime import date

    from admin.host import Host
    from engine.domain.roles import Actor

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Offers:
    """The choices of a role's form for one actor; `schools` are those that were sought."""

    roles: tuple[Role, ...]
    regions: list[ManagedRegion]
    everywhere: bool
    schools: tuple[tuple[UUID, str], ...] = ()


def offers_of(host: Host, words: str = "") -> Offers:
    """What the actor may give and where, with the schools of these words."""
    actor, today = host.current_actor(), reading_day(host.bench.now())
    places = actor.scopes(Permission.MANAGE_PEOPLE, today)
    roles = tuple(role for role in Role if any(_gives(actor, role, one, today) for one in places))
    regions = managed_regions(host.bench, Permission.MANAGE_PEOPLE, actor=actor)
    return Offers(roles, regions, Place() in places, _schools(host, words))


def typed_role(host: Host, form: Mapping[str, str]) -> RoleRequest:
    """The role a form asks for; a school is named by its words unless it was chosen."""
    words = typed_line(form, "school", required=False)
    chosen = form.get("place", "")
    if words and not chosen.startswith("school:"):
        chosen = f"school:{_only_school(host, words)}"
    return RoleRequest(
        typed_choice(form, "role", Role),
        _place(chosen),
        typed_day(form, "starts_on", required=False),
        typed_day(form, "ends_on", required=False),
        bool(form.get("acting")),
        typed_line(form, "basis", required=False),
    )


def _place(chosen: str) -> Place:
    if chosen == EVERYWHERE:
        return Place()
    level, _colon, text = chosen.partition(":")
    try:
        found = UUID(text)
    except ValueError as fault:
        raise InvalidInput(field="place", rule="unknown") from fault
    if level == "region":
        return Place(region_id=found)
    if level == "municipality":
        return Place(municipality_id=found)
    if level == "school":
        return Place(school_id=found)
    raise InvalidInput(field="place", rule="unknown")


def _only_school(host: Host, words: str) -> UUID:
    found = _schools(host, words)
    if len(found) != 1:
        raise InvalidInput(field="school", rule="several" if found else "nothing")
    return found[0][0]


def _schools(host: Host, words: str) -> tuple[tuple[UUID, str], ...]:
    if not words.strip():
        return ()
    page = find_schools(host.bench, words, actor=host.current_actor())
    said = _("%(school)s, %(municipality)s", school="{}", municipality="{}")
    return tuple((row.id, said.format(row.title, row.municipality)) for row in page.rows)


def _gives(actor: Actor, role: Role, place: Place, today: date) -> bool:
    try:
        require_granting(actor, role, place, today)
    except (Forbidden, NotFound):
        return False
    except InvalidInput:
        # May be given, only not on this floor of the tree.
        return True
    return True
