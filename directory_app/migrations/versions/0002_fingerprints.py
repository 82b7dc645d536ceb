"""Samples of answers, by which near-copies find each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; re-scoring fills it for answers that are there already."""
    op.create_table(
        "fingerprint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_fingerprint_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fingerprint")),
    )
    op.create_index(op.f("ix_fingerprint_revision_id"), "fingerprint", ["revision_id"])
    op.create_index("ix_fingerprint_search", "fingerprint", ["question_id", "hash", "revision_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_fingerprint_search", table_name="fingerprint")
    op.drop_index(op.f("ix_fingerprint_revision_id"), table_name="fingerprint")
    op.drop_table("fingerprint")
