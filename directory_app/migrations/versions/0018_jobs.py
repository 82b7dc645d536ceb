"""Jobs as rows, so that one process of all runs each; files of imports in the database, for all machines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "job",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("begun_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("succeeded_at", TIME, nullable=True),
        sa.Column("took", sa.Double(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_error", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("holder", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("held_until", TIME, nullable=True),
        sa.Column("turn", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "import_piece",
        sa.Column("stored", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stored", "number", name=op.f("pk_import_piece")),
    )


def downgrade() -> None:
    """Take it back. Imports under way go on only on the machine that has their file."""
    op.drop_table("import_piece")
    op.drop_table("job")
