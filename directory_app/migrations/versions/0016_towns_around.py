"""An index of towns by where they lie, so that a map of one place need not look at all fifty thousand."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_index("ix_place_around", "place", ["lat", "lon"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_place_around", "place")
