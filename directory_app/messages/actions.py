"""What happens in a conversation: rows and the letters that carry them, all or none. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .. import audit, mail
from ..errors import NotFound
from ..models import (
    Account,
    BlockedSender,
    Listing,
    Message,
    OutgoingMail,
    PublicListing,
    Reply,
    Report,
    ReportedMessage,
    ReportReason,
    now,
    promised_by,
)
from . import queries
from .wording import Note, quoted


@dataclass(frozen=True)
class Addresses:
    """Whole addresses for letters: both sides of the conversation, the profile, its claim, the signs, the contact."""

    inbox: str
    conversation: str
    profile: str
    claim: str
    before_you_book: str
    contact: str


@dataclass(frozen=True)
class MessageComplaint:
    """Why a therapist reports a message, in which words, and what makes two presses of the button one report."""

    reason_slug: str
    note: str
    key: str


def send(
    session: Session, listing: PublicListing, note: Note, key: str, *, sender: str, addresses: Addresses
) -> Message | None:
    """Send a note to the therapist of a public listing; None when this form was sent before.

    `key` names the form. The letter goes to the address of the account, which the visitor never sees. It can be
    answered by mail only where the visitor shares an address.
    """
    # The same form sent twice at once: the second waits here for the first and then finds its message.
    owner = session.scalars(select(Listing).where(Listing.id == listing.listing_id).with_for_update()).one()
    if session.scalar(select(Message.id).where(Message.key == key)) is not None:
        return None
    facts: dict[str, Any] = {
        "visitor": note.name,
        "email": note.email,
        "body": quoted(note.body),
        "therapist": listing.name,
        "shares_email": note.shares_email,
        "addresses": addresses,
        "has_inbox": not owner.is_unclaimed,
    }
    answer_to = note.email if note.shares_email else ""
    letter = mail.write(session, owner.letters_to, "message", reply_to=answer_to, private=True, **facts)
    copy = mail.write(session, note.email, "message_copy", private=True, **facts)
    letter.listing_id = copy.listing_id = owner.id
    letter.thread = copy.thread = key
    session.flush()
    message = Message(
        listing_id=owner.id,
        letter_id=letter.id,
        key=key,
        name=note.name,
        email=note.email,
        body=note.body,
        shares_email=note.shares_email,
        asks_questions=note.asks_questions,
        sender=sender,
    )
    session.add(message)
    session.flush()
    return message


def reply(
    session: Session, message: Message, body: str, key: str, therapist: str, addresses: Addresses
) -> Reply | None:
    """The therapist answers: a letter from the directory's own address. None when this form was sent before.

    A blocked sender can be answered; the letter then does not say where to write again.

    Raises NotFound where the visitor's address is not known: in what was taken in from another directory.
    """
    if not message.email:
        raise NotFound("the visitor's address")
    if _is_known(session, message, key):
        return None
    letter = mail.write(
        session,
        message.email,
        "reply",
        private=True,
        visitor=message.name,
        therapist=therapist,
        body=quoted(body),
        may_write_again=not queries.is_blocked(session, message.listing_id, [message.sender]),
        addresses=addresses,
    )
    message.read_at = message.read_at or now()
    return _keep(session, message, letter, Reply(key=key, by_visitor=False, body=body))


def answer(session: Session, message: Message, body: str, key: str, *, addresses: Addresses) -> Reply | None:
    """The visitor writes again: a letter to the therapist. None when this form was sent before."""
    if _is_known(session, message, key):
        return None
    listing = session.get_one(Listing, message.listing_id)
    letter = mail.write(
        session,
        listing.letters_to,
        "answer",
        reply_to=message.email if message.shares_email else "",
        private=True,
        visitor=message.name,
        email=message.email,
        shares_email=message.shares_email,
        has_inbox=not listing.is_unclaimed,
        body=quoted(body),
        addresses=addresses,
    )
    message.read_at = None
    return _keep(session, message, letter, Reply(key=key, by_visitor=True, body=body))


def mark(session: Session, message: Message, is_read: bool) -> None:
    """Remember that a message was read, or that it is to count as new."""
    message.read_at = (message.read_at or now()) if is_read else None
    session.flush()


def block(session: Session, message: Message, who: Account) -> None:
    """Take no more messages from a sender; harmless when that is so already."""
    # Pressed twice at once: the second waits here for the first and then finds the sender blocked.
    session.execute(select(Listing.id).where(Listing.id == message.listing_id).with_for_update())
    known = select(BlockedSender.id).where(
        BlockedSender.listing_id == message.listing_id, BlockedSender.sender == message.sender
    )
    if not message.sender or session.scalar(known) is not None:
        return
    session.add(BlockedSender(listing_id=message.listing_id, sender=message.sender))
    session.flush()
    audit.record(session, "listing", message.listing_id, who, "sender_blocked")


def unblock(session: Session, listing: Listing, block_id: int, who: Account) -> None:
    """Take messages from a sender again. Raises NotFound for what another listing blocked."""
    found = session.get(BlockedSender, block_id)
    if found is None or found.listing_id != listing.id:
        raise NotFound("blocked sender")
    session.delete(found)
    session.flush()
    audit.record(session, "listing", listing.id, who, "sender_unblocked")


def report(session: Session, message: Message, who: Account, complaint: MessageComplaint, promise_days: int) -> Report:
    """Show a message to the moderators; the report that is there when this form was sent before.

    Moderators read the message itself, as long as it lives: no copy is made.
    """
    session.execute(select(Listing.id).where(Listing.id == message.listing_id).with_for_update())
    known = session.scalars(select(Report).where(Report.key == complaint.key)).one_or_none()
    if known is not None:
        return known
    reason = session.get_one(ReportReason, complaint.reason_slug)
    made = Report(
        listing_id=message.listing_id,
        reason=reason,
        key=complaint.key,
        note=complaint.note,
        about_message=True,
        due_on=promised_by(reason.urgent, promise_days),
    )
    session.add(made)
    session.flush()
    session.add(ReportedMessage(report_id=made.id, message_id=message.id))
    session.flush()
    audit.record(
        session,
        "listing",
        message.listing_id,
        who,
        "message_reported",
        after={"report_id": made.id, "reason": reason.slug},
    )
    return made


def forget(session: Session, key: str) -> None:
    """Delete a conversation with all letters of it, sent or waiting, wherever it lies. Raises NotFound."""
    message = session.scalars(select(Message).where(Message.key == key)).one_or_none()
    asides = queries.asides_with(session, key)
    if message is None and not asides:
        raise NotFound("conversation")
    # Letters of a release that did not write down their thread, and of what was taken in from another directory.
    own = [message.letter_id, *(one.letter_id for one in message.replies)] if message else []
    for aside in asides:
        aside.content = {
            **aside.content,
            "messages": [row for row in aside.content["messages"] if row["key"] != key],
        }
    session.flush()
    session.execute(
        delete(OutgoingMail).where((OutgoingMail.thread == key) | OutgoingMail.id.in_(own)),
        execution_options={"synchronize_session": False},
    )
    session.expire_all()


def _is_known(session: Session, message: Message, key: str) -> bool:
    session.execute(select(Message.id).where(Message.id == message.id).with_for_update())
    return session.scalar(select(Reply.id).where(Reply.key == key)) is not None


def _keep(session: Session, message: Message, letter: OutgoingMail, made: Reply) -> Reply:
    letter.listing_id, letter.thread = message.listing_id, message.key
    session.flush()
    made.message, made.letter_id = message, letter.id
    session.add(made)
    session.flush()
    return made
