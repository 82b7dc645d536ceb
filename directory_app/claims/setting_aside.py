"""What was private to an owner goes out of sight when a listing changes hands, and comes back if the listing does.

It lies as rows in JSON for thirty days, seen by nobody; messages lie no longer than the letters that carried them.
Nothing here commits.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import scorekeeping
from ..models import (
    Account,
    Answer,
    Base,
    Decision,
    Listing,
    Location,
    Message,
    OutgoingMail,
    Photo,
    Reply,
    Revision,
    RevisionState,
    SessionPrice,
    SetAside,
    now,
)
from ..portable import from_json, to_json

KEPT = timedelta(days=30)
# What an owner changes without review. It is public, and comes back only where the change of hands itself is undone.
CONTACT = (
    "phone", "public_email", "hours", "by_appointment", "accepting_clients", "accepting_confirmed_at",
    "contact_confirmed_at", "hours_confirmed_at", "prices_confirmed_at",
)  # fmt: skip
Row = dict[str, Any]
# What hangs on a version and was written by its owner, or told to them.
PARTS: dict[str, tuple[type[Base], str]] = {
    "answers": (Answer, "revision_id"),
    "places": (Location, "revision_id"),
    "prices": (SessionPrice, "revision_id"),
    "decisions": (Decision, "revision_id"),
}


def set_aside(session: Session, listing: Listing, owner: Account) -> None:
    """Take the inbox, the version that nobody approved and private addresses out of a listing, and keep them."""
    working = listing.working
    content = {
        "addresses": _hide_addresses(listing, working),
        "version": _version(session, working) if working is not None else None,
        "messages": _messages(session, listing),
        "contact": contact_of(listing),
    }
    session.execute(delete(Message).where(Message.listing_id == listing.id))
    if working is not None:
        listing.revisions.remove(working)
    _forget(session, listing, owner)
    aside = SetAside(listing_id=listing.id, account_id=owner.id, content=content)
    aside.delete_on = (now() + KEPT).date()
    session.add(aside)
    session.flush()


def bring_back(session: Session, listing: Listing, owner: Account) -> Row:
    """Put back what was private when this account had this listing before; return what was set aside, if anything."""
    aside = session.scalars(
        select(SetAside).where(SetAside.listing_id == listing.id, SetAside.account_id == owner.id)
    ).one_or_none()
    if aside is None:
        return {}
    content = aside.content
    places = {place.id: place for revision in listing.revisions for place in revision.locations}
    for number, (street, lat, lon) in content["addresses"].items():
        place = places.get(int(number))
        if place is not None and not place.street:
            place.street, place.private_lat, place.private_lon = street, lat, lon
    if content["version"] is not None and listing.working is None:
        _make_version(session, listing, content["version"])
    for row in content["messages"]:
        _make_message(session, listing, row)
    session.delete(aside)
    session.flush()
    return dict(content)


def contact_of(listing: Listing) -> Row:
    """The contact of a listing, as it is kept."""
    return {name: to_json(getattr(listing, name)) for name in CONTACT}


def forget_old(session: Session) -> int:
    """Delete what has lain its thirty days, and messages whose letters are gone; return how much was deleted."""
    gone = session.execute(
        delete(SetAside).where(SetAside.delete_on < now().date()).returning(SetAside.id),
        execution_options={"synchronize_session": False},
    ).all()
    for aside in session.scalars(select(SetAside)):
        kept = [row for row in aside.content["messages"] if _has_letter(session, row)]
        if len(kept) < len(aside.content["messages"]):
            aside.content = {**aside.content, "messages": kept}
    session.flush()
    return len(gone)


def _forget(session: Session, listing: Listing, owner: Account) -> None:
    older = delete(SetAside).where(SetAside.listing_id == listing.id, SetAside.account_id == owner.id)
    session.execute(older, execution_options={"synchronize_session": False})


def _hide_addresses(listing: Listing, working: Revision | None) -> dict[str, list[Any]]:
    hidden = {}
    for revision in listing.revisions:
        for place in revision.locations if revision is not working else ():
            if place.privacy != "exact":
                hidden[str(place.id)] = [place.street, place.private_lat, place.private_lon]
                place.street, place.private_lat, place.private_lon = "", place.public_lat, place.public_lon
    return hidden


def _version(session: Session, revision: Revision) -> Row:
    row = _packed(revision, "id", "listing_id")
    row["photo"] = revision.photo.id if revision.photo else None
    for name, (model, link) in PARTS.items():
        rows = session.scalars(select(model).where(getattr(model, link) == revision.id))
        row[name] = [_packed(one, "id", link) for one in rows]
    return row


def _make_version(session: Session, listing: Listing, row: Row) -> None:
    parts = {name: row.get(name, []) for name in PARTS}
    revision = Revision(listing=listing, **_unpacked(Revision, row))
    revision.number = max((one.number for one in listing.revisions if one is not revision), default=0) + 1
    revision.photo = session.get(Photo, row["photo"]) if row["photo"] else None
    session.add(revision)
    session.flush()
    for name, (model, link) in PARTS.items():
        for one in parts[name]:
            facts = _unpacked(model, one) | {link: revision.id}
            if facts.get("moderator_id") and session.get(Account, facts["moderator_id"]) is None:
                facts["moderator_id"] = None
            session.add(model(**facts))
    session.flush()
    session.refresh(revision)
    if revision.state is RevisionState.SUBMITTED:
        scorekeeping.rescore(session, revision)


def _messages(session: Session, listing: Listing) -> list[Row]:
    found = session.scalars(select(Message).where(Message.listing_id == listing.id).order_by(Message.id))
    return [
        {**_packed(one, "id", "listing_id"), "replies": [_packed(reply, "id", "message_id") for reply in one.replies]}
        for one in found
    ]


def _make_message(session: Session, listing: Listing, row: Row) -> None:
    if not _has_letter(session, row):
        return
    message = Message(listing_id=listing.id, **_unpacked(Message, row))
    session.add(message)
    session.flush()
    session.add_all(
        Reply(message_id=message.id, **_unpacked(Reply, one)) for one in row["replies"] if _has_letter(session, one)
    )
    session.flush()


def _has_letter(session: Session, row: Row) -> bool:
    return session.scalar(select(OutgoingMail.id).where(OutgoingMail.id == row["letter_id"])) is not None


def _packed(one: Base, *without: str) -> Row:
    names = [column.key for column in type(one).__mapper__.column_attrs]
    return {name: to_json(getattr(one, name)) for name in names if name not in ("version", *without)}


def _unpacked(model: type[Base], row: Row) -> Row:
    columns = {column.key: column.columns[0].type for column in model.__mapper__.column_attrs}
    return {name: from_json(columns[name], value) for name, value in row.items() if name in columns}
