"""Documents of a complete export, from another directory or an earlier day, become listings again as they were."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import LargeBinary, insert, select
from sqlalchemy.orm import Session

from .. import audit, publishing
from ..errors import UnreadableFile
from ..models import (
    Account,
    Listing,
    ListingState,
    PublicListing,
    Reason,
    Role,
)
from ..portable import Part, from_json
from ..scorekeeping import copies
from .known import Contact
from .making import Maker
from .whole import ACCOUNT, PARTS, ROOT, Document, Rows


def read(document: Mapping[str, Any]) -> tuple[Contact, list[str]]:
    """Who a document is about, and what is wrong with it; empty where it can be taken in."""
    try:
        rows = checked(document)
        for part in (ROOT, *PARTS):
            for row in rows[part.name]:
                _values(part, row)
    except UnreadableFile as unreadable:
        return Contact(), [unreadable.sentence]
    listing, versions = rows["listing"][0], rows["revisions"]
    problems = [] if versions else ["The listing has no version."]
    owner = document["account"]
    if owner is not None and set(owner) != set(ACCOUNT):
        problems.append("The account has other fields than it should.")
    cities = dict.fromkeys(str(place["city"]) for place in rows["places"])
    licences = tuple((str(one["number"]), str(one["region"])) for one in rows["licences"] if one["number"])
    name = str(versions[-1]["name"])[:120] if versions else ""
    return Contact(name, tuple(cities), str(listing["public_email"]), str(listing["phone"]), licences), problems


def checked(document: Mapping[str, Any]) -> Rows:
    """The rows of a document by part, each with all its columns and no others. Raises UnreadableFile."""
    parts = document.get("parts")
    names = [part.name for part in (ROOT, *PARTS)]
    if not isinstance(parts, dict) or set(parts) != set(names) or "account" not in document:
        raise UnreadableFile("The listing has other parts than it should.")
    for part in (ROOT, *PARTS):
        wanted = set(columns_of(part))
        if not isinstance(parts[part.name], list) or any(
            not isinstance(row, dict) or set(row) != wanted for row in parts[part.name]
        ):
            raise UnreadableFile(f"The part {part.name} has other columns than it should.")
    if len(parts["listing"]) != 1:
        raise UnreadableFile("The line holds not exactly one listing.")
    return parts


def columns_of(part: Part) -> list[str]:
    """The columns of a part, as they stand in a document."""
    links = [*([part.parent] if part.parent else []), *(name for name, _ in part.also)]
    return ["no", *links, *(one.key for one in part.columns)]


def taken(session: Session, document: Mapping[str, Any]) -> str:
    """Why the account of a document cannot be made here; empty where it can."""
    owner = document["account"]
    if owner is None or session.scalar(select(Account.id).where(Account.email == str(owner["email"]))) is None:
        return ""
    return f"An account with the address {str(owner['email'])[:80]} exists here already."


def take_in(session: Session, documents: Sequence[Mapping[str, Any]], maker: Maker) -> list[Listing]:
    """Make these listings, with their accounts, as they were; public where they were public."""
    every = [checked(one) for one in documents]
    keys: dict[str, dict[tuple[int, int], int]] = {"listing": {}}
    roots = [
        {**_values(ROOT, rows["listing"][0]), "version": 1, "account_id": _account(session, one["account"])}
        for rows, one in zip(every, documents, strict=True)
    ]
    _free_slugs(session, roots)
    ids = _insert(session, ROOT, roots)
    keys["listing"] = {(place, 1): key for place, key in enumerate(ids)}
    reasons = set(session.scalars(select(Reason.slug)))
    for part in PARTS:
        numbered = [(place, row) for place, rows in enumerate(every) for row in rows[part.name]]
        values = [_linked(part, place, row, keys, reasons) for place, row in numbered]
        made = _insert(session, part, values)
        keys[part.name] = {(place, row["no"]): key for (place, row), key in zip(numbered, made, strict=True)}
    session.expire_all()
    listings = [session.get_one(Listing, key) for key in ids]
    for listing, document in zip(listings, documents, strict=True):
        _make_public(session, listing, document["published_at"])
        audit.record(
            session,
            "listing",
            listing.id,
            maker.account,
            "imported",
            by=maker.by,
            target_name=listing.slug or "",
            after={"import_id": maker.run_id},
        )
    session.flush()
    return listings


def _values(part: Part, row: Mapping[str, Any]) -> Document:
    try:
        values = {}
        for column in part.columns:
            kind, value = column.columns[0].type, row[column.key]
            is_bytes = isinstance(kind, LargeBinary)
            values[column.key] = base64.b64decode(value, validate=True) if is_bytes else from_json(kind, value)
            if value is None and not column.columns[0].nullable:
                raise ValueError("something must stand here")
    except (KeyError, ValueError, TypeError, ArithmeticError):
        raise UnreadableFile(f"Row {row.get('no')} of the part {part.name} cannot be read.") from None
    return values


def _linked(
    part: Part, place: int, row: Mapping[str, Any], keys: Mapping[str, Mapping[tuple[int, int], int]], reasons: set[str]
) -> Document:
    values = _values(part, row)
    try:
        values[part.link] = keys[part.parent][place, row[part.parent]]
        for name, link in part.also:
            values[link] = None if row[name] is None else keys[name][place, row[name]]
    except KeyError:
        raise UnreadableFile(f"Row {row['no']} of the part {part.name} belongs to nothing.") from None
    if "version" in part.model.__table__.c:
        values["version"] = 1
    if values.get("reason_slug") and values["reason_slug"] not in reasons:
        values["reason_slug"] = None
    return values


def _insert(session: Session, part: Part, rows: list[Document]) -> list[int]:
    if not rows:
        return []
    table: Any = part.model.__table__
    key = next(iter(table.primary_key.columns))
    made = session.execute(
        insert(table).returning(key, sort_by_parameter_order=True), [_named(part, row) for row in rows]
    )
    return list(made.scalars())


def _named(part: Part, row: Document) -> Document:
    """Values by the names of columns, which may differ from those of the model."""
    names = {one.key: one.columns[0].key for one in part.columns}
    return {names.get(name, name): value for name, value in row.items()}


def _free_slugs(session: Session, roots: list[Document]) -> None:
    """An address that somebody has here already is made anew."""
    wanted = [one["slug"] for one in roots if one["slug"]]
    used = set(session.scalars(select(Listing.slug).where(Listing.slug.in_(wanted))))
    for one in roots:
        one["slug"] = None if one["slug"] in used else one["slug"]
        used.add(one["slug"])


def _account(session: Session, owner: Mapping[str, Any] | None) -> int | None:
    """An account without a password: its owner chooses one by the letter that recovers it."""
    if owner is None:
        return None
    columns = Account.__table__.c
    facts = {name: from_json(columns[name].type, owner[name]) for name in ACCOUNT}
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    account = Account(**facts, password=None, active=True, fs_uniquifier=secrets.token_hex(16), roles=[role])
    session.add(account)
    session.flush()
    return account.id


def _make_public(session: Session, listing: Listing, published_at: str | None) -> None:
    for revision in listing.revisions:
        if revision.state in copies.COMPARED:
            copies.remember(session, revision)
    approved = listing.approved
    if listing.state is not ListingState.PUBLISHED or approved is None:
        return
    public = publishing.publish(session, approved)
    if published_at is not None:
        public.published_at = from_json(PublicListing.__table__.c.published_at.type, published_at)
