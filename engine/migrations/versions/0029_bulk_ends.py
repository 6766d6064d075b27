"""A bulk move says why its cases are closed, and when suspended ones are to go on."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.add_column("bulk_move", sa.Column("end_code", sa.Text(), nullable=True))
    op.add_column("bulk_move", sa.Column("expected_on", sa.Date(), nullable=True))
