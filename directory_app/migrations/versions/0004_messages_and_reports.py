"""Messages, reports, daily totals; letters that are answered elsewhere and forgotten in time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns. Until it is confirmed again, contact is as old as the word on new clients."""
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(sa.Column("reply_to", sa.String(length=255), nullable=False, server_default=""))
        table.add_column(sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index(op.f("ix_outgoing_mail_forget_at"), ["forget_at"])
    op.add_column("listing", sa.Column("contact_confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE listing SET contact_confirmed_at = accepting_confirmed_at")
    _messages()
    _reports()
    op.create_table(
        "daily_total",
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_daily_total_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("listing_id", "day", "kind", name=op.f("pk_daily_total")),
    )


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_message_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outgoing_mail.id"], name=op.f("fk_message_letter_id_outgoing_mail"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_message_letter_id")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    op.create_index("ix_message_inbox", "message", ["listing_id", "created_at"])


def _reports() -> None:
    op.create_table(
        "report_reason",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_report_reason")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("reason_slug", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_report_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reason_slug"], ["report_reason.slug"], name=op.f("fk_report_reason_slug_report_reason")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_report_closed_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("key", name=op.f("uq_report_key")),
    )
    op.create_index(op.f("ix_report_listing_id"), "report", ["listing_id"])
    op.create_index("ix_report_open", "report", ["closed_at", "created_at"])


def downgrade() -> None:
    """Drop them."""
    for name in ("daily_total", "report", "report_reason", "message"):
        op.drop_table(name)
    with op.batch_alter_table("listing") as table:
        table.drop_column("contact_confirmed_at")
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_index(op.f("ix_outgoing_mail_forget_at"))
        table.drop_column("forget_at")
        table.drop_column("reply_to")
