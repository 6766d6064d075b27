"""Roles, permissions and scope: nothing granted is refused.

A grant binds a role to a place in the tree region / municipality / school for a span of days.
A curator, an expert and a tutor school's representative act on a case only while they are attached
to it (domain book 13.7); every other role acts on what its scope covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.errors import Forbidden, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class Role(StrEnum):
    """The roles of the field; the clock is an actor with a role of its own."""

    AUDITOR = "auditor"
    CURATOR = "curator"
    EXPERT = "expert"
    GOVERNING_COUNCIL = "governing_council"
    METHODIST = "methodist"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    REGIONAL_ADMIN = "regional_admin"
    REGIONAL_COORDINATOR = "regional_coordinator"
    SCHEDULER = "scheduler"
    SCHOOL_DEPUTY = "school_deputy"
    SCHOOL_DIRECTOR = "school_director"
    SYSTEM_ADMIN = "system_admin"
    TUTOR_SCHOOL_REP = "tutor_school_rep"
    VIEWER = "viewer"


class Permission(StrEnum):
    """What a page or an endpoint asks for, as subject:verb, in alphabetical order."""

    ATTACH_PEOPLE = "attachment:write"
    FORCE_MOVE = "case:force"
    MOVE_CASE = "case:move"
    OPEN_CASE = "case:open"
    READ_CASE = "case:read"
    EDIT_CALENDAR = "calendar:write"
    REGISTER_DECISION = "decision:register"
    PUBLISH_DEFINITION = "definition:publish"
    READ_DEFINITION = "definition:read"
    REGISTER_DOCUMENT = "document:register"
    REVIEW_DOCUMENT = "document:review"
    ANSWER_FINDING = "finding:answer"
    ISSUE_FINDING = "finding:issue"
    READ_HISTORY = "history:read"
    READ_JOURNAL = "journal:read"
    TUTOR_MEASURE = "measure:hold"
    REPORT_MEASURE = "measure:report"
    REVIEW_MEASURE = "measure:review"
    READ_OVERVIEW = "overview:read"
    MANAGE_PEOPLE = "people:manage"
    REGISTER_RECORD = "record:register"
    APPROVE_ROADMAP = "roadmap:approve"
    READ_ROADMAP = "roadmap:read"
    WRITE_ROADMAP = "roadmap:write"
    MANAGE_SCHOOLS = "school:manage"
    READ_SCHOOL = "school:read"
    MANAGE_TOKENS = "token:manage"


_READS = frozenset(
    {
        Permission.READ_CASE,
        Permission.READ_DEFINITION,
        Permission.READ_ROADMAP,
        Permission.READ_SCHOOL,
        Permission.MANAGE_TOKENS,
    }
)
_WORKS = _READS | {
    Permission.MOVE_CASE,
    Permission.READ_HISTORY,
    Permission.REGISTER_DOCUMENT,
    Permission.REGISTER_RECORD,
}
_REVIEWS = _WORKS | {Permission.REVIEW_DOCUMENT}
_COORDINATES = _REVIEWS | {
    Permission.ATTACH_PEOPLE,
    Permission.APPROVE_ROADMAP,
    Permission.OPEN_CASE,
    Permission.READ_OVERVIEW,
    Permission.REGISTER_DECISION,
    Permission.REPORT_MEASURE,
    Permission.REVIEW_MEASURE,
    Permission.WRITE_ROADMAP,
}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: _READS
    | {
        Permission.ISSUE_FINDING,
        Permission.READ_HISTORY,
        Permission.READ_JOURNAL,
        Permission.READ_OVERVIEW,
    },
    Role.CURATOR: _REVIEWS | {Permission.ANSWER_FINDING},
    Role.EXPERT: _REVIEWS,
    Role.GOVERNING_COUNCIL: _REVIEWS,
    Role.METHODIST: _REVIEWS
    | {
        Permission.REGISTER_DECISION,
        Permission.REPORT_MEASURE,
        Permission.REVIEW_MEASURE,
        Permission.WRITE_ROADMAP,
    },
    Role.MUNICIPAL_COORDINATOR: _COORDINATES,
    Role.REGIONAL_ADMIN: _READS
    | {
        Permission.EDIT_CALENDAR,
        Permission.FORCE_MOVE,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_SCHOOLS,
        Permission.PUBLISH_DEFINITION,
        Permission.READ_HISTORY,
        Permission.READ_JOURNAL,
        Permission.READ_OVERVIEW,
    },
    Role.REGIONAL_COORDINATOR: _COORDINATES,
    Role.SCHEDULER: frozenset(
        {Permission.MOVE_CASE, Permission.READ_CASE, Permission.READ_ROADMAP}
    ),
    Role.SCHOOL_DEPUTY: _WORKS | {Permission.ANSWER_FINDING, Permission.REPORT_MEASURE},
    Role.SCHOOL_DIRECTOR: _WORKS | {Permission.ANSWER_FINDING, Permission.REPORT_MEASURE},
    Role.SYSTEM_ADMIN: frozenset(
        {
            Permission.EDIT_CALENDAR,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_SCHOOLS,
            Permission.MANAGE_TOKENS,
            Permission.READ_DEFINITION,
            Permission.READ_JOURNAL,
            Permission.READ_SCHOOL,
        }
    ),
    Role.TUTOR_SCHOOL_REP: _WORKS | {Permission.TUTOR_MEASURE},
    Role.VIEWER: _READS,
}

ATTACHED_ROLES = frozenset({Role.CURATOR, Role.EXPERT, Role.TUTOR_SCHOOL_REP})
"""Roles that act on a case only while an attachment names them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree; `None` below a level means the whole of the level above.

    `Place()` is the whole installation.
    """

    region_id: UUID | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None

    def covers(self, other: Place) -> bool:
        """Whether `other` lies at or below this place."""
        pairs = (
            (self.region_id, other.region_id),
            (self.municipality_id, other.municipality_id),
            (self.school_id, other.school_id),
        )
        return all(mine is None or mine == theirs for mine, theirs in pairs)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role on a place, from `starts_on` to `ends_on` inclusive; `acting` marks «и. о.»."""

    role: Role
    place: Place
    starts_on: date
    ends_on: date | None = None
    acting: bool = False

    def in_force(self, today: date) -> bool:
        """Whether the grant holds on this day."""
        return self.starts_on <= today and (self.ends_on is None or today <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a stable account, the grants in force when the request began, and the channel.

    `auth` is `session`, `token`, `command` or `scheduler`; `origin` is `ui`, `api`, `command` or
    `clock`. `token_scopes` narrows what an API token may do (`None`: no narrowing).
    `on_behalf_of` is the person replaced while acting for them.
    """

    account_id: UUID
    grants: tuple[Grant, ...]
    auth: str = "session"
    origin: str = "ui"
    request_id: str | None = None
    on_behalf_of: UUID | None = None
    token_scopes: frozenset[Permission] | None = None

    def roles_on(
        self, place: Place, today: date, *, attached: frozenset[Role] = frozenset()
    ) -> frozenset[Role]:
        """The roles the actor holds on a place today.

        `attached` are the attached roles an attachment of the case gives to this actor; without it
        a curator of the municipality is not the curator of the case.
        """
        held = {
            grant.role
            for grant in self.grants
            if grant.in_force(today)
            and (grant.place.covers(place) or grant.role is Role.TUTOR_SCHOOL_REP)
        }
        return frozenset(role for role in held if role not in ATTACHED_ROLES or role in attached)

    def allows(self, permission: Permission, roles: Iterable[Role]) -> bool:
        """Whether one of the roles grants the permission and the token does not narrow it away."""
        if self.token_scopes is not None and permission not in self.token_scopes:
            return False
        return any(permission in GRANTED[role] for role in roles)

    def scopes(self, permission: Permission, today: date) -> tuple[Place, ...]:
        """The places on which some grant in force gives the permission; empty means none."""
        if self.token_scopes is not None and permission not in self.token_scopes:
            return ()
        return tuple(
            grant.place
            for grant in self.grants
            if grant.in_force(today)
            and permission in GRANTED[grant.role]
            and grant.role is not Role.TUTOR_SCHOOL_REP
        )

    def tutor_schools(self, today: date) -> tuple[UUID, ...]:
        """The schools the actor represents as a tutor school's representative."""
        return tuple(
            grant.place.school_id
            for grant in self.grants
            if grant.role is Role.TUTOR_SCHOOL_REP
            and grant.in_force(today)
            and grant.place.school_id is not None
        )


def require(
    permission: Permission,
    actor: Actor,
    place: Place,
    today: date,
    *,
    attached: frozenset[Role] = frozenset(),
) -> frozenset[Role]:
    """The actor's roles on the place, or a refusal.

    Raises NotFound when nothing lets the actor see the place at all (another region answers like
    one that does not exist), Forbidden when they see it but the deed is not granted.
    """
    roles = actor.roles_on(place, today, attached=attached)
    if actor.allows(permission, roles):
        return roles
    if sees(actor, place, today) or roles:
        raise Forbidden(permission=permission.value)
    raise NotFound


def sees(actor: Actor, place: Place, today: date) -> bool:
    """Whether any grant in force, attached or not, covers the place."""
    return any(
        grant.in_force(today) and grant.place.covers(place) and grant.role is not Role.SCHEDULER
        for grant in actor.grants
    )


def reads(actor: Actor, place: Place, today: date) -> bool:
    """Whether the actor's places let them read what lies at this one."""
    return any(one.covers(place) for one in actor.scopes(Permission.READ_CASE, today))
