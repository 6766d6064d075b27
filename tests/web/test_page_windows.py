"""Pages show a window: a case of many years costs its readers what a young one does."""

import re

import pytest

from engine.domain.audit import Stream, StreamKind
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from engine.queries.cases import case_card
from engine.queries.history import entries_in, last_of_case, read_case_history
from engine.storage.verification import verify
from tests.bench.filling import WEEKLY, entries_of, fill
from tests.factories import make_scene
from tests.statements import statements_of
from tests.web.visiting import case_url, faults_of, visits
from web.history import CHECKED, PAGE


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


@pytest.fixture
def old_case(scene):
    case_id = scene.case_at("mentoring")
    fill(scene, case_id, CHECKED + 100)
    return case_id


def asked_by(site, path, place=0):
    auditor = site.of(Role.AUDITOR, place)
    auditor.page(path)
    with statements_of(site.scene.bench.database) as asked:
        page = auditor.page(path)
    return len(asked), page


def test_a_long_case_made_for_the_bench_is_one_that_holds(scene, old_case):
    assert CHECKED + 100 <= entries_of(scene, old_case) <= CHECKED + 100 + WEEKLY
    assert verify(scene.bench.database).findings == []


def test_a_card_of_many_years_is_hardly_larger_and_asks_no_more(scene, site):
    case_id = scene.case_at("mentoring")
    fill(scene, case_id, 200)
    young, page = asked_by(site, case_url(case_id))
    fill(scene, case_id, 800)

    old, later = asked_by(site, case_url(case_id), 1)

    assert old == young
    assert len(later.html) < len(page.html) * 1.25
    assert list(faults_of(later.html)) == []


def test_a_card_shows_the_newest_and_says_how_many_there_are(scene, old_case):
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)

    whole = case_card(scene.bench, old_case, actor=actor)
    shown = case_card(scene.bench, old_case, actor=actor, newest=True)

    for part in ("documents", "records", "attachments"):
        assert {row.id for row in getattr(shown, part)} < {row.id for row in getattr(whole, part)}
    last = {
        (row.kind, row.topic): (row.version, row.status)
        for row in sorted(whole.documents, key=lambda row: row.version)
    }
    newest = {
        (row.kind, row.topic): (row.version, row.status)
        for row in sorted(shown.documents, key=lambda row: row.version)
    }
    assert newest == last
    assert {row.alike for row in shown.documents if row.version == 5} <= set(range(5, 40))
    expert = AttachmentKind.EXPERT.value
    ended = [row for row in whole.attachments if row.kind == expert and row.ends_on]
    assert {row.alike for row in shown.attachments if row.kind == expert} >= {
        sum(row.ends_on < shown.situation.today for row in ended)
    }


def test_what_a_card_leaves_out_is_one_click_away(site, old_case):
    page = site.of(Role.AUDITOR).page(case_url(old_case))

    more = re.findall(r'href="([^"]+)">Ещё (\d+) — в истории дела', page.html)
    assert (case_url(old_case, "/history?group=people"), True) in [
        (address, int(number) > 20) for address, number in more
    ]
    assert any("group=papers" in address for address, _ in more)


def test_the_last_entries_are_those_of_the_whole_history(scene, old_case):
    actor = scene.actor(Role.AUDITOR)

    last = last_of_case(scene.bench, old_case, actor=actor)

    whole = read_case_history(scene.bench, old_case, actor=actor, limit=2_000)
    assert [one.place for one in last] == [one.place for one in whole[:-9:-1]]


def test_a_long_journal_is_verified_when_it_is_asked_for(scene, site, old_case):
    auditor = site.of(Role.AUDITOR)
    address = case_url(old_case, "/history")

    first = auditor.page(address)
    checked = auditor.page(f"{address}?check=1")

    streams = [Stream(kind, old_case) for kind in (StreamKind.CASE, StreamKind.REFUSAL)]
    number = entries_in(scene.bench, streams)
    assert number == entries_of(scene, old_case)
    assert f"записей в журнале: {number}" in first.text
    assert "Журнал проверен" not in first.text
    assert 'href="?check=1"' in first.html
    assert checked.text.count("Журнал проверен:") == 2
    assert list(faults_of(first.html)) + list(faults_of(checked.html)) == []


def test_a_history_of_many_years_asks_no_more_than_one_of_a_page(scene, site):
    case_id = scene.case_at("mentoring")
    fill(scene, case_id, PAGE + 20)
    address = case_url(case_id, "/history?until=2030-01-01")
    young, page = asked_by(site, address)
    fill(scene, case_id, CHECKED + 100)

    old, later = asked_by(site, address)

    assert old == young
    assert len(later.html) < len(page.html) * 1.1
