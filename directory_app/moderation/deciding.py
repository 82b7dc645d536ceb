"""A decision about a version that waits: moves, decision row, flags, audit, public listing, letter. Nothing commits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, publishing, scorekeeping, versions
from ..casework import facts_of, hold, note_act
from ..comparison import words_of
from ..errors import IllegalMove, StaleVersion
from ..models import (
    NEEDS_REASON,
    OUTCOME,
    Account,
    Act,
    AuditEntry,
    Decision,
    DecisionKind,
    Flag,
    FlagState,
    Listing,
    ListingState,
    OutgoingMail,
    PublicListing,
    Revision,
    RevisionState,
    now,
)
from . import letters

Facts = dict[str, Any]
# Where an act keeps the words of a version that went back, since its therapist changes that same version.
SENT_IN = "sent_in"


@dataclass(frozen=True)
class Verdict:
    """What a moderator decided, why (from the list of reasons), in which words, and which flags have no ground.

    `about` says part by part what to change; `sent_back` names the parts that are not taken over when others are.
    """

    kind: DecisionKind
    reason_slug: str | None = None
    note: str = ""
    unfounded: frozenset[int] = frozenset()
    about: tuple[tuple[str, str], ...] = ()
    sent_back: tuple[str, ...] = ()


def decide(
    session: Session, revision: Revision, moderator: Account, verdict: Verdict, *, version: int, address: str = ""
) -> Decision:
    """Decide about a waiting revision that was opened at `version`; `address` is the site's for links in the letter.

    Raises IllegalMove when it was already decided (with who and when) or waits no longer, StaleVersion when it was
    changed after it was opened, ValueError when a needed reason is missing or there are no parts to tell apart.
    """
    # Two moderators at the same moment: the second waits here for the first and then sees what was decided.
    hold(session, revision.listing)
    _check(session, revision, verdict, version)
    before = _before(session, revision)
    if verdict.kind in (DecisionKind.APPROVE, DecisionKind.APPROVE_PARTS):
        before["replaced"] = _replace_approved(session, revision)
    revision.move(OUTCOME[verdict.kind])
    revision.decided_at = now()
    decision = _decision(revision, moderator, verdict)
    session.add(decision)
    session.flush()
    _review_flags(session, revision, moderator, verdict)
    if verdict.kind is DecisionKind.APPROVE_PARTS:
        before["part_id"] = _publish_parts(session, revision, moderator, verdict, before["replaced"]).id
    if verdict.kind is DecisionKind.APPROVE:
        make_public(session, revision)
    entry = _record(session, decision, moderator, before, verdict)
    letter = letters.tell_owner(session, decision, address)
    session.flush()
    before["version"] = revision.version
    _forget_sent_in(session, revision)
    if verdict.kind is not DecisionKind.APPROVE:
        before[SENT_IN] = words_of(revision)
    note_act(
        session, "decision", ("revision", revision.id), revision.listing_id, moderator,
        entry=entry, before=before, letter=letter, decision=decision,
    )  # fmt: skip
    return decision


def preview(session: Session, revision: Revision, moderator: Account, verdict: Verdict, address: str) -> OutgoingMail:
    """The letter that a decision would send; nothing is kept."""
    with session.no_autoflush:
        decision = _decision(revision, moderator, verdict)
        decision.created_at = now()
        letter = letters.tell(session, decision, address)
        session.expunge(letter)
        if decision in session:
            session.expunge(decision)
    return letter


def make_public(session: Session, revision: Revision) -> None:
    """Show an approved version, unless its therapist hides the listing or it was suspended."""
    listing = revision.listing
    if listing.state is ListingState.DRAFT:
        listing.move(ListingState.PUBLISHED)
    if listing.state is ListingState.PUBLISHED:
        publishing.publish(session, revision)


def latest_decision(session: Session, revision: Revision) -> Decision | None:
    """The newest decision about this revision that was not taken back."""
    return session.scalars(
        select(Decision)
        .where(Decision.revision_id == revision.id, Decision.undone_at.is_(None))
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()


def last_sent_back(session: Session, revision: Revision) -> Decision | None:
    """The decision by which a version last went back to its therapist, if what it said then was kept."""
    last = latest_decision(session, revision)
    return last if last is not None and sent_in(last) else None


def sent_in(decision: Decision) -> dict[str, str]:
    """What a version said when it was sent back: words under the labels of its fields."""
    kept: dict[str, str] = decision.act.before.get(SENT_IN, {}) if decision.act else {}
    return kept


def review(flag: Flag, moderator: Account, *, unfounded: bool) -> None:
    """A moderator has looked at a flag: it stands, or it has no ground."""
    flag.state = FlagState.DISMISSED if unfounded else FlagState.UPHELD
    flag.reviewed_at, flag.reviewed_by_id = now(), moderator.id


def open_flags(session: Session, revision: Revision) -> list[Flag]:
    """Flags of a version that nobody has reviewed."""
    wanted = select(Flag).where(Flag.revision_id == revision.id, Flag.state == FlagState.OPEN)
    return list(session.scalars(wanted.order_by(Flag.id)))


def refuse_once_decided(session: Session, revision: Revision, wanted: str = "decided") -> None:
    """Raise IllegalMove, with who decided, where a version does not wait any more."""
    if revision.state is RevisionState.SUBMITTED:
        return
    raise decided_already(revision.state, wanted, latest_decision(session, revision))


def decided_already(state: str, wanted: str, last: Decision | None) -> IllegalMove:
    """The refusal to make a listing or a version what its state does not allow, with who decided `last`."""
    return IllegalMove(
        "listing",
        state,
        wanted,
        decided_by=last.moderator.email if last and last.moderator else None,
        decided_at=last.created_at if last else None,
    )


def _check(session: Session, revision: Revision, verdict: Verdict, version: int) -> None:
    refuse_once_decided(session, revision, OUTCOME[verdict.kind])
    if revision.version != version:
        raise StaleVersion("revision", version, revision.version)
    if verdict.kind in NEEDS_REASON and not verdict.reason_slug:
        raise ValueError("a reason is needed")
    if verdict.kind is DecisionKind.APPROVE_PARTS:
        changed = {part.key for part in versions.changed_parts(revision.listing.approved, revision)}
        if not set(verdict.sent_back) & changed or not changed - set(verdict.sent_back):
            raise ValueError("some parts are taken over and some are sent back")


def _before(session: Session, revision: Revision) -> Facts:
    listing = revision.listing
    return {
        "state": revision.state.value,
        "number": revision.number,
        "decided_at": revision.decided_at.isoformat() if revision.decided_at else None,
        "listing_state": listing.state.value,
        "had_slug": listing.slug is not None,
        "account_id": listing.account_id,
        "flags": {str(flag.id): facts_of(flag) for flag in open_flags(session, revision)},
        "published_at": published_at(session, listing),
    }


def published_at(session: Session, listing: Listing) -> str | None:
    """Since when a listing is public without a break; None for one that is not."""
    public = session.get(PublicListing, listing.id)
    return public.published_at.isoformat() if public else None


def _forget_sent_in(session: Session, revision: Revision) -> None:
    """Earlier words of a version are kept until it is decided about again."""
    earlier = select(Act).join(Decision, Act.decision_id == Decision.id).where(Decision.revision_id == revision.id)
    for act in session.scalars(earlier):
        if SENT_IN in act.before:
            act.before = {name: fact for name, fact in act.before.items() if name != SENT_IN}


def _decision(revision: Revision, moderator: Account, verdict: Verdict) -> Decision:
    return Decision(
        revision=revision,
        moderator=moderator,
        kind=verdict.kind,
        reason_slug=verdict.reason_slug,
        note=verdict.note,
        about=[{"where": where, "note": note} for where, note in verdict.about],
        sent_back=list(verdict.sent_back),
    )


def _review_flags(session: Session, revision: Revision, moderator: Account, verdict: Verdict) -> None:
    """Every open flag is reviewed with the decision. Where one falls, the text counts in full from now on."""
    flags = open_flags(session, revision)
    for flag in flags:
        review(flag, moderator, unfounded=flag.id in verdict.unfounded)
    if any(flag.state is FlagState.DISMISSED for flag in flags):
        session.flush()
        scorekeeping.rescore(session, revision)


def _replace_approved(session: Session, revision: Revision) -> int | None:
    old = revision.listing.approved
    if old is None:
        return None
    old.move(RevisionState.REPLACED)
    # The partial unique index allows one approved revision: the old one must be gone before the new one comes.
    session.flush()
    return old.id


def _publish_parts(
    session: Session, revision: Revision, moderator: Account, verdict: Verdict, replaced: int | None
) -> Revision:
    """Make the accepted parts a version of their own, which the public sees.

    All of `revision` stays with its therapist, one number higher: the next time it differs only in what was sent back.
    """
    listing, number = revision.listing, revision.number
    old = session.get_one(Revision, replaced)
    accepted = [part.key for part in versions.PARTS if part.key not in verdict.sent_back]
    revision.number = number + 1
    session.flush()
    made = versions.copy_of(session, old, number, over=accepted, other=revision)
    made.state = RevisionState.APPROVED
    made.submitted_at, made.decided_at, made.due_on = revision.submitted_at, revision.decided_at, revision.due_on
    session.flush()
    scorekeeping.rescore(session, made)
    # What is public now was seen by this moderator, or by whoever approved the version before.
    for flag in open_flags(session, made):
        review(flag, moderator, unfounded=False)
    session.flush()
    session.expire(listing, ["revisions"])
    make_public(session, made)
    return made


def _record(session: Session, decision: Decision, moderator: Account, before: Facts, verdict: Verdict) -> AuditEntry:
    revision = decision.revision
    more = {"fields": sorted(verdict.sent_back)} if verdict.sent_back else {}
    return audit.record(
        session,
        "revision",
        revision.id,
        moderator,
        decision.kind.value,
        target_name=revision.name,
        before={"state": before["state"]},
        after={
            "state": str(revision.state),
            "listing_id": revision.listing_id,
            "unfounded_flags": sorted(verdict.unfounded),
            **more,
        },
        reason=decision.reason_slug or "",
    )
