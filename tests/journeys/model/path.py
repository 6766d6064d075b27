"""The moves of the base path: whence, whither, by whom, and what each requires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from tests.journeys.model.deeds import Move
from tests.journeys.model.things import COORDINATORS

if TYPE_CHECKING:
    from tests.journeys.model.case import Case

Check: TypeAlias = "Callable[[Case, Move], bool]"


@dataclass(frozen=True)
class Way:
    sources: tuple[str, ...]
    target: Callable[[Case], str]
    roles: tuple[str, ...]
    requires: dict[str, Check] = field(default_factory=dict)


OPEN = (
    "candidate",
    "listed",
    "self_diagnosis",
    "risk_profiling",
    "programme_drafting",
    "programme_review",
    "mentoring",
    "interim_monitoring",
    "correction",
    "final_monitoring",
    "exit_review",
    "post_exit_watch",
    "retained",
)
EITHER = COORDINATORS
CITY = ("municipal_coordinator",)
CLOCKED = ("municipal_coordinator", "scheduler")


def reasoned(case: Case, move: Move) -> bool:
    return any(map(str.isalnum, move.reason)) and len(move.reason) >= 10


PATH = {
    "approve_listing": Way(
        ("candidate",),
        lambda case: "listed",
        EITHER,
        {"decision_present": lambda case, move: case.decided("list_order")},
    ),
    "reject_candidate": Way(
        ("candidate",), lambda case: "closed_other", EITHER, {"reason_given": reasoned}
    ),
    "start_self_diagnosis": Way(
        ("listed",),
        lambda case: "self_diagnosis",
        (*CLOCKED, "curator"),
        {"curator_assigned": lambda case, move: bool(case.attached("curator"))},
    ),
    "submit_self_diagnosis": Way(
        ("self_diagnosis",),
        lambda case: "risk_profiling",
        ("school_director", "school_deputy"),
        {
            "document_present": lambda case, move: case.has("self_diagnosis"),
            "monitoring_closed": lambda case, move: case.says("monitoring", "entry", "closed"),
        },
    ),
    "return_to_diagnosis": Way(
        ("risk_profiling",),
        lambda case: "self_diagnosis",
        ("curator",),
        {"reason_given": reasoned},
    ),
    "confirm_risk_profile": Way(
        ("risk_profiling",),
        lambda case: "programme_drafting",
        ("curator",),
        {"profile_complete": lambda case, move: case.profiled()},
    ),
    "submit_programmes": Way(
        ("programme_drafting",),
        lambda case: "programme_review",
        ("school_director",),
        {
            "document_present": lambda case, move: (
                case.has("development_concept", ever=True)
                and case.has("midterm_programme")
                and case.has("school_roadmap")
            ),
            "risks_covered": lambda case, move: case.covered(),
        },
    ),
    "return_programmes": Way(
        ("programme_review",),
        lambda case: "programme_drafting",
        ("curator", "expert", "municipal_coordinator"),
        {"reason_given": reasoned},
    ),
    "approve_programmes": Way(
        ("programme_review",),
        lambda case: "mentoring",
        CITY,
        {
            "actor_not": lambda case, move: (
                not case.wrote(move.by, "midterm_programme")
                and not case.wrote(move.by, "antirisk_programme")
            ),
            "decision_present": lambda case, move: case.decided("programme_approval"),
            "tutor_active": lambda case, move: case.tutored(),
        },
    ),
    "open_interim": Way(
        ("mentoring",),
        lambda case: "interim_monitoring",
        CLOCKED,
        {"date_window": lambda case, move: case.between((6, 1), (10, 31))},
    ),
    "close_interim": Way(
        ("interim_monitoring",),
        lambda case: "mentoring",
        ("curator",),
        {
            "document_present": lambda case, move: case.has("analytic_note"),
            "monitoring_closed": lambda case, move: case.says("monitoring", "interim", "closed"),
        },
    ),
    "require_correction": Way(
        ("mentoring", "interim_monitoring"),
        lambda case: "correction",
        ("curator", "municipal_coordinator"),
        {
            "reason_given": reasoned,
            "any": lambda case, move: (
                case.stage == "mentoring" or case.says("monitoring", "interim", "closed")
            ),
        },
    ),
    "approve_correction": Way(
        ("correction",),
        lambda case: "mentoring",
        CITY,
        {
            "actor_not": lambda case, move: not case.wrote(move.by, "midterm_programme"),
            "document_present": lambda case, move: case.has("midterm_programme", approved=True),
            "basis_given": lambda case, move: any(
                case.decisions[-1 - which].kind == "correction_order" for which in move.basis
            ),
        },
    ),
    "open_final": Way(
        ("mentoring",),
        lambda case: "final_monitoring",
        CLOCKED,
        {
            "date_window": lambda case, move: case.between((11, 1), (3, 31)),
            "no_open": lambda case, move: case.papers_done(),
        },
    ),
    "close_final": Way(
        ("final_monitoring",),
        lambda case: "exit_review",
        ("curator", "municipal_coordinator"),
        {
            "document_present": lambda case, move: case.has("final_note", approved=True),
            "monitoring_closed": lambda case, move: case.says("monitoring", "final", "closed"),
            "measures_ratio": lambda case, move: case.finished(),
        },
    ),
    "approve_exit": Way(
        ("exit_review",),
        lambda case: "exited",
        EITHER,
        {
            "actor_not": lambda case, move: not case.curates(move.by),
            "monitoring_closed": lambda case, move: case.says("monitoring", "final", "closed"),
            "indicator_rule": lambda case, move: case.says("indicator", "entry_rule", "not_met"),
            "decision_present": lambda case, move: (
                case.decided("commission_protocol") and case.decided("exit_order")
            ),
        },
    ),
    "retain": Way(
        ("exit_review",),
        lambda case: "retained",
        EITHER,
        {
            "actor_not": lambda case, move: not case.curates(move.by),
            "reason_given": reasoned,
            "decision_present": lambda case, move: case.decided("commission_protocol"),
        },
    ),
    "start_next_round": Way(
        ("retained",),
        lambda case: "self_diagnosis" if case.years == 1 else "programme_drafting",
        CLOCKED,
        {"carry_over_decided": lambda case, move: case.carried_over()},
    ),
    "start_watch": Way(
        ("exited",), lambda case: "post_exit_watch", ("curator", "municipal_coordinator")
    ),
    "end_watch": Way(("post_exit_watch",), lambda case: "exited", (*CLOCKED, "curator")),
    "suspend": Way(OPEN, lambda case: "suspended", CITY, {"reason_given": reasoned}),
    "resume": Way(("suspended",), lambda case: str(case.resumes), CITY, {"reason_given": reasoned}),
    "close_other": Way(
        (*OPEN, "suspended"),
        lambda case: "closed_other",
        CITY,
        {
            "reason_given": reasoned,
            "decision_present": lambda case, move: case.decided("closing_document"),
            "approvals": lambda case, move: case.consented(
                "close_other", "regional_coordinator", besides=move.by
            ),
        },
    ),
    "withdraw_ground": Way(
        (*(one for one in OPEN if one not in ("candidate", "post_exit_watch")), "suspended"),
        lambda case: "closed_other",
        ("regional_coordinator",),
        {
            "reason_given": reasoned,
            "decision_present": lambda case, move: case.decided("ground_withdrawal"),
        },
    ),
}
