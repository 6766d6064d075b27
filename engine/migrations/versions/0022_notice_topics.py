"""Notices about something else than a case: a version, a proposal, a succession."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("notice") as table:
        table.alter_column("case_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("topic", sa.Text(), nullable=True))
        table.add_column(sa.Column("topic_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("region_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("municipality_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            table.f("fk_notice_region_id_region"), "region", ["region_id"], ["id"]
        )
        table.create_foreign_key(
            table.f("fk_notice_municipality_id_municipality"),
            "municipality",
            ["municipality_id"],
            ["id"],
        )
