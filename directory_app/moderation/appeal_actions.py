"""Answers to appeals and objections: what they change, the letter, the audit. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail, publishing, scorekeeping
from ..casework import facts_of, hold, note_act
from ..errors import IllegalMove, OwnDecision, StaleVersion
from ..models import (
    OUTCOME,
    Account,
    Appeal,
    AppealKind,
    AppealOutcome,
    AuditEntry,
    DecisionKind,
    Flag,
    FlagState,
    Listing,
    ListingState,
    OutgoingMail,
    Revision,
    RevisionState,
    now,
)
from ..scorekeeping.disputes import FLAG, GUARD
from ..scorekeeping.flags import GUARD_KINDS
from ..versions import says_nothing_new
from .appeal_queries import may_answer
from .standing import suspension


@dataclass(frozen=True)
class Ruling:
    """What a moderator found, and the note that goes into the letter."""

    outcome: AppealOutcome
    note: str


@dataclass(frozen=True)
class Terms:
    """What an answer needs from outside: days until a promise is due, and the site's address for links."""

    promise_days: int
    address: str = ""


def answer(
    session: Session, appeal: Appeal, moderator: Account, found: Ruling, *, version: int, terms: Terms
) -> Appeal:
    """Answer an appeal or an objection whose listing was opened at `version`.

    Upheld, an appeal puts the version back into the queue where its therapist has not changed it since and visitors do
    not see all of it already, or lifts the suspension it was against; an objection to a flag lets the flag fall, and
    any other is kept for the next version of the rubric. Raises OwnDecision, IllegalMove where another moderator was
    faster, StaleVersion where the version changed after it was opened.
    """
    # Two moderators at the same moment: the second waits here for the first and then sees what was answered.
    hold(session, appeal.listing)
    locking.hold(session, appeal)
    _check(session, appeal, moderator, version)
    before = _before(session, appeal)
    appeal.outcome, appeal.note = found.outcome, found.note
    appeal.closed_at, appeal.closed_by = now(), moderator
    session.flush()
    done = _effect(session, appeal, moderator, terms) if found.outcome is AppealOutcome.UPHELD else ""
    entry = _record(session, appeal, moderator, done)
    letter = _tell(session, appeal, done, terms)
    session.flush()
    before |= {"effect": done, "version": appeal.revision.version}
    note_act(
        session, "answer", ("revision", appeal.revision_id), appeal.listing_id, moderator,
        entry=entry, before=before, letter=letter,
    )  # fmt: skip
    return appeal


def preview(session: Session, appeal: Appeal, found: Ruling, terms: Terms) -> OutgoingMail:
    """The letter that an answer would send; nothing is kept."""
    upheld = found.outcome is AppealOutcome.UPHELD
    done = _would_do(session, appeal) if upheld else ""
    letter = _tell(session, appeal, done, terms, found)
    session.expunge(letter)
    return letter


def would_mean(session: Session, appeal: Appeal) -> str:
    """What upholding would mean now, for whoever chooses: what it does, or why it changes nothing public or waiting."""
    done = _would_do(session, appeal)
    if done == "restored":
        return done if _state_before(session, appeal.listing) is ListingState.PUBLISHED else "paused_again"
    if done or appeal.kind is AppealKind.CRITERION:
        return done or "noted"
    if appeal.decision is not None and appeal.decision.kind is DecisionKind.SUSPEND:
        return "back_already"
    return "public_already" if _unchanged(appeal) else "changed"


def _check(session: Session, appeal: Appeal, moderator: Account, version: int) -> None:
    if appeal.closed_at is not None:
        raise IllegalMove(
            "appeal",
            "answered",
            "answered",
            decided_by=appeal.closed_by.email if appeal.closed_by else None,
            decided_at=appeal.closed_at,
        )
    if not may_answer(session, appeal, moderator):
        raise OwnDecision(f"appeal {appeal.id}")
    if appeal.revision.version != version:
        raise StaleVersion("revision", version, appeal.revision.version)


def _before(session: Session, appeal: Appeal) -> dict[str, Any]:
    """What an answer may change, as it is kept to be undone."""
    revision = appeal.revision
    times = {"submitted_at": revision.submitted_at, "decided_at": revision.decided_at, "due_on": revision.due_on}
    flags = _flags(session, appeal) if appeal.kind is AppealKind.CRITERION else []
    return {
        "appeal_id": appeal.id,
        "state": revision.state.value,
        "account_id": appeal.listing.account_id,
        "flags": {str(flag.id): facts_of(flag) for flag in flags},
        **{name: value.isoformat() if value else None for name, value in times.items()},
    }


def _would_do(session: Session, appeal: Appeal) -> str:
    """What upholding does besides the answer: "queued", "restored", "flag_fell", or nothing."""
    if appeal.kind is AppealKind.DECISION:
        if appeal.decision is not None and appeal.decision.kind is DecisionKind.SUSPEND:
            return "restored" if appeal.decision.stands else ""
        return "queued" if _unchanged(appeal) and not says_nothing_new(appeal.revision) else ""
    return "flag_fell" if _flags(session, appeal) else ""


def _effect(session: Session, appeal: Appeal, moderator: Account, terms: Terms) -> str:
    done = _would_do(session, appeal)
    revision = appeal.revision
    if done == "queued":
        revision.move(RevisionState.SUBMITTED)
        revision.submitted_at, revision.decided_at, revision.due_on = now(), None, _due(terms)
        session.flush()
        scorekeeping.rescore(session, revision)
    if done == "restored":
        _restore(session, appeal)
    if appeal.kind is AppealKind.CRITERION:
        for flag in _flags(session, appeal):
            flag.state, flag.reviewed_at, flag.reviewed_by_id = FlagState.DISMISSED, now(), moderator.id
        session.flush()
        if revision.score is not None and not revision.editable:
            scorekeeping.rescore(session, revision)
            _show(session, revision)
    return done


def _restore(session: Session, appeal: Appeal) -> None:
    """Lift the suspension that was appealed; the therapist's own pause stays."""
    listing = appeal.listing
    listing.move(_state_before(session, listing))
    session.flush()
    if listing.state is ListingState.PUBLISHED and listing.approved is not None:
        publishing.publish(session, listing.approved)


def _state_before(session: Session, listing: Listing) -> ListingState:
    """How a listing stood before it was taken down."""
    act = suspension(session, listing)
    return ListingState(act.before["listing_state"] if act else ListingState.PUBLISHED)


def _show(session: Session, revision: Revision) -> None:
    if revision.state is RevisionState.APPROVED:
        publishing.refresh(session, revision.listing)


def _unchanged(appeal: Appeal) -> bool:
    """Whether the decision still stands and the version is as it was when the appeal was made."""
    decision, revision = appeal.decision, appeal.revision
    return (
        decision is not None
        and decision.undone_at is None
        and revision.state is OUTCOME.get(decision.kind)
        and revision.version == appeal.revision_version
    )


def _flags(session: Session, appeal: Appeal) -> list[Flag]:
    """The standing flags an objection is about: the one it names, or those that its guard raised."""
    wanted = select(Flag).where(
        Flag.revision_id == appeal.revision_id,
        Flag.question_id == appeal.question_id,
        Flag.state != FlagState.DISMISSED,
    )
    standing = session.scalars(wanted.order_by(Flag.id)).all()
    kind = GUARD_KINDS.get(appeal.item.removeprefix(GUARD)) if appeal.item.startswith(GUARD) else None
    return [flag for flag in standing if appeal.item == f"{FLAG}{flag.id}" or (kind and flag.kind is kind)]


def _due(terms: Terms) -> date:
    return (now() + timedelta(days=terms.promise_days)).date()


def _record(session: Session, appeal: Appeal, moderator: Account, done: str) -> AuditEntry:
    of_decision = appeal.kind is AppealKind.DECISION
    return audit.record(
        session,
        "listing",
        appeal.listing_id,
        moderator,
        f"{'appeal' if of_decision else 'objection'}_{appeal.outcome}",
        target_name=appeal.revision.name,
        before={"appeal_id": appeal.id, "decision_id": appeal.decision_id, "item": appeal.item},
        after={"effect": done},
    )


def _tell(session: Session, appeal: Appeal, done: str, terms: Terms, found: Ruling | None = None) -> OutgoingMail:
    said = found or Ruling(appeal.outcome or AppealOutcome.REFUSED, appeal.note)
    of_decision, due = appeal.kind is AppealKind.DECISION, _due(terms)
    return mail.write(
        session,
        appeal.listing.letters_to,
        "appeal_answered",
        name=appeal.revision.name,
        is_decision=of_decision,
        upheld=said.outcome is AppealOutcome.UPHELD,
        queued=done == "queued",
        restored=done == "restored",
        public=_unchanged(appeal) and says_nothing_new(appeal.revision),
        flag_fell=done == "flag_fell",
        about=appeal.label,
        question=appeal.question_id[1:],
        note=said.note,
        due=f"{due.day} {due:%B %Y}",
        page=f"{terms.address}/my-listing" if of_decision else f"{terms.address}/my-listing/score",
    )
