"""Notices as people have them, where their mail goes, and the letters owed to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WAITING = sa.text("delivered_at IS NULL")
_UNSEEN = sa.text("seen_at IS NULL")
_OPEN = sa.text("status IN ('waiting', 'sending')")

# A notice and the entry of its deed were written at the same instant of the same case.
_AUTHORS = """UPDATE notice SET author_id = (
    SELECT journal.actor_id FROM journal
    WHERE journal.subject_id = notice.case_id AND journal.stream = 'case'
      AND journal.kind = notice.kind AND journal.at = notice.at
    ORDER BY journal.seq LIMIT 1)"""


def upgrade() -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_by", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("claimed_until", UtcDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_author_id_account"), "account", ["author_id"], ["id"]
        )
    op.create_index(
        "ix_notice_waiting_at",
        "notice",
        ["at"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index(op.f("ix_notice_kind_delivered_at"), "notice", ["kind", "delivered_at"])
    op.execute(_AUTHORS)
    _create_inbox()
    _create_mail()


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_inbox_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_inbox_notice_id_notice")
        ),
        sa.PrimaryKeyConstraint("account_id", "notice_id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("account_id", "deed", name=op.f("uq_inbox_account_id_deed")),
    )
    op.create_index(
        op.f("ix_inbox_account_id_at_notice_id"), "inbox", ["account_id", "at", "notice_id"]
    )
    op.create_index(op.f("ix_inbox_notice_id"), "inbox", ["notice_id"])
    op.create_index(
        "ix_inbox_unseen_account_id",
        "inbox",
        ["account_id"],
        sqlite_where=_UNSEEN,
        postgresql_where=_UNSEEN,
    )


def _create_mail() -> None:
    op.create_table(
        "mailbox",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("escalations", sa.Boolean(), nullable=False),
        sa.Column("digest_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mailbox_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_mailbox")),
    )
    op.create_index(op.f("ix_mailbox_digest_at"), "mailbox", ["digest_at"])
    op.create_table(
        "mailing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mailing_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint(
            "account_id", "kind", "period", name=op.f("uq_mailing_account_id_kind_period")
        ),
    )
    op.create_index(
        "ix_mailing_open_due_at",
        "mailing",
        ["due_at"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
