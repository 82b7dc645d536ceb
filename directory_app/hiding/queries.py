"""What the pages about hidden fields read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..casework import not_own
from ..errors import NotFound
from ..models import Account, HiddenField, Listing, PublicListing, Reason, Report, Revision
from ..pagination import Page, within
from ..publishing.hidden import PLACE, holds, parts_of, words_of

PAGE_SIZE = 25
HIDE = "hide"


@dataclass(frozen=True)
class Row:
    """One hidden field; `in_effect` is false once something else was approved in its place."""

    field: HiddenField
    label: str
    name: str
    in_effect: bool


@dataclass(frozen=True)
class Sheet:
    """A listing as the page that hides its parts shows it: `offered` are pairs of a part and its words."""

    listing: Listing
    name: str
    slug: str | None
    offered: list[tuple[str, str]]
    standing: list[Row]
    earlier: list[Row]
    report: Report | None


def sheet(session: Session, listing_id: int, report_id: int | None = None) -> Sheet:
    """What can be hidden of a listing, what is and what was. Raises NotFound where nothing was ever approved."""
    listing = session.get(Listing, listing_id)
    approved = listing.approved if listing else None
    if listing is None or approved is None:
        raise NotFound(f"public version of listing {listing_id}")
    rows = [
        _row(one)
        for one in session.scalars(
            select(HiddenField).where(HiddenField.listing_id == listing_id).order_by(HiddenField.id.desc())
        )
    ]
    standing = [row for row in rows if row.in_effect]
    taken = {row.field.part for row in standing}
    report = session.get(Report, report_id) if report_id else None
    return Sheet(
        listing=listing,
        name=approved.name,
        slug=listing.slug if session.get(PublicListing, listing_id) else None,
        offered=[(part, _words(part, approved)) for part in parts_of(approved) if part not in taken],
        standing=standing,
        earlier=[row for row in rows if not row.in_effect],
        report=report if report and report.listing_id == listing_id else None,
    )


def _words(part: str, approved: Revision) -> str:
    """A part in words; an address with what it says, since there may be several."""
    said = next((one.public_label for one in approved.locations if PLACE + one.place_key == part), "")
    return f"{words_of(part)[0]}: {said}" if said else words_of(part)[0]


def hidden_now(session: Session, me: Account, number: int = 1) -> Page[Row]:
    """Hidden fields of all listings but my own, first what a therapist says is put right, then the oldest."""
    wanted = select(HiddenField).where(HiddenField.lifted_at.is_(None), not_own(me, HiddenField.listing_id))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = within(number, PAGE_SIZE, total)
    found = session.scalars(
        wanted.order_by(HiddenField.asked_at.is_(None), HiddenField.asked_at, HiddenField.hidden_at, HiddenField.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(HiddenField.listing).selectinload(Listing.revisions), joinedload(HiddenField.reason))
        .options(selectinload(HiddenField.hidden_by))
    )
    return Page([_row(one) for one in found], number, PAGE_SIZE, total)


def hidden_field(session: Session, hidden_id: int, listing: Listing | None = None) -> HiddenField:
    """One hidden field, of `listing` where one is given. Raises NotFound."""
    found = session.get(HiddenField, hidden_id)
    if found is None or (listing is not None and found.listing_id != listing.id):
        raise NotFound(f"hidden field {hidden_id}")
    return found


def reasons(session: Session) -> list[Reason]:
    """Reasons for hiding that are in use, in the order of their labels."""
    found = session.scalars(select(Reason).where(Reason.retired.is_(False)).order_by(Reason.label))
    return [one for one in found if HIDE in one.applies_to]


def _row(one: HiddenField) -> Row:
    approved = one.listing.approved
    in_effect = one.lifted_at is None and (approved is None or holds(one, approved))
    name = approved.name if approved else ""
    return Row(one, words_of(one.part)[0], name, in_effect)
