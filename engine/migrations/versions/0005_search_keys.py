"""Under what schools, people, documents and orders are found."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from engine.domain.search_keys import number_key, search_key
from engine.storage.types import Ordered

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000
_KEYS: tuple[tuple[str, str, Callable[..., str], tuple[str, ...]], ...] = (
    ("municipality", "search_key", search_key, ("title",)),
    ("school", "search_key", search_key, ("title",)),
    ("account", "search_key", search_key, ("title",)),
    ("document", "search_key", search_key, ("title", "file_name")),
    ("decision", "search_key", search_key, ("title", "body")),
    ("decision", "number_key", number_key, ("number",)),
)


def upgrade() -> None:
    """Go to this step: add the columns, fill them for what is there, then demand them."""
    for table, column, make, sources in _KEYS:
        op.add_column(table, sa.Column(column, _kind(column), nullable=True))
        _fill(table, column, make, sources)
    for table in dict.fromkeys(key[0] for key in _KEYS):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in [key[1] for key in _KEYS if key[0] == table]:
                batch_op.alter_column(column, existing_type=_kind(column), nullable=False)
    with op.batch_alter_table("decision", schema=None) as batch_op:
        for column in ("number_key", "signed_on"):
            batch_op.create_index(batch_op.f(f"ix_decision_{column}"), [column], unique=False)


def _kind(column: str) -> sa.types.TypeEngine[str]:
    return Ordered() if column == "number_key" else sa.Text()


def _fill(table: str, column: str, make: Callable[..., str], sources: tuple[str, ...]) -> None:
    connection = op.get_bind()
    rows = sa.table(table, sa.column("id", sa.Uuid()), *map(sa.column, (column, *sources)))
    texts = [rows.c[source] for source in sources]
    change = (
        rows.update()
        .where(rows.c.id == sa.bindparam("of"))
        .values({column: sa.bindparam("made", type_=sa.Text())})
    )
    part = sa.select(rows.c.id, *texts).order_by(rows.c.id).limit(_AT_ONCE)
    found = connection.execute(part).all()
    while found:
        made = [{"of": row[0], "made": make(*row[1:])} for row in found]
        connection.execute(change, made)
        found = connection.execute(part.where(rows.c.id > found[-1][0])).all()
