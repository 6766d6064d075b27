"""A definition as a value: its digest, its stored form, what differs, what a new version means."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.canonical import canonical_bytes, plain
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
from engine.domain.definition_form import definition_from_plain
from engine.domain.difference import Difference, difference
from engine.domain.errors import DefinitionUnreadable
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import (
    SOUND,
    and_moves,
    and_stages,
    fact,
    move,
    requiring,
    stage,
    term,
    with_move,
    with_stage,
    without,
)
from workflows.loader import load_shipped

codes = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
titles = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
numbers = st.integers(0, 400)
values = titles | st.integers(-1000, 1000) | st.booleans() | st.lists(codes, max_size=3).map(tuple)
params = st.dictionaries(codes, values, max_size=3).map(lambda found: tuple(sorted(found.items())))
requirements = st.recursive(
    st.builds(Requirement, codes, params),
    lambda inner: st.builds(
        Requirement,
        st.sampled_from(("all", "any", "not")),
        st.just(()),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=5,
)
terms = st.builds(
    StageTerm,
    codes,
    titles,
    st.builds(
        Term, st.sampled_from(TermKind), numbers, numbers, numbers, from_month=numbers, note=titles
    ),
    st.sampled_from(OnDue),
    st.none() | codes,
    st.lists(numbers, max_size=2).map(tuple),
    st.none() | requirements,
)
ways = st.builds(
    Way,
    st.lists(codes, min_size=1, max_size=3).map(tuple),
    codes | st.just(RESUME),
    st.none() | requirements,
    st.booleans(),
)


def several(values, key):
    return st.lists(values, max_size=4, unique_by=key).map(tuple)


definitions = st.builds(
    Definition,
    codes,
    titles,
    st.sampled_from(SubjectKind),
    several(
        st.builds(
            Stage,
            codes,
            titles,
            st.sampled_from(Phase),
            st.sampled_from(StageKind),
            numbers,
            titles,
            several(terms, lambda one: one.code),
        ),
        lambda one: one.code,
    ),
    several(
        st.builds(
            Move,
            codes,
            titles,
            st.lists(ways, max_size=2).map(tuple),
            st.lists(st.sampled_from(Role), max_size=3).map(tuple),
            st.lists(requirements, max_size=2).map(tuple),
            st.lists(st.sampled_from(Effect), max_size=2).map(tuple),
            numbers,
        ),
        lambda one: one.code,
    ),
    several(st.builds(Word, codes, codes, titles), lambda one: (one.dictionary, one.code)),
    params,
)


# The digest and the stored form.


def test_a_term_that_nothing_closes_has_the_form_it_had_before_terms_could_be_closed():
    closed = plain(term(met_by=Requirement("curator_assigned")))

    assert "met_by" not in plain(term())
    assert closed["met_by"] == {"fact": "curator_assigned", "params": [], "parts": []}


def test_equal_content_has_an_equal_digest():
    twin = Definition(
        SOUND.code,
        SOUND.title,
        SOUND.subject,
        SOUND.stages,
        SOUND.moves,
        SOUND.words,
        SOUND.settings,
    )

    assert twin.digest == SOUND.digest
    assert len(SOUND.digest) == 64


@pytest.mark.parametrize(
    "changed",
    [
        replace(SOUND, title="Маршрут"),
        with_stage("listed", hint="Назначьте куратора."),
        with_move("approve_exit", effects=(Effect.END_ATTACHMENTS,)),
        requiring(fact("entry_facts")),
        replace(SOUND, settings=()),
    ],
)
def test_any_change_of_content_changes_the_digest(changed):
    assert changed.digest != SOUND.digest


@given(definitions)
def test_a_stored_definition_comes_back_as_the_same_value(definition):
    stored = json.loads(json.dumps(plain(definition)))

    back = definition_from_plain(stored)

    assert back == definition
    assert back.digest == definition.digest
    assert canonical_bytes(plain(back)) == canonical_bytes(plain(definition))


def test_every_shipped_definition_comes_back_from_its_stored_form():
    for parsed in load_shipped().values():
        definition = parsed.definition
        assert definition_from_plain(json.loads(json.dumps(plain(definition)))) == definition


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form: form.pop("stages"),
        lambda form: form.update(subject="village"),
        lambda form: form.update(moves=5),
        lambda form: form.update(settings=[["tutor_school_capacity", 1.5]]),
        lambda form: form["stages"][0].update(phase="moon"),
        lambda form: form["words"][0].update(colour="green"),
        lambda form: form.update(words=["word"]),
    ],
)
def test_a_form_that_is_no_definition_is_refused_as_unreadable(spoil):
    form = plain(SOUND)
    spoil(form)

    with pytest.raises(DefinitionUnreadable) as refused:
        definition_from_plain(form)

    assert refused.value.fields["reason"] == "form"


# What differs.


def test_a_definition_does_not_differ_from_itself():
    assert difference(SOUND, SOUND) == ()


@given(definitions, definitions)
def test_nothing_differs_exactly_when_the_digests_are_equal(old, new):
    assert (difference(old, new) == ()) == (old.digest == new.digest)


@pytest.mark.parametrize(
    ("new", "code", "element", "fields"),
    [
        (
            replace(SOUND, code="amur"),
            "code_changed",
            "definition",
            {"old": "sound", "new": "amur"},
        ),
        (
            replace(SOUND, title="Маршрут"),
            "title_changed",
            "definition",
            {"old": "Малый маршрут", "new": "Маршрут"},
        ),
        (
            replace(SOUND, subject=SubjectKind.MUNICIPALITY),
            "subject_changed",
            "definition",
            {"old": "school", "new": "municipality"},
        ),
        (
            and_stages(stage("correction", title="Корректировка")),
            "stage_added",
            "stages.correction",
            {"title": "Корректировка"},
        ),
        (
            replace(SOUND, stages=SOUND.stages[1:]),
            "stage_removed",
            "stages.listed",
            {"title": "Этап"},
        ),
        (
            with_stage("listed", title="В перечне"),
            "stage_renamed",
            "stages.listed",
            {"old": "Этап", "new": "В перечне"},
        ),
        (
            with_stage("listed", hint="Назначьте куратора."),
            "hint_changed",
            "stages.listed",
            {"old": "", "new": "Назначьте куратора."},
        ),
        (
            with_stage("mentoring", phase=Phase.MONITORING),
            "phase_changed",
            "stages.mentoring",
            {"old": "mentoring", "new": "monitoring"},
        ),
        (
            with_stage("mentoring", kind=StageKind.END),
            "kind_changed",
            "stages.mentoring",
            {"old": "open", "new": "end"},
        ),
        (
            with_stage("mentoring", order=21),
            "order_changed",
            "stages.mentoring",
            {"old": 20, "new": 21},
        ),
        (
            replace(SOUND, stages=(SOUND.stages[1], SOUND.stages[0], *SOUND.stages[2:])),
            "stages_reordered",
            "stages",
            {},
        ),
        (
            and_moves(move("fly", "listed", "exited", title="Перелететь")),
            "move_added",
            "moves.fly",
            {"title": "Перелететь"},
        ),
        (without("resume"), "move_removed", "moves.resume", {"title": "Перейти"}),
        (
            with_move("resume", title="Возобновить"),
            "move_renamed",
            "moves.resume",
            {"old": "Перейти", "new": "Возобновить"},
        ),
        (
            with_move("resume", order=41),
            "order_changed",
            "moves.resume",
            {"old": 40, "new": 41},
        ),
        (
            replace(SOUND, moves=(SOUND.moves[1], SOUND.moves[0], *SOUND.moves[2:])),
            "moves_reordered",
            "moves",
            {},
        ),
        (
            with_move("resume", roles=(Role.CURATOR,)),
            "roles_changed",
            "moves.resume",
            {"added": ("curator",), "removed": ("municipal_coordinator",)},
        ),
        (
            with_move("resume", effects=(Effect.NEXT_ROUND,)),
            "effects_changed",
            "moves.resume",
            {"added": ("next_round",), "removed": ()},
        ),
        (
            with_move("resume", ways=(Way(("suspended",), "mentoring"),)),
            "way_changed",
            "moves.resume",
            {
                "added": ("suspended>mentoring",),
                "removed": ("suspended>@resume",),
                "conditions": False,
            },
        ),
        (
            with_move("approve_exit", ways=(Way(("mentoring",), "exited", fact("entry_facts")),)),
            "way_changed",
            "moves.approve_exit",
            {"added": (), "removed": (), "conditions": True},
        ),
        (
            requiring(fact("reason_given", min_length=10)),
            "requirement_added",
            "moves.approve_exit",
            {"fact": "reason_given", "min_length": 10},
        ),
        (
            requiring(Requirement("any", parts=(fact("entry_facts"), fact("curator_assigned")))),
            "requirement_added",
            "moves.approve_exit",
            {"fact": "any", "facts": ("entry_facts", "curator_assigned")},
        ),
        (
            replace(SOUND, words=(*SOUND.words, Word("event", "seminar", "Семинар"))),
            "word_added",
            "words.event.seminar",
            {"title": "Семинар"},
        ),
        (
            replace(SOUND, words=SOUND.words[1:]),
            "word_removed",
            "words.decision.exit_order",
            {"title": "Приказ об исключении из перечня"},
        ),
        (
            replace(SOUND, words=(replace(SOUND.words[0], title="Приказ"), *SOUND.words[1:])),
            "word_renamed",
            "words.decision.exit_order",
            {"old": "Приказ об исключении из перечня", "new": "Приказ"},
        ),
        (replace(SOUND, words=SOUND.words[::-1]), "words_reordered", "words", {}),
        (
            replace(SOUND, settings=(("tutor_school_capacity", 2),)),
            "setting_changed",
            "settings.tutor_school_capacity",
            {"old": 3, "new": 2},
        ),
        (
            replace(SOUND, settings=()),
            "setting_changed",
            "settings.tutor_school_capacity",
            {"old": 3},
        ),
        (
            replace(SOUND, settings=(*SOUND.settings, ("curator_case_limit", 1))),
            "setting_changed",
            "settings.curator_case_limit",
            {"new": 1},
        ),
    ],
)
def test_one_change_is_one_difference(new, code, element, fields):
    found = difference(SOUND, new)

    assert [(one.code, one.element, dict(one.fields)) for one in found] == [(code, element, fields)]


def test_a_dropped_requirement_is_named_with_its_parameters():
    old = requiring(fact("document_present", kind="self_diagnosis"), fact("entry_facts"))

    found = difference(old, requiring(fact("entry_facts")))

    fields = (("fact", "document_present"), ("kind", "self_diagnosis"))
    assert found == (Difference("requirement_dropped", "moves.approve_exit", fields),)


def test_a_flag_in_place_of_a_number_is_a_difference():
    found = difference(
        requiring(fact("reason_given", min_length=1)),
        requiring(fact("reason_given", min_length=True)),
    )

    assert found == (Difference("content_changed", "definition"),)


def test_requirements_in_another_order_are_a_difference():
    entry, curator = fact("entry_facts"), fact("curator_assigned")

    found = difference(requiring(entry, curator), requiring(curator, entry))

    assert found == (Difference("requirements_reordered", "moves.approve_exit"),)


def test_changed_terms_are_named_by_their_codes():
    due = Term(TermKind.WORKING_DAYS, days=10)
    old = with_stage("listed", terms=(term("kept"), term("gone"), term("moved")))
    new = with_stage("listed", terms=(term("kept"), term("moved", due), term("added")))

    found = difference(old, new)

    fields = (("added", ("added",)), ("changed", ("moved",)), ("removed", ("gone",)))
    assert found == (Difference("terms_changed", "stages.listed", fields),)
