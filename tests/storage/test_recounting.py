"""A changed calendar moves the open terms of open cases, each by a deed of its own."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recounting import RecountRequest, recount_terms
from engine.domain.calendar import CalendarDay
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.queries.history import read_case_history
from engine.queries.recounting import moved_cases
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DutyRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.vandal import guards_down

HOLIDAY = date(2023, 4, 10)
REASON = "Школа на капитальном ремонте до сентября"


@pytest.fixture
def scene(bench):
    """A region whose calendar is bare: Monday to Friday."""
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def declare(scene, day: date = HOLIDAY, *, working: bool = False) -> None:
    """A day of the region's own, by its administrator."""
    admin = scene.actor(Role.REGIONAL_ADMIN)
    order = CalendarDay(day, working, "Закон области № 5")
    change_calendar(scene.bench, CalendarRequest(scene.region_id, (order,)), actor=admin)


def terms(scene, case_id) -> list[tuple[str, str, date, str]]:
    """The duties of a case: term, kind, day, status."""
    columns = (DutyRow.term_code, DutyRow.kind, DutyRow.due_on, DutyRow.status)
    query = sa.select(*columns).where(DutyRow.case_id == case_id, DutyRow.status != "cancelled")
    with reading(scene.bench.database) as connection:
        return sorted((row[0], row[1], row[2], row[3]) for row in connection.execute(query))


def due_on(scene, case_id) -> date | None:
    """The first day on which something of the stage is due."""
    with reading(scene.bench.database) as connection:
        query = sa.select(CaseRow.stage_due_on).where(CaseRow.id == case_id)
        return connection.execute(query).scalar_one()


def listed(scene, school: int = 0):
    """A case in the stage that has a term of ten working days."""
    return scene.case_at("listed", school)


def recount(scene, case_id, role: Role = Role.REGIONAL_ADMIN):
    return recount_terms(scene.bench, RecountRequest(case_id), actor=scene.actor(role))


def test_a_holiday_moves_the_term_its_reminders_and_nothing_else(scene):
    case_id = listed(scene)
    before = terms(scene, case_id)
    first = due_on(scene, case_id)
    declare(scene)

    recount(scene, case_id)

    after = terms(scene, case_id)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        moved = old[0] == "curator_due"
        assert (new[2] - old[2]).days == (1 if moved else 0), (old, new)
        assert (old[0], old[1], old[3]) == (new[0], new[1], new[3])
    assert (first, due_on(scene, case_id)) == (date(2023, 4, 17), date(2023, 4, 18))
    assert verify(scene.bench.database).findings == []


def test_the_look_before_the_deed_says_what_the_deed_then_does(scene):
    case_id, other = listed(scene), scene.open_case(1)
    admin = scene.actor(Role.REGIONAL_ADMIN)
    days = (CalendarDay(HOLIDAY, working=False),)

    foreseen = moved_cases(scene.bench, scene.region_id, days, actor=admin)
    nothing_yet = moved_cases(scene.bench, scene.region_id, actor=admin)
    declare(scene)
    recount(scene, case_id)

    assert foreseen.case_ids == (case_id,)
    assert other not in foreseen.case_ids
    assert nothing_yet.case_ids == ()
    (shown,) = foreseen.shown
    assert shown.recount.terms == (("curator_due", date(2023, 4, 17), date(2023, 4, 18)),)
    assert moved_cases(scene.bench, scene.region_id, actor=admin).case_ids == ()


def test_a_working_saturday_brings_a_term_nearer(scene):
    case_id = listed(scene)
    declare(scene, date(2023, 4, 8), working=True)

    recount(scene, case_id)

    assert due_on(scene, case_id) == date(2023, 4, 14)
    assert verify(scene.bench.database).findings == []


def test_the_days_of_a_suspension_stay_added_to_a_term_counted_anew(scene):
    case_id = listed(scene)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    for day, move in ((5, "suspend"), (15, "resume")):
        scene.bench.now.set(2023, 4, day)
        move_case(scene.bench, MoveRequest(case_id, MoveOrder(move, REASON)), actor=coordinator)
    before = due_on(scene, case_id)
    declare(scene)

    recount(scene, case_id)

    assert (before, due_on(scene, case_id)) == (date(2023, 4, 27), date(2023, 4, 28))
    assert verify(scene.bench.database).findings == []


def test_a_case_without_anything_to_move_is_left_alone(scene):
    case_id = listed(scene)
    revision = scene.revision(case_id)

    with pytest.raises(InvalidInput):
        recount(scene, case_id)

    assert scene.revision(case_id) == revision


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CURATOR, Role.MUNICIPAL_COORDINATOR])
def test_who_keeps_no_calendar_moves_no_term(scene, role):
    case_id = listed(scene)
    declare(scene)

    with pytest.raises((Forbidden, NotFound)):
        recount(scene, case_id, role)

    assert due_on(scene, case_id) == date(2023, 4, 17)


def test_the_history_says_which_term_moved_from_which_day_to_which(scene):
    case_id = listed(scene)
    declare(scene)
    recount(scene, case_id)

    entries = read_case_history(scene.bench, case_id, actor=scene.actor(Role.AUDITOR))
    (entry,) = (one for one in entries if one.kind == "term:recounted")

    assert entry.body["fields"]["days"] == [["curator_due", "2023-04-17", "2023-04-18"]]


def test_a_term_put_back_past_the_journal_is_found(scene):
    case_id = listed(scene)
    # Within two minutes of each other nobody can say which of two deeds came first.
    scene.bench.now.set(2023, 4, 4)
    declare(scene)
    recount(scene, case_id)
    database = scene.bench.database

    with database.source.begin() as connection, guards_down(connection):
        stolen = sa.update(DutyRow).where(
            DutyRow.case_id == case_id, DutyRow.term_code == "curator_due"
        )
        connection.execute(stolen.values(due_on=date(2023, 4, 17)))

    assert {finding.code for finding in verify(database).findings} == {"state"}
