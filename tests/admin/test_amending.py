"""What forms write into a text: operations, no more than differs, and every comment stays."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admin.definitions.amending import (
    Writing,
    put_move,
    put_stage,
    put_word,
    remove_move,
    remove_stage,
    remove_word,
    restore,
)
from admin.definitions.manuscript import CannotAmend
from engine.domain.checks import Severity, inspect_definition
from engine.domain.definition import Effect, Move, OnDue, Phase, Stage, StageKind, StageTerm, Way
from engine.domain.difference import difference
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind
from tests.admin.scenes import HEADER
from web.seeding import shipped_text
from workflows.facts import CATALOGUE
from workflows.loader import load_shipped

SHIPPED = load_shipped()
BASES = {code: parsed.definition for code, parsed in SHIPPED.items()}
REGIONS = sorted(SHIPPED)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)

TITLES = (
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60)
    # As the forms give it and as a text is read: in the composed form.
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: bool(text.strip()))
)
TERMS = st.builds(
    StageTerm,
    st.sampled_from(["first_due", "second_due"]),
    TITLES,
    st.one_of(
        st.builds(Term, st.just(TermKind.WORKING_DAYS), days=st.integers(1, 90)),
        st.builds(Term, st.just(TermKind.YEARLY_DATE), day=st.just(1), month=st.integers(1, 12)),
        st.builds(Term, st.just(TermKind.OPEN), note=TITLES),
    ),
    st.sampled_from([OnDue.REMIND, OnDue.ESCALATE]),
    st.none(),
    st.lists(st.integers(1, 30), max_size=2, unique=True).map(tuple),
)
REQUIREMENTS = st.lists(
    st.sampled_from(
        [
            Requirement("curator_assigned"),
            Requirement("reason_given", (("min_length", 10),)),
            Requirement("reason_given", (("min_length", 40),)),
            Requirement("basis_given"),
            Requirement("basis_given", (("kind", "exit_order"),)),
            Requirement("any", parts=(Requirement("entry_facts"), Requirement("basis_given"))),
            Requirement("any", parts=(Requirement("curator_assigned"), Requirement("basis_given"))),
            Requirement("not", parts=(Requirement("entry_facts"),)),
        ]
    ),
    max_size=4,
    unique=True,
).map(tuple)


def _final(writing: Writing, code: str) -> bool:
    """Whether the base lets no form change what the move requires."""
    base = writing.base
    return base is not None and f"moves.{code}.requires" in base.final


def shipped(code: str) -> Writing:
    return Writing.of(shipped_text(code), BASES)


def amur(text: str = "") -> Writing:
    return Writing.of(HEADER.format(code="amur") + text, BASES)


@pytest.mark.parametrize("code", REGIONS)
def test_a_form_that_changes_nothing_leaves_the_text_as_it_is(code: str) -> None:
    writing = shipped(code)
    for stage in writing.definition.stages:
        assert put_stage(writing, stage).text == writing.text, stage.code
    for move in writing.definition.moves:
        assert put_move(writing, move).text == writing.text, move.code
    # The texts of a path stand in some ninety words; those of one dictionary are written alike.
    first = {word.dictionary: word for word in writing.definition.words}
    for word in first.values():
        again = put_word(writing, word.dictionary, word.code, word.title)
        assert again.text == writing.text, word


@pytest.mark.parametrize("code", REGIONS)
@settings(max_examples=4)
@given(data=st.data())
def test_a_stage_is_what_the_form_says_and_nothing_else_changes(
    code: str, data: st.DataObject
) -> None:
    writing = shipped(code)
    old = data.draw(st.sampled_from(writing.definition.stages))
    terms = data.draw(st.lists(TERMS, max_size=2).map(tuple))
    wanted = replace(
        old,
        title=data.draw(TITLES).strip(),
        hint=data.draw(st.sampled_from(["", "Сделайте «это»", old.hint])),
        phase=data.draw(st.sampled_from(Phase)),
        terms=data.draw(st.sampled_from([terms, old.terms])),
    )

    after = put_stage(writing, wanted)

    assert after.definition.stage_by_code[old.code] == wanted
    changed = {one.element for one in difference(writing.definition, after.definition)}
    assert changed <= {f"stages.{old.code}"}
    assert COMMENT.findall(after.text) == COMMENT.findall(writing.text)
    if old.code in getattr(writing.base, "stage_by_code", {}):
        assert put_stage(after, old).definition == writing.definition


@pytest.mark.parametrize("code", REGIONS)
@settings(max_examples=4)
@given(data=st.data())
def test_a_move_is_what_the_form_says_and_nothing_else_changes(
    code: str, data: st.DataObject
) -> None:
    writing = shipped(code)
    moves = [one for one in writing.definition.moves if not _final(writing, one.code)]
    old = data.draw(st.sampled_from(moves))
    own = data.draw(REQUIREMENTS)
    kept = data.draw(st.lists(st.sampled_from(old.requirements or (None,)), unique=True))
    wanted = replace(
        old,
        title=data.draw(TITLES).strip(),
        roles=data.draw(st.sampled_from([old.roles, (Role.CURATOR,)])),
        requirements=tuple(dict.fromkeys([one for one in (*kept, *own) if one])),
        effects=data.draw(st.sampled_from([old.effects, (Effect.NEXT_ROUND,)])),
    )

    after = put_move(writing, wanted)
    again = put_move(put_move(after, old), wanted)

    for found in (after, again):
        move = found.definition.move_by_code[old.code]
        assert set(move.requirements) == set(wanted.requirements)
        assert len(move.requirements) == len(wanted.requirements)
        assert replace(move, requirements=()) == replace(wanted, requirements=())
    changed = {one.element for one in difference(writing.definition, after.definition)}
    assert changed <= {f"moves.{old.code}"}


def test_what_a_person_noted_between_operations_stays_when_one_goes() -> None:
    note = '# почему\n[[change]]\nop = "set_phase"\nstage = "listed"\nphase = "diagnosis"\n'
    after = '\n# о другом\n[[change]]\nop = "remove_move"\nmove = "retain"\n'
    writing = amur(note + after)
    base = BASES["base"].stage_by_code["listed"]

    text = put_stage(writing, base).text

    assert "set_phase" not in text
    assert "# почему" in text
    assert "# о другом" in text
    assert "remove_move" in text


def test_a_removed_stage_leaves_no_move_that_leads_nowhere_and_comes_back_whole() -> None:
    writing = shipped("skovorodino")

    for code in ("self_analysis_audit", "correction", "interim_monitoring", "recommendation_check"):
        if code not in writing.definition.stage_by_code:
            continue
        without = remove_stage(writing, code)
        assert code not in without.definition.stage_by_code
        named = {
            one.code
            for one in inspect_definition(without.definition, CATALOGUE)
            if one.severity is Severity.ERROR
        }
        assert named <= {"stage_unreachable", "stage_dead_end", "end_unreachable"} | {
            "only_outside_reachable",
            "scenario_move_unknown",
            "scenario_stage_unknown",
            "term_move_unknown",
        }


def test_a_stage_of_the_base_is_taken_out_and_put_back() -> None:
    writing = amur()

    without = remove_stage(writing, "interim_monitoring")
    back = restore(without, "stages", "interim_monitoring")

    assert "interim_monitoring" not in without.definition.stage_by_code
    assert back.definition == writing.definition


def test_a_move_is_added_rerouted_and_taken_out() -> None:
    writing = amur()
    way = Way(("listed",), "risk_profiling")
    move = Move("skip_diagnosis", "Сразу к профилю", (way,), (Role.CURATOR,), order=31)

    added = put_move(writing, move)
    elsewhere = replace(move, ways=(Way(("listed",), "self_diagnosis"),))
    rerouted = put_move(added, elsewhere)

    assert added.definition.move_by_code["skip_diagnosis"] == move
    assert rerouted.definition.move_by_code["skip_diagnosis"] == elsewhere
    assert rerouted.text.count("[[change]]") == 1
    assert remove_move(rerouted, "skip_diagnosis").definition == writing.definition


def test_a_move_led_elsewhere_and_back_leaves_no_trace() -> None:
    writing = amur()
    old = writing.definition.move_by_code["start_self_diagnosis"]

    there = put_move(writing, replace(old, ways=(Way(("listed",), "risk_profiling"),)))

    assert "reroute_move" in there.text
    assert "reroute_move" not in put_move(there, old).text


def test_a_move_from_every_open_stage_stays_so() -> None:
    writing = amur()
    old = writing.definition.move_by_code["suspend"]
    (way,) = old.ways
    fewer = replace(way, sources=tuple(one for one in way.sources if one != "candidate"))

    after = put_move(writing, replace(old, ways=(fewer,)))
    longer = put_stage(after, Stage("extra", "Ещё", Phase.EXIT, StageKind.OPEN, 145))

    assert '"*open", "!candidate"' in after.text
    assert "extra" in longer.definition.move_by_code["suspend"].ways[0].sources


def test_words_are_added_renamed_and_taken_out() -> None:
    writing = amur()

    added = put_word(writing, "document", "vpr_note", "Справка")
    renamed = put_word(added, "document", "vpr_note", "Справка ВПР")
    base = put_word(renamed, "document", "roadmap", "План")

    assert renamed.definition.word("document", "vpr_note") == "Справка ВПР"
    assert renamed.text.count("[[change]]") == 1
    assert base.definition.word("document", "roadmap") == "План"
    gone = remove_word(remove_word(base, "document", "vpr_note"), "document", "roadmap")
    assert ("document", "roadmap") not in {(w.dictionary, w.code) for w in gone.definition.words}
    old = writing.definition.word("document", "roadmap")
    assert put_word(gone, "document", "roadmap", old).definition == writing.definition


@pytest.mark.parametrize(
    "text", ["code = ", 'change = [{ op = "remove_move", move = "retain" }]\n']
)
def test_a_text_the_forms_do_not_know_is_left_alone(text: str) -> None:
    with pytest.raises(CannotAmend):
        put_stage(amur(text), replace(BASES["base"].stages[1], title="Другое"))
