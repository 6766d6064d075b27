"""Judging a case by a plan of succession, over versions, plans and cases drawn at random."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.definition import StageKind
from engine.domain.succession import (
    OWED,
    Fate,
    Outcome,
    default_plan,
    judge_succession,
)
from tests.domain.succession.scenes import TODAY, plans, standings, versions
from workflows.facts import CATALOGUE


class Drawn(tuple):
    """Old version, new version, plan, case and verdict, told in a few lines when a rule breaks."""

    __slots__ = ()

    def __repr__(self):
        old, new, plan, standing, verdict = self
        terms = [[(one.code, one.terms) for one in version.stages] for version in (old, new)]
        return repr((terms, plan, standing.stays, standing.duties, verdict.terms))[:20_000]


@st.composite
def succession(draw):
    old, new = draw(versions()), draw(versions())
    standing = draw(standings(old))
    plan = draw(plans(old, new))
    verdict = judge_succession(plan, old, new, CATALOGUE, standing)
    return Drawn((old, new, plan, standing, verdict))


def goes_on(standing, *, pauses=("open", "paused")):
    return [one for one in standing.duties if one.state.status in pauses]


def left_after(standing, verdict):
    """The duties that go on when the changes are written."""
    changed = {one.id: one.now for one in verdict.duties if one.id is not None}
    rows = [changed.get(one.id, one.state) for one in standing.duties]
    rows += [one.now for one in verdict.duties if one.id is None]
    return rows


@settings(max_examples=40)
@given(succession())
def test_a_case_that_goes_over_stands_in_exactly_one_stage_that_fits(drawn):
    _old, new, plan, standing, verdict = drawn
    state = standing.situation.case

    if not verdict.goes:
        assert verdict.duties == ()
        return

    assert verdict.target == plan.stage_of[state.stage]
    paused = new.stage_by_code[verdict.target].kind is StageKind.PAUSE
    assert paused == (state.resume_stage is not None)
    assert (verdict.resumes is not None) == paused


@settings(max_examples=40)
@given(succession())
def test_a_stage_without_a_pair_lets_nobody_go_over(drawn):
    old, new, plan, standing, verdict = drawn
    state = standing.situation.case
    stages = [one for one in (state.stage, state.resume_stage) if one]
    unmapped = tuple(one for one in stages if one not in plan.stage_of)

    if old.digest != new.digest:
        assert (verdict.outcome is Outcome.UNMAPPED) == bool(unmapped)
        assert verdict.unmapped == unmapped


@settings(max_examples=40)
@given(succession())
def test_every_term_has_one_fate_and_none_is_lost_that_the_new_version_has(drawn):
    old, new, _plan, standing, verdict = drawn
    if not verdict.goes:
        return

    fates = Counter((one.stage, one.term, one.fate is Fate.LOST) for one in verdict.terms)
    assert set(fates.values()) <= {1}
    told = {one.term for one in verdict.terms}
    assert {one.state.term for one in goes_on(standing)} <= told
    for one in verdict.fates(Fate.LOST):
        kept = {
            term.code for term in new.stage_by_code[verdict.target].terms if term.due.note == ""
        }
        resumed = new.stage_by_code[verdict.resumes[1]].terms if verdict.resumes else ()
        kept |= {term.code for term in resumed if term.due.note == ""}
        in_old = {term.code for term in old.stage_by_code[one.stage].terms}
        assert one.term in in_old
        assert one.term not in kept or verdict.resumes is not None


@settings(max_examples=40)
@given(succession())
def test_what_goes_on_lies_in_the_new_stages_and_no_act_is_there_twice(drawn):
    _old, _new, _plan, standing, verdict = drawn
    if not verdict.goes:
        return

    rows = [one for one in left_after(standing, verdict) if one.status in ("open", "paused")]

    assert {one.stage for one in rows} <= {verdict.target, *(verdict.resumes or ())[1:]}
    acts = Counter((one.stage, one.term, one.kind, one.due_at, one.status) for one in rows)
    assert set(acts.values()) <= {1}


@settings(max_examples=40)
@given(succession())
def test_what_the_clock_has_done_is_not_done_again_on_the_same_day(drawn):
    _old, _new, plan, standing, verdict = drawn
    done = {
        (plan.stage_of.get(one.state.stage), one.state.term, one.state.kind, one.state.due_on)
        for one in standing.duties
        if one.state.status == "done" and one.state.kind != "remind"
    }

    come = {
        (one.now.stage, one.now.term, one.now.kind, one.now.due_on)
        for one in verdict.duties
        if one.id is None
    }

    assert come & done == set()
    over = [one.now.status for one in verdict.duties if one.was and one.was.status == "done"]
    assert set(over) <= {"cancelled"}


@settings(max_examples=40)
@given(succession())
def test_nobody_becomes_late_by_the_succession(drawn):
    _old, _new, _plan, _standing, verdict = drawn

    moved = [
        one
        for one in verdict.terms
        if one.fate in (Fate.GAINED, Fate.MOVED) and one.stage == verdict.target
    ]

    if verdict.resumes is None:
        assert all(one.now >= TODAY for one in moved)


@settings(max_examples=40)
@given(st.data())
def test_a_version_that_only_got_another_title_changes_nothing_but_itself(data):
    old = data.draw(versions())
    new = replace(old, title="Тот же маршрут")
    standing = data.draw(standings(old))

    verdict = judge_succession(default_plan([old], new), old, new, CATALOGUE, standing)

    assert verdict.goes
    assert verdict.target == standing.situation.case.stage
    assert (verdict.duties, verdict.missing, verdict.blocked, verdict.ends) == ((), (), (), ())
    assert verdict.due_on == standing.situation.case.stage_due_on
    assert {one.fate for one in verdict.terms} <= {Fate.KEPT}


@settings(max_examples=40)
@given(succession())
def test_documents_are_owed_once_for_each_that_is_missing(drawn):
    _old, _new, plan, _standing, verdict = drawn

    owed = [one.now.term for one in verdict.duties if one.now.term.startswith(OWED)]

    wanted = {OWED + kind for one in verdict.missing for kind in one.kinds}
    expected = sorted(wanted) if verdict.goes and plan.papers == "duty" else []
    assert sorted(owed) == expected
    if plan.papers == "block" and verdict.missing:
        assert verdict.outcome is Outcome.BLOCKED
