"""Finds answers that are close to another therapist's, to our own pages or to known public texts.

What a text is compared by, and from where on two are close, is `scoring.near_copies`; here are the stored samples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, delete, func, insert, select
from sqlalchemy.orm import Session

from scoring.known import copied_from, pairs_in
from scoring.near_copies import CANDIDATES, CLOSE, FEWEST_SHARED, Pairs, resemblance, sample

from ..models import Answer, Fingerprint, Revision, RevisionState, now
from .current import current_rubric

COMPARED = (RevisionState.SUBMITTED, RevisionState.APPROVED)


@dataclass(frozen=True)
class Copy:
    """A near-copy: the answer, how much of it is shared (0 to 1), and with whom or what."""

    question_id: str
    share: float
    revision_id: int | None
    source: str


def remember(session: Session, revision: Revision) -> None:
    """Replace the stored samples of a revision's answers by those of its present texts."""
    session.execute(delete(Fingerprint).where(Fingerprint.revision_id == revision.id))
    rows = [
        {"revision_id": revision.id, "question_id": answer.question_id, "hash": number}
        for answer in revision.answers
        for number in sample(pairs_in(answer.text or ""))
    ]
    if rows:
        session.execute(insert(Fingerprint), rows)


def find_copies(session: Session, revision: Revision) -> Iterator[Copy]:
    """Near-copies among the answers of a revision: of answers sent in before it, or of known texts."""
    for answer in revision.answers:
        own = pairs_in(answer.text or "")
        if not own:
            continue
        closest = max(_of_others(session, revision, answer, own), key=lambda one: one.share, default=None)
        known = _of_known_text(answer, own)
        yield from (one for one in (closest, known) if one is not None)


def is_close(session: Session, revision: Revision, question_id: str, text: str) -> bool:
    """Whether a text is close to a public text or to an answer of another therapist that everybody can read.

    No more is told, and answers that wait for a moderator are left out: nobody can find out here what is not public.
    """
    own = pairs_in(text)
    if not own:
        return False
    if copied_from(own, current_rubric().known):
        return True
    public = Revision.state == RevisionState.APPROVED
    candidates = _candidates(session, revision, question_id, own, public, fewest=FEWEST_SHARED)
    return any(_share(question_id, own, other) >= CLOSE for _, _, other in candidates)


def _of_others(session: Session, revision: Revision, answer: Answer, own: Pairs) -> Iterator[Copy]:
    before = and_(Revision.state.in_(COMPARED), Revision.submitted_at <= (revision.submitted_at or now()))
    for other_id, name, text in _candidates(session, revision, answer.question_id, own, before):
        share = _share(answer.question_id, own, text)
        if share >= CLOSE:
            yield Copy(answer.question_id, round(share, 2), other_id, name)


def _share(question_id: str, own: Pairs, other: str) -> float:
    """How much two answers share beside the words of their question, which whoever answers it may take up."""
    asked = _asked(current_rubric().question(question_id).wordings)
    return resemblance(own - asked, pairs_in(other) - asked)


@lru_cache(maxsize=64)
def _asked(wordings: tuple[str, ...]) -> Pairs:
    return pairs_in(" ".join(wordings))


def _candidates(
    session: Session, revision: Revision, question_id: str, own: Pairs, wanted: ColumnElement[bool], fewest: int = 1
) -> list[tuple[int, str, str]]:
    """Answers of other listings, of `wanted` versions, that share most of the sample and `fewest` numbers of it."""
    sharing = (
        select(Fingerprint.revision_id, func.count().label("shared"))
        .where(Fingerprint.question_id == question_id, Fingerprint.hash.in_(sample(own)))
        .where(Fingerprint.revision_id != revision.id)
        .group_by(Fingerprint.revision_id)
        .having(func.count() >= fewest)
        .order_by(func.count().desc(), Fingerprint.revision_id)
        .limit(CANDIDATES)
        .subquery()
    )
    rows = session.execute(
        select(Revision.id, Revision.name, Answer.text)
        .join(sharing, sharing.c.revision_id == Revision.id)
        .join(Answer, (Answer.revision_id == Revision.id) & (Answer.question_id == question_id))
        .where(Revision.listing_id != revision.listing_id, wanted)
    )
    return [(row[0], row[1], row[2] or "") for row in rows]


def _of_known_text(answer: Answer, own: Pairs) -> Copy | None:
    found = copied_from(own, current_rubric().known)
    return Copy(answer.question_id, round(found[1], 2), None, found[0].name) if found else None
