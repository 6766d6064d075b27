"""Whom a notice is for: the people around a case, and which of them a role names.

Curators, experts and tutor schools are told of a case only while an attachment names them, as they
act on it only then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.domain.roles import ATTACHED_ROLES, GRANTED, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

PARTICIPANTS = "participants"
"""Everybody attached to the case, the school's own people and the coordinator."""

COORDINATORS = "coordinators"
"""The coordinators an escalation would go to."""

NAMED = "named"
"""Whom the notice itself names: who filed a paper, who is attached."""

SCHOOL = "school"
"""The school's own director and deputies."""

TUTOR_LISTED = "tutor_school:listed"
"""The school that tutors a case has got on the list itself; its attachment is to be decided on."""

PUBLISHERS = "publishers"
"""Who may publish the paths of the whole region."""

REGION = "region"
"""Who administers the region's paths, and the coordinators of the place and below it."""

BASE_PUBLISHED = "base:published"
"""What paths of the region stand on has got another version."""

CASES_MIGRATED = "cases:migrated"
"""Cases went over to another version of their path."""

CASES_RESTORED = "cases:restored"
"""Cases came back from there."""

MEASURES_ESCALATED = "measures:escalated"
"""Measures of a roadmap are late, and those who do them have not mended it."""


class Topic(StrEnum):
    """What a notice is about that is about no case; who may see it follows from that alone."""

    FOOTING = "footing"
    PROPOSAL = "proposal"
    ROADMAP = "roadmap"
    SUCCESSION = "succession"
    VERSION = "version"


_OF_SCHOOL = frozenset({Role.SCHOOL_DEPUTY, Role.SCHOOL_DIRECTOR})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a role over the case's place on the day; `of_school`: of the very school."""

    account_id: UUID
    role: Role
    of_school: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """The people around a case on a day: who holds a role there, and who is attached to it.

    `filed` are those a notice names as authors, `linked` whom the attachment it tells of names.
    """

    holders: frozenset[Holder]
    attached: frozenset[tuple[Role, UUID]]
    filed: frozenset[UUID] = frozenset()
    linked: frozenset[UUID] = frozenset()

    def of(self, role: Role) -> frozenset[UUID]:
        """Who has this role on the case."""
        held = {one.account_id for one in self.holders if one.role is role}
        if role in ATTACHED_ROLES:
            held &= {account for attached, account in self.attached if attached is role}
        return frozenset(held)

    @property
    def coordinators(self) -> frozenset[UUID]:
        """The municipality's coordinators; the region's while it has none."""
        return self.of(Role.MUNICIPAL_COORDINATOR) or self.of(Role.REGIONAL_COORDINATOR)

    @property
    def participants(self) -> frozenset[UUID]:
        """Everybody who takes part in the case."""
        council = {
            one.account_id
            for one in self.holders
            if one.role is Role.GOVERNING_COUNCIL and one.of_school
        }
        named = (self.of(role) for role in ATTACHED_ROLES)
        return frozenset(council).union(self.coordinators, self.school, *named)

    @property
    def school(self) -> frozenset[UUID]:
        """Who leads the school."""
        return frozenset().union(*(self.of(role) for role in _OF_SCHOOL))

    @property
    def publishers(self) -> frozenset[UUID]:
        """Who may publish there."""
        able = (role for role, may in GRANTED.items() if Permission.PUBLISH_DEFINITION in may)
        return frozenset().union(*(self.of(role) for role in able))

    @property
    def region(self) -> frozenset[UUID]:
        """Who may publish there, and the coordinators of region and municipality."""
        return self.publishers.union(
            self.of(Role.MUNICIPAL_COORDINATOR), self.of(Role.REGIONAL_COORDINATOR)
        )

    @property
    def named(self) -> frozenset[UUID]:
        """Whom the notice names; an author who has no role there any more is not told.

        Who is attached may have yet to wait for the first day.
        """
        return self.linked | (self.filed & {one.account_id for one in self.holders})


def recipients(circle: Circle, role: str, author_id: UUID | None) -> frozenset[UUID]:
    """Whom a notice to `role` reaches; nobody is told of his own deed."""
    if role in _AUDIENCES:
        return _AUDIENCES[role](circle) - {author_id}
    return circle.of(Role(role)) - {author_id}


_AUDIENCES: dict[str, Callable[[Circle], frozenset[UUID]]] = {
    COORDINATORS: lambda circle: circle.coordinators,
    NAMED: lambda circle: circle.named,
    PARTICIPANTS: lambda circle: circle.participants,
    PUBLISHERS: lambda circle: circle.publishers,
    REGION: lambda circle: circle.region,
    SCHOOL: lambda circle: circle.school,
}


def deed_of(about: UUID, kind: str, at: datetime, fields: Mapping[str, Any]) -> str:
    """A name for what a notice tells, the same for every role that is told it.

    `about` is the case, or whatever else it tells of.
    """
    said = [str(about), kind, at.isoformat(timespec="microseconds"), dict(fields)]
    return sha256_hex(canonical_bytes(said))
