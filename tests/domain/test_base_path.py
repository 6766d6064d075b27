"""The canonical path that comes with the product: its stages, moves, terms and words."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from engine.domain.checks import inspect_definition
from engine.domain.definition import OnDue, StageKind
from engine.domain.difference import described
from engine.domain.machine import MoveOrder, decide
from engine.domain.requirements import Attempt, evaluate
from engine.domain.roles import Role
from tests.domain.scene import COORDINATOR, case, curator, record, situation
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped
from workflows.vocabulary import SETTINGS

BASE = load_shipped()["base"].definition
OPEN = [
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
]


def _noted(kind, status):
    """A note of a monitoring is written by whoever leads the school, not by the school."""
    supplied_by = ("curator", "methodist", "municipal_coordinator")
    return {"kind": kind, "status": status, "supplied_by": supplied_by}


def test_the_path_has_sixteen_stages():
    assert [(one.code, one.title, one.phase.value, one.kind.value) for one in BASE.stages] == [
        ("candidate", "Кандидат", "identification", "start"),
        ("listed", "Включена в перечень", "identification", "open"),
        ("self_diagnosis", "Самодиагностика", "diagnosis", "open"),
        ("risk_profiling", "Рисковый профиль", "diagnosis", "open"),
        ("programme_drafting", "Разработка программ", "programme", "open"),
        ("programme_review", "Экспертиза программ", "programme", "open"),
        ("mentoring", "Сопровождение", "mentoring", "open"),
        ("interim_monitoring", "Промежуточный мониторинг", "monitoring", "open"),
        ("correction", "Корректировка программ", "mentoring", "open"),
        ("final_monitoring", "Итоговый мониторинг", "monitoring", "open"),
        ("exit_review", "Рассмотрение выхода", "exit", "open"),
        ("exited", "Вышла из перечня", "exit", "end"),
        ("post_exit_watch", "Постпроектное наблюдение", "exit", "open"),
        ("retained", "Продолжение сопровождения", "exit", "open"),
        ("suspended", "Приостановлено", "outside", "pause"),
        ("closed_other", "Закрыто (иное)", "outside", "end"),
    ]


def test_every_stage_tells_what_is_done_in_it():
    assert [one.code for one in BASE.stages if not one.hint.endswith(".")] == []


def told(requirement):
    fields = dict(described(requirement))
    name = fields.pop("fact")
    return (name, fields) if fields else name


REASON = ("reason_given", {"min_length": 10})
PATH = [
    (
        "approve_listing",
        ["candidate>listed"],
        "regional_coordinator municipal_coordinator",
        [("decision_present", {"kind": "list_order"}), "entry_facts"],
        "",
    ),
    (
        "reject_candidate",
        ["candidate>closed_other"],
        "regional_coordinator municipal_coordinator",
        [REASON],
        "",
    ),
    (
        "start_self_diagnosis",
        ["listed>self_diagnosis"],
        "municipal_coordinator curator scheduler",
        ["curator_assigned"],
        "",
    ),
    (
        "submit_self_diagnosis",
        ["self_diagnosis>risk_profiling"],
        "school_director school_deputy",
        [
            ("document_present", {"kind": "self_diagnosis", "status": "submitted"}),
            ("monitoring_closed", {"kind": "entry"}),
        ],
        "",
    ),
    (
        "return_to_diagnosis",
        ["risk_profiling>self_diagnosis"],
        "curator",
        [REASON],
        "return_documents",
    ),
    (
        "confirm_risk_profile",
        ["risk_profiling>programme_drafting"],
        "curator",
        [("profile_complete", {"min_directions": 1, "max_directions": 5})],
        "",
    ),
    (
        "submit_programmes",
        ["programme_drafting>programme_review"],
        "school_director",
        [
            (
                "document_present",
                {"kind": "development_concept", "status": "submitted", "per": "case"},
            ),
            ("document_present", {"kind": "midterm_programme", "status": "submitted"}),
            ("document_present", {"kind": "school_roadmap", "status": "submitted"}),
            (
                "risks_covered",
                {"level": "high", "kind": "antirisk_programme", "status": "submitted"},
            ),
        ],
        "",
    ),
    (
        "return_programmes",
        ["programme_review>programme_drafting"],
        "curator expert municipal_coordinator",
        [REASON],
        "return_documents",
    ),
    (
        "approve_programmes",
        ["programme_review>mentoring"],
        "municipal_coordinator",
        [
            ("actor_not", {"of": "author", "kind": "midterm_programme"}),
            ("actor_not", {"of": "author", "kind": "antirisk_programme"}),
            ("decision_present", {"kind": "programme_approval"}),
            ("tutor_active", {"min": 1, "by_order": True}),
        ],
        "",
    ),
    (
        "open_interim",
        ["mentoring>interim_monitoring"],
        "municipal_coordinator scheduler",
        [("date_window", {"from": "06-01", "to": "10-31"})],
        "",
    ),
    (
        "close_interim",
        ["interim_monitoring>mentoring"],
        "curator",
        [
            ("document_present", _noted("analytic_note", "submitted")),
            ("monitoring_closed", {"kind": "interim"}),
        ],
        "",
    ),
    (
        "require_correction",
        ["mentoring>correction", "interim_monitoring>correction"],
        "curator municipal_coordinator",
        [REASON, ("any", {"facts": ("from_stage", "monitoring_closed")})],
        "",
    ),
    (
        "approve_correction",
        ["correction>mentoring"],
        "municipal_coordinator",
        [
            ("actor_not", {"of": "author", "kind": "midterm_programme"}),
            ("document_present", {"kind": "midterm_programme", "status": "approved"}),
            ("basis_given", {"kind": "correction_order"}),
        ],
        "",
    ),
    (
        "open_final",
        ["mentoring>final_monitoring"],
        "municipal_coordinator scheduler",
        [("date_window", {"from": "11-01", "to": "03-31"}), ("no_open", {"kind": "document"})],
        "",
    ),
    (
        "close_final",
        ["final_monitoring>exit_review"],
        "curator municipal_coordinator",
        [
            ("document_present", _noted("final_note", "approved")),
            ("monitoring_closed", {"kind": "final"}),
            ("measures_ratio", {"statuses": ("done", "explained"), "at_least": 100}),
        ],
        "",
    ),
    (
        "approve_exit",
        ["exit_review>exited"],
        "regional_coordinator municipal_coordinator",
        [
            ("actor_not", {"of": "curator"}),
            ("monitoring_closed", {"kind": "final"}),
            ("indicator_rule", {"rule": "entry_rule", "result": "not_met"}),
            ("decision_present", {"kind": "commission_protocol"}),
            ("decision_present", {"kind": "exit_order"}),
        ],
        "end_attachments",
    ),
    (
        "retain",
        ["exit_review>retained"],
        "regional_coordinator municipal_coordinator",
        [
            ("actor_not", {"of": "curator"}),
            REASON,
            ("decision_present", {"kind": "commission_protocol"}),
        ],
        "",
    ),
    (
        "start_next_round",
        ["retained>self_diagnosis", "retained>programme_drafting"],
        "municipal_coordinator scheduler",
        ["carry_over_decided"],
        "next_round raise_class",
    ),
    ("start_watch", ["exited>post_exit_watch"], "curator municipal_coordinator", [], ""),
    ("end_watch", ["post_exit_watch>exited"], "curator municipal_coordinator scheduler", [], ""),
    (
        "suspend",
        [f"{stage}>suspended" for stage in OPEN],
        "municipal_coordinator",
        [REASON],
        "",
    ),
    ("resume", ["suspended>@resume"], "municipal_coordinator", [REASON], ""),
    (
        "close_other",
        [f"{stage}>closed_other" for stage in (*OPEN, "suspended")],
        "municipal_coordinator",
        [
            REASON,
            "end_code_given",
            ("decision_present", {"kind": "closing_document"}),
            ("approvals", {"roles": ("regional_coordinator",), "min": 1}),
        ],
        "end_attachments",
    ),
    (
        "withdraw_ground",
        [
            f"{stage}>closed_other"
            for stage in (*OPEN, "suspended")
            if stage not in ("candidate", "post_exit_watch")
        ],
        "regional_coordinator",
        [REASON, ("decision_present", {"kind": "ground_withdrawal"})],
        "end_attachments",
    ),
]


def test_the_path_has_these_moves_and_no_other():
    assert [move.code for move in BASE.moves] == [row[0] for row in PATH]


@pytest.mark.parametrize(
    ("code", "ways", "roles", "requirements", "effects"), PATH, ids=[row[0] for row in PATH]
)
def test_a_move_of_the_path_is_as_the_field_knows_it(code, ways, roles, requirements, effects):
    move = BASE.move_by_code[code]

    assert [f"{s}>{way.target}" for way in move.ways for s in way.sources] == ways
    assert [role.value for role in move.roles] == roles.split()
    assert [told(one) for one in move.requirements] == requirements
    assert [effect.value for effect in move.effects] == effects.split()


def test_the_moves_of_the_clock_are_fired_by_terms():
    fired = [
        (stage.code, term.move)
        for stage in BASE.stages
        for term in stage.terms
        if term.on_due is OnDue.MOVE
    ]

    assert fired == [
        ("listed", "start_self_diagnosis"),
        ("mentoring", "open_interim"),
        ("mentoring", "open_final"),
        ("post_exit_watch", "end_watch"),
        ("retained", "start_next_round"),
    ]
    assert {move for _, move in fired} == {
        move.code for move in BASE.moves if Role.SCHEDULER in move.roles
    }


def test_every_stage_a_case_waits_in_has_a_term():
    without = [one.code for one in BASE.stages if not one.terms]

    assert without == ["exited", "closed_other"]
    assert {BASE.stage_by_code[code].kind for code in without} == {StageKind.END}


def test_nothing_but_the_watch_after_the_exit_is_worth_a_note():
    found = inspect_definition(BASE, CATALOGUE)

    assert [(one.code, one.element) for one in found] == [("end_is_left", "stages.exited")]


def test_the_dictionaries_hold_the_words_of_the_field():
    sizes = {dictionary: len(words) for dictionary, words in BASE.vocabulary}

    assert sizes == {
        "category": 2,
        "decision": 13,
        "document": 24,
        "end_code": 6,
        "event": 9,
        "indicator": 9,
        "listing_ground": 7,
        "monitoring": 3,
        "risk_factor": 12,
        "risk_level": 4,
        "school_mode": 3,
    }
    assert dict(BASE.vocabulary)["monitoring"] == ("entry", "interim", "final")


UNSET = {"source", "municipal_changes", "publish_approval"}
"""What the base does not say: its source is its own, and municipalities stand under a region."""


def test_the_settings_of_the_path_are_the_defaults():
    settings = dict(BASE.settings)
    settings.pop("source")

    assert settings == {
        name: setting.default for name, setting in SETTINGS.items() if name not in UNSET
    }


# Decisions on the path.


END_CODES = {"close_other": "liquidated"}


def asked(move, scene, *roles, actor=COORDINATOR, reason="Достаточно подробная причина"):
    return decide(
        BASE,
        CATALOGUE,
        scene,
        MoveOrder(move, reason, end_code=END_CODES.get(move, "")),
        actor_id=actor,
        roles=frozenset(roles),
    )


def standing(stage, **fields):
    return situation(case=case(stage=stage), **fields)


@pytest.mark.parametrize(
    ("years", "target"),
    [(1, "self_diagnosis"), (2, "programme_drafting"), (3, "programme_drafting")],
)
def test_the_next_round_begins_where_the_class_of_the_ended_one_says(years, target):
    scene = situation(case=case(stage="retained", years_in_status=years))

    decision = asked("start_next_round", scene, Role.MUNICIPAL_COORDINATOR)

    assert (decision.target, decision.unmet) == (target, ())


def test_an_open_measure_of_the_ended_round_keeps_the_next_one_from_beginning():
    scene = standing("retained", records=(record("measure", "7", "in_progress"),))

    decision = asked("start_next_round", scene, Role.MUNICIPAL_COORDINATOR)

    assert [unmet.code for unmet in decision.unmet] == ["carry_over_decided"]


def test_a_curator_who_is_a_coordinator_too_does_not_decide_the_exit():
    scene = standing("exit_review", attachments=(curator(account_id=COORDINATOR),))

    for move in ("approve_exit", "retain"):
        decision = asked(move, scene, Role.MUNICIPAL_COORDINATOR, Role.CURATOR)
        assert "actor_not" in [unmet.code for unmet in decision.unmet]


def test_a_correction_from_mentoring_needs_a_reason_only():
    decision = asked("require_correction", standing("mentoring"), Role.CURATOR)

    assert (decision.target, decision.unmet) == ("correction", ())


def test_a_correction_from_the_interim_monitoring_needs_its_figures():
    scene = standing("interim_monitoring")
    closed = replace(scene, records=(record("monitoring", "interim", "closed"),))

    assert [one.code for one in asked("require_correction", scene, Role.CURATOR).unmet] == ["any"]
    assert asked("require_correction", closed, Role.CURATOR).unmet == ()


def test_closing_a_case_needs_the_consent_of_a_second_person():
    consent = record(
        "approval",
        "close_other",
        "given",
        author_id=UUID(int=9),
        author_role="regional_coordinator",
    )
    own = replace(consent, author_id=COORDINATOR)

    def unmet(*records):
        scene = standing("mentoring", records=records, vocabulary=BASE.vocabulary)
        return [one.code for one in asked("close_other", scene, Role.MUNICIPAL_COORDINATOR).unmet]

    assert unmet() == ["decision_present", "approvals"]
    assert unmet(own) == ["decision_present", "approvals"]
    assert unmet(consent) == ["decision_present"]


def test_a_suspended_case_comes_back_to_where_it_was():
    scene = situation(case=case(stage="suspended", resume_stage="programme_review"))

    assert asked("resume", scene, Role.MUNICIPAL_COORDINATOR).target == "programme_review"


@pytest.mark.parametrize(
    ("move", "first", "last"),
    [("open_interim", (6, 1), (10, 31)), ("open_final", (11, 1), (3, 31))],
)
def test_a_monitoring_is_opened_in_its_months(move, first, last):
    window = BASE.move_by_code[move].requirements[0]
    attempt = Attempt(move, COORDINATOR, frozenset({Role.SCHEDULER}))

    def inside(month, day):
        scene = replace(situation(), today=date(2023, month, day))
        return not evaluate(window, CATALOGUE, scene, attempt).unmet

    assert [inside(*first), inside(*last), inside(5, 31)] == [True, True, False]
