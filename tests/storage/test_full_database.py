"""A database without room refuses the deed in words, keeps nothing of it, and goes on later."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus
from engine.domain.errors import DatabaseFull
from engine.domain.roles import Role
from engine.storage.database import Database, reading
from engine.storage.tables import DocumentRow, FileRow, JournalRow
from engine.storage.verification import verify
from tests.crowds import COORDINATOR, make_crowd
from tests.factories import Scene, make_scene
from tests.web.visiting import case_url, visits

CASES = 40
NO_ROOM = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no_room();
"""
ROOM = "DROP TRIGGER no_room ON journal; DROP FUNCTION no_room();"


@contextmanager
def full(database: Database) -> Iterator[None]:
    """No room for a deed: SQLite at its last page, PostgreSQL with the error of a full disk."""
    if database.dialect == "sqlite":
        more = 1

        def limit(driver: Any, *_: Any) -> None:
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            driver.execute(f"PRAGMA max_page_count = {pages + more}")

        # Each connection of the pool has a limit of its own, so it is set whenever one is taken.
        sa.event.listen(database.source, "checkout", limit)
        yield
        more = 1_000_000
        return
    with database.source.begin() as connection:
        connection.exec_driver_sql(NO_ROOM)
    yield
    with database.source.begin() as connection:
        connection.exec_driver_sql(ROOM)


def counts(database: Database) -> list[int]:
    """How many entries, documents and files there are."""
    with reading(database) as connection:
        return [
            connection.execute(sa.select(sa.func.count()).select_from(one)).scalar_one()
            for one in (JournalRow, DocumentRow, FileRow)
        ]


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench)


def test_a_deed_without_room_is_refused_whole_and_goes_on_once_there_is_some(scene):
    database, case_id = scene.bench.database, scene.case_at("mentoring")
    paper = FilePaper.of("Программа.pdf", "application/pdf", b"%PDF-1.4 " + b"x" * 300_000)
    request = DocumentRequest(case_id, "midterm_programme", "", file=paper)
    coordinator, before = scene.actor(Role.MUNICIPAL_COORDINATOR), counts(database)

    with full(database):
        with pytest.raises(DatabaseFull):
            register_document(scene.bench, request, actor=coordinator)
        assert counts(database) == before

    assert verify(database).findings == []
    register_document(scene.bench, request, actor=coordinator)
    assert counts(database) == [number + 1 for number in before]


def test_a_form_says_that_there_is_no_room_and_keeps_what_was_typed(scene):
    case_id, typed = scene.case_at("programme_drafting"), "Среднесрочная программа " * 9
    visitor = visits(scene).of(Role.SCHOOL_DIRECTOR)
    file = io.BytesIO(b"%PDF-1.7 " + b"x" * 300_000)
    form = {
        **visitor.page(case_url(case_id)).hidden("document"),
        "kind": "midterm_programme",
        "title": typed.strip(),
        "file": (file, "Программа.pdf", "application/pdf"),
    }
    before = counts(scene.bench.database)

    with full(scene.bench.database):
        page = visitor.send(case_url(case_id, "/documents"), form, status=503)

    assert "В хранилище данных кончилось место. Ничего не записано." in page.text
    assert page.field("document", "title") == typed.strip()
    assert counts(scene.bench.database) == before


@pytest.mark.parametrize("mode", BulkMode)
def test_a_bulk_without_room_stops_and_goes_on_once_there_is_some(bench, mode):
    crowd = make_crowd(make_scene(bench, schools=1, tutor_schools=1), CASES)
    actor, cases = crowd.scene.actor(COORDINATOR), tuple((one, None) for one in crowd.cases)
    request = BulkRequest(cases, BulkOrder("approve_listing"), mode)
    bulk_id = plan_bulk(bench, request, actor=actor).created_id
    assert bulk_id is not None

    with full(bench.database):
        with pytest.raises(DatabaseFull):
            carry_on_bulk(bench, bulk_id, actor=actor)
        assert verify(bench.database).findings == []
    done = carry_on_bulk(bench, bulk_id, actor=actor)

    assert done == {ItemStatus.MOVED: CASES}
    assert verify(bench.database).findings == []
