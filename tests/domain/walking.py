"""A case walked along a definition without a database: what is supplied becomes a fact.

Every role is one person, so that four-eye requirements are met only when the roles differ.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from engine.domain.definition import Definition
from engine.domain.machine import MoveOrder, decide
from engine.domain.playing import Scene, arrived, person, supplied
from engine.domain.requirements import Attempt
from engine.domain.roles import GRANTED, Permission, Place, Role
from engine.domain.situation import CaseState, Situation
from engine.domain.supplies import SupplyKind, supplies
from workflows.driving import route_through
from workflows.facts import CATALOGUE

PATIENCE = 5
PERSON = {role: person(role) for role in Role}
PERMISSION = {
    SupplyKind.ATTACHMENT: Permission.ATTACH_PEOPLE,
    SupplyKind.DECISION: Permission.REGISTER_DECISION,
    SupplyKind.DOCUMENT: Permission.REGISTER_DOCUMENT,
    SupplyKind.RECORD: Permission.REGISTER_RECORD,
}
_ids = count(1000)


def next_id():
    return UUID(int=next(_ids))


def opened(definition, today=date(2023, 1, 10), years=1):
    """A case that has just been opened on the path."""
    case = CaseState(
        id=next_id(),
        subject_kind=definition.subject,
        subject_id=next_id(),
        place=Place(),
        definition_digest=definition.digest,
        stage=definition.start.code,
        stage_entered_on=today,
        round=1,
        years_in_status=years,
        revision=1,
        head=b"",
        changed_at=datetime(2023, 1, 10, tzinfo=UTC),
        changed_by=PERSON[Role.MUNICIPAL_COORDINATOR],
    )
    return Situation(case, today, vocabulary=definition.vocabulary)


@dataclass
class Walk:
    """A case on its way, and every step it took: move, role, stage."""

    definition: Definition
    situation: Situation
    steps: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def stage(self):
        return self.situation.case.stage

    def through(self, *stages):
        """Walk to each of the stages in turn."""
        for leg in self.route(stages):
            self.take(leg)
        return self

    def route(self, stages):
        years = self.situation.case.years_in_status
        return route_through(self.definition, (self.stage, *stages), years=years)

    def take(self, leg):
        """Supply everything the leg requires, then make its move."""
        role = next(role for role in leg.move.roles if role is not Role.SCHEDULER)
        attempt = Attempt(leg.move.code, PERSON[role], frozenset({role}))
        scene = Scene(self.situation, attempt)
        for _ in range(PATIENCE):
            gaps = [gap for one in leg.requirements for gap in _gaps(one, scene)]
            if not gaps:
                break
            for gap in gaps:
                scene = _supply(scene, gap)
        said = scene.attempt
        order = MoveOrder(leg.move.code, said.reason, said.basis, said.end_code, said.expected_on)
        decision = decide(
            self.definition,
            CATALOGUE,
            scene.situation,
            order,
            actor_id=attempt.actor_id,
            roles=attempt.roles,
        )
        assert decision.raise_if_refused() == leg.target
        self.steps.append((leg.move.code, role.value, leg.target))
        self.situation = arrived(self.definition, scene.situation, decision)


def _gaps(requirement, scene):
    return supplies(requirement, CATALOGUE, scene.situation, scene.attempt)


def _supply(scene, gap):
    """Put one supply in place, by somebody who may do so."""
    if gap.kind in PERMISSION:
        assert any(PERMISSION[gap.kind] in GRANTED[role] for role in gap.by), gap
    if gap.kind is SupplyKind.DAY:
        return replace(scene, situation=replace(scene.situation, today=gap.day))
    return supplied(scene, gap)
