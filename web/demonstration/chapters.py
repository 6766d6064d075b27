"""The chapters of the story: each case of the seeds with its moves and the day of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.definition import Phase, StageKind
from web.demonstration.planning import last_move, plan_days
from workflows.driving import Leg, route_through
from workflows.loader import load_shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.domain.definition import Definition
    from workflows.seeding import EntrySeed, ListingSeed, RegionSeed, StorySeed

RE_ENTERED = frozenset({"skovorodino_dzhalinda"})
"""Schools that had left the list before: their present case is linked to the former one."""

BETWEEN = timedelta(days=60)


@dataclass
class Chapter:
    """One case: whose it is, its moves, the day of each (the opening first), how far it has come.

    `instant` is when its last deed was done; a former case of a school is over for good.
    """

    region: str
    subject: str
    definition: Definition
    number: int
    legs: tuple[Leg, ...]
    days: list[date]
    former: bool = False
    case_id: UUID | None = None
    made: int = 0
    instant: datetime | None = None

    @property
    def next_day(self) -> date:
        """The day of what comes next."""
        return self.days[self.made]

    @property
    def over(self) -> bool:
        """Whether the case stands where the story wants it."""
        return self.made == len(self.days)

    @property
    def stage(self) -> str:
        """Where the case stands when it is over."""
        return self.legs[-1].target if self.legs else self.definition.start.code


def chapters_of(seeds: Iterable[RegionSeed], today: date) -> list[Chapter]:
    """Every case of every region."""
    shipped = load_shipped()
    return [
        chapter
        for seed in seeds
        for number, story in enumerate(seed.story)
        for chapter in _chapters(seed, story, shipped[story.path].definition, number, today)
    ]


def _chapters(
    seed: RegionSeed, story: StorySeed, definition: Definition, number: int, today: date
) -> Iterator[Chapter]:
    listed = listing_of(seed, story.subject)
    years = listed[1].years_in_status if listed else 1
    legs = route_through(definition, (definition.start.code, *story.stages), years=years)
    if listed and listed[1].left_on:
        # The documents say when this school left.
        span = listed[1].left_on - listed[0].order_date
        days = plan_days(legs, listed[1].left_on, number, span)
    else:
        days = plan_days(legs, last_move(today, number), number)
    yield Chapter(seed.code, story.subject, definition, number, legs, days)
    if story.subject in RE_ENTERED:
        before = route_through(definition, (definition.start.code, _exit(definition)), years=years)
        ended = plan_days(before, days[0] - BETWEEN, number)
        yield Chapter(seed.code, story.subject, definition, number, before, ended, former=True)


def listing_of(seed: RegionSeed, school: str) -> tuple[ListingSeed, EntrySeed] | None:
    """The newest edition of the list that has the school, with its entry."""
    found = (
        (listing, entry)
        for listing in reversed(seed.listings)
        for entry in listing.entries
        if entry.school == school
    )
    return next(found, None)


def _exit(definition: Definition) -> str:
    """The stage in which a school has left the list."""
    ends = (one for one in definition.stages if one.kind is StageKind.END)
    return next(stage.code for stage in ends if stage.phase is Phase.EXIT)
