"""In which language a person's letters are written."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step: what was wanted so far was Russian."""
    with op.batch_alter_table("mailbox") as batch_op:
        batch_op.add_column(sa.Column("language", sa.Text(), nullable=False, server_default="ru"))
    with op.batch_alter_table("mailbox") as batch_op:
        batch_op.alter_column("language", existing_type=sa.Text(), server_default=None)
