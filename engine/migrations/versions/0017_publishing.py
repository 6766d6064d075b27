"""Publishing in steps: the first day of a version, its note and approval, and its retirement."""

import sqlalchemy as sa
from alembic import op

from engine.storage.types import Json, UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    """Go to this step; what was published before has no day and is in force from its publication.

    The new columns are added without rebuilding the table, whose guards would be lost with it.
    """
    op.add_column("definition", sa.Column("effective_on", sa.Date(), nullable=True))
    op.add_column("definition", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("definition", sa.Column("approved_by", sa.Uuid(), nullable=True))
    _proposals()
    _retirements()


def _proposals() -> None:
    op.create_table(
        "definition_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stream_id", sa.Uuid(), nullable=False),
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("extends_digest", sa.Text(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_definition_proposal_author_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["account.id"], name=op.f("fk_definition_proposal_decided_by_account")
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_definition_proposal_definition_id_definition"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_definition_proposal_municipality_id_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_definition_proposal_region_id_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_proposal")),
    )
    op.create_index(
        op.f("ix_definition_proposal_region_id_submitted_at"),
        "definition_proposal",
        ["region_id", "submitted_at"],
    )
    op.create_index(
        "uq_definition_proposal_waiting_stream_id",
        "definition_proposal",
        ["stream_id"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _retirements() -> None:
    op.create_table(
        "definition_retirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.Column("retired_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["definition.id"], name=op.f("fk_definition_retirement_id_definition")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by"],
            ["account.id"],
            name=op.f("fk_definition_retirement_retired_by_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_retirement")),
    )
