"""What moderators found read wrong: kept beside the line it is about, for as long as the answer and the rubric stay.

Points are never changed by hand: two equal answers would get different scores. What was found is listed for whoever
writes the next version of the rubric.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import Appeal, AppealKind, AppealOutcome, Revision, Score

CRITERION = "criterion:"
GUARD = "guard:"
FLAG = "flag:"


def digest_of(text: str | None) -> str:
    """What an answer is known by without keeping its words."""
    return hashlib.sha256((text or "").encode()).hexdigest()


def upheld(session: Session, rubric_version: str | None = None) -> list[Appeal]:
    """Every objection that a moderator upheld, oldest first; by default of all rubrics."""
    wanted = select(Appeal).where(Appeal.kind == AppealKind.CRITERION, Appeal.outcome == AppealOutcome.UPHELD)
    if rubric_version is not None:
        wanted = wanted.where(Appeal.rubric_version == rubric_version)
    return list(session.scalars(wanted.order_by(Appeal.id)))


def mark(session: Session, revision: Revision, score: Score) -> None:
    """Note on the lines of a score, about to be stored or just shown, which of them a moderator found read wrong."""
    found = session.scalars(
        select(Appeal).where(
            Appeal.kind == AppealKind.CRITERION,
            Appeal.outcome == AppealOutcome.UPHELD,
            Appeal.listing_id == revision.listing_id,
            Appeal.rubric_version == score.rubric_version,
        )
    )
    for one in found:
        answer, question = revision.answer(one.question_id), score.question(one.question_id)
        if answer is None or question is None or digest_of(answer.text) != one.answer_digest:
            continue
        # A new list: a change inside a stored value would not be noticed.
        question.criteria = [_marked(row, one, CRITERION) for row in question.criteria]
        question.held = [_marked(row, one, GUARD) for row in question.held]


def _marked(row: dict[str, object], objection: Appeal, prefix: str) -> dict[str, object]:
    return {**row, "disputed": True} if objection.item == f"{prefix}{row['id']}" else row
