"""Successions: what a version means for running cases, taking them over, and back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.succession import (
    SuccessionRequest,
    UndoRequest,
    begin_succession,
    begin_undo,
    carry_on_succession,
    retry_succession,
)
from engine.domain.canonical import plain
from engine.domain.definition_form import definition_from_plain
from engine.domain.errors import NotFound
from engine.domain.roles import Permission
from engine.domain.succession import plan_from_plain, plan_to_plain
from engine.domain.succession.counting import StageCount, figures_of
from engine.domain.succession.forms import verdict_form
from engine.domain.succession.results import ResultStatus
from engine.queries.definitions import definition_version
from engine.queries.impact import Candidate, ImpactCase, impact_cases, impact_report
from engine.queries.successions import (
    SuccessionCard,
    SuccessionLine,
    succession_card,
    succession_items,
)
from web.api.conditions import request_key
from web.api.cursors import after_id, page_of
from web.api.resource import Resource
from web.api.schemas.common import NothingSent
from web.api.schemas.successions import (
    ImpactPageSchema,
    ImpactQuery,
    ImpactSchema,
    ResultPageSchema,
    ResultQuery,
    SuccessionSchema,
    SuccessionSent,
    UndoSent,
)
from web.current import current_bench
from web.identity import current_actor
from web.wording.succession import plan_finding_sentence, result_sentences

successions = Resource("successions", "Taking running cases over to a new version of their path.")
RULE = "/successions"
OF_VERSION = "/definitions/<uuid:definition_id>/impact"
NEEDS = Permission.PUBLISH_DEFINITION
SECONDS = 10.0
"""What one request does; what is left waits for the same request, or to be carried on."""


@successions.reads(OF_VERSION, needs=NEEDS, gives=ImpactSchema)
def show_impact(definition_id: UUID) -> Any:
    """What a version means for the running cases of its path that are not on it."""
    candidate = _candidate(definition_id)
    report = impact_report(current_bench(), candidate, actor=current_actor())
    findings = [
        {
            **plain(one),
            "sentence": plan_finding_sentence(one, report.olds, candidate.definition),
        }
        for one in report.findings
    ]
    return {
        "plan": plan_to_plain(report.plan),
        "findings": findings,
        "stages": [_count(one) for one in report.stages],
        "total": _count(report.total),
    }


@successions.reads(f"{OF_VERSION}/cases", needs=NEEDS, gives=ImpactPageSchema, query=ImpactQuery)
def show_impact_cases(query: dict[str, Any], definition_id: UUID) -> Any:
    """What a version means for each running case, by pages."""
    kind = f"impact:{definition_id}"
    page = impact_cases(
        current_bench(),
        _candidate(definition_id),
        actor=current_actor(),
        stage=query["stage"],
        figure=query["figure"],
        after=after_id(kind, query.get("cursor")),
        limit=query["limit"] + 1,
    )
    found = [_impact_case(one) for one in page.cases]
    return page_of(found, query["limit"], kind, lambda one: [str(one["case_id"])])


@successions.works(RULE, needs=NEEDS, takes=SuccessionSent, gives=SuccessionSchema)
def take_over(sent: dict[str, Any]) -> Any:
    """Take running cases over by a plan; sent again with its key it is carried on."""
    plan = plan_from_plain(plain(sent["plan"]))
    request = SuccessionRequest(sent["definition_id"], plan)
    receipt = begin_succession(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )
    return _carried_on(receipt.stream.subject_id, replayed=receipt.replayed)


@successions.reads(f"{RULE}/<uuid:succession_id>", needs=NEEDS, gives=SuccessionSchema)
def show_succession(succession_id: UUID) -> Any:
    """How far a succession is."""
    return _shown(succession_card(current_bench(), succession_id, actor=current_actor()))


@successions.reads(
    f"{RULE}/<uuid:succession_id>/cases", needs=NEEDS, gives=ResultPageSchema, query=ResultQuery
)
def show_results(query: dict[str, Any], succession_id: UUID) -> Any:
    """What came of each case, by pages; every reason with its sentence."""
    kind = f"succession:{succession_id}"
    status: ResultStatus | None = query["status"]
    page = succession_items(
        current_bench(),
        succession_id,
        actor=current_actor(),
        statuses=(status,) if status else (),
        after=after_id(kind, query.get("cursor")),
        limit=query["limit"] + 1,
    )
    found = [_result(one) for one in page.lines]
    return page_of(found, query["limit"], kind, lambda one: [str(one["case_id"])])


@successions.works(
    f"{RULE}/<uuid:succession_id>/carry-on",
    needs=NEEDS,
    takes=NothingSent,
    gives=SuccessionSchema,
)
def carry_on(_sent: dict[str, Any], succession_id: UUID) -> Any:
    """Do the next cases."""
    return _carried_on(succession_id)


@successions.works(
    f"{RULE}/<uuid:succession_id>/retry", needs=NEEDS, takes=NothingSent, gives=SuccessionSchema
)
def retry(_sent: dict[str, Any], succession_id: UUID) -> Any:
    """Take up the refused cases again."""
    retry_succession(current_bench(), succession_id, actor=current_actor())
    return _carried_on(succession_id)


@successions.works(
    f"{RULE}/<uuid:succession_id>/undo", needs=NEEDS, takes=UndoSent, gives=SuccessionSchema
)
def undo(sent: dict[str, Any], succession_id: UUID) -> Any:
    """Take a succession back, within its days; sent again with its key it is carried on."""
    request = UndoRequest(succession_id, sent["reason"])
    receipt = begin_undo(current_bench(), request, actor=current_actor(), request_key=request_key())
    return _carried_on(receipt.stream.subject_id, replayed=receipt.replayed)


def _candidate(definition_id: UUID) -> Candidate:
    row = definition_version(current_bench(), definition_id, actor=current_actor())
    if row.region_id is None:
        raise NotFound
    return Candidate(row.region_id, definition_from_plain(row.content))


def _carried_on(succession_id: UUID, *, replayed: bool = False) -> Any:
    bench, actor = current_bench(), current_actor()
    carry_on_succession(bench, succession_id, actor=actor, seconds=SECONDS)
    headers = {"Idempotent-Replayed": "true"} if replayed else {}
    return _shown(succession_card(bench, succession_id, actor=actor)), headers


def _count(one: StageCount) -> dict[str, Any]:
    by = {figure.value: number for figure, number in one.by.items()}
    return {"stage": one.stage, "cases": one.cases, "by": by}


def _impact_case(one: ImpactCase) -> dict[str, Any]:
    return {
        "case_id": one.line.id,
        "subject": one.line.subject,
        "stage": one.line.stage,
        "figures": sorted(figures_of(one.verdict)),
        "found": verdict_form(one.verdict),
    }


def _shown(card: SuccessionCard) -> dict[str, Any]:
    one = card.succession
    return {
        "id": one.id,
        "definition_id": one.definition_id,
        "undoes_id": one.undoes_id,
        "plan": plan_to_plain(one.plan),
        "plan_digest": one.plan.digest,
        "reason": one.reason,
        "attempt": one.attempt,
        "created_at": one.created_at,
        "finished_at": one.finished_at,
        "total": card.total,
        "counts": {status.value: card.counts.get(status, 0) for status in ResultStatus},
    }


def _result(one: SuccessionLine) -> dict[str, Any]:
    line = one.line
    return {
        "case_id": line.case_id,
        "subject": line.subject,
        "stage": line.stage,
        "status": line.status,
        "attempt": line.attempt,
        "at": line.at,
        "revision": line.seq,
        "code": line.code,
        "found": line.found,
        "sentences": result_sentences(line.code, line.reasons, one.definition),
    }
