"""Letters know their conversation, so that whoever deletes one deletes no other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KNOWN = """
    UPDATE outgoing_mail SET thread = (SELECT message.key FROM message WHERE message.letter_id = outgoing_mail.id)
    WHERE id IN (SELECT letter_id FROM message)
"""
# The visitor's copy was written right after the letter to the therapist.
COPIES = """
    UPDATE outgoing_mail SET thread = (
        SELECT message.key FROM message
        WHERE message.letter_id = outgoing_mail.id - 1 AND message.email = outgoing_mail.recipient
        AND message.listing_id = outgoing_mail.listing_id
    )
    WHERE thread IS NULL AND id IN (SELECT letter_id + 1 FROM message)
"""
ANSWERS = """
    UPDATE outgoing_mail SET thread = (
        SELECT message.key FROM message JOIN reply ON reply.message_id = message.id
        WHERE reply.letter_id = outgoing_mail.id
    )
    WHERE id IN (SELECT letter_id FROM reply)
"""


def upgrade() -> None:
    """Add the column and fill it in for letters that are still kept."""
    op.add_column("outgoing_mail", sa.Column("thread", sa.String(length=40), nullable=True))
    for statement in (KNOWN, COPIES, ANSWERS):
        op.execute(statement)


def downgrade() -> None:
    """Undo it."""
    op.drop_column("outgoing_mail", "thread")
