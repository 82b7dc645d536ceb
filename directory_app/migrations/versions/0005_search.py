"""What search reads: traits for filters, words of each public listing, and a clock that counts its changes.

The table `public_text` differs between the databases and is no model: full text is FTS5 in SQLite and a tsvector with a
GIN index in PostgreSQL. Both hold the same words, made by `publishing.words`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FOLDED = sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql")
TABLES = ("public_listing", "public_location")
EVENTS = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    """Make the change."""
    op.add_column("public_listing", sa.Column("traits", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "public_name",
        sa.Column("word", FOLDED, nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"],
            ["public_listing.listing_id"],
            name=op.f("fk_public_name_listing_id_public_listing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("word", "listing_id", name=op.f("pk_public_name")),
    )
    op.create_index(op.f("ix_public_name_listing_id"), "public_name", ["listing_id"], unique=False)
    op.create_table(
        "public_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_clock")),
    )
    op.create_table(
        "public_change",
        sa.Column("listing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_public_change")),
    )
    op.create_index(op.f("ix_public_change_version"), "public_change", ["version"], unique=False)
    op.execute("INSERT INTO public_clock (id, version) VALUES (1, 0)")
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def downgrade() -> None:
    """Take it back."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for event in EVENTS:
                op.execute(f"DROP TRIGGER {table}_after_{event.lower()}")
        op.execute("DROP TRIGGER public_listing_forgets_text")
    else:
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_changes ON {table}")
        op.execute("DROP FUNCTION note_public_change()")
    op.execute("DROP TABLE public_text")
    op.drop_index(op.f("ix_public_change_version"), table_name="public_change")
    op.drop_table("public_change")
    op.drop_table("public_clock")
    op.drop_index(op.f("ix_public_name_listing_id"), table_name="public_name")
    op.drop_table("public_name")
    op.drop_column("public_listing", "traits")


def _upgrade_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE public_text USING fts5(words, tokenize = 'unicode61 remove_diacritics 0', detail = none)"
    )
    op.execute(
        "CREATE TRIGGER public_listing_forgets_text AFTER DELETE ON public_listing "
        "BEGIN DELETE FROM public_text WHERE rowid = OLD.listing_id; END"
    )
    for table in TABLES:
        for event in EVENTS:
            row = "OLD" if event == "DELETE" else "NEW"
            op.execute(
                f"CREATE TRIGGER {table}_after_{event.lower()} AFTER {event} ON {table} BEGIN "
                "UPDATE public_clock SET version = version + 1; "
                f"DELETE FROM public_change WHERE listing_id = {row}.listing_id; "
                "INSERT INTO public_change (listing_id, version) "
                f"SELECT {row}.listing_id, version FROM public_clock; END"
            )


def _upgrade_postgresql() -> None:
    op.execute(
        "CREATE TABLE public_text (listing_id INTEGER PRIMARY KEY "
        "REFERENCES public_listing (listing_id) ON DELETE CASCADE, words TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_public_text_words ON public_text USING gin (words)")
    op.execute(
        """
        CREATE FUNCTION note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE changed INTEGER := COALESCE(NEW.listing_id, OLD.listing_id); moment BIGINT;
        BEGIN
            UPDATE public_clock SET version = version + 1 RETURNING version INTO moment;
            INSERT INTO public_change (listing_id, version) VALUES (changed, moment)
                ON CONFLICT (listing_id) DO UPDATE SET version = excluded.version;
            RETURN NULL;
        END $$
        """
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_changes AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION note_public_change()"
        )
