"""Random bases, changes of a base and overlays: what a rebase promises for all of them."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.definition import Definition
from engine.domain.drafting import Change
from engine.domain.operations import RemoveMove, RemoveStage, RemoveWord, RerouteMove, WithdrawWord
from engine.domain.overlay import resolve
from engine.domain.rebasing import Choice, Outcome, open_conflicts, rebase, rebased
from tests.domain.test_overlay_properties import apart, bases, changes, finals, resolved

LOSING = (RemoveMove, RemoveStage, RemoveWord, RerouteMove, WithdrawWord)
"""What may take away that something else speaks of."""

deltas = st.lists(changes, max_size=4)
additions = st.lists(changes.filter(lambda one: not isinstance(one, LOSING)), max_size=4)
overlays = st.lists(changes, max_size=5)
answers = st.randoms(use_true_random=False)


def fitting(base, operations):
    """Those of the operations that fit the base, one after the other."""
    kept: list[Change] = []
    for one in operations:
        if isinstance(resolved(base, [*kept, one]), Definition):
            kept.append(one)
    return kept


def made(base, delta, overlay, final=()):
    """The settled old base, the new one, and what of an overlay fits the old one."""
    old = resolve(replace(base, final=()), ())
    new = resolve(old, fitting(old, delta))
    return old, replace(new, final=final), fitting(old, overlay)


def answered(report, dice, hand=False):
    """An answer to every conflict, by chance."""
    choices = {
        one.key: [choice for choice in one.choices if hand or choice is not Choice.HAND]
        for one in report.conflicts
    }
    return {key: dice.choice(offered) for key, offered in choices.items()}


@given(bases, overlays)
def test_the_same_base_changes_nothing(base, overlay):
    old, new, overlay = made(base, [], overlay)

    report = rebase(old, new, overlay)

    assert [one for one in report.entries if one.outcome is not Outcome.CLEAN] == []
    assert rebased(old, new, overlay, {}).changes == tuple(overlay)
    assert open_conflicts(old, new, overlay) == ()


@given(bases, deltas, overlays, finals, answers)
def test_whatever_is_answered_fits_the_new_base(base, delta, overlay, final, dice):
    old, new, overlay = made(base, delta, overlay, final)
    report = rebase(old, new, overlay)

    settled = rebased(old, new, overlay, answered(report, dice))

    found = resolved(new, settled.changes)
    assert isinstance(found, Definition), found
    assert len(settled.places) == len(overlay)


@given(bases, deltas, overlays, answers)
def test_a_rebase_is_a_function_of_its_texts_and_answers(base, delta, overlay, dice):
    old, new, overlay = made(base, delta, overlay)
    report = rebase(old, new, overlay)
    chosen = answered(report, dice, hand=True)

    assert rebase(old, new, overlay) == report
    assert rebased(old, new, overlay, chosen) == rebased(old, new, overlay, chosen)
    assert len({one.key for one in report.entries}) == len(report.entries)


@given(bases, deltas, overlays)
def test_every_conflict_names_an_element_and_an_operation_and_can_be_answered(base, delta, overlay):
    old, new, overlay = made(base, delta, overlay)
    report = rebase(old, new, overlay)

    found = open_conflicts(old, new, overlay)

    assert [one.element for one in found] == [one.element for one in report.conflicts]
    for one, entry in zip(found, report.conflicts, strict=True):
        fields = dict(one.fields)
        assert fields["operation"] == overlay[fields["index"]].operation()
        assert Choice.THEIRS in entry.choices


@given(bases, deltas, overlays)
def test_theirs_to_every_conflict_leaves_the_base_as_it_is_there(base, delta, overlay):
    old, new, overlay = made(base, delta, overlay)
    report = rebase(old, new, overlay)
    theirs = dict.fromkeys((one.key for one in report.conflicts), Choice.THEIRS)

    found = resolve(new, rebased(old, new, overlay, theirs).changes)

    for one in report.conflicts:
        if one.part == "" and one.element.startswith("stages."):
            code = one.element.removeprefix("stages.")
            assert found.stage_by_code.get(code) == new.stage_by_code.get(code)


@given(
    bases, st.lists(changes.filter(lambda one: not isinstance(one, LOSING)), max_size=4), overlays
)
def test_changes_of_different_elements_need_no_decision_and_commute(base, delta, overlay):
    old, new, overlay = made(base, delta, overlay)
    touched = {one.element for one in rebase(old, new, []).entries}
    overlay = fitting(old, [one for one in overlay if one.element not in touched])

    report = rebase(old, new, overlay)

    assert report.conflicts == ()
    assert rebased(old, new, overlay, {}).changes == tuple(overlay)
    by_hand = resolve(new, overlay)
    assert apart(resolve(new, rebased(old, new, overlay, {}).changes)) == apart(by_hand)
