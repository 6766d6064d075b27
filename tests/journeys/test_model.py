"""Random deeds on a case, each answered as a simple model of the base path answers.

The model is written anew, in plain words, and shares nothing with the engine or its definition: a
table of the moves, lists of papers, orders, notes and people attached. Hypothesis makes up what is
done; most of it is useful, so that the case gets on, and some of it is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import (
    DocumentRequest,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.audit import Stream, StreamKind
from engine.domain.errors import EngineError, MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind
from engine.storage.database import reading
from engine.storage.receipts import Receipt
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DocumentRow,
    RecordRow,
    SpellRow,
)
from engine.storage.verification import verify
from engine.workbench import Workbench
from tests.conftest import Clock
from tests.factories import Scene, make_scene
from tests.journeys.snapshot import attempts

FIRST_DAYS = (date(2023, 6, 5), date(2023, 11, 7))
STEPS = 25
EXAMPLES = {"sqlite": 40, "postgresql": 10}
SCHOOLS_OF_A_SCENE = 20
UNKNOWN = UUID(int=7)

REASON = "Так решено по итогам рассмотрения материалов"
SHORT = "нет"
REASONS = (REASON, REASON, REASON, SHORT, "..........", "")

T = TypeVar("T")
Answer: TypeAlias = tuple[str, frozenset[str]]
ALLOWED: Answer = ("", frozenset())

# -------------------------------------------------------------------------------------------------
# What can be done. `by` is role.number; `shift` is how far the revision the page was read at lies
# from the present one, None when none is named. `which` counts back from the last of its kind.


@dataclass(frozen=True)
class Deed:
    by: str
    shift: int | None = field(default=0, kw_only=True)


@dataclass(frozen=True)
class Move(Deed):
    code: str
    reason: str = REASON
    basis: tuple[int, ...] = ()
    days: int | None = None


@dataclass(frozen=True)
class File(Deed):
    kind: str
    topic: str | None = None
    submit: bool = True


@dataclass(frozen=True)
class Review(Deed):
    which: int
    verdict: str
    remarks: str = REASON


@dataclass(frozen=True)
class Order(Deed):
    kind: str


@dataclass(frozen=True)
class Repeal(Deed):
    which: int


@dataclass(frozen=True)
class Note(Deed):
    kind: str
    key: str
    status: str
    value: int | None = None


@dataclass(frozen=True)
class Attach(Deed):
    kind: str
    whom: str
    which: int | None = None


@dataclass(frozen=True)
class Detach(Deed):
    which: int
    days: int = 0
    reason: str = REASON


# -------------------------------------------------------------------------------------------------
# The model.

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


class Case:
    """A case as the book of the path tells of it."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.stage = "candidate"
        self.resumes: str | None = None
        self.round = 1
        self.years = 1
        self.revision = 1
        self.papers: list[Paper] = []
        self.decisions: list[Decision] = []
        self.words: list[Word] = []
        self.links: list[Link] = []
        self.spells = [Spell(1, "candidate", 1, today)]
        self.attempts = 0
        self.curator_term_met = False
        self.told_only = False

    # What the requirements ask.

    def has(self, kind: str, *, approved: bool = False, ever: bool = False) -> bool:
        good = ("approved",) if approved else ("approved", "submitted")
        return any(
            one.kind == kind and one.status in good and (ever or one.round == self.round)
            for one in self.papers
        )

    def wrote(self, who: str, kind: str) -> bool:
        return any(
            one.kind == kind
            and one.author == who
            and one.round == self.round
            and one.status in ("approved", "submitted")
            for one in self.papers
        )

    def decided(self, kind: str) -> bool:
        return any(
            one.kind == kind and one.in_force and one.round == self.round for one in self.decisions
        )

    def said(self, kind: str) -> dict[str, Word]:
        return {one.key: one for one in self.words if (one.kind, one.round) == (kind, self.round)}

    def says(self, kind: str, key: str, status: str) -> bool:
        said = self.said(kind)
        return key in said and said[key].status == status

    def attached(self, kind: str) -> list[Link]:
        return [
            one
            for one in self.links
            if one.kind == kind
            and one.since <= self.today
            and (one.until is None or self.today <= one.until)
        ]

    def curates(self, who: str) -> bool:
        return any(one.whom == who for one in self.attached("curator"))

    def tutored(self) -> bool:
        links = self.attached("tutor_school")
        return any(one.order is not None and one.order.in_force for one in links)

    def profiled(self) -> bool:
        risks = self.said("risk")
        chosen = [one for one in risks.values() if one.value == 1]
        return set(risks) == set(FACTORS) and 1 <= len(chosen) <= 5

    def high_risks(self) -> list[str]:
        return [one.key for one in self.said("risk").values() if one.status == "high"]

    def covered(self) -> bool:
        topics = {
            one.topic
            for one in self.papers
            if one.kind == "antirisk_programme"
            and one.round == self.round
            and one.status in ("approved", "submitted")
        }
        return set(self.high_risks()) <= topics

    def finished(self) -> bool:
        measures = self.said("measure").values()
        return bool(measures) and all(one.status in ("done", "explained") for one in measures)

    def carried_over(self) -> bool:
        measures = self.said("measure").values()
        return not any(one.status in ("planned", "in_progress") for one in measures)

    def papers_done(self) -> bool:
        last = {(one.kind, one.topic): one for one in self.papers if one.round == self.round}
        return not any(one.status in ("draft", "returned") for one in last.values())

    def between(self, first: tuple[int, int], last: tuple[int, int]) -> bool:
        day = (self.today.month, self.today.day)
        return first <= day <= last if first <= last else day >= first or day <= last

    def consented(self, move: str, role: str, besides: str) -> bool:
        return any(
            one.kind == "approval"
            and one.key == move
            and one.author.startswith(f"{role}.")
            and one.author != besides
            and one.revision >= self.spells[-1].revision
            for one in self.words
        )

    # Who may do what.

    def role(self, who: str) -> str | None:
        """The role the person has on this case now."""
        role = who.partition(".")[0]
        if who == OUTSIDER:
            return None
        if role in ("curator", "expert"):
            mine = [one for one in self.attached(role) if one.whom == who]
            return role if mine else None
        if role == "tutor_school_rep":
            return role if self.attached("tutor_school") else None
        return role

    def admits(self, who: str, roles: tuple[str, ...]) -> str:
        role = self.role(who)
        if role in roles:
            return ""
        unseen = role is None and who.partition(".")[0] not in ("curator", "expert")
        return "not_found" if unseen else "forbidden"

    # The answer to a deed, and what it changes.

    def answer(self, deed: Deed) -> Answer:
        """Do what is allowed; say why not otherwise."""
        refused = self._before(deed)
        answer: Answer = (refused, frozenset())
        if not refused:
            answer = (
                self._moved(deed) if isinstance(deed, Move) else (self._done(deed), frozenset())
            )
        if answer == ALLOWED:
            self.revision += 1
            self.told_only = self._closes_term()
        else:
            self.attempts += 1
        return answer

    def _before(self, deed: Deed) -> str:
        allowed = {File: WORKERS, Order: DECIDERS, Repeal: DECIDERS, Note: WORKERS, Move: WORKERS}
        roles = allowed.get(type(deed), COORDINATORS)
        if isinstance(deed, Review):
            roles = REVIEWERS if deed.verdict in ("returned", "approved") else WORKERS
        # Nobody decides otherwise because a term was closed.
        stale = deed.shift and not (deed.shift == -1 and self.told_only)
        return self.admits(deed.by, roles) or ("case.stale" if stale else "")

    def _closes_term(self) -> bool:
        """The term to find a curator ends once there is one: an entry of its own, once."""
        met = self.stage == "listed" and bool(self.attached("curator"))
        if not met or self.curator_term_met:
            return False
        self.curator_term_met = True
        self.revision += 1
        return True

    def _moved(self, deed: Move) -> Answer:
        day = self.today + timedelta(days=deed.days or 0)
        if not self.spells[-1].entered <= day <= self.today:
            return "input.invalid", frozenset()
        for which in deed.basis:
            decision = nth(self.decisions, which)
            if decision is None or not decision.in_force:
                return "input.invalid", frozenset()
        way = PATH[deed.code]
        unmet = {code for code, holds in way.requires.items() if not holds(self, deed)}
        if self.role(deed.by) not in way.roles:
            unmet.add("role")
        if self.stage not in way.sources:
            return "move.unavailable", frozenset(unmet | {"stage"})
        if unmet:
            code = "move.forbidden" if "role" in unmet else "move.requirements_unmet"
            return code, frozenset(unmet)
        self._enter(way.target(self), day, deed)
        return ALLOWED

    def _enter(self, stage: str, day: date, deed: Move) -> None:
        self.resumes = self.stage if stage == "suspended" else None
        self.stage = stage
        self.spells[-1].left = day
        for paper in self.papers:
            returned = paper.kind in GONE_BACK.get(deed.code, ())
            if returned and paper.status == "submitted" and paper.round == self.round:
                paper.status = "returned"
        for link in self.links if deed.code in LETS_GO else ():
            if link.until is None or link.until > day:
                link.until = max(day, link.since)
        if deed.code == "start_next_round":
            self.round += 1
            self.years += 1
        self.spells.append(Spell(self.revision + 1, stage, self.round, day))

    def _done(self, deed: Deed) -> str:
        if isinstance(deed, File):
            return self._filed(deed)
        if isinstance(deed, Review):
            return self._reviewed(deed)
        if isinstance(deed, Order):
            self.decisions.append(Decision(deed.kind, self.round))
            return ""
        if isinstance(deed, Repeal):
            return self._repealed(deed)
        if isinstance(deed, Note):
            return self._noted(deed)
        if isinstance(deed, Attach):
            return self._attached(deed)
        assert isinstance(deed, Detach)
        return self._detached(deed)

    def _filed(self, deed: File) -> str:
        series = (deed.kind, deed.topic, self.round)
        former = [one for one in self.papers if (one.kind, one.topic, one.round) == series]
        if former and former[-1].status != "revoked":
            former[-1].status = "superseded"
        status = "submitted" if deed.submit else "draft"
        version = len(former) + 1
        self.papers.append(Paper(deed.kind, deed.topic, status, version, self.round, deed.by))
        return ""

    def _reviewed(self, deed: Review) -> str:
        paper = nth(self.papers, deed.which)
        if paper is None:
            return "not_found"
        if paper.status not in BECOMES[deed.verdict]:
            return "input.invalid"
        own = paper.author == deed.by
        if own and deed.verdict == "approved":
            return "forbidden"
        if not own and self.role(deed.by) not in REVIEWERS:
            return "forbidden"
        if deed.verdict in ("returned", "revoked") and len(deed.remarks) < 5:
            return "input.invalid"
        paper.status = deed.verdict
        return ""

    def _repealed(self, deed: Repeal) -> str:
        decision = nth(self.decisions, deed.which)
        if decision is None:
            return "not_found"
        if not decision.in_force:
            return "input.invalid"
        decision.in_force = False
        return ""

    def _noted(self, deed: Note) -> str:
        if deed.status not in STATUSES[deed.kind] or deed.key not in KEYS[deed.kind]:
            return "input.invalid"
        word = (deed.kind, deed.key, deed.status, deed.value)
        self.words.append(Word(*word, self.round, deed.by, self.revision + 1))
        return ""

    def _attached(self, deed: Attach) -> str:
        decision = None if deed.which is None else nth(self.decisions, deed.which)
        if deed.which is not None and (decision is None or not decision.in_force):
            return "input.invalid"
        for link in self.links:
            same = link.kind == deed.kind and (deed.kind != "expert" or link.whom == deed.whom)
            if same and (link.until is None or link.until >= self.today):
                return "attachment.exists"
        if deed.kind == "tutor_school":
            if decision is None:
                return "input.invalid"
            if deed.whom != "tutor":
                return "tutor_school.ineligible"
        elif not deed.whom.startswith(f"{deed.kind}."):
            return "input.invalid"
        self.links.append(Link(deed.kind, deed.whom, self.today, None, decision))
        return ""

    def _detached(self, deed: Detach) -> str:
        link = nth(self.links, deed.which)
        if link is None:
            return "not_found"
        last_day = self.today + timedelta(days=deed.days)
        if last_day < link.since or len(deed.reason) < 5:
            return "input.invalid"
        link.until = last_day
        return ""


def nth(items: list[T], which: int) -> T | None:
    """The one so far back from the last; None when there is none."""
    return items[-1 - which] if which < len(items) else None


Check: TypeAlias = Callable[[Case, Move], bool]


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

# -------------------------------------------------------------------------------------------------
# What is done: single deeds, right or wrong, and the steps that get a case on.

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


people = st.sampled_from(PEOPLE)
working = st.sampled_from((CITY_ONE, CITY_ONE, *PEOPLE))
shifts = st.sampled_from((0, 0, 0, 0, 0, None, None, -1, 1, -3))
back = st.integers(0, 3)
topics = st.sampled_from((None, *FACTORS[:2]))
moves = st.builds(
    Move,
    by=working,
    shift=shifts,
    code=st.sampled_from(tuple(PATH)),
    reason=st.sampled_from(REASONS),
    basis=st.sampled_from(((), (), (), (0,), (1,), (0, 2))),
    days=st.sampled_from((None, None, None, 0, -1, 1)),
)
files = st.builds(
    File,
    by=people,
    shift=shifts,
    kind=st.sampled_from(
        (
            "self_diagnosis",
            "development_concept",
            "midterm_programme",
            "antirisk_programme",
            "analytic_note",
            "final_note",
        )
    ),
    topic=topics,
    submit=st.booleans(),
)
reviews = st.builds(
    Review,
    by=people,
    shift=shifts,
    which=back,
    verdict=st.sampled_from(tuple(BECOMES)),
    remarks=st.sampled_from((REASON, REASON, SHORT)),
)
orders = st.builds(
    Order,
    by=people,
    shift=shifts,
    kind=st.sampled_from(
        ("list_order", "programme_approval", "correction_order", "ground_withdrawal")
    ),
)
repeals = st.builds(Repeal, by=people, shift=shifts, which=back)
notes = st.sampled_from(tuple(KEYS)).flatmap(
    lambda kind: st.builds(
        Note,
        by=people,
        shift=shifts,
        kind=st.just(kind),
        key=st.sampled_from((*KEYS[kind], *(() if kind == "measure" else ("unheard_of",)))),
        status=st.sampled_from((*STATUSES[kind], *STATUSES[kind], "unheard_of")),
        value=st.sampled_from((None, 0, 1)),
    )
)
attaching = st.builds(
    Attach,
    by=working,
    shift=shifts,
    kind=st.sampled_from(("curator", "expert")),
    whom=st.sampled_from(("curator.0", "curator.1", "expert.0", "expert.1")),
    which=st.sampled_from((None, None, 0, 2)),
) | st.builds(
    Attach,
    by=working,
    shift=shifts,
    kind=st.just("tutor_school"),
    whom=st.sampled_from(("tutor", "tutor", "own", "listed")),
    which=st.sampled_from((None, 0, 0, 2)),
)
detaching = st.builds(
    Detach,
    by=working,
    shift=shifts,
    which=back,
    days=st.sampled_from((0, -1, 1, 100)),
    reason=st.sampled_from((REASON, REASON, SHORT)),
)
choices = st.integers(0, 5)
lacking = st.sampled_from((None, None, None, None, None, None, 0, 1, 2))
WEIGHTS: tuple[tuple[int, st.SearchStrategy[Step]], ...] = (
    (1, st.builds(Wait, st.sampled_from((0, 1, 60, 150)))),
    (2, st.builds(Supply, lacking)),
    (4, st.builds(Ahead, choices)),
    (18, st.builds(Onward, lacking, choices)),
    (3, st.builds(Leave, st.integers(0, 9), moves)),
    (1, moves),
    (1, st.just(Move(CITY_ONE, "suspend"))),
    (1, files),
    (1, reviews),
    (1, orders),
    (1, repeals),
    (1, notes),
    (1, attaching),
    (1, detaching),
)
steps = st.sampled_from([one for weight, one in WEIGHTS for _ in range(weight)]).flatmap(
    lambda one: one
)
endings = st.sampled_from((None, None, Close(9), Close(0), Close(1)))

# -------------------------------------------------------------------------------------------------
# The case itself.


@dataclass
class Live:
    """A case in the database, with what was created on it in the order of its creation."""

    scene: Scene
    school: int
    case_id: UUID
    head: tuple[int, bytes]
    papers: list[UUID] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    links: list[UUID] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        role, _, number = name.partition(".")
        place = int(number)
        if role.startswith("school_") or role == "tutor_school_rep":
            place = (self.school + place) % SCHOOLS_OF_A_SCENE
        return self.scene.actor(Role(role), place)

    def answer(self, deed: Deed, case: Case) -> Answer:
        """Ask the engine for the deed; a refusal leaves the chain of the case as it was."""
        expected = None if deed.shift is None else self.head[0] + deed.shift
        try:
            receipt = self._do(deed, case, {"expected_revision": expected})
        except EngineError as refusal:
            assert self._head() == self.head
            unmet = refusal.unmet if isinstance(refusal, MoveRefused) else ()
            return refusal.code, frozenset(one.code for one in unmet)
        assert receipt.seq == self.head[0] + 1
        # A term that the deed has met is closed by an entry of its own.
        self.head = self._head()
        return ALLOWED

    def _head(self) -> tuple[int, bytes]:
        query = sa.select(CaseRow.revision, CaseRow.head).where(CaseRow.id == self.case_id)
        with reading(self.scene.bench.database) as connection:
            revision, head = connection.execute(query).one()
        return revision, bytes(head)

    def _do(self, deed: Deed, case: Case, expected: dict[str, Any]) -> Receipt:
        bench, case_id, actor = self.scene.bench, self.case_id, self.actor(deed.by)
        if isinstance(deed, Move):
            basis = tuple(nth(self.decisions, which) or UNKNOWN for which in deed.basis)
            order = MoveOrder(deed.code, deed.reason, basis)
            day = None if deed.days is None else case.today + timedelta(days=deed.days)
            asked = MoveRequest(case_id, order, happened_on=day, **expected)
            return move_case(bench, asked, actor=actor)
        if isinstance(deed, File):
            filed = DocumentRequest(
                case_id, deed.kind, topic=deed.topic, submit=deed.submit, **expected
            )
            return kept(self.papers, register_document(bench, filed, actor=actor))
        if isinstance(deed, Review):
            paper, verdict = nth(self.papers, deed.which) or UNKNOWN, DocumentStatus(deed.verdict)
            review = ReviewRequest(case_id, paper, verdict, deed.remarks, **expected)
            return review_document(bench, review, actor=actor)
        if isinstance(deed, Note):
            kind = RecordKind(deed.kind)
            note = RecordRequest(case_id, kind, deed.key, deed.status, deed.value, **expected)
            return register_record(bench, note, actor=actor)
        return self._decide_or_attach(deed, case.today, expected)

    def _decide_or_attach(self, deed: Deed, today: date, expected: dict[str, Any]) -> Receipt:
        bench, case_id, actor = self.scene.bench, self.case_id, self.actor(deed.by)
        if isinstance(deed, Order):
            paper = OrderPaper(deed.kind, "12-Д", today, "Управление образования")
            order = DecisionRequest(case_id, paper, **expected)
            return kept(self.decisions, register_decision(bench, order, actor=actor))
        if isinstance(deed, Repeal):
            decision = nth(self.decisions, deed.which) or UNKNOWN
            repeal = RepealRequest(case_id, decision, today, REASON, **expected)
            return repeal_decision(bench, repeal, actor=actor)
        if isinstance(deed, Attach):
            order_id = None if deed.which is None else nth(self.decisions, deed.which) or UNKNOWN
            asked = AttachRequest(
                case_id,
                AttachmentKind(deed.kind),
                decision_id=order_id,
                **self._whom(deed),
                **expected,
            )
            return kept(self.links, attach(bench, asked, actor=actor))
        assert isinstance(deed, Detach)
        link = nth(self.links, deed.which) or UNKNOWN
        last_day = today + timedelta(days=deed.days)
        end = EndAttachmentRequest(case_id, link, last_day, deed.reason, **expected)
        return end_attachment(bench, end, actor=actor)

    def _whom(self, deed: Attach) -> dict[str, Any]:
        if deed.kind != "tutor_school":
            return {"account_id": self.actor(deed.whom).account_id}
        next_school = self.scene.schools[(self.school + 1) % SCHOOLS_OF_A_SCENE]
        schools = {
            "tutor": self.scene.tutor_schools[self.school],
            "own": self.scene.schools[self.school],
            "listed": next_school,
        }
        return {"school_id": schools[deed.whom]}

    def whom(self, name: str) -> UUID:
        """The person or the school attached under a name of the model."""
        if name == "tutor":
            return self.scene.tutor_schools[self.school]
        return self.actor(name).account_id

    def rows(self, query: sa.Executable) -> list[tuple[Any, ...]]:
        with reading(self.scene.bench.database) as connection:
            return [tuple(row) for row in connection.execute(query)]


def kept(ids: list[UUID], receipt: Receipt) -> Receipt:
    """The receipt; what was created is kept for later deeds."""
    assert receipt.created_id is not None
    ids.append(receipt.created_id)
    return receipt


def opened(scene: Scene, school: int) -> Live:
    """A case just opened on a school nobody has touched."""
    live = Live(scene, school, scene.open_case(school), (0, b""))
    live.head = live._head()
    return live


def compare(live: Live, case: Case) -> None:
    """All that is stored of the case is what the model has come to."""
    stored = live.rows(
        sa.select(
            CaseRow.stage,
            CaseRow.resume_stage,
            CaseRow.round,
            CaseRow.years_in_status,
            CaseRow.revision,
            CaseRow.stage_entered_on,
            CaseRow.closed,
        ).where(CaseRow.id == live.case_id)
    )
    closed = case.stage in ("closed_other", "exited")
    entered = case.spells[-1].entered
    state = (case.stage, case.resumes, case.round, case.years, case.revision, entered, closed)
    assert stored == [state]
    spells = live.rows(
        sa.select(
            SpellRow.seq, SpellRow.stage, SpellRow.round, SpellRow.entered_on, SpellRow.left_on
        )
        .where(SpellRow.case_id == live.case_id)
        .order_by(SpellRow.seq)
    )
    assert spells == [
        (one.revision, one.stage, one.round, one.entered, one.left) for one in case.spells
    ]
    compare_things(live, case)
    assert len(attempts(live.scene.bench.database, live.case_id)) == case.attempts


def compare_things(live: Live, case: Case) -> None:
    """The papers, decisions, records and attachments, one by one."""
    paper = sa.select(
        DocumentRow.id,
        DocumentRow.kind,
        DocumentRow.topic,
        DocumentRow.status,
        DocumentRow.version,
        DocumentRow.round,
        DocumentRow.author_id,
    ).where(DocumentRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(paper)} == {
        paper_id: (
            one.kind,
            one.topic,
            one.status,
            one.version,
            one.round,
            live.actor(one.author).account_id,
        )
        for paper_id, one in zip(live.papers, case.papers, strict=True)
    }
    decision = sa.select(
        DecisionRow.id, DecisionRow.kind, DecisionRow.round, DecisionRow.repealed_on.is_(None)
    ).where(DecisionRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(decision)} == {
        decision_id: (one.kind, one.round, one.in_force)
        for decision_id, one in zip(live.decisions, case.decisions, strict=True)
    }
    record = (
        sa.select(
            RecordRow.kind,
            RecordRow.key,
            RecordRow.status,
            RecordRow.value,
            RecordRow.round,
            RecordRow.author_id,
            RecordRow.revision,
        )
        .where(RecordRow.case_id == live.case_id)
        .order_by(RecordRow.revision)
    )
    assert live.rows(record) == [
        (
            one.kind,
            one.key,
            one.status,
            one.value,
            one.round,
            live.actor(one.author).account_id,
            one.revision,
        )
        for one in case.words
    ]
    whom = sa.func.coalesce(AttachmentRow.account_id, AttachmentRow.school_id)
    link = sa.select(
        AttachmentRow.id, AttachmentRow.kind, whom, AttachmentRow.starts_on, AttachmentRow.ends_on
    ).where(AttachmentRow.case_id == live.case_id)
    assert {row[0]: row[1:] for row in live.rows(link)} == {
        link_id: (one.kind, live.whom(one.whom), one.since, one.until)
        for link_id, one in zip(live.links, case.links, strict=True)
    }


def untouched(bench: Workbench) -> Iterator[tuple[Scene, int]]:
    """Schools without a case, as many as are asked for."""
    for number in count():
        scene = make_scene(
            bench,
            f"region{number}",
            schools=SCHOOLS_OF_A_SCENE,
            tutor_schools=SCHOOLS_OF_A_SCENE,
        )
        for school in range(SCHOOLS_OF_A_SCENE):
            yield scene, school


def stand(clock: Clock, day: date) -> None:
    """Put the clock on a day."""
    clock.set(day.year, day.month, day.day)


def test_random_deeds_are_answered_as_the_simple_model_of_the_path_answers_them(
    bench: Workbench, clock: Clock
) -> None:
    schools = untouched(bench)
    got_on: list[bool] = []

    @settings(
        max_examples=EXAMPLES[bench.database.dialect],
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate,),  # making a failure small would take minutes
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(FIRST_DAYS), st.lists(steps, min_size=STEPS, max_size=STEPS), endings)
    def drive(first_day: date, program: list[Step], ending: Step | None) -> None:
        stand(clock, first_day)
        live, case = opened(*next(schools)), Case(first_day)
        for step in [*program, *([ending] if ending else [])]:
            if isinstance(step, Wait):
                case.today += timedelta(days=step.days)
                stand(clock, case.today)
                continue
            for deed in deeds_of(case, step):
                where = case.stage
                expected = case.answer(deed)
                assert live.answer(deed, case) == expected, (where, deed)
        compare(live, case)
        for kind in (StreamKind.CASE, StreamKind.REFUSAL):
            assert verify(bench.database, Stream(kind, live.case_id)).findings == []
        stages = {spell.stage for spell in case.spells}
        got_on.append("risk_profiling" in stages)

    drive()
    assert verify(bench.database).findings == []
    assert 2 * sum(got_on) > len(got_on), "most sequences get beyond the third stage"
