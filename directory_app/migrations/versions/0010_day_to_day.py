"""Replies and blocked senders, facts that are confirmed again, pauses that end, and words of the audit that can go.

Rows of the audit named people. Those names move into a table of their own, once, with a trigger taken down meanwhile;
from then on a row of the audit names nobody and stays for good.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
NO, YES = sa.text("false"), sa.text("true")


def upgrade() -> None:
    """Make the change. Hours are as old as the contact they were saved with."""
    for column in (
        sa.Column("hours_confirmed_at", TIME, nullable=True),
        sa.Column("prices_confirmed_at", TIME, nullable=True),
        sa.Column("reminders", sa.Boolean(), nullable=False, server_default=YES),
        sa.Column("reminded_at", TIME, nullable=True),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("return_shown", sa.Boolean(), nullable=False, server_default=NO),
    ):
        op.add_column("listing", column)
    op.create_index(op.f("ix_listing_returns_on"), "listing", ["returns_on"])
    op.execute("UPDATE listing SET hours_confirmed_at = contact_confirmed_at")
    op.add_column("outgoing_mail", sa.Column("once", sa.Boolean(), nullable=False, server_default=NO))
    op.add_column("outgoing_mail", sa.Column("listing_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_outgoing_mail_listing_id"), "outgoing_mail", ["listing_id"])
    op.add_column("report_reason", sa.Column("of_message", sa.Boolean(), nullable=False, server_default=NO))
    op.add_column("report", sa.Column("about_message", sa.Boolean(), nullable=False, server_default=NO))
    _messages()
    _words_of_the_audit()


def _messages() -> None:
    for column in (
        sa.Column("shares_email", sa.Boolean(), nullable=False, server_default=YES),
        sa.Column("asks_questions", sa.Boolean(), nullable=False, server_default=NO),
        sa.Column("sender", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("read_at", TIME, nullable=True),
    ):
        op.add_column("message", column)
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("by_visitor", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reply_message_id_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outgoing_mail.id"], name=op.f("fk_reply_letter_id_outgoing_mail"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_reply_letter_id")),
        sa.UniqueConstraint("key", name=op.f("uq_reply_key")),
    )
    op.create_index(op.f("ix_reply_message_id"), "reply", ["message_id"])
    op.create_table(
        "blocked_sender",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("blocked_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_blocked_sender_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocked_sender")),
        sa.UniqueConstraint("listing_id", "sender", name=op.f("uq_blocked_sender_listing_id_sender")),
    )
    op.create_table(
        "reported_message",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_reported_message_report_id_report"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_reported_message_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reported_message")),
    )
    op.create_index(op.f("ix_reported_message_message_id"), "reported_message", ["message_id"])


def _words_of_the_audit() -> None:
    op.create_table(
        "audit_words",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_words_entry_id_audit_entry")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_audit_words_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "part", name=op.f("pk_audit_words")),
    )
    op.create_index(op.f("ix_audit_words_account_id"), "audit_words", ["account_id"])
    _let_the_audit_change(True)
    op.execute(
        "INSERT INTO audit_words (entry_id, part, account_id, name, before, after, reason) "
        "SELECT e.id, 'actor', a.id, e.actor_name, '{}', '{}', '' "
        "FROM audit_entry e JOIN account a ON a.id = e.actor_id"
    )
    op.execute(
        "INSERT INTO audit_words (entry_id, part, account_id, name, before, after, reason) "
        "SELECT e.id, 'target', COALESCE(a.id, l.account_id, k.account_id), e.target_name, e.before, e.after, '' "
        "FROM audit_entry e LEFT JOIN account a ON e.target_kind = 'account' AND a.id = e.target_id "
        "LEFT JOIN listing l ON e.target_kind = 'listing' AND l.id = e.target_id "
        "LEFT JOIN revision r ON e.target_kind = 'revision' AND r.id = e.target_id "
        "LEFT JOIN listing k ON k.id = r.listing_id"
    )
    op.execute("UPDATE audit_entry SET actor_name = 'account ' || actor_id WHERE actor_id IS NOT NULL")
    op.execute(
        "UPDATE audit_entry SET target_name = CASE WHEN target_id IS NULL THEN '' "
        "ELSE target_kind || ' ' || target_id END, before = '{}', after = '{}'"
    )
    _let_the_audit_change(False)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER audit_words_no_update BEFORE UPDATE ON audit_words "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER audit_words_stay_as_they_are BEFORE UPDATE ON audit_words "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def _let_the_audit_change(allowed: bool) -> None:
    """Take down the trigger that refuses updates, or put it up again."""
    if op.get_bind().dialect.name != "sqlite":
        verb = "DISABLE" if allowed else "ENABLE"
        op.execute(f"ALTER TABLE audit_entry {verb} TRIGGER audit_entry_is_kept")
    elif allowed:
        op.execute("DROP TRIGGER audit_entry_no_update")
    else:
        op.execute(
            "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )


def downgrade() -> None:
    """Take it back; names return into the rows of the audit, as far as they are still known."""
    _let_the_audit_change(True)
    for column, part, value in (
        ("actor_name", "actor", "substr(name, 1, 120)"),
        ("target_name", "target", "substr(name, 1, 160)"),
        ("before", "target", "before"),
        ("after", "target", "after"),
    ):
        op.execute(
            f"UPDATE audit_entry SET {column} = (SELECT {value} FROM audit_words WHERE entry_id = audit_entry.id "
            f"AND part = '{part}') WHERE id IN (SELECT entry_id FROM audit_words WHERE part = '{part}')"
        )
    _let_the_audit_change(False)
    op.drop_table("audit_words")
    for name in ("reported_message", "blocked_sender", "reply"):
        op.drop_table(name)
    for name in ("read_at", "sender", "asks_questions", "shares_email"):
        op.drop_column("message", name)
    op.drop_column("report", "about_message")
    op.drop_column("report_reason", "of_message")
    op.drop_index(op.f("ix_outgoing_mail_listing_id"), table_name="outgoing_mail")
    op.drop_column("outgoing_mail", "listing_id")
    op.drop_column("outgoing_mail", "once")
    op.drop_index(op.f("ix_listing_returns_on"), table_name="listing")
    for name in (
        "return_shown",
        "returns_on",
        "reminded_at",
        "reminders",
        "prices_confirmed_at",
        "hours_confirmed_at",
    ):
        op.drop_column("listing", name)
