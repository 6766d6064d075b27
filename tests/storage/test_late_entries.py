"""Entries recorded after the day they happened: counted when written, found quickly, verified."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.forcing import ForceRequest, force_move
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.situation import RecordKind
from engine.migrations import upgrade
from engine.queries.journal import JournalFilter, Watched, read_journal
from engine.storage.database import Database, open_database, reading
from engine.storage.tables import JournalRow
from engine.storage.types import new_id
from engine.storage.verification import verify
from tests.conftest import DIALECTS, KEYS, Clock
from tests.databases import postgres_database
from tests.factories import Scene, make_scene

CHIEF = Place()


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench)


def auditor(scene: Scene) -> Actor:
    """An auditor of everything."""
    grant = Grant(Role.AUDITOR, CHIEF, date(2018, 1, 1))
    return Actor(scene.actor(Role.AUDITOR).account_id, (grant,))


def note(scene: Scene, case_id, day: date) -> None:
    asked = RecordRequest(case_id, RecordKind.EVENT, "seminar", "held", happened_on=day)
    register_record(scene.bench, asked, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def found(scene: Scene, **wanted: Any) -> list[tuple[str, int | None]]:
    entries = read_journal(scene.bench, JournalFilter(**wanted), actor=auditor(scene))
    return [(one.kind, one.late_days) for one in entries]


def test_an_entry_says_by_how_many_days_of_its_region_it_came_late(scene: Scene, clock: Clock):
    case_id = scene.open_case()
    # The 10th in Moscow is the 11th in Yakutsk.
    clock.set(2023, 4, 10, 16)
    for day in (11, 10, 4):
        note(scene, case_id, date(2023, 4, day))

    late = found(scene, watched=Watched.LATE, since=datetime(2023, 4, 10, tzinfo=UTC))
    with reading(scene.bench.database) as connection:
        query = sa.select(JournalRow.body).where(JournalRow.kind == "record:registered")
        said = [json.loads(bytes(one)).get("late") for one in connection.scalars(query)]

    assert late == [("record:registered", 7), ("record:registered", 1)]
    assert sorted(said, key=str) == [1, 7, None]
    assert verify(scene.bench.database).findings == []


def test_forced_moves_denied_attempts_and_late_entries_are_selected_together_or_alone(
    scene: Scene, clock: Clock
):
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    case_id = scene.case_at("self_diagnosis")
    clock.set(2023, 7, 3)
    with pytest.raises(MoveRefused):
        move_case(scene.bench, MoveRequest(case_id, MoveOrder("open_final")), actor=coordinator)
    consent = RecordRequest(case_id, RecordKind.APPROVAL, "force_move", "given")
    register_record(scene.bench, consent, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    force = ForceRequest(case_id, "mentoring", "По решению комиссии, протокол № 4")
    force_move(scene.bench, force, actor=scene.actor(Role.REGIONAL_ADMIN))
    paper = OrderPaper("tutor_order", "44", date(2023, 6, 20), "УО")
    register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    note(scene, case_id, date(2023, 7, 2))

    quarter = {"since": datetime(2023, 6, 30, 15, tzinfo=UTC)}
    forced, denied = ("case:forced", None), ("move:refused", None)
    order, seminar = ("decision:registered", 13), ("record:registered", 1)

    assert found(scene, watched=Watched.ALL, **quarter) == [seminar, order, forced, denied]
    assert found(scene, watched=Watched.ALL, late_by=1, **quarter) == [order, forced, denied]
    assert found(scene, watched=Watched.LATE, **quarter) == [seminar, order]
    assert found(scene, watched=Watched.LATE, late_by=13, **quarter) == []
    assert found(scene, watched=Watched.FORCED, **quarter) == [forced]
    assert found(scene, watched=Watched.REFUSED, **quarter) == [denied]
    assert found(scene, kind="move:refused", **quarter) == [denied]
    assert found(scene, watched=Watched.ALL, before=datetime(2023, 4, 1, tzinfo=UTC)) == []


def test_what_is_selected_is_found_by_its_own_index(scene: Scene):
    database, like = scene.bench.database, _any_entry(scene.bench.database)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [
        like | {"subject_id": new_id(), "seq": 1, "at": start + timedelta(hours=hour)}
        for hour in range(3_000)
    ]
    with database.source.begin() as connection:
        connection.execute(sa.insert(JournalRow), rows)
        connection.execute(sa.text("ANALYZE"))
    wanted = JournalFilter(watched=Watched.ALL, since=start, before=start + timedelta(days=90))
    query = sa.select(JournalRow.seq).where(*wanted.conditions()).order_by(JournalRow.at.desc())
    text = query.compile(database.source, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"

    with database.source.connect() as connection:
        plan = connection.exec_driver_sql(f"{explain} {text}").all()

    assert "ix_journal_watched_at" in " ".join(str(line) for line in plan)


def _any_entry(database: Database) -> dict[str, Any]:
    with reading(database) as connection:
        query = sa.select(JournalRow.__table__).where(JournalRow.kind == "school:registered")
        return dict(connection.execute(query.limit(1)).mappings().one())


@pytest.fixture(params=DIALECTS)
def old_database(request, tmp_path):
    """A database as it was before entries said how late they came."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'old.db'}", KEYS)
        upgrade(database, "0007")
        yield database
        database.close()
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        database = open_database(url, KEYS)
        upgrade(database, "0007")
        yield database
        database.close()


def test_what_was_recorded_late_before_there_was_a_column_is_found_too(old_database):
    region, recorded = new_id(), datetime(2023, 4, 10, 16, tzinfo=UTC)
    days = {"region": ("2023-04-10", 1), "account": ("2023-04-10", None), "case": ("2023-04-04", 6)}
    metadata = sa.MetaData()
    metadata.reflect(old_database.source, only=["journal", "region"])
    with old_database.source.begin() as connection:
        place = {"id": _kept(old_database, region), "code": "amur", "title": "Амур"}
        connection.execute(metadata.tables["region"].insert(), place | {"zone": "Asia/Yakutsk"})
        for stream, (day, _) in days.items():
            entry = {
                "subject_id": _kept(old_database, region if stream == "region" else new_id()),
                "stream": stream,
                "seq": 1,
                "kind": "school:changed",
                "at": recorded.replace(tzinfo=None) if place["id"] != region else recorded,
                "actor_id": _kept(old_database, new_id()),
                "body": json.dumps({"on": day}).encode(),
                **dict.fromkeys(("prev", "hash", "mac"), b""),
                **dict.fromkeys(("key_id", "alg"), 1),
            }
            connection.execute(metadata.tables["journal"].insert(), entry)

    upgrade(old_database)

    with reading(old_database) as connection:
        kept = dict(connection.execute(sa.select(JournalRow.stream, JournalRow.late_days)).all())
    assert kept == {stream: late for stream, (_, late) in days.items()}
    assert "guard_missing" not in {one.code for one in verify(old_database).findings}
    with pytest.raises(sa.exc.DBAPIError), old_database.source.begin() as connection:
        connection.execute(sa.update(JournalRow).values(late_days=None))


def _kept(database: Database, value: Any) -> Any:
    return value.hex if database.dialect == "sqlite" else value
