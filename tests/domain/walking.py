"""A case walked along a definition without a database: what is supplied becomes a fact.

Every role is one person, so that four-eye requirements are met only when the roles differ.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from engine.domain.definition import Definition, Effect
from engine.domain.machine import MoveOrder, decide
from engine.domain.requirements import Attempt
from engine.domain.roles import GRANTED, Permission, Place, Role
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    CaseState,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    RecordFact,
    Situation,
)
from workflows.driving import route_through
from workflows.facts import CATALOGUE
from workflows.supplying import SupplyKind, supplies

PATIENCE = 5
PERSON = {role: UUID(int=place) for place, role in enumerate(Role, start=1)}
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
        for _ in range(PATIENCE):
            gaps = [gap for one in leg.requirements for gap in self.gaps(one, attempt)]
            if not gaps:
                break
            for gap in gaps:
                attempt = self.supply(gap, attempt)
        order = MoveOrder(leg.move.code, attempt.reason, attempt.basis)
        decision = decide(
            self.definition,
            CATALOGUE,
            self.situation,
            order,
            actor_id=attempt.actor_id,
            roles=attempt.roles,
        )
        assert decision.raise_if_refused() == leg.target
        self.steps.append((leg.move.code, role.value, leg.target))
        self.arrive(leg)

    def gaps(self, requirement, attempt):
        return supplies(requirement, CATALOGUE, self.situation, attempt)

    def supply(self, gap, attempt):
        """Put one supply in place; the attempt changes when the supply is part of it."""
        if gap.kind in PERMISSION:
            assert any(PERMISSION[gap.kind] in GRANTED[role] for role in gap.by), gap
        scene, case = self.situation, self.situation.case
        if gap.kind is SupplyKind.REASON:
            return replace(attempt, reason="Решение рабочей группы".ljust(gap.count, "."))
        if gap.kind is SupplyKind.BASIS:
            fit = [one.id for one in scene.decisions if gap.code in ("", one.kind)]
            return replace(attempt, basis=(*attempt.basis, fit[-1]))
        if gap.kind is SupplyKind.DAY:
            self.situation = replace(scene, today=gap.day)
        elif gap.kind is SupplyKind.YEARS:
            self.situation = replace(scene, case=replace(case, years_in_status=gap.count))
        elif gap.kind is SupplyKind.DECISION:
            self.situation = replace(scene, decisions=(*scene.decisions, self.decision(gap.code)))
        elif gap.kind is SupplyKind.DOCUMENT:
            papers = tuple(self.document(gap) for _ in range(gap.count))
            self.situation = replace(scene, documents=(*scene.documents, *papers))
        elif gap.kind is SupplyKind.RECORD:
            records = tuple(self.record(gap, place) for place in range(gap.count))
            self.situation = replace(scene, records=(*scene.records, *records))
        elif gap.kind is SupplyKind.ATTACHMENT:
            links = tuple(self.attachment(gap) for _ in range(gap.count))
            self.situation = replace(scene, attachments=(*scene.attachments, *links))
        else:
            raise AssertionError(gap)
        return attempt

    def decision(self, kind):
        scene = self.situation
        return DecisionFact(next_id(), kind, "120", scene.today, scene.case.round)

    def document(self, gap):
        status, this_round = DocumentStatus(gap.status), self.situation.case.round
        author = PERSON[gap.by[0]]
        return DocumentFact(next_id(), gap.code, status, 1, this_round, author, topic=gap.topic)

    def record(self, gap, place):
        role = gap.by[place % len(gap.by)]
        return RecordFact(
            next_id(),
            gap.record,
            gap.code,
            gap.status,
            self.situation.case.round,
            self.situation.today,
            PERSON[role],
            role.value,
            gap.value,
            self.situation.case.revision,
        )

    def attachment(self, gap):
        kind, since = AttachmentKind(gap.code), self.situation.today
        if kind is AttachmentKind.CURATOR:
            return AttachmentFact(next_id(), kind, since, account_id=PERSON[Role.CURATOR])
        return AttachmentFact(
            next_id(),
            kind,
            since,
            school_id=next_id(),
            school_mode=gap.modes[0],
            decision_id=next_id(),
        )

    def arrive(self, leg):
        """The case after the move: its stage, and what the effects make of the rest."""
        scene, effects = self.situation, leg.move.effects
        case = replace(
            scene.case,
            stage=leg.target,
            stage_entered_on=scene.today,
            revision=scene.case.revision + 1,
            round=scene.case.round + (Effect.NEXT_ROUND in effects),
            years_in_status=scene.case.years_in_status + (Effect.RAISE_CLASS in effects),
        )
        scene = replace(scene, case=case, stage_entered_revision=case.revision)
        if Effect.END_ATTACHMENTS in effects:
            yesterday = scene.today - timedelta(days=1)
            ended = tuple(replace(link, ends_on=yesterday) for link in scene.attachments)
            scene = replace(scene, attachments=ended)
        if Effect.RETURN_DOCUMENTS in effects:
            returned = tuple(_returned(paper) for paper in scene.documents)
            scene = replace(scene, documents=returned)
        self.situation = scene


def _returned(paper):
    submitted = paper.status is DocumentStatus.SUBMITTED
    return replace(paper, status=DocumentStatus.RETURNED) if submitted else paper
