"""Finds answers that are close to another therapist's, to our own pages or to known public texts.

What a text is compared by, and from where on two are close, is `scoring.near_copies`; here are the stored samples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, union_all
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
    """Replace the stored samples of a revision's answers by those of its present texts, where these are others."""
    present = {(a.question_id, number) for a in revision.answers for number in sample(pairs_in(a.text or ""))}
    of_revision = Fingerprint.revision_id == revision.id
    stored = session.execute(select(Fingerprint.question_id, Fingerprint.hash).where(of_revision)).all()
    if {(question_id, number) for question_id, number in stored} == present:
        return
    session.execute(delete(Fingerprint).where(of_revision))
    if present:
        rows = [{"revision_id": revision.id, "question_id": one, "hash": number} for one, number in sorted(present)]
        session.execute(insert(Fingerprint), rows)


def find_copies(session: Session, revision: Revision) -> Iterator[Copy]:
    """Near-copies among the answers of a revision: of answers sent in before it, or of known texts."""
    texts = {answer.question_id: own for answer in revision.answers if (own := pairs_in(answer.text or ""))}
    of_others: dict[str, list[Copy]] = {}
    for question_id, other_id, name, text in _candidates(session, revision, texts):
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
    candidates = _candidates(session, revision, {question_id: own}, public=True)
    return any(_share(question_id, own, other) >= CLOSE for _, _, _, other in candidates)


def _share(question_id: str, own: Pairs, other: str) -> float:
    """How much two answers share beside the words of their question, which whoever answers it may take up."""
    asked = _asked(current_rubric().question(question_id).wordings)
    return resemblance(own - asked, pairs_in(other) - asked)


@lru_cache(maxsize=64)
def _asked(wordings: tuple[str, ...]) -> Pairs:
    return pairs_in(" ".join(wordings))


def _candidates(
    session: Session, revision: Revision, texts: Mapping[str, Pairs], *, public: bool = False
) -> list[tuple[str, int, str, str]]:
    """Answers of other listings that share most of the sample of a text: question, version, therapist's name and text.

    Of versions sent in before this one, whatever they share; with `public` of those that everybody can read, where they
    share enough.
    """
    if not texts:
        return []
    values: dict[str, Any] = {"own": revision.id, "listing": revision.listing_id}
    values |= {"fewest": FEWEST_SHARED} if public else {"fewest": 1, "moment": revision.submitted_at or now()}
    for number, (question_id, own) in enumerate(texts.items()):
        values |= {f"question{number}": question_id, f"sample{number}": sample(own)}
    rows = session.execute(_closest(len(texts), public), values)
    return [(row[0], row[1], row[2], row[3] or "") for row in rows]


@lru_cache(maxsize=64)
def _closest(texts: int, public: bool) -> Select[str, int, str, str | None]:
    """One statement for so many texts; to put it together takes as long as to run it."""
    sharing = union_all(*map(_sharing_most, range(texts))).subquery()
    of_others = (
        select(Answer.question_id, Revision.id, Revision.name, Answer.text)
        .join(sharing, sharing.c.revision_id == Revision.id)
        .join(Answer, (Answer.revision_id == Revision.id) & (Answer.question_id == sharing.c.question_id))
        .where(Revision.listing_id != bindparam("listing"))
    )
    if public:
        return of_others.where(Revision.state == RevisionState.APPROVED)
    return of_others.where(Revision.state.in_(COMPARED), Revision.submitted_at <= bindparam("moment"))


def _sharing_most(number: int) -> Select[int, str]:
    """The versions that share most of the sample of one text."""
    sampled = Fingerprint.hash.in_(bindparam(f"sample{number}", expanding=True))
    most = (
        select(Fingerprint.revision_id, Fingerprint.question_id)
        .where(Fingerprint.question_id == bindparam(f"question{number}"), sampled)
        .where(Fingerprint.revision_id != bindparam("own"))
        .group_by(Fingerprint.revision_id, Fingerprint.question_id)
        .having(func.count() >= bindparam("fewest"))
        .order_by(func.count().desc(), Fingerprint.revision_id)
        .limit(CANDIDATES)
        .subquery()
    )
    return select(most.c.revision_id, most.c.question_id)
