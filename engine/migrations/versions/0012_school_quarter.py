"""Quarters of the school year, as a region sets them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.create_table(
        "school_quarter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_school_quarter_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_quarter")),
        sa.UniqueConstraint(
            "region_id", "year", "number", name=op.f("uq_school_quarter_region_id_year_number")
        ),
    )
