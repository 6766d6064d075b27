"""What a living roadmap needs: the slot of an occurrence, its counting days, the day in force."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this step."""
    with op.batch_alter_table("roadmap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("in_force_on", sa.Date(), nullable=True))
    # Nothing was written to the table before this step: no value is needed for former rows.
    with op.batch_alter_table(
        "measure_occurrence", schema=None, recreate="always" if _on_sqlite() else "never"
    ) as batch_op:
        batch_op.add_column(sa.Column("slot", sa.Text(), nullable=False))
        batch_op.add_column(sa.Column("counts_until", sa.Date(), nullable=True))


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
