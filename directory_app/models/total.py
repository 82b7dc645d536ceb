"""How often a listing was met, where searches found next to nobody, kept figures. Nothing here knows by whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, JSONValue, stored_by_value


class TotalKind(StrEnum):
    """What visitors did with a listing."""

    SHOWN = "shown"
    OPENED = "opened"
    CONTACT_REVEALED = "contact_revealed"
    MESSAGE_SENT = "message_sent"


class DailyTotal(Base):
    """One figure of one listing and one day, counted in UTC."""

    __tablename__ = "daily_total"

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[TotalKind] = mapped_column(stored_by_value(TotalKind), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class UnmetDemand(Base):
    """How many searches of a day found fewer than three therapists, by the region of the place looked for.

    A region is a state, province or, where a country has none, the country: no place, no words, no visitor.
    """

    __tablename__ = "unmet_demand"

    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    region: Mapped[str] = mapped_column(String(120), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    count: Mapped[int] = mapped_column(default=0)


class KeptFigures(Base):
    """Figures about the whole directory that take long to count, by name: what they were, when, and how many seconds
    that took."""

    __tablename__ = "kept_figures"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[JSONValue]
    took: Mapped[float]
    worked_out_at: Mapped[datetime]
