"""The journal in the console: read only, in one's places, every entry with its bytes."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
import sqlalchemy as sa

from admin.journal.titles import KIND_TITLES, STREAM_TITLES
from engine.actions.listing import ListingRequest, register_listing
from engine.domain.audit import AuditKind, StreamKind
from engine.domain.roles import Place, Role
from tests.admin.scenes import Office
from tests.web.browsing import Browser

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


def test_the_journal_tells_the_time_by_the_clocks_of_the_region(office: Office) -> None:
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())
    (at,) = re.findall(r"(\d\d):\d\d</td>", published(office.amur))
    (moscow,) = re.findall(r"(\d\d):\d\d</td>", published(chief))

    assert (int(at) - int(moscow)) % 24 == 6
    assert "Дни и время здесь местные." in published(office.amur)
    assert "Дни и время здесь московские." in published(chief)


def published(browser: Browser) -> str:
    """The one entry that tells of Amur's path."""
    page = browser.get("/admin/journal/?kind=definition:published").text
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    clocks = re.search(r"Дни и время здесь \w+\.", page)
    assert clocks is not None
    return clocks[0] + "".join(row for row in rows if "«Маршрут amur»" in row)


def test_a_day_of_the_journal_is_a_day_of_the_region(office: Office) -> None:
    office.country.bench.now.set(2023, 4, 2, 22)  # type: ignore[attr-defined]
    office.amur.post("/admin/schools/new", {"title": "МБОУ СОШ № 9", **school_of(office)})

    wanted = "/admin/journal/?kind=school:registered&day="
    assert "МБОУ СОШ № 9" in office.amur.get(f"{wanted}2023-04-03").text
    assert "МБОУ СОШ № 9" not in office.amur.get(f"{wanted}2023-04-02").text


def school_of(office: Office) -> dict[str, object]:
    """The fields of a school of Amur."""
    return {"municipality_id": office.country.amur.municipality_id, "mode": "at_risk"}


def test_each_entry_names_whom_it_is_about_and_a_refusal_shows(office: Office) -> None:
    office.browser("petrova", Role.VIEWER).post(
        "/signin", {"login": "petrova", "password": "не то"}
    )
    page = office.amur.get("/admin/journal/").text
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)

    assert any("МБОУ СОШ № 3</td>" in row and "school" in row for row in rows)
    assert any("Сотрудник petrova</td>" in row for row in rows)
    refused = [row for row in rows if "entry-refused" in row]
    assert all(">отказ</span>" in row for row in refused)


def test_the_console_is_marked_in_the_bar_on_all_its_pages(office: Office) -> None:
    for path, mark in (
        ("/admin/", "page"),
        ("/admin/journal/", "true"),
        ("/admin/people/", "true"),
    ):
        page = office.amur.get(path).text
        assert f'<a href="/admin/" aria-current="{mark}">' in page


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
        "older=1_2_3_4",
        "older=0001-01-01T00:00:00%2B00:00_00000000-0000-0000-0000-000000000000_case_1",
        "older=2023-01-01T00:00:00%2B00:00_00000000-0000-0000-0000-000000000000_case_" + "9" * 30,
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


def test_what_is_watched_in_a_quarter_is_two_clicks_away_and_can_be_kept(office: Office) -> None:
    register_late(office)
    start = office.amur.get("/admin/journal/").text
    (path,) = re.findall(r'href="(/admin/journal/\?watch=all&amp;quarter=2023-2)"', start)

    page = office.amur.get(path.replace("&amp;", "&")).text
    table = office.amur.get("/admin/journal/table.csv?watch=all&quarter=2023-2")

    (row,) = [one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "Перечень" in one]
    assert "задним числом</span>" in row
    assert "произошло 25.03.2023, записано на 9 дней позже" in row
    assert 'href="/admin/journal/table.csv?quarter=2023-2&amp;watch=all"' in page
    head, *lines = csv.reader(io.StringIO(table.data.decode("utf-8-sig")), delimiter=";")
    assert head[:3] == ["Записано", "Произошло", "Позже на дней"]
    (line,) = [one for one in lines if "Перечень" in one[4]]
    assert (line[1:3], len(line[-1])) == (["25.03.2023", "9"], 64)
    narrow = "/admin/journal/?watch=late&quarter=2023-2&stream=region&late"
    assert "Перечень" in office.amur.get(f"{narrow}=8").text
    assert _ENTRY.findall(office.amur.get(f"{narrow}=9").text) == []


def test_a_number_of_days_that_is_none_is_told_beside_its_field(office: Office) -> None:
    assert 'id="late-refusal"' in office.amur.get("/admin/journal/?late=x").text
    assert office.amur.get("/admin/journal/table.csv?late=x").status_code == 404


def register_late(office: Office) -> None:
    """A list of Amur's that was ordered nine days before it is entered."""
    place = office.country.amur_region
    office.country.person("amur.coordinator", Role.REGIONAL_COORDINATOR, place)
    assert place.region_id is not None
    request = ListingRequest(place.region_id, 2023, "Перечень", "7", date(2023, 3, 25), "УО", ())
    register_listing(office.bench, request, actor=office.actor("amur.coordinator"))
