"""Successions of running cases, and days of terms that a calendar does not count anew."""

import sqlalchemy as sa
from alembic import op

from engine.storage.types import Json, UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("fixed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "succession",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("definition_stream_id", sa.Uuid(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("plan", Json(), nullable=False),
        sa.Column("plan_digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_succession_actor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_succession_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_succession_definition_id_definition"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["succession.id"], name=op.f("fk_succession_undoes_id_succession")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    with op.batch_alter_table("succession", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_succession_region_id_created_at"),
            ["region_id", "created_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_succession_undoes_id"), ["undoes_id"], unique=False)
    op.create_table(
        "succession_item",
        sa.Column("succession_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("expected_revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("found", Json(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["succession_id"],
            ["succession.id"],
            name=op.f("fk_succession_item_succession_id_succession"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_succession_item_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("succession_id", "case_id", name=op.f("pk_succession_item")),
    )
    with op.batch_alter_table("succession_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_succession_item_succession_id_status_case_id"),
            ["succession_id", "status", "case_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_succession_item_case_id"), ["case_id"], unique=False)
