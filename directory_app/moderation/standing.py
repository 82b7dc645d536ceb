"""What moderators decide about a listing that is public: take it down, bring it back, review its flags.

Nothing here commits.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping
from ..casework import facts_of, hold, note_act
from ..errors import IllegalMove, NotFound
from ..models import (
    Account,
    Act,
    AuditEntry,
    Decision,
    DecisionKind,
    FlagState,
    Listing,
    ListingState,
    OutgoingMail,
    Revision,
    now,
)
from . import letters
from .deciding import Verdict, decided_already, open_flags, published_at, review

SHOWN = (ListingState.PUBLISHED, ListingState.PAUSED)


def listing_to_judge(session: Session, listing_id: int) -> Listing:
    """A listing that was public once. Raises NotFound for others: drafts are nobody's business."""
    listing = session.get(Listing, listing_id)
    if listing is None or listing.approved is None:
        raise NotFound(f"listing {listing_id}")
    return listing


def suspend(session: Session, listing: Listing, moderator: Account, verdict: Verdict, address: str = "") -> Decision:
    """Take a listing out of everything public at once, with a reason.

    Raises IllegalMove when a colleague was faster or it was never public, ValueError without a reason.
    """
    hold(session, listing)
    if not verdict.reason_slug:
        raise ValueError("a reason is needed")
    _check(session, listing, ListingState.SUSPENDED, SHOWN)
    before = {"listing_state": listing.state.value, "published_at": published_at(session, listing)}
    listing.move(ListingState.SUSPENDED)
    publishing.withdraw(session, listing)
    return _decided(session, listing, moderator, verdict, before, address)


def restore(session: Session, listing: Listing, moderator: Account, note: str, address: str = "") -> Decision:
    """Lift a suspension: the listing is public again, or paused where its therapist had paused it.

    Raises IllegalMove when it is not suspended.
    """
    hold(session, listing)
    _check(session, listing, ListingState.PUBLISHED, (ListingState.SUSPENDED,))
    earlier = suspension(session, listing)
    was = ListingState((earlier.before if earlier else {}).get("listing_state", ListingState.PUBLISHED))
    listing.move(was)
    session.flush()
    if was is ListingState.PUBLISHED and listing.approved is not None:
        publishing.publish(session, listing.approved)
    before = {"listing_state": ListingState.SUSPENDED.value, "published_at": None}
    return _decided(session, listing, moderator, Verdict(DecisionKind.RESTORE, note=note), before, address)


def preview(session: Session, listing: Listing, moderator: Account, verdict: Verdict, address: str) -> OutgoingMail:
    """The letter that taking down or bringing back would send; nothing is kept."""
    with session.no_autoflush:
        decision = _row(listing, moderator, verdict)
        decision.created_at = now()
        letter = letters.tell(session, decision, address)
        session.expunge(letter)
    return letter


def suspension(session: Session, listing: Listing) -> Act | None:
    """The act that took the listing down last."""
    return session.scalars(
        select(Act)
        .join(Decision, Decision.id == Act.decision_id)
        .where(Act.listing_id == listing.id, Act.undone_at.is_(None), Decision.kind == DecisionKind.SUSPEND)
        .order_by(Act.id.desc())
        .limit(1)
    ).one_or_none()


def review_flags(session: Session, revision: Revision, moderator: Account, unfounded: frozenset[int], note: str) -> Act:
    """Review the open flags of a version that is public: those without ground fall, and it is scored again.

    Raises IllegalMove when a colleague has done so.
    """
    hold(session, revision.listing)
    flags = open_flags(session, revision)
    if not flags:
        raise IllegalMove("set of flags", "reviewed", "reviewed")
    before = {"flags": {str(flag.id): facts_of(flag) for flag in flags}, "version": revision.version}
    for flag in flags:
        review(flag, moderator, unfounded=flag.id in unfounded)
    session.flush()
    if any(flag.state is FlagState.DISMISSED for flag in flags):
        scorekeeping.rescore(session, revision)
        publishing.refresh(session, revision.listing)
    entry = audit.record(
        session,
        "revision",
        revision.id,
        moderator,
        "flags_reviewed",
        target_name=revision.name,
        after={"listing_id": revision.listing_id, "flags": sorted(f.id for f in flags),
               "unfounded_flags": sorted(f.id for f in flags if f.state is FlagState.DISMISSED)},
        reason=note,
    )  # fmt: skip
    about = ("revision", revision.id)
    return note_act(session, "flags", about, revision.listing_id, moderator, entry=entry, before=before)


def _check(session: Session, listing: Listing, wanted: ListingState, possible: tuple[ListingState, ...]) -> None:
    if listing.state in possible:
        return
    last = session.scalars(
        select(Decision)
        .join(Revision)
        .where(Revision.listing_id == listing.id, Decision.undone_at.is_(None))
        .where(Decision.kind.in_((DecisionKind.SUSPEND, DecisionKind.RESTORE)))
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
    raise decided_already(listing.state, wanted, last)


def _row(listing: Listing, moderator: Account, verdict: Verdict) -> Decision:
    return Decision(
        revision=listing.approved or listing.revisions[-1],
        moderator=moderator,
        kind=verdict.kind,
        reason_slug=verdict.reason_slug,
        note=verdict.note,
        about=[],
        sent_back=[],
    )


def _decided(
    session: Session,
    listing: Listing,
    moderator: Account,
    verdict: Verdict,
    before: dict[str, str | None],
    address: str,
) -> Decision:
    decision = _row(listing, moderator, verdict)
    session.add(decision)
    session.flush()
    entry: AuditEntry = audit.record(
        session,
        "listing",
        listing.id,
        moderator,
        "suspended" if verdict.kind is DecisionKind.SUSPEND else "restored",
        target_name=decision.revision.name,
        before={"state": before["listing_state"]},
        after={"state": listing.state.value, "decision_id": decision.id},
        reason=verdict.reason_slug or "",
    )
    letter = letters.tell_owner(session, decision, address)
    note_act(
        session, "standing", ("listing", listing.id), listing.id, moderator,
        entry=entry, before=before, letter=letter, decision=decision,
    )  # fmt: skip
    return decision
