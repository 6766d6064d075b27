"""Who may give which role where: nobody above himself, nothing outside his own places."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Actor, Permission, Place, Role, require

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Level(StrEnum):
    """The floor of the tree a place stands on."""

    INSTALLATION = "installation"
    REGION = "region"
    MUNICIPALITY = "municipality"
    SCHOOL = "school"


_BELOW_REGION = frozenset({Level.REGION, Level.MUNICIPALITY, Level.SCHOOL})

ROLE_LEVELS: Mapping[Role, frozenset[Level]] = MappingProxyType(
    {
        Role.AUDITOR: frozenset(Level),
        Role.CURATOR: _BELOW_REGION,
        Role.EXPERT: _BELOW_REGION,
        Role.GOVERNING_COUNCIL: _BELOW_REGION,
        Role.METHODIST: _BELOW_REGION,
        Role.MUNICIPAL_COORDINATOR: frozenset({Level.MUNICIPALITY}),
        Role.REGIONAL_ADMIN: frozenset({Level.REGION}),
        Role.REGIONAL_COORDINATOR: frozenset({Level.REGION}),
        Role.SCHEDULER: frozenset(),
        Role.SCHOOL_DEPUTY: frozenset({Level.SCHOOL}),
        Role.SCHOOL_DIRECTOR: frozenset({Level.SCHOOL}),
        Role.SYSTEM_ADMIN: frozenset({Level.INSTALLATION}),
        Role.TUTOR_SCHOOL_REP: frozenset({Level.SCHOOL}),
        Role.VIEWER: frozenset(Level),
    }
)
"""Where a role means something; the clock's role is nobody's to give."""

_GIVEN_BY: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.REGIONAL_ADMIN: frozenset(Role) - {Role.SYSTEM_ADMIN, Role.SCHEDULER},
        Role.SYSTEM_ADMIN: frozenset(Role) - {Role.SCHEDULER},
    }
)


def level_of(place: Place) -> Level:
    """The floor a place stands on."""
    if place.school_id is not None:
        return Level.SCHOOL
    if place.municipality_id is not None:
        return Level.MUNICIPALITY
    return Level.INSTALLATION if place.region_id is None else Level.REGION


def require_granting(actor: Actor, role: Role, place: Place, today: date) -> Role:
    """The actor's own role that lets him give or end this role here, or a refusal."""
    held = require(Permission.MANAGE_PEOPLE, actor, place, today)
    giving = sorted(one for one in held if role in _GIVEN_BY.get(one, frozenset()))
    if not giving:
        raise Forbidden(permission=Permission.MANAGE_PEOPLE.value, role=role.value)
    if level_of(place) not in ROLE_LEVELS[role]:
        raise InvalidInput(field="place", rule="level", value=level_of(place).value)
    return giving[0]
