"""Why a text is held back and in which language it was read, beside the criteria it met."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add the columns; scores that are there already hold nothing until they are read again."""
    with op.batch_alter_table("question_score") as table:
        table.add_column(sa.Column("held", JSON, nullable=False, server_default="[]"))
        table.add_column(sa.Column("language", sa.String(length=8), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("question_score") as table:
        table.drop_column("language")
        table.drop_column("held")
