"""Random bases and overlays: what resolving promises holds for all of them."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.domain.checks import inspect_definition
from engine.domain.definition import (
    RESUME,
    Definition,
    Effect,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
    Word,
)
from engine.domain.definition_form import definition_from_plain, stored_form
from engine.domain.errors import DefinitionInvalid
from engine.domain.operations import (
    AddMove,
    AddStage,
    AddWord,
    OrderStage,
    RemoveMove,
    RemoveStage,
    RemoveWord,
    RenameMove,
    RenameStage,
    RenameWord,
    Require,
    RerouteMove,
    Set,
    SetEffects,
    SetPhase,
    SetRoles,
    SetTerms,
    Waive,
    WithdrawWord,
)
from engine.domain.overlay import explain, resolve
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.scenario import Scenario, Step
from engine.domain.scenario_operations import AddScenario, DropScenario
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from engine.domain.tightening import loosenings
from workflows.facts import CATALOGUE
from workflows.vocabulary import stricter_setting

CODES = ("alpha", "beta", "gamma", "delta", "omega")
MOVES = ("go", "leap", "stay", "turn")
WORDS = ("map", "note", "plan")

codes = st.sampled_from(CODES)
titles = st.sampled_from(("Первое", "Второе", "Третье", ""))
facts = st.sampled_from(
    (
        Requirement("entry_facts"),
        Requirement("curator_assigned"),
        Requirement("reason_given", (("min_length", 10),)),
        Requirement("document_present", (("kind", "map"),)),
        Requirement("any", parts=(Requirement("entry_facts"), Requirement("carry_over_decided"))),
    )
)
demands = st.lists(facts, max_size=3).map(tuple)
roles = st.lists(st.sampled_from(tuple(Role)), max_size=3, unique=True).map(tuple)
terms = st.lists(
    st.builds(
        StageTerm,
        st.sampled_from(("due", "limit")),
        titles,
        st.builds(Term, st.just(TermKind.WORKING_DAYS), days=st.integers(0, 40)),
        st.sampled_from(tuple(OnDue)),
        st.none() | st.sampled_from(MOVES),
    ),
    max_size=2,
    unique_by=lambda one: one.code,
).map(tuple)
ways = st.lists(
    st.builds(
        Way,
        st.lists(codes, min_size=1, max_size=3, unique=True).map(tuple),
        codes | st.just(RESUME),
        st.none() | facts,
        st.booleans(),
    ),
    max_size=3,
).map(tuple)
stages = st.builds(
    Stage,
    codes,
    titles,
    st.sampled_from(tuple(Phase)),
    st.sampled_from(tuple(StageKind)),
    st.integers(0, 5),
    titles,
    terms,
)
effects = st.lists(st.sampled_from(tuple(Effect)), max_size=2, unique=True).map(tuple)
moves = st.builds(
    Move, st.sampled_from(MOVES), titles, ways, roles, demands, effects, st.integers(0, 5)
)
scenarios = st.builds(
    Scenario,
    codes,
    titles,
    st.lists(
        st.builds(
            Step,
            st.sampled_from(MOVES),
            st.lists(st.sampled_from(tuple(Role)), min_size=1, max_size=2, unique=True).map(tuple),
            given=demands,
            then=st.none() | codes,
            refused=st.lists(st.sampled_from(("role", "entry_facts")), max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    st.none() | codes,
)
finals = st.lists(
    st.sampled_from(
        [*(f"stages.{code}" for code in CODES), *(f"moves.{code}.requires" for code in MOVES)]
    ),
    max_size=2,
).map(tuple)


def _once(things, key):
    return tuple({key(one): one for one in things}.values())


bases = st.builds(
    lambda some, others, promises, final: Definition(
        "random",
        "Случайный",
        SubjectKind.SCHOOL,
        _once(some, lambda one: one.code),
        _once(others, lambda one: one.code),
        tuple(Word("document", code, "Слово") for code in WORDS),
        (("tutor_school_capacity", 3),),
        _once(promises, lambda one: one.code),
        final,
    ),
    st.lists(stages, max_size=5),
    st.lists(moves, max_size=4),
    st.lists(scenarios, max_size=2),
    finals,
)
changes = st.one_of(
    st.builds(AddStage, stages),
    st.builds(RenameStage, codes, titles),
    st.builds(RemoveStage, codes),
    st.builds(SetPhase, codes, st.sampled_from(tuple(Phase))),
    st.builds(SetTerms, codes, terms),
    st.builds(OrderStage, codes, st.integers(0, 9)),
    st.builds(AddMove, moves),
    st.builds(RenameMove, st.sampled_from(MOVES), titles),
    st.builds(RemoveMove, st.sampled_from(MOVES)),
    st.builds(RerouteMove, st.sampled_from(MOVES), ways),
    st.builds(SetRoles, st.sampled_from(MOVES), roles),
    st.builds(Require, st.sampled_from(MOVES), demands),
    st.builds(Waive, st.sampled_from(MOVES), st.sampled_from(("entry_facts", "any"))),
    st.builds(SetEffects, st.sampled_from(MOVES), effects),
    st.builds(AddWord, st.just("document"), st.sampled_from((*WORDS, "act")), titles),
    st.builds(RenameWord, st.just("document"), st.sampled_from((*WORDS, "act")), titles),
    st.builds(RemoveWord, st.just("document"), st.sampled_from((*WORDS, "act"))),
    st.builds(WithdrawWord, st.just("document"), st.sampled_from((*WORDS, "act"))),
    st.builds(Set, st.just("tutor_school_capacity"), st.integers(1, 9)),
    st.builds(AddScenario, scenarios),
    st.builds(DropScenario, codes, titles),
)
overlays = st.lists(changes, max_size=6)


def resolved(base, overlay):
    """The definition, or what refused it."""
    try:
        return resolve(base, overlay)
    except DefinitionInvalid as refusal:
        return refusal.fields["findings"]


def apart(definition):
    return definition.digest, definition.scenarios, definition.final


@given(bases, overlays)
def test_resolving_is_a_function_of_the_base_and_the_operations(base, overlay):
    before = stored_form(base)

    one, other = resolved(base, overlay), resolved(base, overlay)

    assert one == other
    assert stored_form(base) == before
    if isinstance(one, Definition):
        assert apart(one) == apart(other)


@given(bases, overlays)
def test_an_overlay_is_resolved_or_refused_naming_each_operation_at_fault(base, overlay):
    found = resolved(base, overlay)

    if isinstance(found, Definition):
        # Whatever it is, the checks have their say about it and nothing breaks.
        assert all(finding.code for finding in inspect_definition(found, CATALOGUE))
        return
    for finding in found:
        fields = dict(finding.fields)
        named = overlay[fields["index"]]
        assert (fields["operation"], finding.element) == (named.operation(), named.element)


@given(bases, overlays, st.randoms(use_true_random=False))
def test_operations_on_different_elements_may_stand_in_any_order(base, overlay, dice):
    assume(len({change.element for change in overlay}) == len(overlay))
    shuffled = list(overlay)
    dice.shuffle(shuffled)

    one, other = resolved(base, overlay), resolved(base, shuffled)

    if isinstance(one, Definition):
        assert isinstance(other, Definition)
        assert apart(one) == apart(other)
    else:
        refused = [{(finding.code, finding.element) for finding in found} for found in (one, other)]
        assert refused[0] == refused[1]


@given(bases, overlays)
def test_every_element_that_came_or_changed_names_an_operation(base, overlay):
    found = resolved(base, overlay)
    assume(isinstance(found, Definition))

    origins = explain(base, overlay)

    before = {
        **{f"stages.{one.code}": one for one in base.stages},
        **{f"moves.{one.code}": one for one in base.moves},
    }
    after = {
        **{f"stages.{one.code}": one for one in found.stages},
        **{f"moves.{one.code}": one for one in found.moves},
    }
    changed = {one for one in {*before, *after} if before.get(one) != after.get(one)}
    # A way of a base of chance may go because it never led anywhere.
    idle = {f"moves.{one.code}" for one in base.moves if not _sound(one, base)}
    assert {one for one in changed - idle if not origins[one]} == set()


def _sound(move, base):
    known = base.stage_by_code
    return all(
        way.target in known and not way.everywhere and set(way.sources) <= known.keys()
        for way in move.ways
    )


@given(bases)
def test_a_stored_base_is_read_as_it_was(base):
    read = definition_from_plain(stored_form(base))

    assert read == base
    assert apart(read) == apart(base)


@given(bases)
def test_every_path_is_as_strict_as_itself(base):
    assert list(loosenings(base, base, CATALOGUE, stricter_setting)) == []


@given(bases, overlays, overlays)
def test_what_tightens_twice_tightens(base, first, second):
    base = replace(base, final=())
    one = resolved(base, first)
    assume(isinstance(one, Definition))
    two = resolved(one, second)
    assume(isinstance(two, Definition))

    steps = [(base, one), (one, two)]
    if not any(list(loosenings(*step, CATALOGUE, stricter_setting)) for step in steps):
        assert list(loosenings(base, two, CATALOGUE, stricter_setting)) == []
