"""The made-up people of a demonstration, and who of them acts on a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.people import AccountRequest, RoleRequest, create_account
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.situation import SchoolMode
from workflows.rehearsal import Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.workbench import Workbench
    from web.seeding import PlantedRegion
    from workflows.seeding import AccountSeed, RegionSeed


MAIL_DOMAIN = "marshrut.example"
"""No letter to this domain ever arrives anywhere (RFC 2606)."""


@dataclass(frozen=True)
class Company:
    """Everybody of a region, its tutor schools and the numbering of its orders."""

    seed: RegionSeed
    region: PlantedRegion
    actors: tuple[Actor, ...]
    numbers: list[int] = field(default_factory=lambda: [0])

    def place(self, subject: str) -> Place:
        """Where a school or a municipality of the seed stands."""
        if subject in self.region.municipalities:
            return Place(self.region.id, self.region.municipalities[subject])
        municipality = self.seed.school(subject).municipality
        return Place(
            self.region.id, self.region.municipalities[municipality], self.region.schools[subject]
        )

    def body(self, subject: str) -> str:
        """The education authority that signs the orders of a subject."""
        known = {one.code: one.body for one in self.seed.municipalities}
        code = subject if subject in known else self.seed.school(subject).municipality
        return known[code]

    def cast(self, subject: str, wait_until: Callable[[date], None]) -> Cast:
        """Whoever may act on the case of a subject."""
        place = self.place(subject)
        actors: dict[Role, tuple[Actor, ...]] = {}
        for actor in self.actors:
            grant = actor.grants[0]
            if grant.place.covers(place):
                actors[grant.role] = (*actors.get(grant.role, ()), actor)
        return Cast(actors, self.tutor_schools, self.body(subject), wait_until, self.numbers)

    @property
    def tutor_schools(self) -> tuple[UUID, ...]:
        """Schools that may be tutors, those with a representative first."""
        represented = {
            one.school for one in self.seed.accounts if one.role is Role.TUTOR_SCHOOL_REP
        }
        able = [one.code for one in self.seed.schools if one.mode is not SchoolMode.AT_RISK]
        ordered = sorted(able, key=lambda code: (code not in represented, code))
        return tuple(self.region.schools[code] for code in ordered)


def invite(
    bench: Workbench, seed: RegionSeed, region: PlantedRegion, since: date, *, actor: Actor
) -> Company:
    """Make the demonstration accounts of a region, each with its role."""
    company = Company(seed, region, ())

    def create(account: AccountSeed) -> Actor:
        grant = Grant(account.role, _place(company, account), since)
        role = RoleRequest(grant.role, grant.place, starts_on=since)
        request = AccountRequest(
            account.login,
            account.title,
            account.password,
            role,
            demo=True,
            email=f"{account.login}@{MAIL_DOMAIN}",
        )
        created = create_account(bench, request, actor=actor).created_id
        if created is None:
            raise LookupError(account.login)
        return Actor(created, (grant,))

    return Company(seed, region, tuple(create(account) for account in seed.accounts))


def _place(company: Company, account: AccountSeed) -> Place:
    named = account.school or account.municipality
    return company.place(named) if named else Place(company.region.id)
