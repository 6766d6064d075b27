"""What was decided of measures that were open when their period ended."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "carry_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roadmap_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("order_signed_on", sa.Date(), nullable=False),
        sa.Column("order_body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roadmap_id"], ["roadmap.id"], name=op.f("fk_carry_decision_roadmap_id_roadmap")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_carry_decision_measure_id_measure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry_decision")),
        sa.UniqueConstraint("measure_id", name=op.f("uq_carry_decision_measure_id")),
    )
    with op.batch_alter_table("carry_decision") as table:
        table.create_index(op.f("ix_carry_decision_roadmap_id"), ["roadmap_id"], unique=False)
