"""Days of the calendar: shortened ones, and those of which a layer says nothing any more."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("calendar_day") as table:
        table.alter_column("working", existing_type=sa.Boolean(), nullable=True)
        table.add_column(
            sa.Column("shortened", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("calendar_day") as table:
        table.alter_column("shortened", existing_type=sa.Boolean(), server_default=None)
