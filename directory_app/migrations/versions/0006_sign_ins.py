"""Sign-ins that can be ended, known devices, passkeys, second factors, addresses that wait, forms that are kept."""

from __future__ import annotations

import flask_security
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Make the tables and columns. Whoever is signed in has to sign in once more."""
    # Never in batch: SQLite would make the table anew, and with the old one drop every row that rests on it.
    op.add_column("account", sa.Column("tf_last_counter", sa.Integer(), nullable=True))
    op.add_column("account", sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=True))
    op.add_column("account", sa.Column("links", _json(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_account_fs_webauthn_user_handle"), "account", ["fs_webauthn_user_handle"], unique=True)
    _passkeys()
    _sign_ins()
    op.create_table(
        "new_address",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        _account("new_address"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_new_address")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_new_address_key_hash")),
    )
    op.create_table(
        "kept_form",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", _json(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        _account("kept_form"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_kept_at"), "kept_form", ["kept_at"])


def _json() -> sa.JSON:
    return sa.JSON().with_variant(JSONB(), "postgresql")


def _passkeys() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", flask_security.AsaList(), nullable=True),
        sa.Column("extensions", sa.String(length=255), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=64), nullable=False),
        sa.Column("usage", sa.String(length=64), nullable=False),
        sa.Column("create_datetime", MOMENT, nullable=False),
        sa.Column("lastuse_datetime", MOMENT, nullable=False),
        _account("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_passkey_account_id_name")),
    )


def _sign_ins() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        _account("device"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("account_id", "key_hash", name=op.f("uq_device_account_id_key_hash")),
    )
    op.create_index(op.f("ix_device_last_at"), "device", ["last_at"])
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("two_factors", sa.Boolean(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        _account("sign_in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_sign_in_key_hash")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])
    op.create_index(op.f("ix_sign_in_started_at"), "sign_in", ["started_at"])


def downgrade() -> None:
    """Drop them."""
    for name in ("kept_form", "new_address", "sign_in", "device", "passkey"):
        op.drop_table(name)
    op.drop_index(op.f("ix_account_fs_webauthn_user_handle"), "account")
    for name in ("links", "fs_webauthn_user_handle", "tf_last_counter"):
        op.drop_column("account", name)
