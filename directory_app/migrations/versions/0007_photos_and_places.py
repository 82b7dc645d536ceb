"""Photos in the database; places that keep their name through versions; hours by appointment; own techniques."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LIST = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Make the tables and columns. A place that stands alike in two versions of a listing is the same place."""
    _photos()
    op.add_column("revision", sa.Column("own_techniques", LIST, nullable=False, server_default="[]"))
    op.add_column("listing", sa.Column("by_appointment", LIST, nullable=False, server_default="[]"))
    op.add_column("location", sa.Column("place_key", sa.String(length=32), nullable=False, server_default=""))
    op.execute(
        """
        UPDATE location SET place_key = 'p' || (
            SELECT MIN(other.id) FROM location AS other
            JOIN revision AS theirs ON theirs.id = other.revision_id
            JOIN revision AS ours ON ours.id = location.revision_id
            WHERE theirs.listing_id = ours.listing_id AND other.street = location.street
            AND other.city = location.city AND other.postal_code = location.postal_code
            AND other.position = location.position
        )
        """
    )
    op.add_column("public_listing", sa.Column("photo", sa.String(length=64), nullable=False, server_default=""))
    op.create_index(op.f("ix_public_listing_photo"), "public_listing", ["photo"], unique=False)


def _photos() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("wide", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("across", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
        sa.Column("zoom", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_photo_listing_id_listing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_listing_id"), "photo", ["listing_id"], unique=False)
    op.create_index(op.f("ix_photo_digest"), "photo", ["digest"], unique=False)
    op.create_table(
        "photo_variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_variant_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_variant")),
        sa.UniqueConstraint("photo_id", "size", "format", name=op.f("uq_photo_variant_photo_id_size_format")),
    )
    op.create_table(
        "revision_photo",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_photo_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_revision_photo_photo_id_photo"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revision_photo")),
    )
    op.create_index(op.f("ix_revision_photo_photo_id"), "revision_photo", ["photo_id"], unique=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_public_listing_photo"), table_name="public_listing")
    op.drop_column("public_listing", "photo")
    op.drop_column("location", "place_key")
    op.drop_column("listing", "by_appointment")
    op.drop_column("revision", "own_techniques")
    op.drop_table("revision_photo")
    op.drop_table("photo_variant")
    op.drop_table("photo")
