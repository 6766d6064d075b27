"""What the document says in fields of a roadmap that were corrected by hand."""

import sqlalchemy as sa
from alembic import op

from engine.storage.types import Json

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    for name in ("measure", "roadmap"):
        op.add_column(name, sa.Column("printed", Json(), nullable=True))
