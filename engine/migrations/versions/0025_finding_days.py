"""Facts that ask for something by a day are found by it: few of a case's facts do."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_DATED = sa.text("due_on IS NOT NULL")


def upgrade() -> None:
    """Go to this step."""
    op.create_index(
        "ix_case_record_due_on",
        "case_record",
        ["due_on"],
        sqlite_where=_DATED,
        postgresql_where=_DATED,
    )
