"""Photos of therapists: painted anew when they come in, kept in the database with the versions that show them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now


class Photo(Base):
    """One picture cut to a square. It never changes: another cut is another photo.

    `digest` is that of everything made of it, and its public name. `whole` is the picture before the cut, `wide` by
    `high` pixels; `across` and `down` say in percent where the square lies in what is left over, `zoom` how many
    percent closer it comes. The pictures themselves are read only where they are sent.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    wide: Mapped[int]
    high: Mapped[int]
    across: Mapped[int]
    down: Mapped[int]
    zoom: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    whole: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    variants: Mapped[list[PhotoVariant]] = relationship(
        back_populates="photo", order_by="PhotoVariant.id", cascade="all, delete-orphan"
    )


class RevisionPhoto(Base):
    """Which photo a version shows. Versions of one listing may share it."""

    __tablename__ = "revision_photo"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"), index=True)


class PhotoVariant(Base):
    """The square in one size (pixels of its side) and one format, as it is sent."""

    __tablename__ = "photo_variant"
    __table_args__ = (UniqueConstraint("photo_id", "size", "format"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    size: Mapped[int]
    format: Mapped[str] = mapped_column(String(8))
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    photo: Mapped[Photo] = relationship(back_populates="variants")
