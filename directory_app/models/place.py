"""The gazetteer: cities and postal codes of the place data that ships with the directory, and its edition."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, now

LONGEST_KEY = 120

# Bytes decide the order on both databases, so that names which begin alike are one range of the index.
folded = String(LONGEST_KEY).with_variant(String(LONGEST_KEY, collation="C"), "postgresql")


class Place(Base):
    """A city, town or village; `id` is its GeoNames id, the point is in degrees.

    `region` is what people write after the name (OR, ON, England), `label` names the place and no other.
    """

    __tablename__ = "place"
    __table_args__ = (
        Index("ix_place_largest", "country", "region", "population"),
        # The towns of a part of the earth, for maps.
        Index("ix_place_around", "lat", "lon"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(160))
    label: Mapped[str] = mapped_column(String(240))
    region: Mapped[str] = mapped_column(String(120))
    region_name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    lat: Mapped[float]
    lon: Mapped[float]
    population: Mapped[int]


class PlaceName(Base):
    """A folded name by which a place is found; `backwards` finds names whose beginning was mistyped.

    `weight` decides between places of one name: the population, less where this is only another name for the place.
    """

    __tablename__ = "place_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(folded, index=True)
    backwards: Mapped[str] = mapped_column(folded, index=True)
    weight: Mapped[int]
    other: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship()


class PostalCode(Base):
    """A postal code and its middle in degrees: five digits in the United States, three characters in Canada.
    `city` is the town of its post office, which may be too small to be a Place.

    A code with `central_of` lies at the middle of that city and has exactly its point.
    """

    __tablename__ = "postal_code"

    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    city: Mapped[str] = mapped_column(String(160))
    city_key: Mapped[str] = mapped_column(folded, index=True)
    region: Mapped[str] = mapped_column(String(120))
    lat: Mapped[float]
    lon: Mapped[float]
    central_of: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))


class PlaceDataVersion(Base):
    """The one edition of the place data that the tables hold, by the digest of its files."""

    __tablename__ = "place_data_version"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(default=now)
