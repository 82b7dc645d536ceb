"""Reads the file of a therapist back: into plain rows, from JSON or from CSV, and from there into the database.

A file can claim decisions and scores, so that only an operator takes one in, by a command.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
import zipfile
from datetime import timedelta
from typing import IO, Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from .. import audit, publishing
from ..errors import UnreadableExport
from ..mail import KEPT_AT_MOST
from ..models import Account, Listing, ListingState, Message, OutgoingMail, Reason, Reply, Revision, Role
from ..portable import Part, from_cell, from_json
from . import history
from .export import FORMAT, VERSION, Row, columns_of
from .parts import ACCOUNT, PARTS

MOST_BYTES = 100_000_000
MOST_ROWS = 100_000
# Parts that files of earlier releases do not have.
LATER = frozenset({"hidden_fields"})
Parts = dict[str, list[Row]]


def read_json(file: IO[bytes]) -> tuple[Parts, dict[str, bytes]]:
    """The rows of a file by part, and the files they name. Raises UnreadableExport with a sentence."""
    contents = _contents(file)
    try:
        document = json.loads(contents["data.json"])
    except (KeyError, ValueError):
        raise UnreadableExport("The file holds no data.json that can be read.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnreadableExport("This is not a file of this directory.")
    if document.get("version") != VERSION:
        raise UnreadableExport(f"The file has version {document.get('version')}; version {VERSION} can be read.")
    parts = document.get("parts")
    if not isinstance(parts, dict):
        raise UnreadableExport("The file has no parts.")
    return _checked(parts), {name: one for name, one in contents.items() if name.startswith("files/")}


def read_csv(file: IO[bytes]) -> Parts:
    """The same rows from the tables for spreadsheets. Raises UnreadableExport with table and line."""
    contents = _contents(file)
    parts: Parts = {}
    for name in _names():
        text = contents.get(f"csv/{name}.csv", b"").decode("utf-8-sig", "replace")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        kinds = _kinds(name)
        parts[name] = []
        for line, cells in enumerate(reader, start=2):
            try:
                parts[name].append({key: from_cell(kinds.get(key), cells[key]) for key in columns_of(name)})
            except (KeyError, ValueError, AttributeError, TypeError):
                raise UnreadableExport(f"Line {line} of the table {name} cannot be read.") from None
    return _checked(parts)


def take_in(session: Session, parts: Parts, files: dict[str, bytes]) -> Account:
    """Make the account, the listing and everything of a file; published where it was public. The caller commits.

    Raises UnreadableExport for what does not fit, also when the address has an account already.
    """
    rows_by_number: dict[str, dict[int, int]] = {}
    for part in PARTS:
        rows_by_number[part.name] = {}
        for row in parts[part.name]:
            values = _values(part, row, rows_by_number, files)
            rows_by_number[part.name][row["no"]] = _insert(session, part, values)
    session.expire_all()
    account = session.get_one(Account, next(iter(rows_by_number["account"].values())))
    owner = history.Owner.of(account)
    for row in parts["history"]:
        history.add(session, row, owner)
    session.flush()
    if account.listing is not None and account.listing.state is ListingState.PUBLISHED and account.listing.approved:
        publishing.publish(session, account.listing.approved)
    audit.record(session, "account", account.id, None, "taken_in", by="operator")
    session.flush()
    return account


def _contents(file: IO[bytes]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
                raise UnreadableExport("The file is larger than any that the directory makes.")
            return {one.filename: archive.read(one) for one in archive.infolist()}
    # What the library raises for damage, for ways of packing it does not know, and for a file with a password.
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        raise UnreadableExport("This is no ZIP file.") from None


def _checked(parts: dict[str, Any]) -> Parts:
    """The parts, each with all its columns and no others."""
    for name in _names():
        rows, columns = parts.get(name, [] if name in LATER else None), set(columns_of(name))
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            raise UnreadableExport(f"The part {name} is missing, or too long.")
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, dict) or set(row) != columns:
                raise UnreadableExport(f"Row {place} of the part {name} has other columns than it should.")
    if len(parts["account"]) != 1:
        raise UnreadableExport("The file has not exactly one account.")
    return {name: parts.get(name, []) for name in _names()}


def _names() -> list[str]:
    return [*(part.name for part in PARTS), "history"]


def _kinds(name: str) -> dict[str, Any]:
    part = next((one for one in PARTS if one.name == name), None)
    if part is None:
        return dict(history.COLUMNS)
    number = Account.__table__.c.id.type
    links = dict.fromkeys((part.parent, *(name for name, _ in part.also)), number)
    return {"no": number, **links, **{one.key: one.columns[0].type for one in part.columns}}


def _values(part: Part, row: Row, known: dict[str, dict[int, int]], files: dict[str, bytes]) -> dict[str, Any]:
    try:
        values = {}
        for column in part.columns:
            value = row[column.key]
            is_file = isinstance(value, str) and value.startswith(f"files/{part.name}-")
            values[column.key] = files[value] if is_file else from_json(column.columns[0].type, value)
        if part.parent:
            values[part.link] = known[part.parent][row[part.parent]]
        for name, link in part.also:
            values[link] = None if row[name] is None else known[name][row[name]]
    except (KeyError, ValueError, TypeError, ArithmeticError):
        raise UnreadableExport(f"Row {row.get('no')} of the part {part.name} cannot be read.") from None
    return values


def _insert(session: Session, part: Part, values: dict[str, Any]) -> int:
    if part is ACCOUNT:
        return _account(session, values)
    if part.model in (Listing, Revision) or "version" in part.model.__mapper__.columns:
        values["version"] = 1
    if part.model is Listing:
        taken = select(Listing.id).where(Listing.slug == values["slug"])
        values["slug"] = None if session.scalar(taken) is not None else values["slug"]
    if part.model in (Message, Reply):
        values |= {"key": secrets.token_hex(16), "letter_id": _letter(session, values)}
    if values.get("reason_slug") and session.get(Reason, values["reason_slug"]) is None:
        values["reason_slug"] = None
    made = session.execute(insert(part.model).values(**values))
    return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0  # type: ignore[attr-defined]


def _account(session: Session, values: dict[str, Any]) -> int:
    """An account without a password: its owner chooses one by the letter that recovers it."""
    if session.scalar(select(Account.id).where(Account.email == values["email"])) is not None:
        raise UnreadableExport("This address has an account already.")
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    account = Account(**values, password=None, active=True, fs_uniquifier=secrets.token_hex(16), roles=[role])
    session.add(account)
    session.flush()
    return account.id


def _letter(session: Session, values: dict[str, Any]) -> int:
    """A letter that has left long ago, so that a message goes when it would have gone."""
    letter = OutgoingMail(
        recipient="", subject="", text="", sent_at=values["created_at"], created_at=values["created_at"]
    )
    letter.forget_at = values["created_at"] + KEPT_AT_MOST - timedelta(days=1)
    letter.listing_id = values.get("listing_id")
    session.add(letter)
    session.flush()
    return letter.id
