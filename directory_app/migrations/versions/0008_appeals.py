"""Appeals and objections, what to change part by part, words that jurisdictions refuse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SUPERIORITY = '["better than", "more effective than", "superior"]'
REFUSED = {
    "CA-ON": '["specialist", "specialists", "expert", "experts", "superior", "better than"]',
    "CA-BC": '["specialist", "specialists"]',
    "US-TX": SUPERIORITY,
    "US-NJ": SUPERIORITY,
}

LIST = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table and the columns."""
    op.add_column("decision", sa.Column("about", LIST, nullable=False, server_default="[]"))
    op.add_column("jurisdiction", sa.Column("refused_words", LIST, nullable=False, server_default="[]"))
    for code, words in REFUSED.items():
        op.execute(f"UPDATE jurisdiction SET refused_words = '{words}' WHERE code = '{code}'")
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("revision_version", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("words", LIST, nullable=False),
        sa.Column("rubric_version", sa.String(length=60), nullable=False),
        sa.Column("answer_digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_appeal_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_appeal_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_appeal_closed_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index(op.f("ix_appeal_listing_id"), "appeal", ["listing_id"])
    op.create_index(op.f("ix_appeal_revision_id"), "appeal", ["revision_id"])
    op.create_index("ix_appeal_open", "appeal", ["closed_at", "created_at"])


def downgrade() -> None:
    """Drop them. What was given up by its therapist becomes what it was before: not accepted."""
    op.execute("UPDATE revision SET state = 'rejected' WHERE state = 'discarded'")
    op.drop_table("appeal")
    op.drop_column("jurisdiction", "refused_words")
    op.drop_column("decision", "about")
