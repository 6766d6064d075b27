"""What the clock needs to remind of measures: its rounds, and how an authority wants them."""

import sqlalchemy as sa
from alembic import op

from engine.storage.types import Json, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("roadmap") as table:
        table.add_column(sa.Column("told_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("round_at", UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("claimed_by", sa.Text(), nullable=True))
        table.add_column(sa.Column("claimed_until", UtcDateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    op.create_table(
        "reminder_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("before", Json(), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("escalate", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
        sa.UniqueConstraint("authority_id", name=op.f("uq_reminder_rule_authority_id")),
    )
