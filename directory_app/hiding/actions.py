"""Hiding parts of a public listing at once, showing them again, and a therapist who says that one is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail, publishing
from ..casework import note_act
from ..errors import IllegalMove, NotFound
from ..models import Account, Act, AuditEntry, HiddenField, Listing, OutgoingMail, Reason, Report, Revision, now
from ..publishing.hidden import INSTANT, digest_of, holds, parts_of, words_of


@dataclass(frozen=True)
class Order:
    """Which parts to hide, why (from the list of reasons), in which words, and the report that led to it, if any."""

    parts: tuple[str, ...]
    reason_slug: str
    note: str = ""
    report_id: int | None = None


def hide(session: Session, listing: Listing, moderator: Account, order: Order, address: str = "") -> Act | None:
    """Hide parts of a listing everywhere, in this transaction; its therapist gets a letter.

    What is hidden already is passed over: None where nothing is left. Raises NotFound where nothing was ever approved.
    """
    locking.hold(session, listing)
    approved = listing.approved
    if approved is None:
        raise NotFound(f"public version of listing {listing.id}")
    report = session.get(Report, order.report_id) if order.report_id else None
    if report is not None and report.listing_id != listing.id:
        report = None
    closed: list[int] = []
    made = [
        HiddenField(
            listing=listing,
            part=part,
            content=digest_of(approved, part),
            reason=session.get_one(Reason, order.reason_slug),
            note=order.note,
            report=report,
            hidden_by=moderator,
        )
        for part in order.parts
        if part in parts_of(approved) and not _is_hidden(session, approved, part, moderator, closed)
    ]
    if not made:
        return None
    session.add_all(made)
    session.flush()
    publishing.refresh(session, listing)
    fields = [one.part.lower() for one in made]
    entry = _record(session, listing, moderator, "fields_hidden", fields, order.reason_slug, order.report_id)
    letter = _tell(session, listing, "fields_hidden", made, address)
    before = {"hidden": [one.id for one in made], "closed": closed}
    about = ("hidden", listing.id)
    return note_act(session, "hidden", about, listing.id, moderator, entry=entry, before=before, letter=letter)


def _is_hidden(session: Session, approved: Revision, part: str, moderator: Account, closed: list[int]) -> bool:
    """Whether a part is hidden now. An order whose text has been replaced is closed, to make room for a new one.

    Those that were are added to `closed`.
    """
    old = session.scalars(
        select(HiddenField).where(
            HiddenField.listing_id == approved.listing_id, HiddenField.part == part, HiddenField.lifted_at.is_(None)
        )
    ).one_or_none()
    if old is None:
        return False
    if holds(old, approved):
        return True
    old.lifted_at, old.lifted_by = now(), moderator
    closed.append(old.id)
    session.flush()
    return False


def show_again(session: Session, hidden: HiddenField, moderator: Account, address: str = "") -> Act:
    """Show a hidden part again, everywhere; its therapist gets a letter.

    Raises IllegalMove when another moderator was faster.
    """
    locking.hold(session, hidden.listing, hidden)
    if hidden.lifted_at is not None:
        raise IllegalMove(
            "hidden part",
            "shown",
            "shown",
            decided_by=hidden.lifted_by.email if hidden.lifted_by else None,
            decided_at=hidden.lifted_at,
        )
    hidden.lifted_at, hidden.lifted_by = now(), moderator
    session.flush()
    publishing.refresh(session, hidden.listing)
    entry = _record(
        session, hidden.listing, moderator, "field_shown_again", [hidden.part.lower()], hidden.reason_slug or "", None
    )
    letter = _tell(session, hidden.listing, "field_shown_again", [hidden], address)
    about, before = ("hidden", hidden.listing_id), {"shown": hidden.id}
    return note_act(session, "shown", about, hidden.listing_id, moderator, entry=entry, before=before, letter=letter)


def ask(session: Session, hidden: HiddenField, who: Account) -> bool:
    """Note that a therapist says a part is put right; whether that is new."""
    if hidden.asked_at is not None:
        return False
    hidden.asked_at = now()
    audit.record(
        session,
        "listing",
        hidden.listing_id,
        who,
        "field_put_right",
        target_name=hidden.listing.slug or who.email,
        after={"fields": [hidden.part.lower()]},
    )
    session.flush()
    return True


def _record(
    session: Session,
    listing: Listing,
    moderator: Account,
    action: str,
    fields: Sequence[str],
    reason: str,
    report_id: int | None,
) -> AuditEntry:
    after = {"fields": list(fields), "report_id": report_id} if report_id else {"fields": list(fields)}
    return audit.record(
        session,
        "listing",
        listing.id,
        moderator,
        action,
        target_name=listing.slug or "",
        after=after,
        reason=reason,
    )


def _tell(
    session: Session, listing: Listing, letter: str, fields: Sequence[HiddenField], address: str
) -> OutgoingMail | None:
    if not listing.letters_to or listing.approved is None:
        return None
    return mail.write(
        session,
        listing.letters_to,
        letter,
        name=listing.approved.name,
        parts=[words_of(one.part)[0] for one in fields],
        letter=fields[0].reason.letter if fields[0].reason else "",
        note=fields[0].note,
        is_instant=any(one.part in INSTANT for one in fields),
        is_reviewed=any(one.part not in INSTANT for one in fields),
        claimed=listing.account is not None,
        my_listing=f"{address}/my-listing",
        claim_page=f"{address}/therapists/{listing.slug}/claim",
        profile=f"{address}/therapists/{listing.slug}",
    )
