"""The whole directory as a file, a few listings at a time: a table of what is public, or everything for another one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..models import Licence, Listing, PublicListing, PublicLocation
from ..portable import fenced
from ..publishing.profile import Profile, published_profiles
from . import whole
from .columns import COLUMNS, SEVERAL
from .opened import FORMAT, VERSION

BATCH = 50
MOMENT = (1980, 1, 1, 0, 0, 0)
DAY_NAMES = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}
NOT_PUBLIC = frozenset({"consent_note", "gender"})
MORE = ("public_lat", "public_lon", "score", "level", "page")
READ_ME = """The listings of this directory.

listings.csv    what visitors see, for a spreadsheet. A cell that begins with an apostrophe is read without it: the
                apostrophe keeps a spreadsheet from taking text for a formula.
listings.jsonl  everything about every listing, private addresses and the e-mail addresses of accounts included, for
                another directory of this kind. Keep it as you keep the database.

docs/import-export.md says what each column is, and what is left out.
"""


class Kind(StrEnum):
    """What a file of the whole directory holds."""

    CSV = "csv"
    JSONL = "jsonl"
    ZIP = "zip"


TYPES = {Kind.CSV: "text/csv", Kind.JSONL: "application/jsonl", Kind.ZIP: "application/zip"}


def write(session: Session, kind: Kind, address: str = "") -> Iterator[bytes]:
    """A file in pieces; `address` is that of the site, for the addresses of pages in the table."""
    if kind is Kind.CSV:
        yield from table(session, address)
    elif kind is Kind.JSONL:
        yield from complete(session)
    else:
        yield from archive(session, address)


def pieces(app: Any, kind: Kind) -> Iterator[bytes]:
    """A file in pieces from a session of its own, which only reads."""
    with app.extensions["reading_sessions"]() as session:
        steady(session)
        yield from write(session, kind, app.config["BASE_ADDRESS"])


def steady(session: Session) -> None:
    """See the directory as it is now until the end, whatever others save meanwhile; SQLite does so by itself."""
    bind = session.get_bind()
    if bind.dialect.name == "postgresql" and not session.in_transaction() and not hasattr(bind, "in_transaction"):
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def complete(session: Session) -> Iterator[bytes]:
    """Everything about every listing, one a line, between a head and a last line that counts them."""
    yield _json({"format": FORMAT, "version": VERSION})
    count = after = 0
    while ids := session.scalars(select(Listing.id).where(Listing.id > after).order_by(Listing.id).limit(BATCH)).all():
        for document in whole.documents(session, ids):
            count += 1
            yield (whole.as_line(document) + "\n").encode()
        after = ids[-1]
        session.expunge_all()
    yield _json({"listings": count})


def _json(value: object) -> bytes:
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


def table(session: Session, address: str = "") -> Iterator[bytes]:
    """What visitors see of every public listing, in the columns of an import: UTF-8 with a mark, lines end in CR LF."""
    names = _columns(session)
    yield "\ufeff".encode() + _csv(names)
    after = 0
    while rows := session.execute(
        select(PublicListing.listing_id, PublicListing.slug)
        .where(PublicListing.listing_id > after)
        .order_by(PublicListing.listing_id)
        .limit(BATCH)
    ).all():
        for profile in published_profiles(session, [row[1] for row in rows]):
            cells = _cells(profile, address)
            yield _csv([fenced(cells.get(name, "")) for name in names])
        after = rows[-1][0]
        session.expunge_all()


def archive(session: Session, address: str = "") -> Iterator[bytes]:
    """Both files in one ZIP, written as it goes."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        contents = {
            "README.txt": iter([READ_ME.encode()]),
            "listings.csv": table(session, address),
            "listings.jsonl": complete(session),
        }
        for name, pieces in contents.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with packed.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield from sink.taken()
            yield from sink.taken()
    yield from sink.taken()


class _Sink(io.RawIOBase):
    """Takes what a ZIP writes until somebody fetches it. It cannot go back, so that nothing has to be kept."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """Say so."""
        return True

    def write(self, data: object) -> int:
        """Keep a piece."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """Hand out what there is."""
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)


def _csv(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()


def _columns(session: Session) -> list[str]:
    """The columns of an import that are public, with as many places and licences as somebody has."""
    places = session.scalar(select(func.max(PublicLocation.position))) or 0
    licences = (
        select(func.count().label("n"))
        .select_from(Licence)
        .join(PublicListing, PublicListing.listing_id == Licence.listing_id)
        .group_by(Licence.listing_id)
        .subquery()
    )
    most = session.scalar(select(func.max(licences.c.n))) or 0
    names = [column.name for column in COLUMNS if column.name not in NOT_PUBLIC]
    groups = {name: (most if name.startswith("licence") else places + 1) for name in SEVERAL}
    numbered = [
        f"{name}_{number}"
        for number in range(2, max(groups.values(), default=0) + 1)
        for name in SEVERAL
        if number <= groups[name]
    ]
    return [*names, *numbered, *MORE]


def _cells(profile: Profile, address: str) -> dict[str, str]:
    first = profile.places[0] if profile.places else None
    cells = {
        name: str(getattr(profile, name) or "")
        for name in ("name", "practice", "credentials", "pronouns", "bio", "website", "email", "phone", "source")
    }
    cells |= {
        "key": profile.slug,
        "languages": ", ".join(profile.languages),
        "techniques": ", ".join([*(one.name for one in profile.techniques), *profile.own_techniques]),
        "prices": "; ".join(f"{one.minutes} min {one.amount:.2f}" for one in profile.prices),
        "currency": profile.prices[0].currency if profile.prices else "",
        "hours": _hours(profile),
        **{
            name: _truth(getattr(profile, name))
            for name in ("accepting_clients", "step_free", "home_visits", "receipts")
        },
        "consented_on": profile.consented_on.isoformat() if profile.consented_on else "",
        "public_lat": str(first.lat) if first else "",
        "public_lon": str(first.lon) if first else "",
        "score": _score(profile),
        "level": profile.score.level if profile.score else "",
        "page": f"{address}/therapists/{profile.slug}",
    }
    for number, place in enumerate(profile.places, start=1):
        far = f"{place.mobile_radius_km:g}" if place.mobile_radius_km is not None else ""
        values = {
            name: getattr(place, name) for name in ("street", "city", "region", "postal_code", "country", "privacy")
        }
        cells |= {_numbered(name, number): value for name, value in {**values, "mobile_radius_km": far}.items()}
    for number, one in enumerate(profile.licences, start=1):
        until = one.expires_on.isoformat() if one.expires_on else ""
        values = {"number": one.number, "board": one.board, "region": one.region, "expires": until}
        cells |= {_numbered(f"licence_{name}", number): value for name, value in values.items()}
    for reading in profile.readings:
        cells[f"{reading.question.id.lower()}_choice"] = reading.choice_label or ""
        cells[f"{reading.question.id.lower()}_text"] = reading.text or ""
    return cells


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _score(profile: Profile) -> str:
    """The score as visitors see it: a figure, or words where the rules of the place want none."""
    shown = profile.score
    if shown is None:
        return ""
    return shown.band if shown.estimate is None else f"{shown.estimate:.0f}"


def _truth(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _hours(profile: Profile) -> str:
    said = []
    for day, name in DAY_NAMES.items():
        spans = [f"{start}-{end}" for start, end in profile.hours.get(day) or []]
        spans += ["by appointment"] if day in profile.by_appointment else []
        said += [f"{name} {', '.join(spans)}"] if spans else []
    return "; ".join(said)
