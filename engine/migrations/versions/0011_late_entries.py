"""By how many days an entry was recorded late, and an index of what auditors select."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from engine.storage.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_WATCHED = "late_days IS NOT NULL OR kind IN ('case:forced', 'deed:refused', 'move:refused')"
_AT_ONCE = 1_000
_GUARD = {"sqlite": "journal_no_update", "postgresql": "journal_no_change"}
_JOURNAL = sa.table(
    "journal",
    sa.column("subject_id", sa.Uuid()),
    sa.column("stream", sa.Text()),
    sa.column("seq", sa.Integer()),
    sa.column("kind", sa.Text()),
    sa.column("at", UtcDateTime(timezone=True)),
    sa.column("body", sa.LargeBinary()),
    sa.column("late_days", sa.Integer()),
)
_PLACE = (_JOURNAL.c.subject_id, _JOURNAL.c.stream, _JOURNAL.c.seq)
_LAST_DAY = "role:ended"
"""Its day is the last one of a role, and the one before today where it ends now."""


def upgrade() -> None:
    """Go to this step: add the column, fill it for what is there, then make the index."""
    op.add_column("journal", sa.Column("late_days", sa.Integer(), nullable=True))
    late = list(_late())
    if late:
        with _unguarded():
            _keep(late)
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_journal_watched_at",
            ["at"],
            unique=False,
            sqlite_where=sa.text(_WATCHED),
            postgresql_where=sa.text(_WATCHED),
        )


def _late() -> Iterator[dict[str, Any]]:
    """The places of entries that happened before the day they were recorded on."""
    connection, zones = op.get_bind(), _zones()
    part = sa.select(*_PLACE, _JOURNAL.c.kind, _JOURNAL.c.at, _JOURNAL.c.body)
    part = part.order_by(*_PLACE).limit(_AT_ONCE)
    found = connection.execute(part).all()
    while found:
        for row in found:
            zone = zones.get((row.stream, row.subject_id))
            on = json.loads(bytes(row.body)).get("on")
            days = _days(row.at, zone or "Europe/Moscow", on) if on else 0
            if days > 0 and row.kind != _LAST_DAY:
                place = {"subject": row.subject_id, "of": row.stream, "place": row.seq}
                yield {**place, "days": days}
        last = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(found[-1], _PLACE, strict=False)))
        found = connection.execute(part.where(sa.tuple_(*_PLACE) > last)).all()


def _days(at: datetime, zone: str, on: str) -> int:
    return (at.astimezone(ZoneInfo(zone)).date() - date.fromisoformat(on)).days


def _zones() -> dict[tuple[str, UUID], str]:
    """The zone of each subject that lies in a region; the others keep Moscow's days."""
    region = sa.table("region", sa.column("id", sa.Uuid()), sa.column("zone", sa.Text()))
    zones: dict[tuple[str, UUID], str] = {}
    connection = op.get_bind()
    for row in connection.execute(sa.select(region.c.id, region.c.zone)):
        zones["region", row.id] = row.zone
    for name, streams in (("case_file", ("case", "refusal")), ("school", ("school",))):
        table = sa.table(name, sa.column("id", sa.Uuid()), sa.column("region_id", sa.Uuid()))
        query = sa.select(table.c.id, region.c.zone).join(region, region.c.id == table.c.region_id)
        for row in connection.execute(query):
            zones |= {(stream, row.id): row.zone for stream in streams}
    return zones


@contextmanager
def _unguarded() -> Iterator[None]:
    """The guard of the journal is lifted for the filling alone, in this transaction."""
    connection, name = op.get_bind(), _GUARD[op.get_bind().dialect.name]
    if connection.dialect.name == "sqlite":
        query = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name")
        guard = connection.execute(query, {"name": name}).scalar_one()
        op.execute(f"DROP TRIGGER {name}")
        yield
        op.execute(guard)
        return
    op.execute(f"ALTER TABLE journal DISABLE TRIGGER {name}")
    yield
    op.execute(f"ALTER TABLE journal ENABLE ALWAYS TRIGGER {name}")


def _keep(late: list[dict[str, Any]]) -> None:
    change = (
        _JOURNAL.update()
        .where(
            _JOURNAL.c.subject_id == sa.bindparam("subject", type_=sa.Uuid()),
            _JOURNAL.c.stream == sa.bindparam("of"),
            _JOURNAL.c.seq == sa.bindparam("place"),
        )
        .values(late_days=sa.bindparam("days", type_=sa.Integer()))
    )
    op.get_bind().execute(change, late)
