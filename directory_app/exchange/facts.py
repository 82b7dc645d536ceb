"""What one line of a table says of somebody, as plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal

from ..workplaces import PlaceOfWork


@dataclass(frozen=True)
class Stated:
    """A licence as somebody states it."""

    number: str = ""
    board: str = ""
    region: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What one line says. `answers` lead from a question to choice and own words."""

    key: str = ""
    name: str = ""
    practice: str = ""
    credentials: str = ""
    pronouns: str = ""
    gender: str = ""
    bio: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    places: tuple[PlaceOfWork, ...] = ()
    languages: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    own_techniques: tuple[str, ...] = ()
    prices: tuple[tuple[int, Decimal, str], ...] = ()
    hours: dict[str, list[list[str]]] = field(default_factory=dict)
    by_appointment: tuple[str, ...] = ()
    accepting_clients: bool | None = None
    step_free: bool | None = None
    home_visits: bool | None = None
    receipts: bool | None = None
    licences: tuple[Stated, ...] = ()
    answers: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    source: str = ""
    consent_note: str = ""
    consented_on: date | None = None

    @property
    def digest(self) -> str:
        """What these facts are known by without keeping their words."""
        said = json.dumps(vars(self), sort_keys=True, default=_as_json, ensure_ascii=False)
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def known_by(self) -> str:
        """What the operator's own number for it is known by; empty where there is none."""
        if not self.key:
            return ""
        return hashlib.blake2b(f"{self.source}\n{self.key}".encode(), digest_size=16).hexdigest()


def _as_json(value: object) -> object:
    """Parts of facts by their names, anything else as it is written."""
    return vars(value) if is_dataclass(value) else str(value)


@dataclass(frozen=True)
class Consent:
    """What holds for lines that say nothing about it themselves."""

    source: str = ""
    note: str = ""
    day: date | None = None
