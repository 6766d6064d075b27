"""The steps that get a case on: what the way ahead asks for, then the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from tests.journeys.model.case import Case
from tests.journeys.model.deeds import Attach, Deed, File, Move, Note, Order, Review
from tests.journeys.model.path import PATH
from tests.journeys.model.things import FACTORS, OUTSIDER

PEOPLE = (
    "municipal_coordinator.0",
    "municipal_coordinator.1",
    "regional_coordinator.0",
    "regional_coordinator.1",
    "curator.0",
    "curator.1",
    "expert.0",
    "methodist.0",
    "school_director.0",
    OUTSIDER,
    "school_deputy.0",
    "tutor_school_rep.0",
    "regional_admin.0",
    "viewer.0",
)
CITY_ONE = PEOPLE[0]
REGION_ONE = "regional_coordinator.0"
DIRECTOR = "school_director.0"
METHODIST = "methodist.0"

AHEAD: dict[str, tuple[tuple[str, str], ...]] = {
    "candidate": (("approve_listing", CITY_ONE),),
    "listed": (("start_self_diagnosis", CITY_ONE),),
    "self_diagnosis": (("submit_self_diagnosis", DIRECTOR),),
    "risk_profiling": (
        ("confirm_risk_profile", "curator"),
        ("confirm_risk_profile", "curator"),
        ("return_to_diagnosis", "curator"),
    ),
    "programme_drafting": (("submit_programmes", DIRECTOR),),
    "programme_review": (
        ("approve_programmes", CITY_ONE),
        ("approve_programmes", CITY_ONE),
        ("return_programmes", "curator"),
    ),
    "mentoring": (
        ("open_final", CITY_ONE),
        ("open_interim", CITY_ONE),
        ("open_final", CITY_ONE),
        ("require_correction", "curator"),
    ),
    "interim_monitoring": (("close_interim", "curator"), ("require_correction", CITY_ONE)),
    "correction": (("approve_correction", CITY_ONE),),
    "final_monitoring": (("close_final", CITY_ONE),),
    "exit_review": (("retain", REGION_ONE), ("approve_exit", REGION_ONE)),
    "retained": (("start_next_round", CITY_ONE),),
    "exited": (("start_watch", CITY_ONE),),
    "post_exit_watch": (("end_watch", CITY_ONE),),
    "suspended": (("resume", CITY_ONE),),
    "closed_other": (("resume", CITY_ONE),),
}


def supplies(case: Case) -> list[Deed]:
    """What the way on from the stage asks for."""
    curator = curator_of(case)
    deeds: dict[str, list[Deed]] = {
        "candidate": [Order(CITY_ONE, "list_order")],
        "listed": [Attach(CITY_ONE, "curator", "curator.0")],
        "self_diagnosis": [
            File("school_deputy.0", "self_diagnosis"),
            Note(CITY_ONE, "monitoring", "entry", "closed"),
        ],
        "risk_profiling": [
            *(Note(curator, "risk", key, "low") for key in FACTORS[2:]),
            Note(curator, "risk", FACTORS[0], "high", 1),
            Note(curator, "risk", FACTORS[1], "medium", 1),
        ],
        "programme_drafting": [
            File(DIRECTOR, "development_concept"),
            File(DIRECTOR, "midterm_programme"),
            File(DIRECTOR, "school_roadmap"),
            *(File(DIRECTOR, "antirisk_programme", topic) for topic in case.high_risks()),
        ],
        "programme_review": [
            Order(CITY_ONE, "programme_approval"),
            Order(CITY_ONE, "tutor_order"),
            Attach(CITY_ONE, "tutor_school", "tutor", 0),
        ],
        "interim_monitoring": [
            File(METHODIST, "analytic_note"),
            Note(CITY_ONE, "monitoring", "interim", "closed"),
        ],
        "correction": [
            File(DIRECTOR, "midterm_programme"),
            Review(CITY_ONE, 0, "approved"),
            Order(CITY_ONE, "correction_order"),
        ],
        "final_monitoring": [
            File(METHODIST, "final_note"),
            Review(CITY_ONE, 0, "approved"),
            Note(CITY_ONE, "monitoring", "final", "closed"),
            Note(DIRECTOR, "measure", "1", "done"),
        ],
        "exit_review": [
            Order(REGION_ONE, "commission_protocol"),
            Order(REGION_ONE, "exit_order"),
            Note(CITY_ONE, "indicator", "entry_rule", "not_met"),
        ],
    }
    return deeds.get(case.stage, [])


def curator_of(case: Case) -> str:
    """The curator of the case, or somebody who could be."""
    return next((one.whom for one in case.attached("curator")), "curator.0")


@dataclass(frozen=True)
class Wait:
    """Days go by."""

    days: int


@dataclass(frozen=True)
class Supply:
    """All that the way on asks for, but perhaps one thing."""

    without: int | None


@dataclass(frozen=True)
class Ahead:
    """The way on, by whom it belongs to."""

    choice: int


@dataclass(frozen=True)
class Onward:
    """What the way on asks for, then the way on."""

    without: int | None
    choice: int


@dataclass(frozen=True)
class Leave:
    """A move that the stage has, by anybody."""

    choice: int
    move: Move


@dataclass(frozen=True)
class Close:
    """What the closing for another reason asks for, then the closing."""

    without: int


Step: TypeAlias = Deed | Wait | Supply | Ahead | Onward | Leave | Close


def deeds_of(case: Case, step: Step) -> Iterator[Deed]:
    """The deeds of a step, each as the case stands when its turn comes."""
    if isinstance(step, Deed):
        yield step
    elif isinstance(step, Leave):
        codes = [code for code, way in PATH.items() if case.stage in way.sources] or ["resume"]
        yield replace(step.move, code=codes[step.choice % len(codes)])
    elif isinstance(step, Close):
        closing = (
            Order(CITY_ONE, "closing_document"),
            Note(REGION_ONE, "approval", "close_other", "given"),
            Move(CITY_ONE, "close_other"),
        )
        yield from (one for place, one in enumerate(closing) if place != step.without)
    if isinstance(step, Supply | Onward):
        yield from (one for place, one in enumerate(supplies(case)) if place != step.without)
    if isinstance(step, Ahead | Onward):
        yield ahead(case, step.choice)


def ahead(case: Case, choice: int) -> Move:
    """One of the moves that lead on from the stage, by whom it belongs to."""
    ways = AHEAD[case.stage]
    code, by = ways[choice % len(ways)]
    basis = (0,) if code == "approve_correction" else ()
    return Move(curator_of(case) if by == "curator" else by, code, basis=basis)
