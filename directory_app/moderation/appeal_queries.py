"""What moderators read about appeals and objections: the list, and one with the case beside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from ..casework import not_own
from ..errors import NotFound
from ..models import Account, Appeal, AppealKind, Role, Score
from ..pagination import Page, within
from ..scorekeeping import Reading, readings
from .queries import QUEUE_SIZE

ANSWERING = ("moderator", "administrator")


@dataclass(frozen=True)
class AppealFile:
    """An appeal or objection with what it is about: the version as it was read, of an objection that answer alone.

    `may_answer` is false for whoever made the decision while somebody else can answer.
    """

    appeal: Appeal
    readings: list[Reading]
    may_answer: bool


def appeals(session: Session, me: Account, number: int = 1) -> Page[Appeal]:
    """Open appeals and objections, none of my own, the oldest first."""
    waiting = select(Appeal).where(Appeal.closed_at.is_(None), not_own(me, Appeal.listing_id))
    total = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    number = within(number, QUEUE_SIZE, total)
    rows = session.scalars(
        waiting.order_by(Appeal.created_at, Appeal.id)
        .limit(QUEUE_SIZE)
        .offset((number - 1) * QUEUE_SIZE)
        .options(joinedload(Appeal.revision), joinedload(Appeal.decision))
    ).all()
    return Page(rows, number, QUEUE_SIZE, total)


def appeal_file(session: Session, appeal_id: int, moderator: Account) -> AppealFile:
    """One appeal, open or answered. Raises NotFound."""
    found = session.get(Appeal, appeal_id)
    if found is None:
        raise NotFound(f"appeal {appeal_id}")
    read = readings(found.revision, _score_read(found))
    if found.kind is AppealKind.CRITERION:
        read = [one for one in read if one.question.id == found.question_id]
    return AppealFile(found, read, may_answer(session, found, moderator))


def may_answer(session: Session, appeal: Appeal, moderator: Account) -> bool:
    """Whether this moderator may answer: not the own decision, but where nobody else is there to do it."""
    decided = appeal.decision.moderator_id if appeal.decision else None
    if decided != moderator.id:
        return True
    others = select(func.count(Account.id.distinct())).join(Account.roles)
    others = others.where(Role.name.in_(ANSWERING), Account.active, Account.id != moderator.id)
    return not session.scalar(others)


def _score_read(appeal: Appeal) -> Score | None:
    """The reading an objection is about: the newest with its rubric, else the current one."""
    scores = [one for one in appeal.revision.scores if one.rubric_version == appeal.rubric_version]
    return max(scores, key=lambda one: one.id, default=appeal.revision.score)
