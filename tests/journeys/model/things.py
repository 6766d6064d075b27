"""What the model of a case is made of, and the words of the path that it knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REVIEWERS = (
    "curator",
    "expert",
    "governing_council",
    "methodist",
    "municipal_coordinator",
    "regional_coordinator",
)
WORKERS = (*REVIEWERS, "school_deputy", "school_director", "tutor_school_rep")
COORDINATORS = ("municipal_coordinator", "regional_coordinator")
DECIDERS = (*COORDINATORS, "methodist")

FACTORS = (
    "low_equipment",
    "staff_shortage",
    "teacher_competence",
    "low_adaptivity",
    "no_internal_pd",
    "high_ovz_share",
    "language_barriers",
    "learning_failure_risk",
    "low_motivation",
    "low_wellbeing",
    "low_discipline",
    "low_parent_involvement",
)
STATUSES = {
    "approval": ("given",),
    "indicator": ("met", "not_met"),
    "measure": ("planned", "in_progress", "done", "explained", "continue", "revise"),
    "monitoring": ("open", "closed"),
    "risk": ("high", "medium", "low", "none"),
}
KEYS = {
    "approval": ("close_other", "approve_exit", "force_move"),
    "indicator": ("entry_rule", "mean_score"),
    "measure": ("1", "2"),
    "monitoring": ("entry", "interim", "final"),
    "risk": FACTORS,
}
BECOMES = {
    "submitted": ("draft", "returned"),
    "returned": ("submitted",),
    "approved": ("submitted",),
    "revoked": ("draft", "submitted", "approved"),
}
GONE_BACK = {
    "return_to_diagnosis": ("self_diagnosis",),
    "return_programmes": (
        "development_concept",
        "midterm_programme",
        "school_roadmap",
        "antirisk_programme",
    ),
}
LETS_GO = ("approve_exit", "close_other", "withdraw_ground")
OUTSIDER = "school_director.1"


@dataclass
class Paper:
    kind: str
    topic: str | None
    status: str
    version: int
    round: int
    author: str


@dataclass
class Decision:
    kind: str
    round: int
    in_force: bool = True


@dataclass
class Word:
    kind: str
    key: str
    status: str
    value: int | None
    round: int
    author: str
    revision: int


@dataclass
class Link:
    kind: str
    whom: str
    since: date
    until: date | None
    order: Decision | None


@dataclass
class Spell:
    revision: int
    stage: str
    round: int
    entered: date
    left: date | None = None
