"""Clusters of near-copies: answers of several therapists to one question, joined pair by pair, and who was first.

The pairs are those that flags hold: whoever sends in an answer later is compared with everybody before
(`scorekeeping.copies`), so that the later of two close answers always names the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scoring.known import pairs_in
from scoring.near_copies import resemblance

from ..errors import NotFound
from ..models import Answer, Flag, FlagKind, FlagState, Revision, RevisionState
from .copies import COMPARED
from .questions import Question, question

RUNS = (3, 2)
WORD = re.compile(r"[\w'’-]+")
Node = tuple[str, int]


@dataclass(frozen=True)
class Member:
    """One answer of a cluster: whose, since when in these words, in pieces (text, whether others share it).

    `share` is how much of it stands in the first one, None for the first. `flag` is what was raised about it.
    """

    revision: Revision
    since: datetime | None
    pieces: list[tuple[str, bool]]
    share: float | None
    flag: Flag | None


@dataclass(frozen=True)
class Cluster:
    """Close answers of several listings to one question, the first one first."""

    question: Question
    members: list[Member]

    @property
    def listing_id(self) -> int:
        """The listing that was first: by it and the question a cluster is named."""
        return self.members[0].revision.listing_id

    @property
    def open_flags(self) -> int:
        """How many of its flags nobody has reviewed."""
        return sum(one.flag is not None and one.flag.state is FlagState.OPEN for one in self.members)


def clusters(session: Session) -> list[Cluster]:
    """Every cluster among versions that wait or are public: those with open flags first, then the largest."""
    groups, flags = _groups(session)
    found = [_cluster(session, group, flags) for group in groups]
    kept = [one for one in found if len(one.members) > 1]
    return sorted(kept, key=lambda one: (-one.open_flags, -len(one.members), one.question.id, one.listing_id))


def cluster(session: Session, question_id: str, listing_id: int) -> Cluster:
    """The cluster that an answer belongs to. Raises NotFound where it belongs to none."""
    groups, flags = _groups(session)
    for group in groups:
        if (question_id, listing_id) in group:
            found = _cluster(session, group, flags)
            if len(found.members) > 1:
                return found
    raise NotFound(f"cluster of {question_id} of listing {listing_id}")


def count_clusters(session: Session) -> int:
    """How many clusters there are, their texts unread."""
    return len(_groups(session)[0])


def _groups(session: Session) -> tuple[list[set[Node]], dict[Node, Flag]]:
    """Listings joined by flags about one question, dismissed ones aside, and the flag about each answer."""
    rows = session.scalars(
        select(Flag)
        .join(Revision, Revision.id == Flag.revision_id)
        .where(Flag.kind == FlagKind.COPIED, Flag.state != FlagState.DISMISSED, Revision.state.in_(COMPARED))
        .order_by(Flag.id)
    ).all()
    others = {number for flag in rows for number in _named(flag)}
    named = {*others, *(flag.revision_id for flag in rows)}
    owners = session.execute(select(Revision.id, Revision.listing_id).where(Revision.id.in_(named)))
    listing_of = {row[0]: row[1] for row in owners}
    root: dict[Node, Node] = {}
    flags: dict[Node, Flag] = {}
    for flag in rows:
        own = (flag.question_id or "", listing_of[flag.revision_id])
        joined = [(own[0], listing_of[number]) for number in _named(flag) if number in listing_of]
        if not joined:
            continue
        flags[own] = flag
        for other in joined:
            root[_root(root, own)] = _root(root, other)
    together: dict[Node, set[Node]] = defaultdict(set)
    for node in list(root):
        together[_root(root, node)].add(node)
    return [group for group in together.values() if len(group) > 1], flags


def _named(flag: Flag) -> list[int]:
    """The versions whose answer a flag says is close."""
    return [number for number in (flag.detail.get("revision_id"), flag.detail.get("also")) if isinstance(number, int)]


def _root(root: dict[Node, Node], node: Node) -> Node:
    root.setdefault(node, node)
    while root[node] != node:
        node = root[node]
    return node


def _cluster(session: Session, group: set[Node], flags: dict[Node, Flag]) -> Cluster:
    question_id = next(iter(group))[0]
    listings = [listing_id for _, listing_id in group]
    written = session.execute(
        select(Revision, Answer.text)
        .join(Answer, (Answer.revision_id == Revision.id) & (Answer.question_id == question_id))
        .where(Revision.listing_id.in_(listings), Revision.submitted_at.is_not(None))
        .order_by(Revision.number)
    ).all()
    shown: dict[int, tuple[Revision, str]] = {}
    for revision, text in written:
        first = revision.listing_id not in shown
        if revision.state in COMPARED and (first or _is_flagged(revision, flags, question_id)):
            shown[revision.listing_id] = (revision, text or "")
    since = {number: _since(written, number, text) for number, (_, text) in shown.items()}
    never = datetime.max.replace(tzinfo=UTC)
    order = sorted(shown, key=lambda number: (since[number] or never, number))
    texts = [shown[number][1] for number in order]
    marked = shared_passages(texts)
    original = pairs_in(texts[0]) if texts else frozenset()
    members = [
        Member(
            revision=shown[number][0],
            since=since[number],
            pieces=marked[position],
            share=resemblance(pairs_in(texts[position]), original) if position else None,
            flag=flags.get((question_id, number)),
        )
        for position, number in enumerate(order)
    ]
    return Cluster(question(question_id), members)


def _since(written: Sequence[Row[Revision, str | None]], listing_id: int, text: str) -> datetime | None:
    """When a listing first sent in these words."""
    times = [revision.submitted_at for revision, said in written if revision.listing_id == listing_id and said == text]
    return min((one for one in times if one is not None), default=None)


def _is_flagged(revision: Revision, flags: dict[Node, Flag], question_id: str) -> bool:
    """Whether this is the version a flag is about, or else the newer one: an edit may have brought the copy."""
    flag = flags.get((question_id, revision.listing_id))
    return flag.revision_id == revision.id if flag is not None else revision.state is RevisionState.APPROVED


def shared_passages(texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Each text in pieces: runs of three and more words that another text has too, or of two where there are none."""
    for length in RUNS:
        marked = _marked(texts, length)
        if any(shared for pieces in marked for _, shared in pieces):
            return marked
    return marked


def _marked(texts: Sequence[str], length: int) -> list[list[tuple[str, bool]]]:
    words = [list(WORD.finditer(text)) for text in texts]
    runs = [list(_runs([word.group(0).casefold() for word in one], length)) for one in words]
    holders = Counter(run for one in runs for run in set(one))
    found = []
    for text, own, mine in zip(texts, words, runs, strict=True):
        covered = sorted({i + n for i, run in enumerate(mine) if holders[run] > 1 for n in range(length)})
        found.append(_pieces(text, [own[i].span() for i in covered], covered))
    return found


def _runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return (tuple(words[i : i + length]) for i in range(len(words) - length + 1))


def _pieces(text: str, spans: Sequence[tuple[int, int]], numbers: Sequence[int]) -> list[tuple[str, bool]]:
    """A text cut where its shared words begin and end; neighbouring words make one piece."""
    pieces: list[tuple[str, bool]] = []
    at, last = 0, None
    for (start, end), number in zip(spans, numbers, strict=True):
        if last is not None and number == last + 1:
            pieces[-1] = (pieces[-1][0] + text[at:end], True)
        else:
            if start > at:
                pieces.append((text[at:start], False))
            pieces.append((text[start:end], True))
        at, last = end, number
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
