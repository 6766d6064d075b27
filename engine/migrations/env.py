"""Alembic's entry: always on the connection that `upgrade` hands over."""

from alembic import context

from engine.storage.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_server_default=True,
    transactional_ddl=True,
)
context.run_migrations()
