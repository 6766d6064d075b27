"""Routes along a path: the shortest, through the stages named, as the class allows."""

import pytest

from engine.domain.definition import Way
from engine.domain.operations import RerouteMove
from engine.domain.overlay import resolve
from engine.domain.requirements import Requirement
from workflows.driving import NoRoute, circle, route, route_through
from workflows.loader import load_shipped

BASE = load_shipped()["base"].definition


def need(fact, **params):
    return Requirement(fact, tuple(sorted(params.items())))


def moves(legs):
    return [leg.move.code for leg in legs]


def test_a_route_is_the_shortest_way_whatever_it_requires():
    assert moves(route(BASE, "candidate", "mentoring")) == [
        "approve_listing",
        "start_self_diagnosis",
        "submit_self_diagnosis",
        "confirm_risk_profile",
        "submit_programmes",
        "approve_programmes",
    ]


def test_a_route_to_where_the_case_stands_has_no_moves():
    assert route(BASE, "mentoring", "mentoring") == ()


def test_a_circle_leads_back_to_where_it_began():
    assert moves(circle(BASE, "mentoring")) == ["open_interim", "close_interim"]


def test_a_route_calls_at_the_stages_named():
    stages = ("mentoring", "correction", "final_monitoring")

    assert moves(route_through(BASE, stages)) == [
        "require_correction",
        "approve_correction",
        "open_final",
    ]


@pytest.mark.parametrize(("years", "stage"), [(1, "self_diagnosis"), (2, "programme_drafting")])
def test_a_route_takes_the_way_of_the_class(years, stage):
    (leg,) = route(BASE, "retained", stage, years=years)

    assert leg.target == stage


@pytest.mark.parametrize(
    ("years", "found"), [(1, ["approve_exit"]), (2, ["approve_exit", "end_watch"])]
)
def test_a_way_behind_an_open_one_is_not_taken(years, found):
    late = Way(("exit_review",), "post_exit_watch", need("years_in_status", at_least=2))
    ways = (late, Way(("exit_review",), "exited"))
    watched = resolve(BASE, [RerouteMove("approve_exit", ways)])

    assert moves(route(watched, "exit_review", "exited", years=years)) == found


def test_a_route_counts_the_years_that_pass_on_it():
    stages = ("retained", "exit_review", "retained", "programme_drafting")

    legs = route_through(BASE, stages, years=1)

    assert legs[0].target == "self_diagnosis"
    assert legs[-1].target == "programme_drafting"


def test_a_leg_requires_what_its_way_requires():
    (leg,) = route(BASE, "retained", "self_diagnosis")

    assert leg.requirements == (
        need("carry_over_decided"),
        need("years_in_status", at_most=1),
    )


def test_there_is_no_route_back_to_the_start():
    with pytest.raises(NoRoute):
        route(BASE, "exited", "candidate")
