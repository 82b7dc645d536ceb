"""A new kind of flag, a form left unfilled: nothing to make, but to be taken away for a program that knows none."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Kinds of flags are words in a column, so that there is nothing to do."""


def downgrade() -> None:
    """Take away the flags of that kind, which the older program could not read."""
    op.execute("DELETE FROM flag WHERE kind = 'unfilled'")
