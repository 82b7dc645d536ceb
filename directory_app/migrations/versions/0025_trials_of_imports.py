"""An import knows whether it was begun as a trial, so that going on with it takes nothing in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. What was begun before said nothing of it, and goes on as it did."""
    op.add_column("import_run", sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("import_run", "trial")
