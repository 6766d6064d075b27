"""A case as of a day is what its card showed then.

Every past instant of random walks is looked at again from the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, register_document
from engine.actions.moving import MoveRequest, move_case
from engine.domain.calendar import CalendarDay
from engine.domain.definition import OnDue, StageTerm
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.terms import Term, TermKind
from engine.queries.as_of import Moment, case_as_of, cases_as_of
from engine.queries.cases import case_card
from engine.queries.past_case import PastCase
from engine.scheduling.jobs import fire_terms
from engine.workbench import Workbench
from tests.conftest import Clock
from tests.factories import Scene, make_scene
from tests.journeys.clock_scene import ESCALATED, path
from tests.journeys.clock_scene import Scene as ClockScene
from tests.journeys.model.case import Case
from tests.journeys.model.live import opened
from tests.journeys.model.steps import Step, Wait, deeds_of
from tests.journeys.model.strategies import steps
from tests.journeys.test_model import FIRST_DAYS, STEPS, stand, untouched

EXAMPLES = {"sqlite": 12, "postgresql": 5}
ROWS = {
    "documents": (
        *("id", "kind", "topic", "version", "round", "status", "sha256", "title", "file_name"),
        *("remarks", "author_id", "author", "registered_at"),
    ),
    "decisions": (
        *("id", "kind", "number", "signed_on", "round", "repealed_on", "sha256", "title", "body"),
        *("author", "registered_at", "successor_id"),
    ),
    "attachments": (
        *("id", "kind", "starts_on", "ends_on", "account_id", "school_id", "person", "school"),
        *("order_number", "order_date"),
    ),
    "records": (
        *("id", "kind", "key", "status", "value", "round", "happened_on", "author_id"),
        *("author_role", "author", "note", "revision"),
    ),
}
LINE = (
    *("stage", "phase", "stage_entered_on", "stage_due_on", "round", "years_in_status", "closed"),
    *("definition_id", "end_code", "returns_on"),
)


@dataclass(frozen=True)
class Seen:
    """What the card showed at an instant."""

    at: datetime
    revision: int
    shown: dict[str, Any]


def look(bench: Workbench, case_id: UUID, actor: Actor) -> Seen:
    """The card as the live queries give it now."""
    card = case_card(bench, case_id, actor=actor)
    shown: dict[str, Any] = {name: getattr(card.line, name) for name in LINE}
    shown |= {"categories": tuple(card.line.categories), "resume": card.locked.state.resume_stage}
    shown["version"] = card.line.definition_version
    for part, names in ROWS.items():
        rows = getattr(card, part)
        shown[part] = sorted(tuple(getattr(row, name) or "" for name in names) for row in rows)
    shown["stays"] = [
        (one.seq, one.stage, one.round, one.entered_on, one.left_on) for one in card.spells
    ]
    shown["terms"] = sorted(_term(one) for one in card.terms)
    return Seen(bench.now(), card.line.revision, shown)


def again(past: PastCase) -> dict[str, Any]:
    """The same of a view of the past."""
    shown: dict[str, Any] = {name: getattr(past.state, name) for name in LINE}
    shown |= {"categories": past.state.categories, "resume": past.state.resume_stage}
    shown["version"] = past.version
    for part, names in ROWS.items():
        rows = getattr(past, part)
        shown[part] = sorted(tuple(getattr(row, name) or "" for name in names) for row in rows)
    shown["stays"] = [
        (one.seq, one.stage, one.round, one.entered_on, one.left_on) for one in past.stays
    ]
    shown["terms"] = sorted(_term(one) for one in past.terms)
    return shown


def _term(one: Any) -> tuple[Any, ...]:
    acts_at = one.acts_at.isoformat() if one.acts_at else ""
    return (
        one.term_code,
        one.kind,
        one.move or "",
        one.due_on,
        acts_at,
        one.outcome or "",
        str(one.met_on or ""),
        one.paused,
    )


def test_every_past_instant_of_a_case_shows_what_its_card_showed_then(
    bench: Workbench, clock: Clock
) -> None:
    schools = untouched(bench, clock)
    compared = count()

    @settings(
        max_examples=EXAMPLES[bench.database.dialect],
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(FIRST_DAYS), st.lists(steps, min_size=STEPS, max_size=STEPS))
    def walk(first_day: date, program: list[Step]) -> None:
        scene, school = next(schools)
        stand(clock, first_day)
        live, case = opened(scene, school), Case(first_day)
        auditor, seen = live.scene.actor(Role.AUDITOR), []
        for step in program:
            if isinstance(step, Wait):
                case.today += timedelta(days=step.days)
                stand(clock, case.today)
                fire_terms(bench, "node", lambda: True)
                live.head = live._head()
            for deed in () if isinstance(step, Wait) else deeds_of(case, step):
                case.answer(deed)
                live.answer(deed, case)
            seen.append(look(bench, live.case_id, auditor))
        for one in seen:
            by_place = case_as_of(bench, live.case_id, Moment(revision=one.revision), actor=auditor)
            assert again(by_place) == one.shown
            next(compared)
        for day, last in {one.at.date(): one for one in seen}.items():
            by_day = case_as_of(bench, live.case_id, Moment(day), actor=auditor)
            assert again(by_day) == last.shown, day

    walk()
    assert next(compared) > 50


def test_terms_that_were_reminded_suspended_and_shifted_stand_as_they_stood(
    bench: Workbench, clock: Clock
) -> None:
    clock.set(2023, 4, 3)
    days = Term(TermKind.WORKING_DAYS, days=10)
    kept = StageTerm("questionnaires", "Анкетирование", days, OnDue.REMIND, remind_before=(3,))
    scene = ClockScene(bench, definition=path(ESCALATED, kept))
    mayday = CalendarDay(date(2023, 4, 5), False, "Указ")
    change_calendar(bench, CalendarRequest(None, (mayday,)), actor=scene.anybody())
    case_id, seen = scene.open(), []
    deeds: dict[date, str] = {date(2023, 4, 7): "suspend", date(2023, 4, 27): "resume"}
    for day in range(70):
        clock.set(2023, 4, 3, 9)
        clock.advance(days=day)
        fire_terms(bench, "node", lambda: True)
        move = deeds.get(clock.instant.date())
        if move:
            order = MoveOrder(move, "Школа на карантине до конца месяца")
            move_case(bench, MoveRequest(case_id, order), actor=scene.anybody())
        if day == 5:
            # A day off that is set later moves no term that was counted before.
            later = CalendarDay(date(2023, 4, 6), False, "Указ")
            change_calendar(bench, CalendarRequest(None, (later,)), actor=scene.anybody())
        seen.append(look(bench, case_id, reader(scene)))

    for one in seen:
        past = case_as_of(bench, case_id, Moment(one.at.date()), actor=reader(scene))
        assert again(past) == one.shown, one.at
    assert len({str(one.shown["terms"]) for one in seen}) > 4


def reader(scene: ClockScene) -> Actor:
    """Somebody who reads everything."""
    return Actor(scene.anybody().account_id, (Grant(Role.AUDITOR, Place(), date(2000, 1, 1)),))


@pytest.fixture
def scene(bench: Workbench) -> Scene:
    return make_scene(bench)


def test_a_day_ends_with_the_clocks_of_the_region(scene: Scene, clock: Clock) -> None:
    case_id = scene.open_case()
    # 10 April in Moscow, but already the 11th in Yakutsk.
    clock.set(2023, 4, 10, 16)
    note = DocumentRequest(case_id, "analytic_note", "Справка")
    register_document(scene.bench, note, actor=scene.actor(Role.METHODIST))
    auditor = scene.actor(Role.AUDITOR)

    def papers(day: int) -> int:
        past = case_as_of(scene.bench, case_id, Moment(date(2023, 4, day)), actor=auditor)
        return len(past.documents)

    assert [papers(10), papers(11)] == [0, 1]


def test_what_was_recorded_later_of_the_day_is_named_and_not_shown(
    scene: Scene, clock: Clock
) -> None:
    case_id, auditor = scene.case_at("mentoring"), scene.actor(Role.AUDITOR)
    day = clock.instant.date()
    clock.advance(days=9)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    order = DecisionRequest(case_id, OrderPaper("tutor_order", "44", day, "УО"))
    register_decision(scene.bench, order, actor=coordinator)

    past = case_as_of(scene.bench, case_id, Moment(day), actor=auditor)
    today = case_as_of(scene.bench, case_id, Moment(), actor=auditor)

    assert "44" not in {one.number for one in past.decisions}
    assert [one.kind for one in past.later] == ["decision:registered"]
    assert "44" in {one.number for one in today.decisions}
    assert today.later == ()


def test_a_clock_that_was_set_back_loses_no_entry(scene: Scene, clock: Clock) -> None:
    case_id, methodist = scene.open_case(), scene.actor(Role.METHODIST)
    for number, days in enumerate((3, -2, 1)):
        clock.advance(days=days)
        note = DocumentRequest(case_id, "analytic_note", f"Справка {number}")
        register_document(scene.bench, note, actor=methodist)
    auditor, clock.instant = scene.actor(Role.AUDITOR), clock.instant + timedelta(days=30)

    past = case_as_of(scene.bench, case_id, Moment(date(2023, 4, 5)), actor=auditor)

    assert [one.version for one in past.documents] == [1, 2, 3]


def test_a_day_before_the_case_and_a_day_to_come_are_refused(scene: Scene, clock: Clock) -> None:
    case_id, auditor = scene.open_case(), scene.actor(Role.AUDITOR)
    clock.advance(days=3)

    refused = []
    for day in (date(2023, 4, 2), date(2023, 4, 7), date.max):
        with pytest.raises(InvalidInput) as refusal:
            case_as_of(scene.bench, case_id, Moment(day), actor=auditor)
        refused.append((refusal.value.fields["rule"], refusal.value.fields["value"]))
    for revision in (0, 2):
        with pytest.raises(NotFound):
            case_as_of(scene.bench, case_id, Moment(revision=revision), actor=auditor)

    assert refused == [
        ("before_opening", "2023-04-03"),
        ("future", "2023-04-07"),
        ("future", "9999-12-31"),
    ]


def test_the_past_of_a_case_is_for_whoever_may_read_its_history(scene: Scene) -> None:
    case_id = scene.open_case()
    away = make_scene(scene.bench, "primorye").actor(Role.AUDITOR)
    strangers = (away, scene.actor(Role.VIEWER), scene.actor(Role.SCHOOL_DIRECTOR, 1))

    for stranger in strangers:
        with pytest.raises(NotFound):
            case_as_of(scene.bench, case_id, Moment(), actor=stranger)
        today = date(2023, 4, 3)
        assert cases_as_of(scene.bench, scene.schools[0], today, actor=stranger) == []
    own = case_as_of(scene.bench, case_id, Moment(), actor=scene.actor(Role.SCHOOL_DIRECTOR))
    assert own.state.stage == "candidate"
