"""Pairs of versions and cases under way, drawn at random: small, and legal by the old version."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st

from engine.domain.definition import RESUME, OnDue, StageKind, Way
from engine.domain.duties import consequence_of, plan_duties
from engine.domain.recounting import Stay
from engine.domain.situation import AttachmentKind
from engine.domain.succession import (
    DutyFact,
    DutyState,
    PaperPolicy,
    Standing,
    SuccessionPlan,
    TermPolicy,
    TermRule,
)
from engine.domain.terms import Term, TermKind, day_begins
from tests.domain.definitions import SOUND, fact, move, stage, term
from tests.domain.scene import case, document, situation
from workflows.calendars import federal_calendar

ZONE = "Asia/Yakutsk"
TODAY = date(2023, 9, 15)
CALENDAR = federal_calendar()
CODES = ("listed", "programme", "mentoring", "review")
TERMS = ("first", "second", "third")

dues = st.one_of(
    st.builds(Term, st.just(TermKind.CALENDAR_DAYS), days=st.integers(0, 90)),
    st.builds(Term, st.just(TermKind.WORKING_DAYS), days=st.integers(0, 60)),
    st.builds(
        Term, st.just(TermKind.YEARLY_DATE), month=st.integers(1, 12), day=st.integers(1, 28)
    ),
    st.builds(Term, st.just(TermKind.MONTH_WINDOW), month=st.integers(1, 12)),
    st.just(Term(TermKind.OPEN, note="по графику")),
)
acts = st.sampled_from((OnDue.REMIND, OnDue.ESCALATE))
reminders = st.lists(st.integers(1, 20), max_size=2, unique=True).map(tuple)


@st.composite
def terms(draw):
    codes = draw(st.lists(st.sampled_from(TERMS), max_size=3, unique=True))
    return tuple(
        term(code, draw(dues), on_due=draw(acts), remind_before=draw(reminders)) for code in codes
    )


@st.composite
def versions(draw):
    """A path of open stages with a pause, in which some moves ask for a document."""
    codes = draw(st.lists(st.sampled_from(CODES[1:]), min_size=1, max_size=3, unique=True))
    codes = ("listed", *codes)
    kinds = (StageKind.START, *[StageKind.OPEN] * (len(codes) - 1))
    stages = [
        stage(code, kind, terms=draw(terms())) for code, kind in zip(codes, kinds, strict=True)
    ]
    stages.append(stage("suspended", StageKind.PAUSE, terms=draw(terms())))
    stages.append(stage("exited", StageKind.END))
    asked = st.sampled_from(((), (fact("document_present", kind="self_diagnosis"),)))
    moves = [
        move(f"to_{target}", source, target, requirements=draw(asked))
        for source, target in zip(codes, (*codes[1:], "exited"), strict=True)
    ]
    moves.append(move("suspend", (), "", ways=(Way(codes, "suspended"),)))
    moves.append(move("resume", "suspended", RESUME))
    return replace(SOUND, stages=tuple(stages), moves=tuple(moves))


@st.composite
def plans(draw, old, new):
    """Any plan: each stage goes somewhere that fits it, or nowhere."""
    on = [one.code for one in new.stages if one.kind in (StageKind.START, StageKind.OPEN)]
    pairs = {
        one.code: "suspended" if one.kind is StageKind.PAUSE else draw(st.sampled_from(on))
        for one in old.stages
        if one.kind is not StageKind.END and draw(st.integers(0, 9))
    }
    known = [(one.code, own.code) for one in new.stages for own in one.terms]
    rules = [
        TermRule(*place, draw(st.sampled_from(TermPolicy)))
        for place in sorted(known)
        if draw(st.booleans())
    ]
    return SuccessionPlan(
        new.digest,
        tuple(sorted(pairs.items())),
        draw(st.sampled_from(TermPolicy)),
        tuple(rules),
        draw(st.sampled_from(PaperPolicy)),
        papers_days=draw(st.integers(1, 30)),
        ends=draw(st.sampled_from(((), (AttachmentKind.CURATOR,)))),
    )


def duties_of(stage_of, entered_on, day, status="open"):
    """The duties of a stage as the clock has left them by a day."""
    planned = plan_duties(stage_of, entered_on, ZONE, CALENDAR, today=entered_on)
    now = day_begins(day, ZONE)
    found = []
    for number, one in enumerate(planned):
        silent = consequence_of(one.kind, retroactive=one.retroactive) is None
        done = one.due_at <= now and not silent
        state = DutyState(
            stage_of.code,
            one.term_code,
            one.kind,
            one.move,
            one.due_on,
            one.due_at,
            "done" if done or silent else status,
            retroactive=one.retroactive,
            outcome="retroactive" if silent else "told" if done else None,
            done_at=one.due_at if done else None,
        )
        found.append(DutyFact(UUID(int=5000 + number + 100 * (status == "paused")), state))
    return tuple(found)


@st.composite
def standings(draw, version):
    """A case somewhere on its path, running or suspended."""
    on = [one for one in version.stages if one.kind in (StageKind.START, StageKind.OPEN)]
    reached = on[: draw(st.integers(1, len(on)))]
    days = sorted(draw(st.lists(st.integers(0, 120), min_size=len(reached) + 1, max_size=5)))
    days = [TODAY - timedelta(days=one) for one in reversed(days)]
    stays = [
        Stay(one.code, day, day_begins(day, ZONE), 2)
        for one, day in zip(reached, days, strict=False)
    ]
    papers = draw(st.sampled_from(((), (document(kind="self_diagnosis"),))))
    if not draw(st.booleans()):
        state = _state(version, stays[-1])
        duties = duties_of(reached[-1], stays[-1].entered_on, TODAY)
        return _standing(state, papers, stays, duties)
    pause = version.stage_by_code["suspended"]
    stopped = days[len(reached)]
    stays.append(Stay("suspended", stopped, day_begins(stopped, ZONE), 2))
    still = duties_of(reached[-1], stays[-2].entered_on, stopped, "paused")
    own = duties_of(pause, stopped, TODAY)
    state = _state(version, stays[-1], resume_stage=reached[-1].code)
    return _standing(state, papers, stays, (*still, *own))


def _state(version, stay, **more):
    return case(
        definition_digest=version.digest,
        stage=stay.stage,
        stage_entered_on=stay.entered_on,
        stage_due_on=None,
        **more,
    )


def _standing(state, papers, stays, duties):
    scene = situation(case=state, today=TODAY, documents=papers, vocabulary=SOUND.vocabulary)
    return Standing(scene, False, tuple(stays), duties, ZONE, CALENDAR)
