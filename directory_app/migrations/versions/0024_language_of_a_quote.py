"""Public listings know the language of the words that lists quote of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Each was told when its answer was read; by the indexes of a listing's own score, since all scores are gigabytes. Those
# in the language of the questions, nearly all, stay as they are.
LANGUAGE = """
    SELECT question_score.language FROM score JOIN question_score ON question_score.score_id = score.id
    WHERE score.revision_id = public_listing.revision_id AND score.current
    AND question_score.question_id = public_listing.quote_question_id AND question_score.language IN ('es', 'fr', 'de')
"""
TOLD = f"UPDATE public_listing SET quote_language = ({LANGUAGE}) WHERE EXISTS ({LANGUAGE})"


def upgrade() -> None:
    """Add the column, filled where a quote is in another language."""
    op.add_column("public_listing", sa.Column("quote_language", sa.String(8), nullable=False, server_default=""))
    op.execute(TOLD)


def downgrade() -> None:
    """Take it away."""
    op.drop_column("public_listing", "quote_language")
