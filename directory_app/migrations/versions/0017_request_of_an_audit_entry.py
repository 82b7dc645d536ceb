"""The number of the request in which an entry of the audit was written, as lines of the log and error pages name it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change. Entries that are there have none, and their links hold as before."""
    op.add_column("audit_entry", sa.Column("request_id", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take it back. Links of entries with a number no longer hold afterwards: what they were made of is gone."""
    op.drop_column("audit_entry", "request_id")
