"""Imports of the whole directory, and indexes by which somebody is known who is listed already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
WORD = sa.String(length=40)
KNOWN_BY = (("listing", "public_email"), ("listing", "phone"), ("licence", "number"), ("location", "city"))


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("stored", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("encoding", WORD, nullable=False),
        sa.Column("separator", sa.String(length=4), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("twins", WORD, nullable=False),
        sa.Column("source", sa.String(length=160), nullable=False),
        sa.Column("consent_note", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("part", sa.Double(), nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("by_command", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("finished_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_import_run_made_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_index("ix_import_run_state", "import_run", ["state"])
    op.create_index(op.f("ix_import_run_digest"), "import_run", ["digest"])
    _rows()
    for table, column in KNOWN_BY:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _rows() -> None:
    op.create_table(
        "import_row",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("verdict", WORD, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("choice", WORD, nullable=True),
        sa.Column("outcome", WORD, nullable=True),
        sa.Column("listing_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_row_run_id_import_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_import_row_listing_id_listing"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("run_id", "line", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_verdict", "import_row", ["run_id", "verdict", "line"])
    for column in ("key", "digest", "listing_id"):
        op.create_index(op.f(f"ix_import_row_{column}"), "import_row", [column])
    op.create_table(
        "import_mark",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name=op.f("fk_import_mark_run_id_import_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "mark", name=op.f("pk_import_mark")),
    )


def downgrade() -> None:
    """Take it back. What was imported stays; which line of which file it came from is lost."""
    for table, column in KNOWN_BY:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("import_mark", "import_row", "import_run"):
        op.drop_table(table)
