"""A therapist asks to have a decision or the reading of an answer looked at again. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail
from ..errors import BadParameter, IllegalMove
from ..models import Account, Appeal, AppealKind, AppealOutcome, Decision, Listing, Revision, now
from ..scorekeeping.disputes import digest_of
from .items import Item

OPEN_AT_ONCE = 10


def appeal(session: Session, decision: Decision, who: Account, text: str, promise_days: int, address: str) -> Appeal:
    """Appeal a decision; the appeal that is there when the form was sent before.

    Raises IllegalMove for a decision that no longer stands, or that is older than 30 days.
    """
    revision = decision.revision
    # The same form sent twice at once: the second waits here for the first and then finds its appeal.
    locking.hold(session, revision.listing, revision)
    session.refresh(decision, ["appeal"])
    if decision.appeal is not None:
        return decision.appeal
    if not decision.can_be_appealed:
        raise IllegalMove("decision", "closed to appeals", "appealed")
    made = Appeal(
        kind=AppealKind.DECISION,
        listing_id=revision.listing_id,
        revision=revision,
        revision_version=revision.version,
        decision=decision,
        text=text,
        due_on=(now() + timedelta(days=promise_days)).date(),
    )
    session.add(made)
    session.flush()
    _record(session, made, who, "appealed", {"decision_id": decision.id, "decision": decision.kind.value})
    _confirm(session, made, who, address)
    return made


def object_to(
    session: Session,
    revision: Revision,
    who: Account,
    question_id: str,
    item: Item,
    text: str,
    promise_days: int,
    address: str,
) -> Appeal:
    """Object to one line of how an answer was read; the objection that is open about the same line already.

    Raises IllegalMove for a version without a stored score, BadParameter for a line that was answered already and when
    very many objections wait.
    """
    session.execute(select(Listing.id).where(Listing.id == revision.listing_id).with_for_update())
    score, answer = revision.score, revision.answer(question_id)
    digest = digest_of(answer.text if answer else None)
    if score is None or revision.editable:
        raise IllegalMove("answer", "closed to objections", "objected to")
    earlier = session.scalars(
        select(Appeal).where(Appeal.listing_id == revision.listing_id, Appeal.kind == AppealKind.CRITERION)
    ).all()
    about = (question_id, item.id, digest, score.rubric_version)
    same = next((a for a in earlier if (a.question_id, a.item, a.answer_digest, a.rubric_version) == about), None)
    if same is not None and same.is_open:
        return same
    if same is not None and same.outcome is not AppealOutcome.MOOT:
        raise BadParameter(
            "item", "A moderator has answered this objection already. You find the answer on your score."
        )
    if sum(a.is_open for a in earlier) >= OPEN_AT_ONCE:
        raise BadParameter(
            "item", f"{OPEN_AT_ONCE} of your objections wait already. Object again when they are answered."
        )
    made = Appeal(
        kind=AppealKind.CRITERION,
        listing_id=revision.listing_id,
        revision=revision,
        revision_version=revision.version,
        question_id=question_id,
        item=item.id,
        label=item.label[:200],
        words=list(item.words),
        rubric_version=score.rubric_version,
        answer_digest=digest,
        text=text,
        due_on=(now() + timedelta(days=promise_days)).date(),
    )
    session.add(made)
    session.flush()
    _record(session, made, who, "objected", {"question": question_id, "item": item.id})
    _confirm(session, made, who, address)
    return made


def _record(session: Session, made: Appeal, who: Account, action: str, facts: dict[str, object]) -> None:
    """The audit holds what it was about; what was written can be deleted, a row of the audit cannot."""
    audit.record(
        session,
        "listing",
        made.listing_id,
        who,
        action,
        target_name=made.revision.name,
        after={"appeal_id": made.id, **facts},
    )


def _confirm(session: Session, made: Appeal, who: Account, address: str) -> None:
    mail.write(
        session,
        who.email,
        "appeal_received",
        name=made.revision.name,
        is_decision=made.kind is AppealKind.DECISION,
        about=made.label,
        question=made.question_id[1:],
        text=made.text,
        due=f"{made.due_on.day} {made.due_on:%B %Y}",
        page=f"{address}/my-listing" if made.kind is AppealKind.DECISION else f"{address}/my-listing/score",
    )
