"""Forms of stages and moves: what is shown comes back as it was, whatever a form holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin.definitions.catalogue import DEFAULTS, FACTS, GROUPS, PARAMS, VALUES
from admin.definitions.move_sheet import in_order, move_of_sheet, sheet_of_move
from admin.definitions.requirement_deeds import add_fact, drop, unwrap, wrap
from admin.definitions.requirement_sheet import (
    Shop,
    add_requirement,
    groups_in_words,
    requirements_of,
)
from admin.definitions.sheet import Sheet
from admin.definitions.spelling import code_of
from admin.definitions.stage_sheet import sheet_of_stage, stage_of_sheet
from engine.domain.checks.naming import fault_of
from engine.domain.requirements import Requirement
from web.console import WORDING
from web.language import install
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped

DEFINITIONS = {code: parsed.definition for code, parsed in load_shipped().items()}
PATHS = sorted(DEFINITIONS)
ANYTHING = st.dictionaries(
    st.sampled_from(
        [
            *("title", "hint", "phase", "kind", "roles", "effects", "reason", "reason_length"),
            *("basis", "basis_kind", "term", "way", "req", "way-0-from", "way-0-to", "req-0-in"),
            *(
                "req-1-in",
                "req-1-fact",
                "req-0-fact",
                "req-0-was",
                "req-0-kind",
                "req-0-from",
                "req-0-min",
            ),
            *("term-0-title", "term-0-kind", "term-0-days", "term-0-on_due", "term-0-remind"),
        ]
    ),
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    *(
                        "0",
                        "1",
                        "9" * 40,
                        "yes",
                        "document_present",
                        "date_window",
                        "31.02",
                        "01.06",
                    ),
                    *("any", "not", "way-0"),
                    *('{"fact": "x"}', "{" * 9000, '{"not": {"not": 1}}', "[]", "yearly_date"),
                    *("remind", "move", "diagnosis", "open", "listed", "@resume", "curator"),
                ]
            ),
        ),
        max_size=3,
    ),
)


@pytest.fixture(autouse=True)
def _speaking() -> Iterator[None]:
    app = Flask("forms")
    install(app)
    with app.test_request_context():
        yield


def shop(code: str = "base") -> Shop:
    return Shop(CATALOGUE, DEFINITIONS[code], WORDING)


@pytest.mark.parametrize("code", PATHS)
def test_every_stage_comes_back_from_its_form_as_it_was(code: str) -> None:
    for stage in DEFINITIONS[code].stages:
        found = stage_of_sheet(sheet_of_stage(stage), stage.code, stage.order, stage)

        assert found == stage


@pytest.mark.parametrize("code", PATHS)
def test_every_move_comes_back_from_its_form_as_it_was(code: str) -> None:
    for move in DEFINITIONS[code].moves:
        sheet = sheet_of_move(move, shop(code))
        found = move_of_sheet(sheet, shop(code), move.code, move.order)

        assert sheet.faults == {}
        assert found is not None
        assert in_order(found, move) == move


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYTHING)
def test_whatever_is_sent_is_a_value_or_a_sentence(form: dict[str, list[str]]) -> None:
    stages, moves = Sheet.of(form), Sheet.of(form)

    assert (stage_of_sheet(stages, "a", 1) is None) == bool(stages.faults)
    assert (move_of_sheet(moves, shop(), "a", 1) is None) == bool(moves.faults)


def test_the_forms_know_every_fact_and_every_parameter() -> None:
    listed = [name for _title, names in GROUPS for name in names]

    assert set(FACTS) == set(CATALOGUE) == set(listed)
    assert len(listed) == len(set(listed))
    for name, fact in CATALOGUE.items():
        for param in fact.params:
            assert (name, param.name) in PARAMS or ("", param.name) in PARAMS, (name, param.name)
            if param.name not in ("modes", "statuses"):
                assert {(param.name, choice) for choice in param.choices} <= set(VALUES)
    known = {(name, param.name) for name, fact in CATALOGUE.items() for param in fact.params}
    assert set(DEFAULTS) <= known


@pytest.mark.parametrize("fact", sorted(CATALOGUE))
def test_a_fact_with_its_defaults_asks_for_what_it_needs_and_no_more(fact: str) -> None:
    sheet = Sheet()
    add_fact(sheet, shop(), fact)

    found = requirements_of(sheet, shop())

    needed = {param.name for param in CATALOGUE[fact].params if param.required}
    missing = {name.removeprefix("req-0-") for name in sheet.faults}
    assert missing == {name for name in needed if (fact, name) not in DEFAULTS}
    assert [one.fact for one in found] == [fact]


def test_days_are_written_as_people_write_them() -> None:
    sheet = Sheet()
    add_fact(sheet, shop(), "date_window")
    sheet.put("req-0-from", "1.6")
    sheet.put("req-0-to", "31.10.2024")

    (found,) = requirements_of(sheet, shop())

    assert found == Requirement("date_window", (("from", "06-01"), ("to", "2024-10-31")))


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Анализ динамики", "analiz_dinamiki"),
        ("Щёлково — 2024!", "shchelkovo_2024"),
        ("500+", "x_500"),
        ("«»", "x"),
        ("Встреча", "vstrecha_2"),
    ],
)
def test_a_code_is_made_of_the_title(title: str, code: str) -> None:
    assert code_of(title, {"vstrecha"}) == code


@given(st.text(max_size=300))
def test_every_title_has_a_sound_code(title: str) -> None:
    assert fault_of(code_of(title, ())) is None


CURATOR = Requirement("curator_assigned")
ENTRY = Requirement("entry_facts")
REPORT = Requirement("document_present", (("kind", "analytic_note"), ("status", "approved")))
FACTS_OF_TREES = st.sampled_from([CURATOR, ENTRY, REPORT, Requirement("carry_over_decided")])
TREES = st.recursive(
    FACTS_OF_TREES,
    lambda inner: st.one_of(
        inner.map(lambda one: Requirement("not", parts=(one,))),
        st.builds(
            lambda kind, parts: Requirement(kind, parts=tuple(parts)),
            st.sampled_from(["all", "any"]),
            st.lists(inner, min_size=1, max_size=4),
        ),
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TREES, max_size=4, unique=True))
def test_groups_in_one_another_come_back_from_their_form_as_they_were(
    trees: list[Requirement],
) -> None:
    sheet = Sheet()
    for one in trees:
        add_requirement(sheet, shop(), one)

    assert requirements_of(sheet, shop()) == tuple(trees)
    assert sheet.faults == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES, st.sampled_from(["all", "any", "not"]), st.data())
def test_what_is_put_into_a_group_and_let_out_again_is_what_it_was(
    tree: Requirement, kind: str, data: st.DataObject
) -> None:
    sheet = Sheet()
    add_requirement(sheet, shop(), tree)
    number = data.draw(st.sampled_from(sheet.numbers("req")))

    wrap(sheet, kind, number)
    group = max(sheet.numbers("req"))
    wrapped = requirements_of(sheet, shop())
    unwrap(sheet, group)

    assert wrapped != (tree,)
    assert requirements_of(sheet, shop()) == (tree,)


def test_a_group_goes_with_everything_in_it_and_leaves_the_others() -> None:
    sheet = Sheet()
    inner = Requirement("all", parts=(CURATOR, Requirement("not", parts=(ENTRY,))))
    add_requirement(sheet, shop(), Requirement("any", parts=(inner, REPORT)))
    add_requirement(sheet, shop(), ENTRY)

    drop(sheet, 1)

    assert requirements_of(sheet, shop()) == (Requirement("any", parts=(REPORT,)), ENTRY)


def test_a_fact_is_added_to_the_group_it_was_added_in() -> None:
    sheet = Sheet()
    add_fact(sheet, shop(), "any")
    add_fact(sheet, shop(), "curator_assigned", "0")
    add_fact(sheet, shop(), "entry_facts", "0")

    assert requirements_of(sheet, shop()) == (Requirement("any", parts=(CURATOR, ENTRY)),)
    assert groups_in_words(sheet, shop()) == {
        "req-0-words": "Хотя бы одно: назначен куратор; школа внесена в перечень с основаниями."
    }


def test_an_empty_group_and_a_denial_of_two_are_told_beside_the_group() -> None:
    sheet = Sheet()
    add_fact(sheet, shop(), "any")
    add_fact(sheet, shop(), "not")
    for fact in ("curator_assigned", "entry_facts"):
        add_fact(sheet, shop(), fact, "1")

    requirements_of(sheet, shop())

    assert sheet.faults == {
        "req-0": "Добавьте в группу требование или уберите группу.",
        "req-1": "Отрицать можно одно требование: объедините их в одну группу.",
    }


def test_groups_that_a_form_puts_into_each_other_lose_nothing() -> None:
    sheet = Sheet.of({"req": ["0", "1", "2"], "req-0-fact": ["any"], "req-0-in": ["1"]})
    sheet.put("req-1-fact", "all")
    sheet.put("req-1-in", "0")
    sheet.put("req-2-fact", "curator_assigned")
    sheet.put("req-2-in", "way-7")

    requirements_of(sheet, shop())

    assert set(sheet.faults) == {"req-0", "req-1"}
    assert CURATOR in requirements_of(sheet, shop())


def test_the_condition_of_a_way_is_changed_by_fields() -> None:
    move = DEFINITIONS["base"].move_by_code["start_next_round"]
    sheet = sheet_of_move(move, shop())
    number = next(one for one in sheet.numbers("req") if sheet.get(f"req-{one}-at_least") == "2")
    sheet.put(f"req-{number}-at_least", "3")
    add_fact(sheet, shop(), "curator_assigned", "way-1")

    found = move_of_sheet(sheet, shop(), move.code, move.order)

    assert found is not None
    year = Requirement("years_in_status", (("at_least", 3),))
    assert found.ways[1].when == Requirement("all", parts=(year, CURATOR))
    assert found.ways[0] == move.ways[0]
