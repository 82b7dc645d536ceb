"""Letters are found by their conversation."""

from __future__ import annotations

from directory_app.migrations.steps import add_index, drop_index

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    add_index("ix_outgoing_mail_thread", "outgoing_mail", ["thread"])


def downgrade() -> None:
    """Take it away."""
    drop_index("ix_outgoing_mail_thread", "outgoing_mail")
