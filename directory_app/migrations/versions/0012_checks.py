"""Licence checks with their history, interviews, reasons of flags, accounts that came together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# The later kinds of flags, which an older program does not know.
NEW_FLAGS = "('address_in_text', 'refused_word', 'unsafe')"


def upgrade() -> None:
    """Make tables and columns. Checks made so far become the first rows of the history."""
    _licence_checks()
    _interviews()
    _registrations()
    op.add_column("flag", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("listing", sa.Column("npi", sa.String(length=10), nullable=False, server_default=""))
    op.add_column("licence", sa.Column("due_from", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_licence_due_from"), "licence", ["due_from"])
    _keep_checks()


def downgrade() -> None:
    """Take it back; the licences themselves keep their last check."""
    op.execute(f"DELETE FROM flag WHERE kind IN {NEW_FLAGS}")
    op.drop_index(op.f("ix_licence_due_from"), "licence")
    op.drop_column("licence", "due_from")
    op.drop_column("listing", "npi")
    op.drop_column("flag", "reason")
    with op.batch_alter_table("evidence") as table:
        table.drop_index(op.f("ix_evidence_interview_id"))
        table.drop_constraint(op.f("fk_evidence_interview_id_interview"), type_="foreignkey")
        table.drop_column("by_scale")
        table.drop_column("interview_id")
    for name in ("registration_network", "burst_member", "registration_burst", "interview", "licence_check"):
        op.drop_table(name)


def _licence_checks() -> None:
    op.create_table(
        "licence_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("licence_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("board", sa.String(length=200), nullable=False),
        sa.Column("looked_up_where", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        *_withdrawing(),
        _key("licence_check", "listing_id", "listing", "CASCADE"),
        _key("licence_check", "licence_id", "licence", "SET NULL"),
        _key("licence_check", "checked_by_id", "account", "SET NULL"),
        _key("licence_check", "withdrawn_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_check")),
    )
    op.create_index(op.f("ix_licence_check_listing_id"), "licence_check", ["listing_id"])
    op.create_index(op.f("ix_licence_check_licence_id"), "licence_check", ["licence_id"])
    op.create_index("ix_licence_check_ending", "licence_check", ["outcome", "ends_on"])


def _interviews() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        *_withdrawing(),
        _key("interview", "listing_id", "listing", "CASCADE"),
        _key("interview", "recorded_by_id", "account", "SET NULL"),
        _key("interview", "withdrawn_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_listing_id"), "interview", ["listing_id"])
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("interview_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("by_scale", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(
            op.f("fk_evidence_interview_id_interview"), "interview", ["interview_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index(op.f("ix_evidence_interview_id"), ["interview_id"])


def _registrations() -> None:
    op.create_table(
        "registration_burst",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        _key("registration_burst", "reviewed_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_burst")),
    )
    op.create_index("ix_registration_burst_open", "registration_burst", ["state", "opened_at"])
    op.create_table(
        "burst_member",
        sa.Column("burst_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _key("burst_member", "burst_id", "registration_burst", "CASCADE"),
        _key("burst_member", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("burst_id", "account_id", name=op.f("pk_burst_member")),
    )
    op.create_index(op.f("ix_burst_member_account_id"), "burst_member", ["account_id"])
    op.create_table(
        "registration_network",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        _key("registration_network", "account_id", "account", "CASCADE"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_registration_network")),
    )
    op.create_index(op.f("ix_registration_network_network"), "registration_network", ["network"])


def _keep_checks() -> None:
    """The check a licence has becomes a row; what nobody has checked is due since its listing was last changed."""
    op.execute(
        "UPDATE licence SET due_from = (SELECT updated_at FROM listing WHERE listing.id = licence.listing_id)"
        " WHERE checked_at IS NULL AND NOT none_exists"
    )
    ends = "CASE WHEN checked_until <= coalesce(expires_on, checked_until) THEN checked_until ELSE expires_on END"
    op.execute(
        "INSERT INTO licence_check (listing_id, licence_id, outcome, number, board, looked_up_where, note,"
        " checked_by_id, checked_at, ends_on, withdraw_reason)"
        f" SELECT listing_id, id, 'found', number, board, looked_up_where, '', checked_by_id, checked_at, {ends},"
        " '' FROM licence WHERE checked_at IS NOT NULL"
    )
    licence = sa.table(
        "licence",
        sa.column("id", sa.Integer),
        sa.column("checked_at", sa.DateTime(timezone=True)),
        sa.column("checked_until", sa.Date),
        sa.column("expires_on", sa.Date),
        sa.column("due_from", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    for one in connection.execute(sa.select(licence).where(licence.c.checked_at.is_not(None))).all():
        connection.execute(sa.update(licence).where(licence.c.id == one.id).values(due_from=_due(one)))


def _due(one: sa.Row[tuple[object, ...]]) -> object:
    """Sixty days before a check ends somebody looks again."""
    ends = min((day for day in (one.checked_until, one.expires_on) if day is not None), default=None)
    return datetime.combine(ends, time.min, UTC) - timedelta(days=60) if ends else None


def _withdrawing() -> Sequence[sa.Column[object]]:
    return (
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
    )


def _key(table: str, column: str, target: str, then: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=then)
