"""What both sides of a conversation read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from ..errors import NotFound
from ..mail import KEPT_AFTER_LEAVING
from ..models import (
    BlockedSender,
    Listing,
    Message,
    PublicListing,
    Report,
    ReportedMessage,
    ReportReason,
    Revision,
    SetAside,
    now,
)
from ..pagination import Page, within
from ..scorekeeping import QUESTIONS

INBOX_SIZE = 20


def can_be_written_to(session: Session, listing: PublicListing) -> bool:
    """Whether a letter would reach anybody: one that nobody has claimed may have published no address."""
    return bool(session.get_one(Listing, listing.listing_id).letters_to)


def has_inbox(session: Session, listing: PublicListing) -> bool:
    """Whether messages can be answered here: whoever has not claimed a listing yet has a mailbox only."""
    return not session.get_one(Listing, listing.listing_id).is_unclaimed


def sent_by_form(session: Session, listing: PublicListing, key: str) -> Message | None:
    """What was sent to this therapist with the form of this key, as long as it is kept."""
    own = Message.listing_id == listing.listing_id
    return session.scalars(select(Message).where(own, Message.key == key)).one_or_none()


@dataclass(frozen=True)
class OwnAnswer:
    """A question that was asked, and what the listing answers already: the choice and own words, both may be empty."""

    question: str
    choice: str
    text: str


@dataclass(frozen=True)
class Thread:
    """One message as its therapist sees it."""

    message: Message
    therapist: str
    asked: list[OwnAnswer]
    is_blocked: bool
    report: Report | None


@dataclass(frozen=True)
class Conversation:
    """One message as its visitor sees it. `slug` is None while the listing is not public."""

    message: Message
    therapist: str
    slug: str | None


def inbox(session: Session, listing: Listing, number: int = 1) -> Page[Message]:
    """The messages to this listing of the last 30 days, newest first."""
    kept = select(Message).where(Message.listing_id == listing.id, Message.created_at > now() - KEPT_AFTER_LEAVING)
    total = session.scalar(select(func.count()).select_from(kept.subquery())) or 0
    number = within(number, INBOX_SIZE, total)
    rows = session.scalars(
        kept.order_by(Message.created_at.desc(), Message.id.desc())
        .limit(INBOX_SIZE)
        .offset((number - 1) * INBOX_SIZE)
        .options(selectinload(Message.replies))
    ).all()
    return Page(rows, number, INBOX_SIZE, total)


def thread(session: Session, listing: Listing, key: str) -> Thread:
    """One message to this listing. Raises NotFound for those of others and for what is deleted by now."""
    message = session.scalars(select(Message).where(Message.key == key, Message.listing_id == listing.id)).one_or_none()
    if message is None:
        raise NotFound("message")
    shown = listing.approved or listing.working
    return Thread(
        message=message,
        therapist=shown.name if shown else "",
        asked=_asked(shown) if message.asks_questions and shown else [],
        is_blocked=is_blocked(session, listing.id, [message.sender]),
        report=session.scalars(
            select(Report).join(ReportedMessage).where(ReportedMessage.message_id == message.id).limit(1)
        ).one_or_none(),
    )


def conversation(session: Session, key: str) -> Conversation | None:
    """One message by its key; None once it is deleted."""
    message = session.scalars(select(Message).where(Message.key == key)).one_or_none()
    if message is None:
        return None
    listing = session.get_one(Listing, message.listing_id)
    shown = listing.approved or listing.working
    public = listing.state == "published"
    return Conversation(message, shown.name if shown else "", listing.slug if public else None)


def asides_with(session: Session, key: str) -> list[SetAside]:
    """What was set aside when a listing changed hands, if this message lies in it. There are few, for thirty days."""
    return [one for one in session.scalars(select(SetAside)) if any(row["key"] == key for row in _rows(one))]


def _rows(aside: SetAside) -> list[dict[str, str]]:
    return list(aside.content["messages"])


def is_blocked(session: Session, listing_id: int, senders: Sequence[str]) -> bool:
    """Whether this listing takes no messages from somebody with one of these digests."""
    known = [one for one in senders if one]
    wanted = select(BlockedSender.id).where(BlockedSender.listing_id == listing_id, BlockedSender.sender.in_(known))
    return bool(known) and session.scalar(wanted.limit(1)) is not None


def blocked_senders(session: Session, listing: Listing) -> Sequence[BlockedSender]:
    """Whom this listing takes no messages from, the latest first."""
    return session.scalars(
        select(BlockedSender).where(BlockedSender.listing_id == listing.id).order_by(BlockedSender.id.desc())
    ).all()


def report_reasons(session: Session) -> Sequence[ReportReason]:
    """Why a therapist may report a message."""
    return session.scalars(
        select(ReportReason)
        .where(ReportReason.retired.is_(False), ReportReason.of_message)
        .order_by(ReportReason.position, ReportReason.slug)
    ).all()


def _asked(revision: Revision) -> list[OwnAnswer]:
    found = []
    for question in QUESTIONS:
        answer = revision.answer(question.id)
        labels = {one.value: one.label for one in question.choices}
        choice = labels.get(answer.choice or "", "") if answer else ""
        found.append(OwnAnswer(question.asked_as, choice, (answer.text or "") if answer else ""))
    return found
