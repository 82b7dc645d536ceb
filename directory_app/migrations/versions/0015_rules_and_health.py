"""Rules of places one by one with their sources, parts of listings hidden at once, searches that found nobody.

What a rule says of a place is filled in by `prepare` from the seeds, where a row has no sources yet.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the change."""
    for column in _rules():
        op.add_column("jurisdiction", column)
    op.add_column("public_listing", sa.Column("score_shown", sa.String(10), nullable=False, server_default="number"))
    op.add_column("public_listing", sa.Column("licence_line", sa.String(240), nullable=False, server_default=""))
    op.create_index(op.f("ix_public_listing_level"), "public_listing", ["level"])
    op.create_index(op.f("ix_listing_state"), "listing", ["state"])
    op.create_index(op.f("ix_decision_created_at"), "decision", ["created_at"])
    op.create_table(
        "unmet_demand",
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("country", "region", "day", name=op.f("pk_unmet_demand")),
    )
    op.create_index(op.f("ix_unmet_demand_day"), "unmet_demand", ["day"])
    _hidden_fields()


def _rules() -> list[sa.Column[object]]:
    return [
        sa.Column("licensed_only", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("number_words", sa.String(120), nullable=False, server_default=""),
        sa.Column("score_shown", sa.String(10), nullable=False, server_default="number"),
        sa.Column("lookup", sa.String(300), nullable=False, server_default=""),
        sa.Column("reserved_titles", JSON, nullable=False, server_default="[]"),
        sa.Column("sources", JSON, nullable=False, server_default="{}"),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
    ]


def _hidden_fields() -> None:
    op.create_table(
        "hidden_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("reason_slug", sa.String(length=60), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("lifted_at", TIME, nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        _key("listing_id", "listing", "id", "CASCADE"),
        _key("reason_slug", "reason", "slug", None),
        _key("report_id", "report", "id", "SET NULL"),
        _key("hidden_by_id", "account", "id", "SET NULL"),
        _key("lifted_by_id", "account", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidden_field")),
    )
    op.create_index(op.f("ix_hidden_field_listing_id"), "hidden_field", ["listing_id"])
    standing = sa.text("lifted_at IS NULL")
    op.create_index(
        "uq_hidden_field_standing",
        "hidden_field",
        ["listing_id", "part"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )


def _key(column: str, table: str, target: str, gone: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_hidden_field_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.{target}"], name=name, ondelete=gone)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("hidden_field")
    op.drop_table("unmet_demand")
    op.drop_index(op.f("ix_decision_created_at"), table_name="decision")
    op.drop_index(op.f("ix_listing_state"), table_name="listing")
    op.drop_index(op.f("ix_public_listing_level"), table_name="public_listing")
    op.drop_column("public_listing", "licence_line")
    op.drop_column("public_listing", "score_shown")
    for column in _rules():
        op.drop_column("jurisdiction", str(column.name))
