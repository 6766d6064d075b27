"""Running cases go over to a new version by a plan, and come back as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.actions.succession import (
    UndoRequest,
    begin_undo,
    carry_on_succession,
    retry_succession,
)
from engine.actions.terms import fire_due
from engine.domain.audit import AuditKind
from engine.domain.definition import StageTerm
from engine.domain.errors import Forbidden, InvalidInput, NotFound, PlanInvalid
from engine.domain.roles import Role
from engine.domain.succession import TermPolicy, default_plan
from engine.domain.succession.counting import Figure
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import Term, TermKind
from engine.queries.impact import Candidate, every_impact_case, impact_cases, impact_report
from engine.queries.successions import (
    list_successions,
    succession_card,
    succession_figures,
    succession_items,
)
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DutyRow, SpellRow, SuccessionItemRow
from engine.storage.verification import verify
from tests.crowds import REASON as PAUSE_REASON
from tests.crowds import make_crowd, move
from tests.factories import make_scene
from tests.passages import (
    ADMIN,
    begun,
    carried,
    decisions,
    plan_for,
    published,
    recoded,
    rows_of_cases,
    with_term,
    without_term,
)
from tests.storage.reading import bodies, refusals

DONE, NOTHING, REFUSED = ResultStatus.DONE, ResultStatus.NOTHING, ResultStatus.REFUSED
REPORT = StageTerm("report_due", "Отчёт муниципалитета", Term(TermKind.WORKING_DAYS, days=8))


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=1)


@pytest.fixture
def crowd(scene):
    """Cases that have run for a while; the curator is late, and the clock has told so."""
    found = make_crowd(scene, 2, listed=3, suspended=1)
    scene.bench.now.set(2023, 4, 10)
    move(scene, found.listed[2], "suspend", PAUSE_REASON)
    scene.bench.now.set(2023, 4, 20)
    fire_due(scene.bench, node="test")
    return found


def undo(scene, succession_id, reason="Ошибка в плане перевода"):
    request = UndoRequest(succession_id, reason)
    created = begin_undo(scene.bench, request, actor=scene.actor(ADMIN)).created_id
    assert created is not None
    return created, carried(scene, created)


def state(bench, case_id):
    with reading(bench.database) as connection:
        return connection.execute(sa.select(CaseRow.__table__).where(CaseRow.id == case_id)).one()


def second(scene):
    """Another code for a stage, a term more and a term less, a term with another rule."""
    new = recoded(scene.definition, "listed", "on_list")
    new = with_term(new, "on_list", REPORT)
    return without_term(new, "on_list", "self_diagnosis_start")


def test_every_case_goes_over_and_the_journal_holds(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    papers = decisions(scene.bench)

    succession_id = begun(scene, version, plan_for(scene.definition, new))
    counts = carried(scene, succession_id)

    assert counts == {DONE: 6}
    assert verify(scene.bench.database).findings == []
    for case_id in crowd.cases:
        assert state(scene.bench, case_id).definition_digest == new.digest
    assert {scene.stage(one) for one in crowd.listed[:2]} == {"on_list"}
    assert state(scene.bench, crowd.listed[2]).resume_stage == "on_list"
    entry = bodies(scene.bench, crowd.listed[0])[-1]
    assert (entry["event"], entry["from"], entry["to"]) == ("case:migrated", "listed", "on_list")
    assert (entry["def"], entry["fields"]["former"]) == (new.digest, scene.definition.digest)
    assert entry["fields"]["succession"] == str(succession_id)
    # The regional administrator decides no case: the act stands in the plan and in the entries.
    assert decisions(scene.bench) == papers


def test_a_succession_is_taken_back_to_the_last_row(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    before = rows_of_cases(scene.bench)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    carried(scene, succession_id)
    assert rows_of_cases(scene.bench) != before

    _, counts = undo(scene, succession_id)

    assert counts == {DONE: 6}
    assert rows_of_cases(scene.bench) == before
    assert verify(scene.bench.database).findings == []
    entry = bodies(scene.bench, crowd.listed[0])[-1]
    assert (entry["event"], entry["def"]) == ("case:restored", scene.definition.digest)


def test_the_report_says_what_the_run_then_does(scene, crowd):
    new = second(scene)
    plan = plan_for(scene.definition, new)
    admin = scene.actor(ADMIN)

    drafted = impact_report(scene.bench, Candidate(scene.region_id, new, plan), actor=admin)
    version = published(scene, new)
    report = impact_report(scene.bench, Candidate(scene.region_id, new, plan), actor=admin)
    succession_id = begun(scene, version, plan)
    carried(scene, succession_id)

    assert drafted.stages == report.stages
    assert succession_figures(scene.bench, succession_id, actor=admin) == report.stages
    assert report.total.cases == 6
    by_stage = {one.stage: dict(one.by) for one in report.stages}
    assert by_stage["listed"] == {
        Figure.READY: 2,
        Figure.RESTAGED: 2,
        Figure.GAINS: 2,
        Figure.LOSES: 2,
    }


def test_the_cases_of_a_report_come_by_pages_and_by_figure(scene, crowd):
    new = second(scene)
    candidate = Candidate(scene.region_id, new)
    admin = scene.actor(ADMIN)

    first = impact_cases(scene.bench, candidate, actor=admin, limit=4)
    rest = impact_cases(scene.bench, candidate, actor=admin, limit=4, after=first.next)
    losing = impact_cases(scene.bench, candidate, actor=admin, figure=Figure.LOSES)

    assert [len(first.cases), len(rest.cases), rest.next] == [4, 2, None]
    told = [one.line.id for one in (*first.cases, *rest.cases)]
    assert told == sorted(crowd.cases)
    assert told == [one.line.id for one in every_impact_case(scene.bench, candidate, actor=admin)]
    # The one that was suspended on the list loses its term as well.
    assert {one.line.id for one in losing.cases} == set(crowd.listed)


def test_a_case_whose_stage_has_no_pair_is_refused_and_goes_over_by_the_next_plan(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    plan = plan_for(scene.definition, new)
    pairs = tuple(one for one in plan.stages if one[0] != "candidate")
    succession_id = begun(scene, version, replace(plan, stages=pairs))

    counts = carried(scene, succession_id)

    # The one that was suspended as a candidate has nowhere to go on, either.
    assert counts == {DONE: 3, REFUSED: 3}
    page = succession_items(
        scene.bench, succession_id, actor=scene.actor(ADMIN), statuses=[REFUSED]
    )
    assert {one.line.case_id for one in page.lines} == {*crowd.ready, *crowd.suspended}
    assert {one.line.code for one in page.lines} == {"succession.unmapped"}
    refusal = refusals(scene.bench, crowd.ready[0])[-1]
    assert (refusal["event"], refusal["fields"]["deed"]) == ("deed:refused", "case:migrated")
    assert carried(scene, begun(scene, version, plan)) == {DONE: 3}


def test_a_retry_takes_up_the_refused_alone(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    plan = plan_for(scene.definition, new)
    pairs = tuple(one for one in plan.stages if one[0] != "candidate")
    succession_id = begun(scene, version, replace(plan, stages=pairs))
    carried(scene, succession_id)
    move(scene, crowd.ready[0], "approve_listing")
    revisions = {one: scene.revision(one) for one in crowd.listed}

    retry_succession(scene.bench, succession_id, actor=scene.actor(ADMIN))
    counts = carried(scene, succession_id)

    assert counts == {DONE: 4, REFUSED: 2}
    assert {one: scene.revision(one) for one in crowd.listed} == revisions
    card = succession_card(scene.bench, succession_id, actor=scene.actor(ADMIN))
    assert (card.total, card.refused, card.succession.attempt) == (6, 2, 2)


def test_a_case_that_changed_since_the_plan_is_judged_as_it_is(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    move(scene, crowd.ready[0], "approve_listing")

    counts = carried(scene, succession_id)

    assert counts == {DONE: 6}
    assert scene.stage(crowd.ready[0]) == "on_list"


def test_what_was_done_since_keeps_a_case_from_coming_back_and_a_reminder_does_not(scene, crowd):
    new = with_term(scene.definition, "candidate", REPORT)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    carried(scene, succession_id)
    move(scene, crowd.ready[0], "approve_listing")
    scene.bench.now.set(2023, 5, 3)
    fire_due(scene.bench, node="test")

    undo_id, counts = undo(scene, succession_id)

    assert counts == {DONE: 5, REFUSED: 1}
    page = succession_items(scene.bench, undo_id, actor=scene.actor(ADMIN), statuses=[REFUSED])
    (line,) = page.lines
    assert (line.line.case_id, line.line.code) == (crowd.ready[0], "succession.undo_refused")
    assert line.line.reasons[0]["rule"] == "changed"
    assert verify(scene.bench.database).findings == []


def test_after_the_window_no_case_comes_back(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new, undo_days=3))
    carried(scene, succession_id)
    scene.bench.now.set(2023, 4, 24)

    _, counts = undo(scene, succession_id)

    assert counts == {REFUSED: len(crowd.cases)}


def test_a_succession_taken_back_twice_does_nothing_the_second_time(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    carried(scene, succession_id)
    undo(scene, succession_id)

    _, counts = undo(scene, succession_id)

    assert counts == {NOTHING: len(crowd.cases)}


def test_carrying_on_is_done_in_steps_and_the_last_one_finishes(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    admin = scene.actor(ADMIN)

    first = carried(scene, succession_id, limit=4)
    under_way = succession_card(scene.bench, succession_id, actor=admin)
    carried(scene, succession_id)
    finished = succession_card(scene.bench, succession_id, actor=admin)
    again = carried(scene, succession_id)

    assert first == {DONE: 4, ResultStatus.PLANNED: 2}
    assert (under_way.waiting, under_way.succession.finished_at) == (2, None)
    assert finished.succession.finished_at is not None
    assert again == {DONE: len(crowd.cases)}


@pytest.mark.parametrize("role", [Role.REGIONAL_COORDINATOR, Role.AUDITOR, Role.CURATOR])
def test_only_who_may_publish_the_path_takes_cases_over(scene, crowd, role):
    new = second(scene)
    version = published(scene, new)
    plan = plan_for(scene.definition, new)
    succession_id = begun(scene, version, plan)
    actor = scene.actor(role)

    with pytest.raises(Forbidden):
        carry_on_succession(scene.bench, succession_id, actor=actor)
    with pytest.raises(Forbidden):
        impact_report(scene.bench, Candidate(scene.region_id, new), actor=actor)
    with pytest.raises(NotFound):
        succession_card(scene.bench, succession_id, actor=actor)
    assert list_successions(scene.bench, actor=actor) == []
    assert {state(scene.bench, one).definition_digest for one in crowd.cases} == {
        scene.definition.digest
    }


def test_a_plan_without_an_act_or_for_an_older_version_is_not_begun(scene, crowd):
    new = second(scene)
    version = published(scene, new)

    with pytest.raises(PlanInvalid) as refusal:
        begun(scene, version, default_plan([scene.definition], new))
    newer = published(scene, replace(new, title="Ещё новее"))
    with pytest.raises(InvalidInput) as older:
        begun(scene, version, plan_for(scene.definition, new))

    codes = {one.code for one in refusal.value.fields["findings"]}
    assert codes == {"plan_act_missing", "plan_reason_short"}
    assert older.value.fields["rule"] == "not_in_force"
    assert newer != version


def numbers(bench):
    with reading(bench.database) as connection:
        stays = sa.select(SpellRow.case_id, sa.func.count()).where(SpellRow.left_on.is_(None))
        open_stays = connection.execute(stays.group_by(SpellRow.case_id)).all()
        twice = connection.execute(
            sa.select(DutyRow.case_id)
            .where(DutyRow.status.in_(("open", "paused")))
            .group_by(
                DutyRow.case_id, DutyRow.stage, DutyRow.term_code, DutyRow.kind, DutyRow.due_at
            )
            .having(sa.func.count() > 1)
        ).all()
    return {row[1] for row in open_stays}, twice


rules = st.one_of(
    st.builds(Term, st.just(TermKind.WORKING_DAYS), days=st.integers(1, 90)),
    st.builds(Term, st.just(TermKind.CALENDAR_DAYS), days=st.integers(1, 90)),
    st.integers(1, 12).map(lambda one: Term(TermKind.MONTH_WINDOW, month=one, from_month=one)),
    st.just(Term(TermKind.OPEN, note="по графику")),
)


@st.composite
def changes(draw):
    """Another rule for terms of the stages in which cases stand, terms that come and go, a code."""
    drawn = {}
    for stage, code in (
        ("candidate", "listing_due"),
        ("listed", "curator_due"),
        ("suspended", "extra"),
        ("candidate", "extra"),
        ("listed", "extra"),
    ):
        if draw(st.booleans()):
            ahead = draw(st.lists(st.integers(1, 20), max_size=2, unique=True).map(tuple))
            drawn[stage, code] = StageTerm(code, "Срок", draw(rules), remind_before=ahead)
    gone = draw(st.booleans())
    into = draw(st.sampled_from((None, "on_list")))
    return drawn, gone, into, draw(st.sampled_from(TermPolicy))


def changed(definition, drawn):
    terms, gone, into, _policy = drawn
    new = definition
    for (stage, _code), term in terms.items():
        new = with_term(new, stage, term)
    if gone:
        new = without_term(new, "listed", "self_diagnosis_start")
    return recoded(new, "listed", into) if into else new


def test_whatever_the_plan_no_case_is_lost_no_term_doubled_and_all_comes_back(scene, crowd):
    before = rows_of_cases(scene.bench)
    admin = scene.actor(ADMIN)
    seen = iter(range(1000))

    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(changes())
    def holds(drawn):
        new = replace(changed(scene.definition, drawn), title=f"Редакция {next(seen)}")
        version = published(scene, new)
        plan = plan_for(scene.definition, new, term_policy=drawn[3], terms=())
        report = impact_report(scene.bench, Candidate(scene.region_id, new, plan), actor=admin)
        succession_id = begun(scene, version, plan)
        carried(scene, succession_id)
        assert succession_figures(scene.bench, succession_id, actor=admin) == report.stages
        assert numbers(scene.bench) == ({1}, [])
        now = rows_of_cases(scene.bench)
        assert now["document"] == before["document"]
        assert now["case_record"] == before["case_record"]
        assert verify(scene.bench.database).findings == []
        undo(scene, succession_id)
        assert rows_of_cases(scene.bench) == before
        assert verify(scene.bench.database).findings == []

    holds()


def test_an_item_names_the_entry_by_which_its_case_went_over(scene, crowd):
    new = second(scene)
    version = published(scene, new)
    succession_id = begun(scene, version, plan_for(scene.definition, new))
    carried(scene, succession_id)

    with reading(scene.bench.database) as connection:
        rows = connection.execute(
            sa.select(SuccessionItemRow.case_id, SuccessionItemRow.seq, SuccessionItemRow.found)
        ).all()

    for row in rows:
        body = bodies(scene.bench, row.case_id)[row.seq - 1]
        assert body["event"] == AuditKind.CASE_MIGRATED
        assert row.found["to"] == body["to"]
    assert {row.case_id for row in rows} == set(crowd.cases)
