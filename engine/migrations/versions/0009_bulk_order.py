"""Bulk moves register their order: the id its rows share, and its scan."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("bulk_move", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis_order_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("basis_sha256", sa.Text(), nullable=True))
