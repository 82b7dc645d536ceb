"""Reads and looks up postal codes: five digits (with or without four more), and the first half of Canadian codes."""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models.place import PostalCode
from .folding import clean

_US = re.compile(r"(?<![0-9A-Z])([0-9]{5})(?:[- ]?[0-9]{4})?(?![0-9A-Z])")
_LETTER = "[ABCEGHJ-NPRSTV-Z]"
_CANADA = re.compile(rf"(?<![0-9A-Z])([ABCEGHJ-NPRSTVXY][0-9]{_LETTER})(?:[ -]?[0-9]{_LETTER}[0-9])?(?![0-9A-Z])")
_PATTERNS = {"US": _US, "CA": _CANADA}
_LEADING_ZERO_LOST = re.compile(r"[0-9]{3,4}")


class Written(NamedTuple):
    """A postal code in what was typed, and what stands around it."""

    country: str
    code: str
    rest: str


def written_code(text: str) -> Written | None:
    """The last postal code in cleaned text; None without one."""
    upper = text.upper()
    if len(upper) != len(text):
        return None
    last = max(
        ((match, country) for country, pattern in _PATTERNS.items() for match in pattern.finditer(upper)),
        key=lambda found: found[0].start(),
        default=None,
    )
    if last is None:
        return None
    match, country = last
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;")
    return Written(country, match.group(1), rest)


def codes_known(country: str) -> bool:
    """Whether there is data on the postal codes of a country; elsewhere a place is known by the middle of its town."""
    return country in _PATTERNS


def code_in(session: Session, country: str, text: str) -> PostalCode | None:
    """The postal code a person wrote for a country; None where it is none or there is no data for the country."""
    pattern = _PATTERNS.get(country)
    match = pattern.fullmatch(clean(text[:40]).upper()) if pattern else None
    return session.get(PostalCode, (country, match.group(1))) if match else None


def similar_codes(session: Session, text: str, limit: int = 5) -> list[PostalCode]:
    """Codes like one that does not exist: with the zero in front that a spreadsheet took, or next in number."""
    if _LEADING_ZERO_LOST.fullmatch(text):
        whole = session.get(PostalCode, ("US", text.zfill(5)))
        return [whole] if whole else []
    written = written_code(text)
    if written is None:
        return []
    shared = slice(0, 3 if written.country == "US" else 2)
    start = written.code[shared]
    rows = session.scalars(
        select(PostalCode)
        .where(PostalCode.country == written.country, PostalCode.code.between(start, start + "Z"))
        .order_by(PostalCode.code)
    ).all()
    return sorted(rows, key=lambda row: (_apart(row.code, written.code), row.code))[:limit]


def _apart(a: str, b: str) -> int:
    return abs(int(a, 36) - int(b, 36))
