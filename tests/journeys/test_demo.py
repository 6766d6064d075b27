"""The demonstration: made once, all or nothing, by real deeds, with something for everybody."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.actions.installing import install
from engine.domain.roles import Actor, Grant, Place, Role
from engine.migrations import upgrade
from engine.queries.people import demo_accounts
from engine.queries.worklist import WorkFilter, read_worklist
from engine.storage.database import open_database, reading
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    DocumentRow,
    DutyRow,
    GrantRow,
    JournalRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)
from engine.storage.verification import verify
from engine.workbench import Workbench
from tests.conftest import DIALECTS
from tests.databases import postgres_database
from web.demonstration import Occupied, build_demonstration
from web.demonstration.building import build_once
from web.settings import Settings, read_settings
from workflows.facts import CATALOGUE
from workflows.seeding import read_seed, seed_codes

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
SEEDS = {code: read_seed(code) for code in seed_codes()}


@contextmanager
def empty_place(request, dialect, folder):
    """The settings of a demonstration whose database is not there yet."""
    environ = {"MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(folder)}
    if dialect == "sqlite":
        yield read_settings(environ)
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield read_settings({**environ, "MARSHRUT_DATABASE_URL": url})


@dataclass
class Demonstration:
    """A finished demonstration, looked at on the day it was made."""

    settings: Settings
    bench: Workbench

    def rows(self, query):
        with reading(self.bench.database) as connection:
            return connection.execute(query).all()

    def actor(self, login):
        """The person of a login, as signed in."""
        (row,) = self.rows(
            sa.select(AccountRow.id, *GrantRow.__table__.c[*_GRANT])
            .join(GrantRow, GrantRow.account_id == AccountRow.id)
            .where(AccountRow.login == login)
        )
        place = Place(row.region_id, row.municipality_id, row.school_id)
        return Actor(row.id, (Grant(Role(row.role), place, row.starts_on),))

    def work(self, login):
        """«Мои школы» of a person."""
        return read_worklist(self.bench, WorkFilter(), actor=self.actor(login))


_GRANT = ("role", "region_id", "municipality_id", "school_id", "starts_on")


@pytest.fixture(scope="module", params=DIALECTS)
def demo(request, tmp_path_factory):
    with empty_place(request, request.param, tmp_path_factory.mktemp("demo")) as settings:
        assert build_demonstration(settings, TODAY) is True
        database = open_database(settings.database_url, settings.journal_keys)
        yield Demonstration(settings, Workbench(database, lambda: NOON, CATALOGUE))
        database.close()


@pytest.fixture(params=DIALECTS)
def settings(request, tmp_path):
    with empty_place(request, request.param, tmp_path / "demo") as found:
        yield found


CASES = (
    sa.select(
        CaseRow.__table__,
        RegionRow.code.label("region"),
        sa.func.coalesce(SchoolRow.title, MunicipalityRow.title).label("subject"),
    )
    .join(RegionRow, RegionRow.id == CaseRow.region_id)
    .join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id)
    .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
    .order_by(CaseRow.opened_at)
)


def test_the_journal_of_a_demonstration_holds_and_no_clock_went_back(demo):
    report = verify(demo.bench.database)
    bodies = demo.rows(sa.select(JournalRow.body))

    assert report.findings == []
    assert report.entries == len(bodies) > 1500
    assert [row for row in bodies if b"skew_seconds" in bytes(row.body)] == []


def test_it_is_made_once(demo):
    before = demo.rows(sa.select(JournalRow.hash).order_by(JournalRow.hash))

    again = build_demonstration(demo.settings, TODAY + timedelta(days=1))

    assert again is False
    assert demo.rows(sa.select(JournalRow.hash).order_by(JournalRow.hash)) == before


def test_every_case_stands_where_the_story_has_it(demo):
    titles = {
        (seed.code, one.code): one.title for seed in SEEDS.values() for one in seed.municipalities
    } | {(seed.code, one.code): one.title for seed in SEEDS.values() for one in seed.schools}
    wanted = sorted(
        (seed.code, titles[seed.code, story.subject], (story.stages or ("",))[-1])
        for seed in SEEDS.values()
        for story in seed.story
    )

    latest = {(row.region, row.subject, row.definition_stream_id): row for row in demo.rows(CASES)}
    standing = sorted((row.region, row.subject, row.stage) for row in latest.values())

    opened_only = {(region, subject) for region, subject, stage in wanted if not stage}
    assert [
        (region, subject, "" if (region, subject) in opened_only else stage)
        for region, subject, stage in standing
    ] == wanted


def test_last_moves_lie_within_weeks_and_most_terms_ahead(demo):
    running = [row for row in demo.rows(CASES) if not row.closed]
    recent = [row for row in running if TODAY - row.stage_entered_on <= timedelta(days=31)]
    late = [row for row in running if row.stage_due_on and row.stage_due_on < TODAY]

    assert max(row.stage_entered_on for row in running) <= TODAY - timedelta(days=3)
    assert len(recent) / len(running) > 0.85
    assert 1 <= len(late) <= len(running) // 3
    assert min(row.opened_at for row in demo.rows(CASES)).year < TODAY.year - 2


def test_nothing_of_it_lies_ahead(demo):
    (newest,) = demo.rows(sa.select(sa.func.max(JournalRow.at)))

    assert newest[0].date() < TODAY


def steps(demo):
    """Every next move of every case, as the coordinator of its municipality sees it."""
    for login in [one.login for one in coordinators()]:
        for line in demo.work(login).lines:
            yield from line.standing.steps


def coordinators():
    for seed in SEEDS.values():
        yield from (one for one in seed.accounts if one.role is Role.MUNICIPAL_COORDINATOR)


def test_one_school_may_go_on_and_another_lacks_only_its_tutor_school(demo):
    found = list(steps(demo))

    assert any(step.allowed for step in found)
    assert any([unmet.code for unmet in step.unmet] == ["tutor_active"] for step in found)


def test_the_story_has_its_turns(demo):
    rows = demo.rows(CASES)
    by_id = {row.id: row for row in rows}
    linked = [row for row in rows if row.previous_case_id]
    remarks = demo.rows(
        sa.select(DocumentRow.case_id, DocumentRow.remarks).where(DocumentRow.status == "returned")
    )

    assert [row.stage for row in rows if row.resume_stage] == ["suspended"]
    assert [by_id[row.previous_case_id].stage for row in linked] == ["exited"]
    assert any(row.round == 2 and row.years_in_status == 2 for row in rows)
    assert "programme_drafting" in {by_id[one.case_id].stage for one in remarks}
    assert all(one.remarks for one in remarks)


def test_histories_tell_of_refused_attempts_of_both_kinds(demo):
    refused = demo.rows(
        sa.select(JournalRow.body).where(JournalRow.kind.in_(("move:refused", "deed:refused")))
    )
    bodies = b"".join(bytes(row.body) for row in refused)

    assert len(refused) >= 10
    assert b"move.requirements_unmet" in bodies
    assert b"move.forbidden" in bodies


def test_the_clock_has_reminded_and_escalated(demo):
    done = demo.rows(sa.select(DutyRow.outcome).where(DutyRow.outcome.is_not(None)).distinct())

    assert {row.outcome for row in done} >= {"reminded", "escalated"}


def test_whoever_works_with_schools_sees_one(demo):
    """A director, a curator, a coordinator and a tutor school's representative of every region."""
    working = (
        Role.CURATOR,
        Role.MUNICIPAL_COORDINATOR,
        Role.SCHOOL_DIRECTOR,
        Role.TUTOR_SCHOOL_REP,
    )
    people = [
        one
        for seed in SEEDS.values()
        for one in seed.accounts
        if one.role in working and one.login != f"director.{one.school}"
    ]

    assert [one.login for one in people if demo.work(one.login).total == 0] == []


def test_the_sign_in_page_has_an_account_of_every_role_and_region(demo):
    shown = [account for region in demo_accounts(demo.bench) for account in region.accounts]
    wanted = [account for seed in SEEDS.values() for account in seed.accounts]

    assert sorted((one.login, one.password, one.title) for one in shown) == sorted(
        (one.login, one.password, one.title) for one in wanted
    )


def make_small(database):
    upgrade(database)
    install(Workbench(database, lambda: NOON, CATALOGUE), demo=True)


def make_half(database):
    make_small(database)
    raise KeyboardInterrupt


def test_a_build_that_breaks_leaves_nothing_and_the_next_one_succeeds(settings):
    with pytest.raises(KeyboardInterrupt):
        build_once(settings, make_half)

    assert not Path(settings.data_dir, "marshrut.sqlite3").exists()
    assert list(settings.data_dir.glob("*.draft*")) == []
    assert build_once(settings, make_small) is True
    assert build_once(settings, make_half) is False


def test_what_a_killed_build_left_is_cleared_away(settings, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("web.demonstration.building._clear", lambda _draft: None)
        with pytest.raises(KeyboardInterrupt):
            build_once(settings, make_half)

    assert build_once(settings, make_small) is True


def test_of_two_builds_at_once_one_waits_and_finds_the_others_work(settings):
    answers = []

    def slowly(database):
        time.sleep(0.5)
        make_small(database)

    builders = [
        threading.Thread(target=lambda: answers.append(build_once(settings, slowly)))
        for _ in range(2)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()

    assert sorted(answers) == [False, True]


def test_a_real_installation_is_left_alone(settings):
    database = open_database(settings.database_url, settings.journal_keys)
    upgrade(database)
    install(Workbench(database, lambda: NOON, CATALOGUE))
    database.close()

    with pytest.raises(Occupied):
        build_demonstration(settings, TODAY)


def test_a_database_of_something_else_is_left_alone(settings):
    database = open_database(settings.database_url, settings.journal_keys)
    with database.source.begin() as connection:
        connection.execute(sa.text("CREATE TABLE sausage (id integer)"))
    database.close()

    with pytest.raises(Occupied):
        build_demonstration(settings, TODAY)
