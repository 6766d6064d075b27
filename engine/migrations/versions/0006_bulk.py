"""Bulk moves: one move for many cases, and what came of each."""

import sqlalchemy as sa
from alembic import op

from engine.storage.types import Json, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "bulk_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("definition_stream_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=True),
        sa.Column("basis_number", sa.Text(), nullable=True),
        sa.Column("basis_signed_on", sa.Date(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_bulk_move_actor_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_bulk_move_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_move")),
    )
    with op.batch_alter_table("bulk_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bulk_move_actor_id_created_at"), ["actor_id", "created_at"], unique=False
        )

    op.create_table(
        "bulk_item",
        sa.Column("bulk_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("expected_revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulk_id"], ["bulk_move.id"], name=op.f("fk_bulk_item_bulk_id_bulk_move")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_bulk_item_case_id_case_file")
        ),
        sa.PrimaryKeyConstraint("bulk_id", "case_id", name=op.f("pk_bulk_item")),
    )
    with op.batch_alter_table("bulk_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bulk_item_bulk_id_status_case_id"),
            ["bulk_id", "status", "case_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_bulk_item_case_id"), ["case_id"], unique=False)
