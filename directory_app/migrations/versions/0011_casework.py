"""Casework: who looks at a case, notes between moderators, acts that can be undone, indexes of what waits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, the columns and the indexes."""
    op.add_column("decision", sa.Column("sent_back", JSON, nullable=False, server_default="[]"))
    op.add_column("decision", sa.Column("undone_at", TIME, nullable=True))
    op.create_index("ix_flag_open", "flag", ["state", "revision_id"])
    op.create_table(
        "case_look",
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["account.id"], name=op.f("fk_case_look_moderator_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subject", "subject_id", name=op.f("pk_case_look")),
    )
    op.create_index(op.f("ix_case_look_moderator_id"), "case_look", ["moderator_id"])
    op.create_index(op.f("ix_case_look_until"), "case_look", ["until"])
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_case_note_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_case_note_author_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_listing_id"), "case_note", ["listing_id"])
    _acts()


def _acts() -> None:
    op.create_table(
        "act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_act_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["account.id"], name=op.f("fk_act_moderator_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_act_decision_id_decision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["outgoing_mail.id"], name=op.f("fk_act_letter_id_outgoing_mail"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["account.id"], name=op.f("fk_act_undone_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
    )
    op.create_index("ix_act_listing", "act", ["listing_id", "id"])
    op.create_index(op.f("ix_act_decision_id"), "act", ["decision_id"])
    op.create_index(op.f("ix_act_letter_id"), "act", ["letter_id"])


def downgrade() -> None:
    """Drop them. Suspended listings stay hidden; what was decided about listings as a whole goes from the decisions."""
    for name in ("act", "case_note", "case_look"):
        op.drop_table(name)
    op.drop_index("ix_flag_open", table_name="flag")
    op.execute("DELETE FROM decision WHERE kind IN ('suspend', 'restore')")
    op.execute("UPDATE decision SET kind = 'ask_for_changes' WHERE kind = 'approve_parts'")
    op.drop_column("decision", "undone_at")
    op.drop_column("decision", "sent_back")
