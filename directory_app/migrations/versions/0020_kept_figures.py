"""Figures of the whole directory are kept, so that nobody waits while they are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kept_figures",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("took", sa.Double(), nullable=False),
        sa.Column("worked_out_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_figures")),
    )


def downgrade() -> None:
    """Drop it; the page counts for itself again."""
    op.drop_table("kept_figures")
