"""Playing a scenario: a made-up case, the given facts put in place, and the decision itself.

The judge is `machine.decide`, the same as for every real case; only the case is invented. Persons
are one for each role, so that what two persons must do is done by two only where the roles differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from uuid import UUID

from engine.domain.definition import Effect, StageKind
from engine.domain.machine import Decision, MoveOrder, decide
from engine.domain.requirements import Attempt
from engine.domain.roles import Place, Role
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    CaseState,
    CountFact,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    MeasureFact,
    RecordFact,
    RecordKind,
    Situation,
)
from engine.domain.supplies import CannotSupply, Supply, SupplyKind, supplies

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue, Requirement
    from engine.domain.scenario import Scenario, Step

MOST_PIECES = 100
"""How many documents or records one given fact may stand for."""

_LONGEST_REASON = 10_000
_PATIENCE = 5
"""Supplying may open a new gap; nothing sensible opens more than a few, one after another."""

_FIRST_THING = 1000
_COPIES = 100
_BEGINNING = date(2023, 1, 10)


@dataclass(frozen=True, slots=True)
class Played:
    """What came of one step; without a decision the fact `impossible` could not be given."""

    number: int
    step: Step
    decision: Decision | None
    impossible: Requirement | None = None


def play(definition: Definition, catalogue: FactCatalogue, scenario: Scenario) -> Iterator[Played]:
    """Each step with what came of it, up to the first that could not even be tried.

    The definition must be sound, and must have every stage and move the scenario names.
    """
    situation = _opened(definition, scenario)
    for number, step in enumerate(scenario.steps, start=1):
        situation = replace(situation, today=step.on or situation.today)
        roles = frozenset(step.by)
        attempt = Attempt(step.move, person(step.by[0]), roles)
        given = (*(scenario.given if number == 1 else ()), *step.given)
        scene = Scene(situation, attempt)
        for requirement in given:
            try:
                scene = given_fact(scene, catalogue, requirement)
            except CannotSupply:
                yield Played(number, step, None, requirement)
                return
        attempt = scene.attempt
        decision = decide(
            definition,
            catalogue,
            scene.situation,
            MoveOrder(
                step.move,
                attempt.reason,
                attempt.basis,
                attempt.end_code,
                attempt.expected_on,
            ),
            actor_id=attempt.actor_id,
            roles=roles,
        )
        yield Played(number, step, decision)
        situation = scene.situation
        if decision.target is not None and decision.allowed:
            situation = arrived(definition, situation, decision)


def person(role: Role, copy: int = 0) -> UUID:
    """The one person of a role, or a further one."""
    return UUID(int=1 + tuple(Role).index(role) * _COPIES + copy)


@dataclass(frozen=True, slots=True)
class Scene:
    """A made-up case, and what whoever acts on it brings along."""

    situation: Situation
    attempt: Attempt


def given_fact(scene: Scene, catalogue: FactCatalogue, requirement: Requirement) -> Scene:
    """The scene in which the requirement holds; raises CannotSupply where nothing makes it hold."""
    for _ in range(_PATIENCE):
        gaps = supplies(requirement, catalogue, scene.situation, scene.attempt)
        if not gaps:
            return scene
        for gap in gaps:
            scene = supplied(scene, gap)
    raise CannotSupply(requirement)


def supplied(scene: Scene, gap: Supply) -> Scene:
    """The scene with one supply in place; raises CannotSupply for what no deed brings about."""
    put = _PUTTERS.get(gap.kind)
    if put is None or gap.count > (
        _LONGEST_REASON if gap.kind is SupplyKind.REASON else MOST_PIECES
    ):
        raise CannotSupply(gap)
    return put(scene, gap)


def arrived(definition: Definition, situation: Situation, decision: Decision) -> Situation:
    """The situation after the move: the stage, and what the effects make of the rest."""
    case, effects = situation.case, decision.move.effects
    stage = definition.stage_by_code[str(decision.target)]
    pausing = stage.kind is StageKind.PAUSE
    case = replace(
        case,
        stage=stage.code,
        stage_entered_on=situation.today,
        revision=case.revision + 1,
        round=case.round + (Effect.NEXT_ROUND in effects),
        years_in_status=case.years_in_status + (Effect.RAISE_CLASS in effects),
        resume_stage=(case.resume_stage or case.stage) if pausing else None,
    )
    attachments, documents = situation.attachments, situation.documents
    if Effect.END_ATTACHMENTS in effects:
        yesterday = situation.today - timedelta(days=1)
        attachments = tuple(replace(one, ends_on=yesterday) for one in attachments)
    if Effect.RETURN_DOCUMENTS in effects:
        documents = tuple(_returned(one) for one in documents)
    return replace(
        situation,
        case=case,
        stage_entered_revision=case.revision,
        attachments=attachments,
        documents=documents,
    )


def _returned(paper: DocumentFact) -> DocumentFact:
    submitted = paper.status is DocumentStatus.SUBMITTED
    return replace(paper, status=DocumentStatus.RETURNED) if submitted else paper


def _opened(definition: Definition, scenario: Scenario) -> Situation:
    day = next((step.on for step in scenario.steps if step.on is not None), _BEGINNING)
    coordinator = person(Role.MUNICIPAL_COORDINATOR)
    case = CaseState(
        id=UUID(int=_FIRST_THING - 1),
        subject_kind=definition.subject,
        subject_id=UUID(int=_FIRST_THING - 2),
        place=Place(),
        definition_digest=definition.digest,
        stage=scenario.stage or definition.start.code,
        stage_entered_on=day,
        round=1,
        years_in_status=1,
        revision=1,
        head=b"",
        changed_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        changed_by=coordinator,
    )
    # A fact that nobody gave does not hold: the list entry of a made-up case is empty.
    return Situation(case, day, entry_facts_present=False, vocabulary=definition.vocabulary)


def _next_id(situation: Situation) -> UUID:
    things = (
        situation.documents,
        situation.decisions,
        situation.attachments,
        situation.records,
    )
    return UUID(int=_FIRST_THING + len(Role) * _COPIES + sum(map(len, things)))


def _put_decision(scene: Scene, gap: Supply) -> Scene:
    now = scene.situation
    order = DecisionFact(_next_id(now), gap.code, "1", now.today, now.case.round)
    return replace(scene, situation=replace(now, decisions=(*now.decisions, order)))


def _put_document(scene: Scene, gap: Supply) -> Scene:
    for _ in range(gap.count):
        now = scene.situation
        paper = DocumentFact(
            _next_id(now),
            gap.code,
            DocumentStatus(gap.status),
            1 + sum(1 for one in now.documents if (one.kind, one.topic) == (gap.code, gap.topic)),
            now.case.round,
            person(gap.by[0]),
            topic=gap.topic,
        )
        scene = replace(scene, situation=replace(now, documents=(*now.documents, paper)))
    return scene


def _put_record(scene: Scene, gap: Supply) -> Scene:
    if gap.record is None:
        raise CannotSupply(gap)
    for place in range(gap.count):
        now = scene.situation
        role = gap.by[place % len(gap.by)]
        author = person(role, place // len(gap.by))
        if gap.record is RecordKind.APPROVAL and author == scene.attempt.actor_id:
            # Consent is another person's.
            author = person(role, _COPIES - 1)
        record = RecordFact(
            _next_id(now),
            gap.record,
            gap.code,
            gap.status,
            now.case.round,
            now.today,
            author,
            role.value,
            gap.value,
            now.case.revision,
        )
        scene = replace(scene, situation=replace(now, records=(*now.records, record)))
    return scene


def _put_attachment(scene: Scene, gap: Supply) -> Scene:
    kind = AttachmentKind(gap.code)
    for _ in range(gap.count):
        now = scene.situation
        link = AttachmentFact(_next_id(now), kind, now.today)
        if kind is AttachmentKind.TUTOR_SCHOOL:
            link = replace(
                link, school_id=link.id, school_mode=gap.modes[0], decision_id=UUID(int=0)
            )
        else:
            link = replace(link, account_id=person(Role(kind.value)))
        scene = replace(scene, situation=replace(now, attachments=(*now.attachments, link)))
    return scene


def _put_reason(scene: Scene, gap: Supply) -> Scene:
    return replace(scene, attempt=replace(scene.attempt, reason="r" * gap.count))


def _put_end_code(scene: Scene, gap: Supply) -> Scene:
    return replace(scene, attempt=replace(scene.attempt, end_code=gap.code))


def _put_return(scene: Scene, gap: Supply) -> Scene:
    return replace(scene, attempt=replace(scene.attempt, expected_on=gap.day))


def _put_basis(scene: Scene, gap: Supply) -> Scene:
    fitting = [one.id for one in scene.situation.decisions if gap.code in ("", one.kind)]
    basis = (*scene.attempt.basis, fitting[-1])
    return replace(scene, attempt=replace(scene.attempt, basis=basis))


def _put_years(scene: Scene, gap: Supply) -> Scene:
    now = scene.situation
    case = replace(now.case, years_in_status=gap.count)
    return replace(scene, situation=replace(now, case=case))


def _put_entry_facts(scene: Scene, _gap: Supply) -> Scene:
    return replace(scene, situation=replace(scene.situation, entry_facts_present=True))


def _put_count(scene: Scene, gap: Supply) -> Scene:
    """The measure with its period held; a made-up case has none, so one is made of a single day."""
    now, day = scene.situation, gap.day or scene.situation.today
    known = {one.key: one for one in now.measures}
    measure = known.get(gap.code, MeasureFact(gap.code, "in_progress"))
    counts = measure.counts or (CountFact(day, day, day, 1, 0),)
    held = tuple(replace(one, held=one.needed) if one.last == day else one for one in counts)
    known[gap.code] = replace(measure, counts=held)
    return replace(scene, situation=replace(now, measures=tuple(known.values())))


_PUTTERS: Mapping[SupplyKind, Callable[[Scene, Supply], Scene]] = MappingProxyType(
    {
        SupplyKind.ATTACHMENT: _put_attachment,
        SupplyKind.BASIS: _put_basis,
        SupplyKind.COUNT: _put_count,
        SupplyKind.DECISION: _put_decision,
        SupplyKind.DOCUMENT: _put_document,
        SupplyKind.END_CODE: _put_end_code,
        SupplyKind.ENTRY_FACTS: _put_entry_facts,
        SupplyKind.REASON: _put_reason,
        SupplyKind.RECORD: _put_record,
        SupplyKind.RETURN: _put_return,
        SupplyKind.YEARS: _put_years,
    }
)
"""How each supply is put in place; the day, the stage and the actor are the scenario's own."""
