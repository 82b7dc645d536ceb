"""Finds answers that are close to another therapist's, to our own pages or to known public texts.

What a text is compared by, and from where on two are close, is `scoring.near_copies`; here are the stored samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, delete, func, insert, select, union_all
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
    before = and_(Revision.state.in_(COMPARED), Revision.submitted_at <= (revision.submitted_at or now()))
    texts = {answer.question_id: own for answer in revision.answers if (own := pairs_in(answer.text or ""))}
    of_others: dict[str, list[Copy]] = {}
    for question_id, other_id, name, text in _candidates(session, revision, texts, before):
        share = _share(question_id, texts[question_id], text)
        if share >= CLOSE:
            of_others.setdefault(question_id, []).append(Copy(question_id, round(share, 2), other_id, name))
    for question_id, own in texts.items():
        if question_id in of_others:
            yield max(of_others[question_id], key=lambda one: one.share)
        if found := copied_from(own, current_rubric().known):
            yield Copy(question_id, round(found[1], 2), None, found[0].name)


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
    candidates = _candidates(session, revision, {question_id: own}, public, fewest=FEWEST_SHARED)
    return any(_share(question_id, own, other) >= CLOSE for _, _, _, other in candidates)


def _share(question_id: str, own: Pairs, other: str) -> float:
    """How much two answers share beside the words of their question, which whoever answers it may take up."""
    asked = _asked(current_rubric().question(question_id).wordings)
    return resemblance(own - asked, pairs_in(other) - asked)


@lru_cache(maxsize=64)
def _asked(wordings: tuple[str, ...]) -> Pairs:
    return pairs_in(" ".join(wordings))


def _candidates(
    session: Session, revision: Revision, texts: Mapping[str, Pairs], wanted: ColumnElement[bool], fewest: int = 1
) -> list[tuple[str, int, str, str]]:
    """Answers of other listings, of `wanted` versions, that share most of the sample and `fewest` numbers of it.

    As question, version, name of the therapist and text, for all questions of `texts` by one statement.
    """
    if not texts:
        return []
    closest = [_sharing_most(revision, question_id, own, fewest) for question_id, own in texts.items()]
    sharing = union_all(*closest).subquery()
    rows = session.execute(
        select(Answer.question_id, Revision.id, Revision.name, Answer.text)
        .join(sharing, sharing.c.revision_id == Revision.id)
        .join(Answer, (Answer.revision_id == Revision.id) & (Answer.question_id == sharing.c.question_id))
        .where(Revision.listing_id != revision.listing_id, wanted)
    )
    return [(row[0], row[1], row[2], row[3] or "") for row in rows]


def _sharing_most(revision: Revision, question_id: str, own: Pairs, fewest: int) -> Select[tuple[int, str]]:
    """The versions that share most of the sample of one text."""
    most = (
        select(Fingerprint.revision_id, Fingerprint.question_id)
        .where(Fingerprint.question_id == question_id, Fingerprint.hash.in_(sample(own)))
        .where(Fingerprint.revision_id != revision.id)
        .group_by(Fingerprint.revision_id, Fingerprint.question_id)
        .having(func.count() >= fewest)
        .order_by(func.count().desc(), Fingerprint.revision_id)
        .limit(CANDIDATES)
        .subquery()
    )
    return select(most.c.revision_id, most.c.question_id)
