"""The public listing: the approved revision as search and every feed see it. Nothing private is in these tables."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, JSONList, now
from .place import folded


class PublicListing(Base):
    """One row per published listing, written only by `publishing`.

    `quote_language` is the code of a language other than that of the questions, empty where it is not known.
    `photo` is the digest of its photo, empty without one. `traits` are the values of filters it meets, such as
    `how:oil price:100`, separated by spaces. One that nobody has claimed says its `source` and the day of the consent;
    others have neither. By the rules of its places `score_shown` is number or band, and `licence_line` stands wherever
    the listing does, empty where no rule asks for it.
    """

    __tablename__ = "public_listing"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    practice: Mapped[str] = mapped_column(String(120))
    credentials: Mapped[str] = mapped_column(String(120))
    bio: Mapped[str] = mapped_column(Text)
    techniques: Mapped[JSONList] = mapped_column(default=list)
    languages: Mapped[JSONList] = mapped_column(default=list)
    price_60: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    currency: Mapped[str | None] = mapped_column(String(3))
    accepting_clients: Mapped[bool | None]
    accepting_confirmed_at: Mapped[datetime | None]
    licence_checked_until: Mapped[datetime | None]
    estimate: Mapped[float]
    rank_score: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    level: Mapped[str] = mapped_column(String(4), index=True)
    score_shown: Mapped[str] = mapped_column(String(10), default="number", server_default="number")
    licence_line: Mapped[str] = mapped_column(String(240), default="", server_default="")
    photo: Mapped[str] = mapped_column(String(64), default="", server_default="", index=True)
    traits: Mapped[str] = mapped_column(Text, default="", server_default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    quote_label: Mapped[str] = mapped_column(Text, default="")
    quote_question_id: Mapped[str] = mapped_column(String(40), default="")
    quote_language: Mapped[str] = mapped_column(String(8), default="", server_default="")
    source: Mapped[str] = mapped_column(String(160), default="", server_default="")
    consented_on: Mapped[date | None]
    published_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    locations: Mapped[list[PublicLocation]] = relationship(
        back_populates="public_listing", order_by="PublicLocation.position", cascade="all, delete-orphan"
    )


class PublicLocation(Base):
    """A public point in degrees and as a unit vector, which makes great-circle order plain arithmetic in SQL.

    `rank_score` repeats the listing's so that one covering index answers a search.
    """

    __tablename__ = "public_location"
    __table_args__ = (Index("ix_public_location_search", "lat", "lon", "x", "y", "z", "rank_score", "listing_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("public_listing.listing_id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    privacy: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(240))
    street: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    lat: Mapped[float]
    lon: Mapped[float]
    x: Mapped[float]
    y: Mapped[float]
    z: Mapped[float]
    mobile_radius_km: Mapped[float | None]
    rank_score: Mapped[float]

    public_listing: Mapped[PublicListing] = relationship(back_populates="locations")


class PublicName(Base):
    """A word of the name or practice of a public listing, folded: what a mistyped name is compared with."""

    __tablename__ = "public_name"

    word: Mapped[str] = mapped_column(folded, primary_key=True)
    listing_id: Mapped[int] = mapped_column(
        ForeignKey("public_listing.listing_id", ondelete="CASCADE"), primary_key=True, index=True
    )


# By so much more than one change the clock jumps when a backup is restored: what happened before is another history.
ANOTHER_HISTORY = 2**32


class PublicClock(Base):
    """One row whose number rises with every change of a public listing. Triggers of the database write it.

    The row stays locked until its transaction ends, so that numbers become visible in their order.
    """

    __tablename__ = "public_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


class PublicChange(Base):
    """At which number of the clock a listing last changed or left. It outlives the listing, as a number alone."""

    __tablename__ = "public_change"

    listing_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger, index=True)
