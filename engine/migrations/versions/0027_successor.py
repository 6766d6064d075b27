"""The order that takes the place of a repealed one, and what went over to it."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.add_column("decision", sa.Column("successor_id", sa.Uuid(), nullable=True))
    op.add_column("attachment", sa.Column("former_decision_id", sa.Uuid(), nullable=True))
