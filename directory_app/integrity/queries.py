"""What the pages about integrity read: open flags with their evidence, one flag, patterns of new accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from ..casework import not_among, not_copied, not_own
from ..checking import bursts_open
from ..choices import place_words
from ..errors import BadParameter, NotFound
from ..models import (
    BY_CHOICE,
    Account,
    BurstMember,
    Flag,
    FlagKind,
    FlagState,
    Listing,
    RegistrationBurst,
    Revision,
    RevisionState,
    Score,
)
from ..pagination import Page, within
from ..scorekeeping import QUESTIONS, lowers_weight

PAGE_SIZE = 25
LIVE = (RevisionState.SUBMITTED, RevisionState.APPROVED)
BURSTS_SHOWN = 50


@dataclass(frozen=True)
class Passage:
    """One place that a flag is about, in pieces (words, whether the flag rests on them)."""

    place: str
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class FlagFile:
    """One flag with what it is about, two passages where they say opposite things, and what it does.

    `other` is the version it says the text is close to.
    """

    flag: Flag
    passages: list[Passage]
    score: Score | None
    other: Revision | None
    lowers: bool


def open_flags(session: Session, me: Account, kind: str = "", number: int = 1) -> Page[Flag]:
    """Flags nobody has reviewed, of what is public or waits and not mine, the oldest first. Raises BadParameter."""
    wanted = _open(me)
    if kind:
        wanted = wanted.where(Flag.kind == kind_of(kind))
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Flag.id).subquery())) or 0
    number = within(number, PAGE_SIZE, total)
    rows = session.scalars(
        wanted.order_by(Flag.opened_at, Flag.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Flag.revision).joinedload(Revision.listing))
    ).all()
    return Page(rows, number, PAGE_SIZE, total)


def kinds(session: Session, me: Account) -> dict[FlagKind, int]:
    """How many open flags there are of each kind that has any, the most frequent first."""
    counted = session.execute(
        _open(me)
        .with_only_columns(Flag.kind, func.count())
        .group_by(Flag.kind)
        .order_by(func.count().desc(), Flag.kind)
    )
    return {row[0]: row[1] for row in counted}


def kind_of(typed: str) -> FlagKind:
    """The kind an address asks for. Raises BadParameter."""
    try:
        return FlagKind(typed)
    except ValueError:
        raise BadParameter("kind", "There is no such kind of flag. Choose one from the list.") from None


def flag_file(session: Session, flag_id: int) -> FlagFile:
    """One flag. Raises NotFound for unknown ids and for versions that nobody has sent in."""
    flag = session.get(Flag, flag_id)
    if flag is None or flag.revision.submitted_at is None:
        raise NotFound(f"flag {flag_id}")
    revision = flag.revision
    answer = revision.answer(flag.question_id) if flag.question_id else None
    number = flag.detail.get("also") or flag.detail.get("revision_id")
    return FlagFile(
        flag=flag,
        passages=[_passage(flag, place) for place in flag.detail.get("between") or [flag.question_id]],
        score=revision.score,
        other=session.get(Revision, number) if isinstance(number, int) else None,
        lowers=lowers_weight(flag) and answer is not None,
    )


def _passage(flag: Flag, place: str | None) -> Passage:
    question_id = (place or "").removesuffix(BY_CHOICE)
    answer = flag.revision.answer(question_id)
    words = place_words(place) if place and answer else ""
    if answer and place != question_id:
        labels = {one.value: one.label for asked in QUESTIONS if asked.id == question_id for one in asked.choices}
        return Passage(words, [(labels.get(answer.choice or "", answer.choice or ""), True)])
    text = (answer.text or "") if answer else flag.revision.bio
    return Passage(words, marked(text, flag.detail.get("words", ())))


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """A text cut around some of its words; each place of a word counts, longer words go before shorter."""
    spans: list[tuple[int, int]] = []
    for word in sorted({one for one in words if one}, key=len, reverse=True):
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            if all(end <= a or start >= b for a, b in spans):
                spans.append((start, end))
            start = text.find(word, end)
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def bursts(session: Session, me: Account) -> list[RegistrationBurst]:
    """Patterns of new accounts without my own: open ones first, then those reviewed last."""
    return list(
        session.scalars(
            select(RegistrationBurst)
            .where(not_among(me, RegistrationBurst.id))
            .order_by((RegistrationBurst.state == FlagState.OPEN).desc(), RegistrationBurst.opened_at.desc())
            .limit(BURSTS_SHOWN)
            .options(selectinload(RegistrationBurst.members))
        )
    )


def burst(session: Session, burst_id: int) -> RegistrationBurst:
    """One pattern with its accounts and what they made of their listings. Raises NotFound."""
    found = session.get(
        RegistrationBurst,
        burst_id,
        options=[
            selectinload(RegistrationBurst.members)
            .joinedload(BurstMember.account)
            .selectinload(Account.listing)
            .selectinload(Listing.revisions)
        ],
    )
    if found is None:
        raise NotFound(f"registration burst {burst_id}")
    return found


def open_bursts(session: Session, me: Account) -> int:
    """How many patterns nobody has looked at."""
    waiting = bursts_open().where(not_among(me, RegistrationBurst.id))
    return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


def _open(me: Account) -> Select[Flag]:
    return (
        select(Flag)
        .join(Revision, Revision.id == Flag.revision_id)
        .where(Flag.state == FlagState.OPEN, Revision.state.in_(LIVE))
        .where(not_own(me, Revision.listing_id), not_copied(me))
    )
