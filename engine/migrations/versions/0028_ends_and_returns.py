"""Why a case was closed without an exit, and when a suspended one is expected to go on."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    op.add_column("case_file", sa.Column("end_code", sa.Text(), nullable=True))
    op.add_column("case_file", sa.Column("returns_on", sa.Date(), nullable=True))
