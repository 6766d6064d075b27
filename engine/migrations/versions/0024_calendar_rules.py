"""The working week of a place and its rule for days off, each from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step; nothing is set, so no term moves by it."""
    op.create_table(
        "calendar_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_calendar_rule_region_id_region")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_calendar_rule_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_calendar_rule_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_rule")),
    )
    with op.batch_alter_table("calendar_rule") as table:
        table.create_index(op.f("ix_calendar_rule_region_id"), ["region_id"], unique=False)
