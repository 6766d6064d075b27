"""Who set what: the levels and operations behind every element of a path."""

import pytest

from engine.domain.definition import Level
from engine.domain.overlay import elements_of
from workflows.explaining import Origin, chain_of, explain_path, narrowed, parse_chain
from workflows.loader import load_shipped

SHIPPED = load_shipped()
REGION = """
code = "amur"
title = "Амур"
subject = "school"
extends = "base"
[[change]]
op = "rename_stage"
stage = "listed"
title = "В перечне"
[[change]]
op = "remove_stage"
stage = "interim_monitoring"
[[scenario]]
code = "quick"
title = "Быстро"
by = "curator"
move = "start_watch"
refused = ["stage"]
"""
DISTRICT = """
code = "tynda"
title = "Тында"
subject = "school"
extends = "amur"
[[change]]
op = "require"
move = "retain"
requires = [{ fact = "curator_assigned" }]
"""


@pytest.fixture(scope="module")
def explained():
    from web.seeding import shipped_text

    chain = parse_chain([shipped_text("base"), REGION, DISTRICT])
    return {one.element: one for one in explain_path(chain)}


def origins(explained, element):
    return [
        (one.level, one.definition, one.operation, one.index) for one in explained[element].origins
    ]


def test_an_element_of_the_base_that_nobody_touched_is_written_there(explained):
    assert origins(explained, "stages.mentoring") == [(Level.BASE, "base", "written", None)]


def test_an_operation_is_named_with_its_level_and_its_place(explained):
    assert origins(explained, "stages.listed") == [
        (Level.BASE, "base", "written", None),
        (Level.REGION, "amur", "rename_stage", 1),
    ]
    assert origins(explained, "moves.retain")[-1] == (Level.MUNICIPALITY, "tynda", "require", 1)


def test_what_is_gone_names_what_took_it(explained):
    for element in ("stages.interim_monitoring", "moves.open_interim", "scenarios.main_way"):
        assert not explained[element].present
        assert origins(explained, element)[-1] == (Level.REGION, "amur", "remove_stage", 2)


def test_a_scenario_names_the_text_it_stands_in(explained):
    assert origins(explained, "scenarios.quick") == [(Level.REGION, "amur", "add_scenario", None)]


def test_the_header_is_explained_by_every_text(explained):
    assert [origin[2] for origin in origins(explained, "definition")] == [
        "written",
        "identify",
        "identify",
    ]


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_every_element_of_a_shipped_path_is_explained(code):
    chain = chain_of(code, SHIPPED)

    shown = [one for one in explain_path(chain) if one.present]

    assert [one.element for one in shown] == elements_of(chain[-1].definition)
    assert [one.element for one in shown if not one.origins] == []
    assert all(isinstance(origin, Origin) for one in shown for origin in one.origins)


def test_elements_are_narrowed_by_their_name():
    whole = explain_path(chain_of("base", SHIPPED))

    assert [one.element for one in narrowed(whole, "stages.listed")] == ["stages.listed"]
    assert len(narrowed(whole, "stages")) == 16
    assert narrowed(whole, "stages.list") == ()
