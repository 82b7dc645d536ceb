"""What clients report with codes; listings without an account, and claims to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables and columns."""
    _confirmations()
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("confirmation_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_evidence_confirmation_id_confirmation"),
            "confirmation",
            ["confirmation_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_evidence_confirmation_id"), ["confirmation_id"])
    _sources()
    _claims()
    _account_may_be_missing(allowed=True)


def downgrade() -> None:
    """Take it back. Listings that nobody has claimed leave: without an account they had no place before."""
    op.execute("DELETE FROM listing WHERE account_id IS NULL")
    _account_may_be_missing(allowed=False)
    op.drop_table("claim_document")
    op.drop_table("claim")
    for table, columns in (
        ("listing", ("source", "consent_note", "consented_on")),
        ("public_listing", ("source", "consented_on")),
    ):
        for column in columns:
            op.drop_column(table, column)
    with op.batch_alter_table("evidence") as changed:
        changed.drop_index(op.f("ix_evidence_confirmation_id"))
        changed.drop_constraint(op.f("fk_evidence_confirmation_id_confirmation"), type_="foreignkey")
        changed.drop_column("confirmation_id")
    for name in ("day_salt", "confirmation", "confirmation_code", "confirmation_sheet"):
        op.drop_table(name)


def _confirmations() -> None:
    op.create_table(
        "confirmation_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("network", sa.String(length=64), nullable=True),
        _to("confirmation_sheet", "listing_id", "listing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_sheet")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_confirmation_sheet_key_hash")),
    )
    op.create_index(op.f("ix_confirmation_sheet_listing_id"), "confirmation_sheet", ["listing_id"])
    op.create_table(
        "confirmation_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("spent", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        _to("confirmation_code", "sheet_id", "confirmation_sheet"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_confirmation_code_code_hash")),
    )
    op.create_index(op.f("ix_confirmation_code_sheet_id"), "confirmation_code", ["sheet_id"])
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=True),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.Column("network", sa.String(length=64), nullable=True),
        sa.Column("tripped", JSON, nullable=False),
        _to("confirmation", "listing_id", "listing"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("key", name=op.f("uq_confirmation_key")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_confirmation_receipt_hash")),
    )
    op.create_index(op.f("ix_confirmation_listing_id"), "confirmation", ["listing_id"])
    op.create_index("ix_confirmation_state", "confirmation", ["state", "ready_on"])
    op.create_table(
        "day_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_salt")),
    )


def _sources() -> None:
    op.add_column("listing", sa.Column("source", sa.String(length=160), nullable=False, server_default=""))
    op.add_column("listing", sa.Column("consent_note", sa.Text(), nullable=False, server_default=""))
    op.add_column("listing", sa.Column("consented_on", sa.Date(), nullable=True))
    op.add_column("public_listing", sa.Column("source", sa.String(length=160), nullable=False, server_default=""))
    op.add_column("public_listing", sa.Column("consented_on", sa.Date(), nullable=True))


def _claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proof", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.String(length=255), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("codes_sent", sa.Integer(), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _to("claim", "listing_id", "listing"),
        _to("claim", "account_id", "account"),
        _to("claim", "decided_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_listing_id"), "claim", ["listing_id"])
    op.create_index(op.f("ix_claim_account_id"), "claim", ["account_id"])
    op.create_index("ix_claim_state", "claim", ["state", "created_at"])
    op.create_table(
        "claim_document",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        _to("claim_document", "claim_id", "claim"),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_document")),
    )
    op.create_index(op.f("ix_claim_document_delete_on"), "claim_document", ["delete_on"])


def _to(table: str, column: str, other: str, on_delete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=on_delete)


def _account_may_be_missing(*, allowed: bool) -> None:
    """Let a listing be without an account, or no longer.

    SQLite has no statement for it. Making the table anew, as elsewhere, would delete everything that hangs on a
    listing, so the text of the schema is changed in place: the way its manual names for changes that leave all rows as
    they are on disk.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("listing", "account_id", existing_type=sa.Integer(), nullable=allowed)
        return
    strict, loose = "account_id INTEGER NOT NULL", "account_id INTEGER"
    before, after = (strict, loose) if allowed else (loose, strict)
    bind = op.get_bind()
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = bind.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'listing' AND instr(sql, ?)",
        (before, after, before),
    )
    assert changed.rowcount == 1, "the table of listings does not look as it was made"
    bind.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=OFF")
