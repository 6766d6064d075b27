"""What a version would mean for the running cases of a region, before or after it is published.

Every case is judged by the function that a succession asks under its lock, so the figures here are
what the run comes to on the same state. Cases are read by pages: a region may have ten thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.succession import (
    SuccessionPlan,
    Verdict,
    default_plan,
    judge_succession,
    plan_faults,
)
from engine.domain.succession.counting import Figure, StageCount, Tally, figures_of
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.storage.cases import find_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import current_definition, definition_of, zone_of
from engine.storage.situations import read_situations
from engine.storage.standings import Standings
from engine.storage.succession import RunningCase, running_cases
from engine.storage.tables import CaseRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Row

    from engine.domain.checks import Finding
    from engine.domain.definition import Definition
    from engine.storage.cases import LockedCase
    from engine.workbench import Workbench

PAGE = 50
_TOGETHER = 250
"""Cases that are read and judged at once."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A version of a region's path, published or only drafted, and the plan to go over to it.

    Without a plan the one that follows from the difference is meant.
    """

    region_id: UUID
    definition: Definition
    plan: SuccessionPlan | None = None


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """The running cases of a path by stage, and by what the plan means for them.

    `plan` is the plan that was looked at, `findings` what is wrong with it or worth knowing, the
    act and the reason aside. `olds` are the versions the cases are pinned to, `stages` and `total`
    count the cases that are not on the candidate already.
    """

    plan: SuccessionPlan
    findings: tuple[Finding, ...]
    olds: tuple[Definition, ...]
    stages: tuple[StageCount, ...]
    total: StageCount


@dataclass(frozen=True, slots=True)
class ImpactCase:
    """A case with its verdict: `line` has the columns of `case_line`, `definition` is its own."""

    line: Row[Any]
    definition: Definition
    today: date
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """A page of cases; `next` is the last of them when there may be more."""

    cases: tuple[ImpactCase, ...]
    next: UUID | None


def impact_report(bench: Workbench, candidate: Candidate, *, actor: Actor) -> ImpactReport:
    """How many running cases go over, need a mapping, gain or lose terms, or become hindered.

    Raises NotFound where the region has no such path, Forbidden.
    """
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        look = _Look.at(bench, reader, candidate, actor)
        tally = Tally()
        for located, verdict in look.verdicts(look.running):
            tally.add(located.state.stage, figures_of(verdict))
        findings = plan_faults(look.plan, look.olds, candidate.definition)
        return ImpactReport(look.plan, findings, look.olds, tally.stages, tally.total)


def impact_cases(
    bench: Workbench,
    candidate: Candidate,
    *,
    actor: Actor,
    stage: str | None = None,
    figure: Figure | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> ImpactPage:
    """The running cases with their verdicts, by pages; of one stage or figure where named.

    Raises NotFound, Forbidden.
    """
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        look = _Look.at(bench, reader, candidate, actor)
        left = [one for one in look.running if after is None or one.id > after]
        found: list[tuple[LockedCase, Verdict]] = []
        for located, verdict in look.verdicts(left):
            if stage is not None and located.state.stage != stage:
                continue
            if figure is None or figure in figures_of(verdict):
                found.append((located, verdict))
            if len(found) > limit:
                break
        shown = found[:limit]
        lines = _lines(reader, [located.state.id for located, _ in shown])
        cases = tuple(
            ImpactCase(lines[located.state.id], located.definition, look.today(located), verdict)
            for located, verdict in shown
        )
    return ImpactPage(cases, shown[-1][0].state.id if len(found) > limit else None)


def every_impact_case(
    bench: Workbench, candidate: Candidate, *, actor: Actor
) -> Iterator[ImpactCase]:
    """All the cases, page after page: for a file that is sent while it is read."""
    after: UUID | None = None
    while True:
        page = impact_cases(bench, candidate, actor=actor, after=after, limit=_TOGETHER)
        yield from page.cases
        if page.next is None:
            return
        after = page.next


@dataclass(frozen=True, slots=True)
class _Look:
    """One view of a path's running cases and of the versions they are on."""

    bench: Workbench
    reader: Reader
    new: Definition
    plan: SuccessionPlan
    olds: tuple[Definition, ...]
    running: list[RunningCase]

    @classmethod
    def at(cls, bench: Workbench, reader: Reader, candidate: Candidate, actor: Actor) -> _Look:
        """The path of a candidate, for whoever may publish in its region."""
        region_id, new = candidate.region_id, candidate.definition
        today = local_day(bench.now(), zone_of(reader, region_id))
        require(Permission.PUBLISH_DEFINITION, actor, Place(region_id), today)
        current = current_definition(reader, region_id, new.code)
        if current is None:
            raise NotFound
        running = running_cases(reader, current.stream_id, region_id, new.digest)
        versions = sorted({one.definition_id for one in running})
        olds = tuple(definition_of(reader, one) for one in versions)
        plan = candidate.plan or default_plan(olds or [definition_of(reader, current.id)], new)
        return cls(bench, reader, new, plan, olds, running)

    def verdicts(self, running: Sequence[RunningCase]) -> Iterator[tuple[LockedCase, Verdict]]:
        """The cases with what the plan means for them, in the order of their ids."""
        standings = Standings(self.reader, self.new)
        for place in range(0, len(running), _TOGETHER):
            ids = [one.id for one in running[place : place + _TOGETHER]]
            located = find_cases(self.reader, ids)
            today = {one.state.id: self.today(one) for one in located}
            situations = read_situations(self.reader, located, today)
            standing = standings.of(located, situations)
            for one in located:
                yield (
                    one,
                    judge_succession(
                        self.plan,
                        one.definition,
                        self.new,
                        self.bench.facts,
                        standing[one.state.id],
                    ),
                )

    def today(self, located: LockedCase) -> date:
        """The day in the case's region."""
        return local_day(self.bench.now(), located.zone)


def _lines(reader: Reader, ids: list[UUID]) -> dict[UUID, Row[Any]]:
    query = case_line().where(CaseRow.id.in_(ids))
    return {row.id: row for row in reader.connection.execute(query)}
