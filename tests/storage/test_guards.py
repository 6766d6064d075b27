"""The database itself refuses to change the journal, its texts and published definitions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.storage.database import Database
from engine.storage.guards import FUNCTIONS, GUARDED, triggers
from engine.storage.tables import DefinitionRow, JournalRow, JournalTextRow
from engine.storage.verification import verify_within
from tests.conftest import DIALECTS
from tests.storage.history import history, undone
from tests.storage.vandal import drop

NEVER = "rows are never changed or removed"
OUT_OF_PLACE = "the entry does not follow the last one"


on_postgres = pytest.mark.parametrize("honest", ["postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("honest", ["sqlite"], indirect=True)


@pytest.fixture(scope="module", params=DIALECTS)
def honest(request, tmp_path_factory) -> Iterator[Database]:
    """A database with entries, texts and definitions; nothing done to it is kept."""
    with history(request, tmp_path_factory) as database:
        yield database


@pytest.fixture
def connection(honest) -> Iterator[Connection]:
    """A connection whose work is thrown away."""
    with undone(honest) as connection:
        yield connection


def refused(connection: Connection, statement: str, *, by: str = NEVER) -> None:
    """The database refuses a statement with these words."""
    with pytest.raises(sa.exc.DBAPIError, match=by), connection.begin_nested():
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", GUARDED)
def test_nothing_is_updated_or_deleted(connection, table):
    column = {"journal": "seq", "journal_text": "seq", "definition": "version"}[table]

    refused(connection, f"UPDATE {table} SET {column} = {column}")
    refused(connection, f"DELETE FROM {table}")


@on_postgres
@pytest.mark.parametrize("table", GUARDED)
def test_nothing_is_truncated_not_even_by_the_owner(connection, table):
    owner = "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE relname = %s"
    assert connection.exec_driver_sql(owner, (table,)).scalar_one()

    refused(connection, f"TRUNCATE {table} CASCADE")
    refused(connection, "TRUNCATE region CASCADE")


@on_postgres
@pytest.mark.parametrize("table", GUARDED)
def test_a_session_in_replica_mode_does_not_pass_the_guards_by(connection, table):
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")

    refused(connection, f"DELETE FROM {table}")
    refused(connection, f"TRUNCATE {table} CASCADE")


def first_entry(connection: Connection) -> dict:
    query = sa.select(JournalRow.__table__).where(JournalRow.seq == 1).limit(1)
    return dict(connection.execute(query).mappings().one())


@pytest.mark.parametrize(
    "values", [{"seq": 9}, {"seq": 0}, {"seq": 1}, {"seq": 2, "prev": bytes(32)}]
)
def test_an_entry_that_does_not_follow_the_last_one_is_not_taken(connection, values):
    entry = first_entry(connection) | {"stream": "system"}
    connection.execute(sa.insert(JournalRow).values(entry))

    with pytest.raises(sa.exc.DBAPIError, match=OUT_OF_PLACE), connection.begin_nested():
        connection.execute(sa.insert(JournalRow).values(entry | values))


def test_an_entry_that_follows_the_last_one_is_taken(connection):
    entry = first_entry(connection) | {"stream": "system"}
    connection.execute(sa.insert(JournalRow).values(entry))

    connection.execute(sa.insert(JournalRow).values(entry | {"seq": 2, "prev": entry["hash"]}))


@on_sqlite
@pytest.mark.parametrize("row", [JournalRow, JournalTextRow, DefinitionRow])
@pytest.mark.parametrize("asking", ["ON", "OFF"])
def test_nothing_is_replaced_by_an_insert_of_any_connection(honest, row, asking):
    table = row.__tablename__
    other = sqlite3.connect(honest.source.url.database)
    other.execute(f"PRAGMA recursive_triggers = {asking}")
    words = f"{OUT_OF_PLACE}|{NEVER}"
    with pytest.raises(sqlite3.IntegrityError, match=words):
        other.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    other.close()


def test_no_conflict_turns_an_insert_into_an_update(connection):
    columns = "subject_id, stream, seq, field"
    refused(
        connection,
        "INSERT INTO journal_text SELECT * FROM journal_text WHERE true"
        f" ON CONFLICT ({columns}) DO UPDATE SET text = 'Замечаний нет'",
    )


def missing(connection: Connection, honest) -> list[str]:
    report = verify_within(connection, honest.keyring)
    return [str(finding) for finding in report.findings]


def test_each_guard_that_was_dropped_is_named(honest, connection):
    for name in triggers(connection.dialect.name):
        with connection.begin_nested() as harm:
            drop(connection, name)
            assert missing(connection, honest) == [f"guard_missing: - {name}"]
            harm.rollback()
    assert missing(connection, honest) == []


def test_all_guards_that_were_dropped_are_named(honest, connection):
    for name in triggers(connection.dialect.name):
        drop(connection, name)

    named = sorted(triggers(connection.dialect.name))
    assert missing(connection, honest) == [f"guard_missing: - {name}" for name in named]


@on_postgres
@pytest.mark.parametrize(
    "harm",
    [
        "ALTER TABLE journal DISABLE TRIGGER journal_no_change",
        "ALTER TABLE journal ENABLE TRIGGER journal_no_change",
        "ALTER TABLE journal ENABLE REPLICA TRIGGER journal_no_change",
    ],
)
def test_a_guard_that_was_switched_off_is_named(honest, connection, harm):
    connection.exec_driver_sql(harm)

    assert missing(connection, honest) == ["guard_missing: - journal_no_change"]


@on_postgres
@pytest.mark.parametrize(("table", "when"), [("region", ""), ("journal", "WHEN (false) ")])
def test_a_guard_that_guards_nothing_is_named(honest, connection, table, when):
    name = "journal_no_change"
    connection.exec_driver_sql(f"DROP TRIGGER {name} ON journal")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW {when}"
        "EXECUTE FUNCTION marshrut_refuse_change()"
    )
    connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

    assert missing(connection, honest) == [f"guard_missing: - {name}"]


@on_postgres
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_guard_whose_function_was_emptied_is_named(honest, connection, function):
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$"
    )

    assert missing(connection, honest) == [f"guard_missing: - {function}"]


@on_sqlite
def test_a_guard_replaced_by_another_of_its_name_is_named(honest, connection):
    connection.exec_driver_sql("DROP TRIGGER journal_no_update")
    connection.exec_driver_sql(
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END"
    )

    assert missing(connection, honest) == ["guard_missing: - journal_no_update"]
