"""${message}."""

import sqlalchemy as sa
from alembic import op
import engine.storage.types

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    ${upgrades if upgrades else "pass"}
