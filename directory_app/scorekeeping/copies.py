"""Finds answers that are close to another therapist's, to our own pages or to known public texts.

A text becomes the set of its runs of five words, each run a number. Resemblance is |A and B| / |A or B|, containment
|A and B| / |A| (Broder 1997). Candidates come from an index over samples of those sets and are then compared in full.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from ..config import data_dir
from ..models import Answer, Fingerprint, Revision, RevisionState, now

RUN = 5
SAMPLE = 32
SHORTEST = 12
CLOSE_TO_ANOTHER = 0.6
INSIDE_KNOWN_TEXT = 0.5
CANDIDATES = 8
COMPARED = (RevisionState.SUBMITTED, RevisionState.APPROVED)
WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True)
class Copy:
    """A near-copy: the answer, how much of it is shared (0 to 1), and with whom or what."""

    question_id: str
    share: float
    revision_id: int | None
    source: str


def shingles(text: str) -> frozenset[int]:
    """The runs of five words of a text as numbers; empty for a text under twelve words, which says too little."""
    words = WORD.findall(text.casefold())
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(_number(" ".join(words[i : i + RUN])) for i in range(len(words) - RUN + 1))


def remember(session: Session, revision: Revision) -> None:
    """Replace the stored samples of a revision's answers by those of its present texts."""
    session.execute(delete(Fingerprint).where(Fingerprint.revision_id == revision.id))
    rows = [
        {"revision_id": revision.id, "question_id": answer.question_id, "hash": number}
        for answer in revision.answers
        for number in _sample(shingles(answer.text or ""))
    ]
    if rows:
        session.execute(insert(Fingerprint), rows)


def find_copies(session: Session, revision: Revision) -> Iterator[Copy]:
    """Near-copies among the answers of a revision: of answers sent in before it, or of known texts."""
    for answer in revision.answers:
        own = shingles(answer.text or "")
        if not own:
            continue
        closest = max(_of_others(session, revision, answer, own), key=lambda one: one.share, default=None)
        known = max(_of_known_texts(answer, own), key=lambda one: one.share, default=None)
        yield from (one for one in (closest, known) if one is not None)


def _of_others(session: Session, revision: Revision, answer: Answer, own: frozenset[int]) -> Iterator[Copy]:
    for other_id, name, text in _candidates(session, revision, answer, own):
        other = shingles(text)
        share = len(own & other) / len(own | other)
        if share >= CLOSE_TO_ANOTHER:
            yield Copy(answer.question_id, round(share, 2), other_id, name)


def _candidates(
    session: Session, revision: Revision, answer: Answer, own: frozenset[int]
) -> list[tuple[int, str, str]]:
    """Answers of other listings, sent in earlier, that share most of the sample."""
    sharing = (
        select(Fingerprint.revision_id, func.count().label("shared"))
        .where(Fingerprint.question_id == answer.question_id, Fingerprint.hash.in_(_sample(own)))
        .where(Fingerprint.revision_id != revision.id)
        .group_by(Fingerprint.revision_id)
        .order_by(func.count().desc(), Fingerprint.revision_id)
        .limit(CANDIDATES)
        .subquery()
    )
    rows = session.execute(
        select(Revision.id, Revision.name, Answer.text)
        .join(sharing, sharing.c.revision_id == Revision.id)
        .join(Answer, (Answer.revision_id == Revision.id) & (Answer.question_id == answer.question_id))
        .where(
            Revision.listing_id != revision.listing_id,
            Revision.state.in_(COMPARED),
            Revision.submitted_at <= (revision.submitted_at or now()),
        )
    )
    return [(row[0], row[1], row[2] or "") for row in rows]


def _of_known_texts(answer: Answer, own: frozenset[int]) -> Iterator[Copy]:
    for name, known in _known_texts().items():
        share = len(own & known) / len(own)
        if share >= INSIDE_KNOWN_TEXT:
            yield Copy(answer.question_id, round(share, 2), None, name)


@cache
def _known_texts() -> dict[str, frozenset[int]]:
    """Runs of five words of our own pages and of public texts, by the name of the text."""
    stored = json.loads((data_dir("seeds") / "known-texts.json").read_text(encoding="utf-8"))
    return {one["name"]: frozenset(one["runs"]) for one in stored}


def _sample(numbers: frozenset[int]) -> list[int]:
    return heapq.nsmallest(SAMPLE, numbers)


def _number(run: str) -> int:
    """63 bits, which every database keeps in a signed column."""
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") >> 1
