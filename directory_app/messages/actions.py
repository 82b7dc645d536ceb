"""Sending a message: the row, the letter to the therapist and the copy to the visitor, all or none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import mail
from ..models import Listing, Message, PublicListing
from .wording import Note


def send(session: Session, listing: PublicListing, note: Note, key: str, *, address: str = "") -> Message | None:
    """Send a note to the therapist of a public listing; None when this form was sent before.

    `key` names the form, `address` is the site's, for links in the letters. The letter goes to the address of the
    account, which the visitor never sees; who answers it writes to the visitor.
    """
    # The same form sent twice at once: the second waits here for the first and then finds its message.
    owner = session.scalars(select(Listing).where(Listing.id == listing.listing_id).with_for_update()).one()
    if session.scalar(select(Message.id).where(Message.key == key)) is not None:
        return None
    facts = {"visitor": note.name, "email": note.email, "body": note.body, "therapist": listing.name}
    letter = mail.write(
        session,
        owner.letters_to,
        "message",
        reply_to=note.email,
        private=True,
        inbox=f"{address}/my-listing/messages" if owner.account_id else "",
        **facts,
    )
    mail.write(
        session,
        note.email,
        "message_copy",
        private=True,
        profile=f"{address}/therapists/{listing.slug}",
        before_you_book=f"{address}/before-you-book",
        **facts,
    )
    session.flush()
    message = Message(
        listing_id=owner.id, letter_id=letter.id, key=key, name=note.name, email=note.email, body=note.body
    )
    session.add(message)
    session.flush()
    return message
