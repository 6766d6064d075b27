"""The five regions' paths: each loads, is sound, and leads a case to its end without code."""

from importlib.resources import files

import pytest

from engine.domain.checks import Severity, inspect_definition
from engine.domain.definition import Phase, StageKind
from engine.domain.errors import DefinitionInvalid
from engine.domain.machine import MoveOrder, decide
from engine.domain.overlay import resolve
from engine.domain.roles import Role
from engine.domain.scenario_operations import DropScenario
from tests.domain.walking import PERSON, Walk, opened
from workflows.driving import NoRoute, circle, reachable
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped

SHIPPED = load_shipped()
OVERLAYS = sorted(code for code, parsed in SHIPPED.items() if parsed.extends)
REGIONS = sorted(SHIPPED.keys() - {"base"})

STAGES = {
    "kirovsky_district": """
        candidate listed self_diagnosis programme_drafting programme_review contest_application
        community_plan funding_set mentoring interim_monitoring correction final_monitoring
        exit_review internship_site network_member retained suspended closed_other
    """,
    "municipal_programme": """
        candidate listed classified self_diagnosis programme_drafting programme_review mentoring
        interim_monitoring correction final_monitoring dynamics_analysis exit_review exited
        post_exit_watch retained suspended closed_other
    """,
    "primorsky_krai": """
        candidate listed risk_profiling team_training programme_drafting programme_review mentoring
        correction final_monitoring practice_selection cycle_closed suspended closed_other
    """,
    "primorsky_krai_municipality": """
        model_programme expertise corrected accepted implementation monitoring cycle_closed
    """,
    "skovorodino": """
        candidate listed self_diagnosis risk_profiling programme_drafting programme_review mentoring
        self_analysis_audit vpr_analysis gia_analysis deficit_plan_check correction
        recommendation_check programme_audit final_monitoring exit_review exited post_exit_watch
        retained suspended closed_other
    """,
    "sochi": """
        candidate listed self_diagnosis risk_profiling programme_drafting programme_review
        curation_set mentoring interim_monitoring correction effect_analysis final_monitoring
        exit_review effective_mode exited post_exit_watch retained suspended closed_other
    """,
}

ADDED_PHASES = {
    "kirovsky_district": {
        "contest_application": Phase.PROGRAMME,
        "community_plan": Phase.PROGRAMME,
        "funding_set": Phase.PROGRAMME,
        "internship_site": Phase.EXIT,
        "network_member": Phase.EXIT,
    },
    "municipal_programme": {
        "classified": Phase.IDENTIFICATION,
        "dynamics_analysis": Phase.EXIT,
    },
    "primorsky_krai": {
        "team_training": Phase.PROGRAMME,
        "practice_selection": Phase.EXIT,
        "cycle_closed": Phase.EXIT,
    },
    "skovorodino": {
        "self_analysis_audit": Phase.MONITORING,
        "vpr_analysis": Phase.MONITORING,
        "gia_analysis": Phase.MONITORING,
        "deficit_plan_check": Phase.MONITORING,
        "recommendation_check": Phase.MONITORING,
        "programme_audit": Phase.MONITORING,
    },
    "sochi": {
        "curation_set": Phase.MENTORING,
        "effect_analysis": Phase.MONITORING,
        "effective_mode": Phase.EXIT,
    },
}

WHOLE_PATHS = {
    "kirovsky_district": (1, ("internship_site",)),
    "municipal_programme": (1, ("interim_monitoring", "exited")),
    "primorsky_krai": (1, ("cycle_closed", "risk_profiling")),
    "primorsky_krai_municipality": (1, ("corrected", "cycle_closed", "model_programme")),
    "skovorodino": (1, ("exited",)),
    "sochi": (1, ("interim_monitoring", "exited")),
}


def definition_of(code):
    return SHIPPED[code].definition


def errors_of(definition):
    findings = inspect_definition(definition, CATALOGUE)
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def text_of(code):
    return files("workflows").joinpath("regions", f"{code}.toml").read_text(encoding="utf-8")


def refusal(definition, situation, move, role):
    """The codes of every reason why the role may not make the move now."""
    decision = decide(
        definition,
        CATALOGUE,
        situation,
        MoveOrder(move),
        actor_id=PERSON[role],
        roles=frozenset({role}),
    )
    return [unmet.code for unmet in decision.unmet]


def test_the_regions_are_the_five_documents_and_one_municipality():
    assert sorted(STAGES) == REGIONS


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_a_shipped_definition_has_no_errors(code):
    assert errors_of(definition_of(code)) == []


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_has_exactly_the_stages_of_its_document(code):
    stages = tuple(stage.code for stage in definition_of(code).stages)

    assert stages == tuple(STAGES[code].split())


@pytest.mark.parametrize("code", sorted(ADDED_PHASES))
def test_an_added_stage_names_its_canonical_phase(code):
    base = definition_of("base").stage_by_code
    added = {one.code: one.phase for one in definition_of(code).stages if one.code not in base}

    assert added == ADDED_PHASES[code]


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_stage_can_be_reached(code):
    definition = definition_of(code)

    assert reachable(definition) == definition.stage_by_code.keys()


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_stage_says_what_to_do_in_it(code):
    assert [stage.code for stage in definition_of(code).stages if not stage.hint] == []


@pytest.mark.parametrize("code", OVERLAYS)
def test_an_overlay_is_smaller_than_the_base(code):
    assert len(text_of(code)) < len(text_of("base"))


@pytest.mark.parametrize("code", OVERLAYS)
def test_every_change_of_an_overlay_changes_something(code):
    base, changes = definition_of("base"), SHIPPED[code].changes
    idle = []
    for place, change in enumerate(changes):
        rest = changes[:place] + changes[place + 1 :]
        try:
            found, whole = resolve(base, rest), definition_of(code)
            same = (found, found.scenarios) == (whole, whole.scenarios)
        except DefinitionInvalid:
            same = False
        idle += [change.element] if same else []

    assert idle == []


@pytest.mark.parametrize("code", sorted(WHOLE_PATHS))
def test_a_case_walks_its_whole_path_with_the_roles_of_the_region(code):
    years, stages = WHOLE_PATHS[code]
    definition = definition_of(code)

    walk = Walk(definition, opened(definition, years=years)).through(*stages)

    assert walk.stage == stages[-1]
    assert all(role in definition.move_by_code[move].roles for move, role, _ in walk.steps)


@pytest.mark.parametrize("years", [1, 2, 3])
@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_a_case_can_be_brought_to_every_stage_its_class_allows(code, years):
    definition = definition_of(code)
    missed = set()
    for stage in definition.stages:
        try:
            walk = Walk(definition, opened(definition, years=years)).through(stage.code)
        except NoRoute:
            missed.add(stage.code)
        else:
            assert walk.stage == stage.code

    only_first_year = {"self_diagnosis", "programme_drafting", "programme_review"}
    by_class = code == "municipal_programme" and years > 1
    assert missed == (only_first_year if by_class else set())


@pytest.mark.parametrize("code", OVERLAYS)
def test_a_promise_of_the_base_is_dropped_only_where_the_path_does_not_keep_it(code):
    base, changes = definition_of("base"), SHIPPED[code].changes
    kept = []
    for dropped in [one for one in changes if isinstance(one, DropScenario)]:
        rest = [one for one in changes if one.element != dropped.element]
        kept += [] if errors_of(resolve(base, rest)) else [dropped.scenario]

    assert kept == []


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_gate_of_a_path_has_a_scenario_that_is_refused_at_it(code):
    definition = definition_of(code)
    refused = {step.move for one in definition.scenarios for step in one.steps if step.refused}
    gates = {move.code for move in definition.moves if move.requirements}

    assert gates - refused == set()


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_path_promises_its_main_way(code):
    definition = definition_of(code)
    ways = [one for one in definition.scenarios if one.code in ("main_way", "region_way")]

    assert ways
    assert all(one.stage is None and len(one.steps) > 7 for one in ways)


def test_the_path_of_primorye_turns_through_two_rounds():
    definition = definition_of("primorsky_krai")
    walk = Walk(definition, opened(definition)).through("cycle_closed")

    for leg in circle(definition, "cycle_closed"):
        walk.take(leg)

    assert walk.stage == "cycle_closed"
    assert walk.situation.case.round == 2


def test_primorye_excludes_nobody_and_its_municipality_path_never_ends():
    ends = {
        code: [one.code for one in definition_of(code).stages if one.kind is StageKind.END]
        for code in ("primorsky_krai", "primorsky_krai_municipality")
    }

    assert ends == {"primorsky_krai": ["closed_other"], "primorsky_krai_municipality": []}


def test_the_expert_accepts_a_municipal_project_and_its_author_does_not():
    definition = definition_of("primorsky_krai_municipality")
    walk = Walk(definition, opened(definition)).through("expertise")

    author = refusal(definition, walk.situation, "accept_project", Role.MUNICIPAL_COORDINATOR)
    expert = refusal(definition, walk.situation, "accept_project", Role.EXPERT)

    assert author == ["role", "actor_not", "document_present"]
    assert expert == ["document_present"]


@pytest.mark.parametrize(
    ("years", "stage"), [(1, "self_diagnosis"), (2, "correction"), (3, "correction")]
)
def test_the_class_of_a_school_decides_its_way_in_the_municipal_programme(years, stage):
    definition = definition_of("municipal_programme")

    walk = Walk(definition, opened(definition, years=years)).through("classified", stage)

    assert walk.steps[-1] == ("start_support", "municipal_coordinator", stage)


def test_a_fourth_year_in_the_municipal_programme_needs_a_decision_of_its_own():
    definition = definition_of("municipal_programme")
    second, third = (
        Walk(definition, opened(definition, years=years)).through("retained") for years in (2, 3)
    )

    role = Role.MUNICIPAL_COORDINATOR
    assert refusal(definition, second.situation, "start_next_round", role) == []
    assert refusal(definition, third.situation, "start_next_round", role) == ["any"]


def test_a_school_programme_counts_in_the_municipal_programme_only_once_published():
    definition = definition_of("municipal_programme")
    walk = Walk(definition, opened(definition)).through("programme_review")

    reasons = refusal(definition, walk.situation, "approve_programmes", Role.MUNICIPAL_COORDINATOR)

    assert reasons == [
        "decision_present",
        "tutor_active",
        "publication_recorded",
        "document_present",
    ]


def test_curation_in_sochi_is_set_by_three_orders():
    definition = definition_of("sochi")
    walk = Walk(definition, opened(definition)).through("curation_set", "mentoring")

    assert [one.kind for one in walk.situation.decisions if one.kind.endswith("_order")] == [
        "list_order",
        "tutor_community_order",
        "tutor_point_order",
        "mentor_centre_order",
    ]


def test_sochi_leads_through_the_effective_mode_out_of_the_list():
    definition = definition_of("sochi")

    walk = Walk(definition, opened(definition)).through("exit_review", "exited")

    assert walk.steps[-2:] == [
        ("confirm_effective_mode", "municipal_coordinator", "effective_mode"),
        ("approve_exit", "regional_coordinator", "exited"),
    ]


def test_the_governing_council_approves_the_community_plan_in_kirovsky_district():
    definition = definition_of("kirovsky_district")

    walk = Walk(definition, opened(definition)).through("community_plan", "funding_set")

    assert walk.steps[-1] == ("approve_community_plan", "governing_council", "funding_set")


@pytest.mark.parametrize("stage", ["internship_site", "network_member", "retained"])
def test_kirovsky_district_ends_a_year_in_one_of_three_ways(stage):
    definition = definition_of("kirovsky_district")

    walk = Walk(definition, opened(definition)).through("exit_review", stage)

    assert [target for _, _, target in walk.steps[-2:]] == ["exit_review", stage]


def test_skovorodino_passes_its_checkpoints_in_the_order_of_the_year():
    definition = definition_of("skovorodino")

    walk = Walk(definition, opened(definition)).through("mentoring", "final_monitoring")

    assert [target for _, _, target in walk.steps][-8:] == [
        "self_analysis_audit",
        "vpr_analysis",
        "gia_analysis",
        "deficit_plan_check",
        "correction",
        "recommendation_check",
        "programme_audit",
        "final_monitoring",
    ]


def test_an_auditor_makes_no_move_in_any_region():
    assert {
        (code, move.code)
        for code in sorted(SHIPPED)
        for move in definition_of(code).moves
        if Role.AUDITOR in move.roles
    } == set()


def test_words_the_documents_left_open_are_kept_as_printed():
    notes = {
        code: [
            term.due.note
            for stage in definition_of(code).stages
            for term in stage.terms
            if term.due.note
        ]
        for code in REGIONS
    }

    assert notes == {
        "kirovsky_district": ["ежемесячно", "постоянно", "по графику", "ежегодно"],
        "municipal_programme": ["по запросу"],
        "primorsky_krai": ["ежемесячно", "в течение учебного года"],
        "primorsky_krai_municipality": ["ежемесячно", "в течение учебного года"],
        "skovorodino": [
            "по мере необходимости",
            "по графику",
            "в установленные графиком АМИРО сроки",
            "весь период",
            "постоянно",
        ],
        "sochi": [
            "не реже одного в четверть",
            "в конце четверти",
            "после проведения оценочной процедуры",
            "по плану работы МТКП",
            "по плану работы МНЦ",
            "по итогам учебного года",
        ],
    }
