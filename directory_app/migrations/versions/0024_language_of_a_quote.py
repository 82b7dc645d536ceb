"""Public listings know the language of the words that lists quote of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Each was told when its answer was read. Those in the language of the questions, nearly all, stay as they are.
TOLD = """
    UPDATE public_listing SET quote_language = (
        SELECT question_score.language FROM question_score JOIN score ON score.id = question_score.score_id
        WHERE score.current AND score.revision_id = public_listing.revision_id
        AND question_score.question_id = public_listing.quote_question_id)
    WHERE revision_id IN (
        SELECT score.revision_id FROM question_score JOIN score ON score.id = question_score.score_id
        WHERE score.current AND question_score.question_id = public_listing.quote_question_id
        AND question_score.language IN ('es', 'fr', 'de'))
"""


def upgrade() -> None:
    """Add the column, filled where a quote is in another language."""
    op.add_column("public_listing", sa.Column("quote_language", sa.String(8), nullable=False, server_default=""))
    op.execute(TOLD)


def downgrade() -> None:
    """Take it away."""
    op.drop_column("public_listing", "quote_language")
