"""Where a therapist works, and the one point that may leave the directory."""

from __future__ import annotations

import secrets
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, stored_by_value
from .listing import Revision

MOST_PLACES = 8


class Privacy(StrEnum):
    """How much of an address visitors may see."""

    EXACT = "exact"
    AREA = "area"
    POSTAL_CODE = "postal_code"
    MOBILE = "mobile"


def new_place_key() -> str:
    """A name for a place of work that no other has."""
    return secrets.token_hex(8)


class Location(Base):
    """A place of work. `place_key` stays with it through all versions of a listing.

    `private_*` and `street` are for the owner and moderators; everything public reads `public_lat`, `public_lon`
    (degrees) and `public_label`, computed once when the place was saved.
    """

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id", ondelete="CASCADE"), index=True)
    place_key: Mapped[str] = mapped_column(String(32), default=new_place_key, server_default="")
    position: Mapped[int] = mapped_column(default=0)
    privacy: Mapped[Privacy] = mapped_column(stored_by_value(Privacy), default=Privacy.AREA)
    street: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(120), default="", index=True)
    region: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2), default="US")
    private_lat: Mapped[float | None]
    private_lon: Mapped[float | None]
    public_lat: Mapped[float | None]
    public_lon: Mapped[float | None]
    public_label: Mapped[str] = mapped_column(String(240), default="")
    mobile_radius_km: Mapped[float | None]

    revision: Mapped[Revision] = relationship(back_populates="locations")
