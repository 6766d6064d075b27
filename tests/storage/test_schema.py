"""The steps of the schema and the tables say the same, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from engine.migrations import pending, upgrade
from engine.storage.tables import Base


def test_the_steps_of_the_schema_build_the_tables_as_they_are_declared(database):
    with database.source.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})

        assert compare_metadata(context, Base.metadata) == []


def test_going_to_the_newest_schema_again_changes_nothing(database):
    upgrade(database)

    assert not pending(database)
