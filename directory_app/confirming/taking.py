"""What a client sends, and what a client takes back. Nothing here records who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from .. import audit, locking
from ..errors import NotFound
from ..models import (
    Account,
    Confirmation,
    ConfirmationCode,
    ConfirmationSheet,
    ConfirmationState,
    Evidence,
    Listing,
    now,
)
from . import networks
from .codes import hashed, make_receipt
from .counting import score_again
from .facts import SessionFacts
from .holding import Thresholds, hold_patterns
from .sheets import can_make


class NoSuchCode(NotFound):
    """The code opens nothing: it is wrong, used, closed or run out, or the listing has no confirmations now."""


@dataclass(frozen=True)
class Door:
    """How a confirmation comes in: the key of its form, the network of this request, the secret of the site.

    `earlier` are secrets that the site had before: codes on paper outlive them.
    """

    key: str
    network: str
    secret: str
    earlier: Sequence[str] = ()


def sheet_behind(session: Session, code: str, secret: str, earlier: Sequence[str] = ()) -> ConfirmationSheet:
    """The sheet of a code that opens a form. Raises NoSuchCode.

    A code that was used opens it until it runs out and is refused when it is sent: otherwise whoever kept a copy of a
    card could look up whether its client has answered.
    """
    return _code(session, code, [secret, *earlier]).sheet


def take(session: Session, code: str, facts: SessionFacts, door: Door, thresholds: Thresholds) -> Confirmation:
    """Keep what a client reports and spend the code; the same again when this form was sent before.

    Raises NoSuchCode. The confirmation waits for the next counting day, or for a moderator where it makes a pattern.
    """
    known = session.scalars(select(Confirmation).where(Confirmation.key == door.key)).one_or_none()
    if known is not None:
        return known
    found = _code(session, code, [door.secret, *door.earlier])
    # Two that come at once: the second waits here, and then finds the code spent.
    session.execute(select(Listing.id).where(Listing.id == found.sheet.listing_id).with_for_update())
    session.refresh(found, ["spent", "closed"])
    if found.spent or found.closed:
        known = session.scalars(select(Confirmation).where(Confirmation.key == door.key)).one_or_none()
        if known is not None:
            return known
        raise NoSuchCode("a code that was used")
    found.spent = True
    made = _confirmation(session, found.sheet, facts, door)
    hold_patterns(session, made, thresholds)
    session.flush()
    return made


def _confirmation(session: Session, sheet: ConfirmationSheet, facts: SessionFacts, door: Door) -> Confirmation:
    moment = now()
    made = Confirmation(
        listing_id=sheet.listing_id,
        month=facts.month,
        answers=facts.answers,
        state=ConfirmationState.WAITING,
        ready_on=moment.date(),
        received_at=moment.replace(minute=0, second=0, microsecond=0),
        key=door.key,
        receipt_hash=hashed(door.secret, "receipt", make_receipt(door.secret, door.key)),
        network=networks.of_today(session, door.network, door.secret),
        tripped=[],
    )
    session.add(made)
    session.flush()
    return made


def _code(session: Session, code: str, secrets: Sequence[str]) -> ConfirmationCode:
    found = session.scalars(
        select(ConfirmationCode)
        .where(ConfirmationCode.code_hash.in_([hashed(one, "code", code) for one in secrets]))
        .options(joinedload(ConfirmationCode.sheet).joinedload(ConfirmationSheet.listing))
    ).one_or_none()
    if found is None or found.closed or found.sheet.closed_on is not None:
        raise NoSuchCode("no open code")
    if found.sheet.expires_on < now().date() or not can_make(session, found.sheet.listing):
        raise NoSuchCode("no open code")
    return found


def note_own_code(session: Session, listing: Listing, who: Account) -> None:
    """Note for the moderators that a therapist sent a form with a code of their own listing."""
    audit.record(session, "listing", listing.id, who, "own_code_tried", target_name=listing.slug or "")


def withdraw(session: Session, receipt: str, secret: str, earlier: Sequence[str] = ()) -> bool:
    """Take back what was sent with this receipt; whether there was something. Withdrawn evidence ceases to count."""
    hashes = [hashed(one, "receipt", receipt) for one in (secret, *earlier)]
    found = session.scalars(select(Confirmation).where(Confirmation.receipt_hash.in_(hashes))).one_or_none()
    if found is None:
        return False
    # Counting holds the listing: what it is about to make of this row is waited for, and then taken back.
    session.execute(select(Listing.id).where(Listing.id == found.listing_id).with_for_update())
    locking.hold(session, found)
    if found.state is ConfirmationState.COUNTED:
        for one in session.scalars(select(Evidence).where(Evidence.confirmation_id == found.id)):
            one.withdrawn_at = now()
        session.flush()
        score_again(session, found.listing)
    # What was reported goes; the row stays without it, so that withdrawing twice is no mistake.
    found.state, found.answers = ConfirmationState.WITHDRAWN, {}
    session.flush()
    return True
