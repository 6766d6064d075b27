"""What a draft stands on, and whose path it is where a municipality has one of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step; versions are guarded, so their table is only ever added to."""
    op.add_column("definition", sa.Column("municipality_id", sa.Uuid(), nullable=True))
    op.add_column("definition_draft", sa.Column("municipality_id", sa.Uuid(), nullable=True))
    op.add_column("definition_draft", sa.Column("extends_digest", sa.Text(), nullable=True))
