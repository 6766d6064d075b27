"""The journal in the console: read only, in one's places, every entry with its bytes."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from admin.journal.titles import KIND_TITLES, STREAM_TITLES
from engine.domain.audit import AuditKind, StreamKind
from engine.domain.roles import Place, Role
from tests.admin.scenes import Office

_ENTRY = re.compile(r'href="(/admin/journal/[a-z]+/[0-9a-f-]{36}/\d+)"')


def test_every_kind_and_stream_has_a_name() -> None:
    assert set(KIND_TITLES) == set(AuditKind)
    assert set(STREAM_TITLES) == set(StreamKind)


def test_entries_are_sentences_that_open_to_their_body_and_hash(office: Office) -> None:
    page = office.amur.get("/admin/journal/?stream=definition").text
    (path,) = _ENTRY.findall(page)

    entry = office.amur.get(path).text

    assert "Опубликован маршрут «Маршрут amur», версия 1." in page
    assert re.search(r"<code>[0-9a-f]{64}</code>", entry)
    assert "definition:published" in entry


def test_the_journal_says_by_whose_clocks_it_tells_the_time(office: Office) -> None:
    assert "Дни и время здесь московские." in office.amur.get("/admin/journal/").text


def test_the_chain_of_an_entry_is_verified_at_a_button(office: Office) -> None:
    (path,) = _ENTRY.findall(office.amur.get("/admin/journal/?stream=definition").text)

    assert "изменений после внесения нет" in office.amur.post(f"{path}/verify").text


def test_the_journal_is_paged_from_the_newest_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = _ENTRY.findall(office.amur.get("/admin/journal/").text)
    monkeypatch.setattr("admin.journal.view.PAGE", 3)
    found: list[str] = []
    path = "/admin/journal/"

    while path:
        page = office.amur.get(path).text
        found += _ENTRY.findall(page)
        older = re.findall(r'href="(/admin/journal/\?[^"]*older=[^"]+)"', page)
        path = older[0].replace("&amp;", "&") if older else ""

    assert len(everything) > 4
    assert found == everything


@pytest.mark.parametrize(
    "query",
    [
        "stream=nothing&kind=nothing",
        "older=1~2~3~4",
        "older=0001-01-01T00:00:00%2B00:00~00000000-0000-0000-0000-000000000000~case~1",
        "older=2023-01-01T00:00:00%2B00:00~00000000-0000-0000-0000-000000000000~case~" + "9" * 30,
    ],
)
def test_an_address_written_by_hand_is_no_error(office: Office, query: str) -> None:
    assert office.amur.get(f"/admin/journal/?{query}").status_code == 200


def test_days_and_kinds_narrow_the_journal(office: Office) -> None:
    wanted = "/admin/journal/?kind=school:registered&day="

    assert len(_ENTRY.findall(office.amur.get(f"{wanted}2023-04-03").text)) == 1
    assert _ENTRY.findall(office.amur.get(f"{wanted}2023-04-02").text) == []
    assert 'id="day-refusal"' in office.amur.get(f"{wanted}вчера").text


def test_another_regions_entries_answer_like_absent_ones(office: Office) -> None:
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())
    mine = set(_ENTRY.findall(office.amur.get("/admin/journal/").text))
    theirs = set(_ENTRY.findall(office.primorye.get("/admin/journal/").text))
    everything = set(_ENTRY.findall(chief.get("/admin/journal/").text))

    assert mine
    assert theirs
    assert not mine & theirs
    for path in everything - mine:
        assert office.amur.get(path).status_code == 404, path
        assert office.amur.post(f"{path}/verify").status_code == 404
    beyond = "/admin/journal/case/00000000-0000-0000-0000-000000000000/" + "9" * 30
    assert office.amur.get(beyond).status_code == 404


def test_a_changed_entry_is_found(office: Office) -> None:
    (path,) = _ENTRY.findall(office.amur.get("/admin/journal/?stream=definition").text)
    bench = office.bench
    if bench.database.dialect != "sqlite":
        pytest.skip("the triggers of one database are enough to lift")
    with bench.database.source.connect() as connection:
        names = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='journal'")
        ).scalars()
        for name in list(names):
            connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        change = "UPDATE journal SET mac = :mac WHERE stream = 'definition'"
        connection.execute(sa.text(change), {"mac": b"0" * 32})
        connection.commit()

    assert "запись скреплена не этой установкой" in office.amur.post(f"{path}/verify").text
