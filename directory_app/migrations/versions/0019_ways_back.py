"""Every act of a moderator has a way back: also acts about no listing, and what an owner had before a claim."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table; let acts be about something else than a listing."""
    with op.batch_alter_table("act") as table:
        table.alter_column("listing_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_set_aside_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_set_aside_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside")),
        sa.UniqueConstraint("listing_id", "account_id", name=op.f("uq_set_aside_listing_id_account_id")),
    )
    op.create_index(op.f("ix_set_aside_account_id"), "set_aside", ["account_id"])
    op.create_index(op.f("ix_set_aside_delete_on"), "set_aside", ["delete_on"])


def downgrade() -> None:
    """Drop it. Acts about no listing, and ways back that an earlier release does not know, are gone."""
    op.drop_table("set_aside")
    op.execute(
        "DELETE FROM act WHERE listing_id IS NULL"
        " OR what NOT IN ('decision', 'standing', 'flags', 'report', 'answer', 'held')"
    )
    with op.batch_alter_table("act") as table:
        table.alter_column("listing_id", existing_type=sa.Integer(), nullable=False)
