"""Stories of the clock: two nodes on one PostgreSQL, after three days on which nothing ran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from time import monotonic, sleep

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engine.actions.delivering import deliver_due
from engine.actions.terms import fire_due
from engine.storage.database import open_database
from engine.storage.tables import DutyRow, NoticeRow
from engine.workbench import Workbench
from tests.databases import postgres_database
from tests.journeys.on_pages import MOSCOW, follow, long_day, open_named, today
from tests.journeys.served import NARROW, WIDE, every, served, words
from web.demonstration import build_demonstration
from web.settings import Settings, read_settings
from workflows.facts import CATALOGUE

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

OFF = timedelta(days=4)
"""Since the evening of the last day: three whole days without a clock."""
EVENING = time(20)
SECONDS_TO_CATCH_UP, SECONDS_OF_A_ROUND = 60, 6


@pytest.fixture(params=[WIDE, NARROW], ids=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """The size of the screen; both look at the same two nodes, for nothing is changed here."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture(scope="module")
def nodes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The addresses of two sites, each with a clock; the database has stood still for days."""
    place = tmp_path_factory.mktemp("nodes")
    with postgres_database(request.getfixturevalue("postgres")) as url:
        environ = {"MARSHRUT_DATABASE_URL": url}
        mine = {"MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(place)}
        settings = read_settings({**environ, **mine})
        build_demonstration(settings, today() - OFF)
        _run_until_it_went_off(settings)
        with served(place, **environ) as one, served(place, **environ) as other:
            _wait_until_caught_up(settings)
            yield one, other


@pytest.fixture
def site(nodes: tuple[str, str]) -> str:
    """The first of the two sites."""
    return nodes[0]


def _run_until_it_went_off(settings: Settings) -> None:
    """What had come due by the evening of its last day was done in time, and people were told."""
    last = datetime.combine(today() - OFF, EVENING, tzinfo=MOSCOW)
    with closing(open_database(settings.database_url, settings.journal_keys)) as database:
        bench = Workbench(database, lambda: last, CATALOGUE)
        while fire_due(bench, node="before").total:
            continue
        while deliver_due(bench, node="before"):
            continue


def _wait_until_caught_up(settings: Settings) -> None:
    """Until nothing is due and nobody is still to be told; then both clocks come round again."""
    due = sa.select(DutyRow.id).where(
        DutyRow.status == "open", DutyRow.due_at <= datetime.now(UTC), DutyRow.attempts == 0
    )
    untold = sa.select(NoticeRow.id).where(NoticeRow.delivered_at.is_(None))
    deadline = monotonic() + SECONDS_TO_CATCH_UP
    with closing(open_database(settings.database_url, settings.journal_keys)) as database:
        while monotonic() < deadline:
            with database.source.connect() as connection:
                rest = [connection.execute(query.limit(1)).first() for query in (due, untold)]
            if rest == [None, None]:
                break
            sleep(0.5)
    sleep(SECONDS_OF_A_ROUND)


def told_today(page: Page) -> list[str]:
    """The notices of this day, each with its school."""
    page.get_by_role("link", name="Уведомления").click()
    this_day = page.get_by_role("region", name=long_day(today()))
    lines = this_day.get_by_role("listitem")
    return [
        f"{words(line.get_by_role('link'))}: {words(line.get_by_role('paragraph').nth(1))}"
        for line in lines.all()
    ]


def test_story_38_of_two_clocks_one_reminds_and_both_sites_show_it_once(visit, nodes):
    curator = visit()
    told = told_today(curator.sign_in("curator.sochi"))

    assert [one for one in told if "Скоро: " in one or "Просрочено: " in one] != []
    assert len(told) == len(set(told))
    curator.look()
    other = visit(base_url=nodes[1])
    assert sorted(told_today(other.sign_in("curator.sochi"))) == sorted(told)


def test_story_39_what_was_due_while_the_server_was_off_is_done_once_and_called_late(visit):
    auditor = visit()
    page = auditor.sign_in("auditor.sochi")
    reminded = _rows_of_today(page, "Напоминание о сроке")
    escalated = _rows_of_today(page, "Срок нарушен")
    auditor.look()

    assert reminded
    for rows in (reminded, escalated):
        assert len(rows) == len(set(rows))
    late = [said for _, said in escalated if said.endswith(LATE)]
    days = [datetime.strptime(one, "%d.%m.%Y").date() for one in DUE.findall(" ".join(late))]  # noqa: DTZ007
    assert len(days) == len(late)
    assert [day for day in days if not today() - OFF - timedelta(days=1) <= day < today()] == []
    school, sentence = next(row for row in reminded + escalated if row[1].endswith(LATE))
    page.goto("/worklist")
    open_named(page, school)
    follow(page.get_by_role("link", name="История дела", exact=True))
    this_day = page.get_by_role("region", name=long_day(today()))
    event = this_day.get_by_role("listitem").filter(has_text=sentence)
    expect(event).to_have_count(1)
    expect(event).to_contain_text("Планировщик сроков")
    auditor.look()


LATE = "Обработано позже положенного дня."
DUE = re.compile(r"— (\d\d\.\d\d\.\d{4})\. ")


def _rows_of_today(page: Page, kind: str) -> list[tuple[str, str]]:
    """Of the journal of the region: whom an entry is about, and its sentence."""
    page.goto("/admin/journal/")
    page.get_by_label("Событие").select_option(label=kind)
    page.get_by_label("День").fill(f"{today():%Y-%m-%d}")
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    rows = every(page.get_by_role("row").filter(has_text="Планировщик сроков"))
    cells = [[words(cell) for cell in row.get_by_role("cell").all()] for row in rows]
    return [(row[1], row[2]) for row in cells]
