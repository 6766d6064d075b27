"""What is still to be supplied before a move, whatever fact it wants."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import RecordKind, SchoolMode
from engine.domain.supplies import CannotSupply, Supply, SupplyKind, supplies
from tests.domain.scene import (
    TODAY,
    attempt,
    case,
    curator,
    decision,
    document,
    record,
    situation,
    tutor,
)
from workflows.facts import CATALOGUE
from workflows.facts.supplying import SUPPLIERS

FACTORS = (("risk_factor", ("low_motivation", "staff_shortage", "low_discipline")),)


def need(fact, **params):
    return Requirement(fact, tuple(sorted(params.items())))


def every(*parts):
    return Requirement("all", parts=parts)


def some(*parts):
    return Requirement("any", parts=parts)


def lacking(requirement, scene=None, tried=None):
    """What is to be supplied, without the roles said to supply it."""
    found = supplies(requirement, CATALOGUE, scene or situation(), tried or attempt())
    return [replace(supply, by=()) for supply in found]


def test_every_fact_of_the_catalogue_has_a_supplier():
    assert SUPPLIERS.keys() == CATALOGUE.keys()


def test_a_met_requirement_needs_nothing():
    scene = situation(decisions=(decision("list_order"),))

    assert lacking(need("decision_present", kind="list_order"), scene) == []


@pytest.mark.parametrize(
    ("requirement", "supply"),
    [
        (
            need("document_present", kind="midterm_programme", status="approved", min=2),
            Supply(SupplyKind.DOCUMENT, "midterm_programme", "approved", 2),
        ),
        (need("decision_present", kind="exit_order"), Supply(SupplyKind.DECISION, "exit_order")),
        (
            need("publication_recorded", kind="roadmap"),
            Supply(SupplyKind.RECORD, "roadmap", "published", record=RecordKind.PUBLICATION),
        ),
        (
            need("role_of_actor", roles=("expert",)),
            Supply(SupplyKind.ACTOR, roles=(Role.EXPERT,)),
        ),
        (need("curator_assigned"), Supply(SupplyKind.ATTACHMENT, "curator")),
        (
            need("tutor_active", min=2, modes=("development",)),
            Supply(
                SupplyKind.ATTACHMENT,
                "tutor_school",
                count=2,
                modes=(SchoolMode.DEVELOPMENT,),
            ),
        ),
        (
            need("approvals", roles=("regional_coordinator",)),
            Supply(
                SupplyKind.RECORD,
                "approve_programmes",
                "given",
                record=RecordKind.APPROVAL,
                roles=(Role.REGIONAL_COORDINATOR,),
            ),
        ),
        (
            need("measures_ratio"),
            Supply(SupplyKind.RECORD, "1", "done", record=RecordKind.MEASURE),
        ),
        (
            need("monitoring_closed", kind="interim"),
            Supply(SupplyKind.RECORD, "interim", "closed", record=RecordKind.MONITORING),
        ),
        (
            need("indicator_rule", rule="entry_rule"),
            Supply(SupplyKind.RECORD, "entry_rule", "not_met", record=RecordKind.INDICATOR),
        ),
        (
            need("quota", event="seminar", at_least=3),
            Supply(SupplyKind.RECORD, "seminar", "held", 3, record=RecordKind.EVENT),
        ),
        (
            need("quota_met", measure="10"),
            Supply(SupplyKind.COUNT, "10", day=TODAY - timedelta(days=1)),
        ),
        (
            need("quota_met", measure="10", period="running"),
            Supply(SupplyKind.COUNT, "10", day=TODAY),
        ),
        (need("years_in_status", at_least=3), Supply(SupplyKind.YEARS, count=3)),
        (need("years_in_status", at_most=1), Supply(SupplyKind.YEARS, count=1)),
        (
            {"fact": "date_window", "from": "11-01", "to": "03-31"},
            Supply(SupplyKind.DAY, day=date(2023, 11, 1)),
        ),
        (need("reason_given", min_length=20), Supply(SupplyKind.REASON, count=20)),
        (need("from_stage", stages=("mentoring",)), Supply(SupplyKind.STAGE, "mentoring")),
    ],
    ids=lambda value: (
        ""
        if isinstance(value, Supply)
        else dict(value)["fact"]
        if isinstance(value, dict)
        else value.fact
    ),
)
def test_one_gap_is_one_supply(requirement, supply):
    if isinstance(requirement, dict):
        requirement = need(**requirement)

    assert lacking(requirement) == [supply]


def test_a_list_entry_without_facts_wants_them():
    scene = situation(entry_facts_present=False)

    assert lacking(need("entry_facts"), scene) == [Supply(SupplyKind.ENTRY_FACTS)]


def test_a_second_document_is_one_document_more():
    scene = situation(documents=(document("roadmap"),))
    requirement = need("document_present", kind="roadmap", min=2)

    assert lacking(requirement, scene) == [Supply(SupplyKind.DOCUMENT, "roadmap", "submitted", 1)]


def test_the_author_of_the_programme_is_replaced_by_somebody_else():
    scene = situation(documents=(document("midterm_programme", author_id=attempt().actor_id),))
    requirement = need("actor_not", of=("author", "curator"), kind="midterm_programme")

    assert lacking(requirement, scene) == [
        Supply(SupplyKind.OTHER_ACTOR, "author", topic="midterm_programme")
    ]


def test_a_basis_that_is_not_registered_is_registered_and_then_named():
    requirement = need("basis_given", kind="correction_order")
    registered = situation(decisions=(decision("correction_order"),))

    named = Supply(SupplyKind.BASIS, "correction_order")
    assert lacking(requirement) == [Supply(SupplyKind.DECISION, "correction_order"), named]
    assert lacking(requirement, registered) == [named]


def test_a_profile_gets_a_level_for_every_factor_and_its_directions():
    scene = situation(vocabulary=FACTORS, records=(record("risk", "staff_shortage", "low"),))

    found = lacking(need("profile_complete", min_directions=1), scene)

    assert [(one.code, one.status, one.value) for one in found] == [
        ("low_motivation", "high", 1),
        ("low_discipline", "low", 0),
    ]


def test_a_complete_profile_without_directions_gets_one():
    levels = tuple(record("risk", factor, "low", value=0) for factor in FACTORS[0][1])
    scene = situation(vocabulary=FACTORS, records=levels)

    found = lacking(need("profile_complete", min_directions=1), scene)

    assert [(one.code, one.status, one.value) for one in found] == [("low_motivation", "high", 1)]


def test_directions_over_the_limit_are_given_up():
    levels = tuple(record("risk", factor, "high", value=1) for factor in FACTORS[0][1])
    scene = situation(vocabulary=FACTORS, records=levels)

    found = lacking(need("profile_complete", max_directions=2), scene)

    assert [(one.code, one.status, one.value) for one in found] == [("low_discipline", "low", 0)]


def test_every_high_risk_wants_its_own_programme():
    risks = (record("risk", "low_motivation", "high"), record("risk", "staff_shortage", "high"))
    covered = document("antirisk_programme", topic="staff_shortage")
    scene = situation(records=risks, documents=(covered,))

    assert lacking(need("risks_covered", level="high"), scene) == [
        Supply(SupplyKind.DOCUMENT, "antirisk_programme", "submitted", topic="low_motivation")
    ]


@pytest.mark.parametrize(
    ("kind", "status", "closed"),
    [
        ("recommendation", "open", "verified"),
        ("measure", "planned", "done"),
        ("monitoring", "open", "closed"),
    ],
)
def test_what_is_open_is_closed(kind, status, closed):
    scene = situation(records=(record(kind, "2.1", status),))

    assert lacking(need("no_open", kind=kind), scene) == [
        Supply(SupplyKind.RECORD, "2.1", closed, record=RecordKind(kind))
    ]


def test_a_returned_document_is_submitted_again():
    scene = situation(
        documents=(document("antirisk_programme", "returned", topic="low_motivation"),)
    )

    assert lacking(need("no_open", kind="document"), scene) == [
        Supply(SupplyKind.DOCUMENT, "antirisk_programme", "submitted", topic="low_motivation")
    ]


def test_an_unfinished_measure_is_carried_over():
    scene = situation(records=(record("measure", "12", "in_progress"),))

    assert lacking(need("carry_over_decided"), scene) == [
        Supply(SupplyKind.RECORD, "12", "continue", record=RecordKind.MEASURE)
    ]


@pytest.mark.parametrize(
    ("orders", "basis"),
    [(("exit_order", "tutor_order"), "tutor_order"), (("exit_order",), "exit_order"), ((), "")],
)
def test_a_tutor_school_is_attached_by_an_order_the_path_knows(orders, basis):
    scene = situation(vocabulary=(("decision", orders),))

    (supply,) = lacking(need("tutor_active"), scene)

    assert supply.basis == basis


def test_one_tutor_school_more_is_wanted_beside_the_one_there_is():
    (supply,) = lacking(need("tutor_active", min=2), situation(attachments=(tutor(),)))

    assert supply.count == 1


def test_the_roles_named_by_the_region_supply_before_those_of_the_catalogue():
    requirement = need("document_present", kind="analytic_note", supplied_by=("methodist",))

    (supply,) = supplies(requirement, CATALOGUE, situation(), attempt())

    assert supply.by == (Role.METHODIST,)


def test_all_parts_are_supplied_and_met_ones_are_left_out():
    both = every(need("curator_assigned"), need("decision_present", kind="exit_order"))
    scene = situation(attachments=(curator(),))

    assert lacking(both, scene) == [Supply(SupplyKind.DECISION, "exit_order")]


def test_of_several_branches_the_one_that_takes_the_least_is_chosen():
    either = some(
        need("from_stage", stages=("mentoring",)),
        every(need("decision_present", kind="exit_order"), need("curator_assigned")),
        need("monitoring_closed", kind="interim"),
    )

    assert lacking(either) == [
        Supply(SupplyKind.RECORD, "interim", "closed", record=RecordKind.MONITORING)
    ]


def test_a_branch_of_one_deed_is_chosen_before_one_of_several():
    either = some(
        need("quota", event="seminar", at_least=3),
        need("monitoring_closed", kind="interim"),
    )

    assert lacking(either) == [
        Supply(SupplyKind.RECORD, "interim", "closed", record=RecordKind.MONITORING)
    ]


def test_a_denial_that_does_not_hold_cannot_be_supplied():
    scene = situation(attachments=(curator(),))
    denied = Requirement("not", parts=(need("curator_assigned"),))

    with pytest.raises(CannotSupply):
        supplies(denied, CATALOGUE, scene, attempt())


def test_a_window_gone_by_cannot_be_supplied_but_another_branch_can():
    gone = need(fact="date_window", **{"from": "2022-01-01", "to": "2022-12-31"})

    with pytest.raises(CannotSupply):
        lacking(gone)
    assert lacking(some(gone, need("reason_given"))) == [Supply(SupplyKind.REASON, count=10)]


def test_a_case_of_the_wrong_class_counts_other_years():
    scene = situation(case=case(years_in_status=3))

    assert lacking(need("years_in_status", at_most=2), scene) == [Supply(SupplyKind.YEARS, count=2)]
