"""What auditors and admins read of other people is noted: once a day, by ids alone, provably."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.actions.reading import note_reading
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.reading import WATCHED_READERS, Reading, ReadPage, reader_role
from engine.domain.roles import GRANTED, Actor, Grant, Permission, Place, Role
from engine.queries.journal import JournalFilter, read_journal
from engine.storage.database import reading
from engine.storage.tables import JournalRow, JournalTextRow
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.web.visiting import Visits, case_url, visits
from web.wording.history.readings import PAGES


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench)


@pytest.fixture
def site(scene) -> Visits:
    return visits(scene)


def notes(scene: Scene) -> list[tuple[str, str | None, str | None]]:
    """Who read which page about what, in order."""
    entries = (JournalRow.stream == "reading", JournalRow.kind == AuditKind.PERSONAL_DATA_READ)
    query = sa.select(JournalRow.body).where(*entries).order_by(JournalRow.at)
    with reading(scene.bench.database) as connection:
        bodies = [json.loads(bytes(body)) for body in connection.scalars(query)]
    return [(one["role"], one["fields"]["page"], one["fields"].get("subject")) for one in bodies]


def test_every_page_has_a_name_and_every_reader_a_right_to_the_journal():
    assert set(PAGES) == {one.value for one in ReadPage}
    reads = {role for role in Role if Permission.READ_JOURNAL in GRANTED[role]}
    assert set(WATCHED_READERS) == reads


def test_each_page_and_file_with_personal_data_is_noted_with_what_it_is_about(scene, site):
    case_id, school = scene.case_at("listed"), scene.schools[0]
    file = FilePaper.of("Программа.pdf", "application/pdf", b"%PDF-1.4")
    paper = DocumentRequest(case_id, "midterm_programme", file=file)
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    document = register_document(scene.bench, paper, actor=director).created_id
    person = scene.actor(Role.CURATOR).account_id
    auditor, admin = site.of(Role.AUDITOR), site.of(Role.REGIONAL_ADMIN)

    for path in (
        *(case_url(case_id, f"/history{ending}") for ending in ("", ".csv", ".json")),
        *(f"/schools/{school}/history{ending}" for ending in ("", ".csv", ".json")),
        case_url(case_id, "/then"),
        f"/schools/{school}/then",
        case_url(case_id, f"/files/documents/{document}"),
        f"/admin/journal/case/{case_id}/1",
        "/admin/journal/table.csv?kind=case:moved",
    ):
        assert auditor.get(path).status_code == 200, path
    for path in ("/admin/people/", f"/admin/people/{person}", f"/admin/people/{person}/sight"):
        assert admin.get(path).status_code == 200, path
    assert admin.get("/search?q=curator").status_code == 200

    told = notes(scene)
    case, place, one = str(case_id), str(school), str(person)
    assert [(page, subject) for role, page, subject in told if role == "auditor"] == [
        *((f"case_{part}", case) for part in ("history", "table", "proof")),
        *((f"school_{part}", place) for part in ("history", "table", "proof")),
        ("case_past", case),
        ("school_past", place),
        ("case_file", str(document)),
        ("journal_entry", case),
        ("journal_table", None),
    ]
    assert [(page, subject) for role, page, subject in told if role == "regional_admin"] == [
        ("people", None),
        ("person", one),
        ("person_sight", one),
        ("people_search", None),
    ]
    assert verify(scene.bench.database).findings == []


def test_a_page_read_again_the_same_day_is_noted_once_whichever_node_shows_it(scene, site, clock):
    case_id = scene.open_case()
    address = case_url(case_id, "/history")
    for _ in range(2):
        site.of(Role.AUDITOR).page(address)
    # Another node knows nothing of what this one has noted.
    scene.bench.database._cache.pop("readings")
    site.of(Role.AUDITOR).page(address)
    today = notes(scene)
    clock.advance(days=1)
    site.of(Role.AUDITOR).page(address)

    assert today == [("auditor", "case_history", str(case_id))]
    assert notes(scene) == today * 2


def test_two_who_read_at_once_leave_one_entry_each(scene):
    bench, actor = scene.bench, scene.actor(Role.AUDITOR)
    subjects = [uuid4() for _ in range(3)]

    def read(subject: UUID) -> None:
        bench.database._cache.pop("readings", None)
        note_reading(bench, Reading(ReadPage.PERSON, subject), actor=actor)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(read, subjects * 6))

    assert sorted(str(subject) for _, _, subject in notes(scene)) == sorted(map(str, subjects))
    stream = Stream(StreamKind.READING, actor.account_id)
    assert verify(bench.database, stream).findings == []


def test_what_was_not_shown_or_is_ones_own_or_part_of_ones_work_is_not_noted(scene, site):
    case_id = scene.open_case()
    site.of(Role.AUDITOR).get(case_url(uuid4(), "/history"))
    site.of(Role.AUDITOR).get(case_url(case_id, "/then?entry=99"))
    admin = scene.actor(Role.REGIONAL_ADMIN)
    site.of(Role.REGIONAL_ADMIN).page(f"/admin/people/{admin.account_id}")
    for role in (Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_DIRECTOR):
        site.of(role).page(case_url(case_id, "/history"))

    assert notes(scene) == []


def test_a_role_that_is_over_makes_nobody_a_reader():
    past = Grant(Role.AUDITOR, Place(), date(2020, 1, 1), date(2022, 12, 31))
    actor = Actor(uuid4(), (past, Grant(Role.CURATOR, Place(), date(2020, 1, 1))))

    assert reader_role(actor, date(2022, 12, 31)) is Role.AUDITOR
    assert reader_role(actor, date(2023, 1, 1)) is None


def test_a_note_holds_ids_only_and_is_read_in_the_journal_as_a_sentence(scene, site):
    case_id = scene.case_at("listed")
    auditor = site.of(Role.AUDITOR)
    auditor.page(case_url(case_id, "/history"))

    page = auditor.page("/admin/journal/?stream=reading")
    with reading(scene.bench.database) as connection:
        of_stream = JournalTextRow.stream == "reading"
        texts = connection.execute(sa.select(JournalTextRow.seq).where(of_stream)).all()
    (entry,) = read_journal(
        scene.bench, JournalFilter(stream=StreamKind.READING), actor=scene.actor(Role.AUDITOR)
    )

    assert "Прочитано: история дела — МБОУ СОШ № 1." in page.text
    assert texts == []
    fields: dict[str, Any] = entry.body["fields"]
    assert fields == {"page": "case_history", "subject": str(case_id)}
    away = make_scene(scene.bench, "primorye")
    wanted = JournalFilter(stream=StreamKind.READING)
    assert read_journal(scene.bench, wanted, actor=away.actor(Role.AUDITOR)) == []


def test_a_note_is_no_deed_on_the_case(scene, site):
    case_id = scene.open_case()
    site.of(Role.AUDITOR).page(case_url(case_id, "/history"))

    assert scene.revision(case_id) == 1
    assert "Прочитано" not in site.of(Role.AUDITOR).page(case_url(case_id, "/history")).text
