"""Accounts that were made together: many from one network on a day, or with addresses or names that are nearly equal.

What is found waits for a moderator, as a pattern; nothing happens to an account by itself. The network is kept as a
hash that is good for one day, as with confirmations: see decision 45.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Date, Integer, Select, cast, delete, literal, null, select
from sqlalchemy.orm import Session, selectinload

from .. import audit, locking
from ..confirming import networks
from ..errors import IllegalMove
from ..models import (
    Account,
    BurstMember,
    BurstPattern,
    FlagState,
    Listing,
    RegistrationBurst,
    RegistrationNetwork,
    Role,
    now,
)
from ..places.folding import fold

LIKE = 0.86
SHORTEST = 5
MOST_COMPARED = 2000
REVIEWED_FOR = timedelta(days=30)
# What many practices call their letter box.
COMMON = frozenset({
    "admin", "appointment", "appointments", "booking", "bookings", "bodywork", "contact", "hello", "massage",
    "massages", "massagetherapist", "massagetherapy", "office", "reception", "therapist", "therapy", "wellness",
})  # fmt: skip
NO_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Limits:
    """From how many accounts on a pattern is one: from a network in a day, alike within `days`."""

    same_network: int
    alike: int
    days: int


def note_registration(session: Session, account: Account, network: str, secret: str, limits: Limits) -> None:
    """Remember for today where an account came from, and note the pattern when too many came from there."""
    today = now().date()
    hashed = networks.of_today(session, network, secret)
    session.add(RegistrationNetwork(account_id=account.id, network=hashed, made_on=today))
    session.flush()
    _look_at_networks(session, limits)


def look_for_names(session: Session, limits: Limits) -> int:
    """Look for addresses and names that are nearly equal among the accounts of the last days; return what is new.

    Also forgets the networks of earlier days, and bursts whose accounts are all gone.
    """
    _forget(session)
    recent = session.scalars(
        select(Account)
        .join(Account.roles)
        .where(Role.name == "therapist", Account.create_datetime >= now() - timedelta(days=limits.days))
        .order_by(Account.id.desc())
        .limit(MOST_COMPARED)
        .options(selectinload(Account.listing).selectinload(Listing.revisions))
    ).all()
    addresses = {account.id: _letters(account.email.partition("@")[0]) for account in recent}
    names = {account.id: _letters(_name(account)) for account in recent}
    found = _look_at_networks(session, limits)
    for pattern, words in ((BurstPattern.LIKE_ADDRESSES, addresses), (BurstPattern.LIKE_NAMES, names)):
        for group in alike(words):
            if len(group) >= limits.alike:
                found += _note(session, pattern, group)
    return found


def alike(words: dict[int, str]) -> list[list[int]]:
    """Groups of two and more whose words are nearly equal, each joined by pairs; too short words join nothing."""
    by_word: dict[str, list[int]] = {}
    for key, word in words.items():
        if len(word) >= SHORTEST and word not in COMMON:
            by_word.setdefault(word, []).append(key)
    distinct = sorted(by_word)
    first = {word: word for word in distinct}
    # Only words with the same first letter are compared, so that a full week takes no time.
    for position, one in enumerate(distinct):
        for other in distinct[position + 1 :]:
            if other[0] != one[0]:
                break
            if _is_like(one, other):
                first[_root(first, other)] = _root(first, one)
    groups: dict[str, list[int]] = {}
    for word in distinct:
        groups.setdefault(_root(first, word), []).extend(by_word[word])
    return [sorted(group) for group in groups.values() if len(group) > 1]


def bursts_open() -> Select[*tuple[Any, ...]]:
    """Patterns that nobody has looked at, as rows of the work list; not ordered."""
    return select(
        literal("registration_burst").label("kind"),
        RegistrationBurst.id.label("subject_id"),
        cast(null(), Integer).label("listing_id"),
        RegistrationBurst.opened_at.label("opened_at"),
        cast(null(), Date).label("due_on"),
        literal(False).label("urgent"),
    ).where(RegistrationBurst.state == FlagState.OPEN)


def review_burst(
    session: Session, burst: RegistrationBurst, moderator: Account, state: FlagState, reason: str, *, seen: str
) -> RegistrationBurst:
    """Say that a pattern stands or has no ground, and why. `seen` is the state the moderator saw.

    Raises IllegalMove where somebody else reviewed it meanwhile.
    """
    locking.hold(session, burst)
    if burst.state != seen:
        by = burst.reviewed_by.email if burst.reviewed_by else None
        raise IllegalMove("registration pattern", burst.state, state, decided_by=by, decided_at=burst.reviewed_at)
    before = burst.state
    burst.state, burst.reason = state, reason
    burst.reviewed_at, burst.reviewed_by = now(), moderator
    audit.record(
        session,
        "registration_burst",
        burst.id,
        moderator,
        f"burst_{state}",
        before={"state": before.value},
        after={"state": state.value, "kind": burst.pattern.value, "accounts": [m.account_id for m in burst.members]},
        reason=reason,
    )
    session.flush()
    return burst


def _look_at_networks(session: Session, limits: Limits) -> int:
    """Note every network that too many accounts came from today.

    The job looks again: of two that register at the same moment neither sees the other.
    """
    together: dict[str, list[int]] = {}
    today = select(RegistrationNetwork).where(RegistrationNetwork.made_on == now().date())
    for row in session.scalars(today.order_by(RegistrationNetwork.account_id)):
        together.setdefault(row.network, []).append(row.account_id)
    full = [same for same in together.values() if len(same) >= limits.same_network]
    return sum(_note(session, BurstPattern.SAME_NETWORK, same) for same in full)


def _note(session: Session, pattern: BurstPattern, accounts: Sequence[int]) -> int:
    """Open a pattern, or add to the one that holds some of these accounts; 1 where something is new.

    What a moderator has reviewed lately stays reviewed unless accounts came in addition.
    """
    known = session.scalars(
        select(RegistrationBurst)
        .join(BurstMember)
        .where(RegistrationBurst.pattern == pattern, BurstMember.account_id.in_(accounts))
        .where(RegistrationBurst.opened_at >= now() - REVIEWED_FOR)
        .order_by(RegistrationBurst.id.desc())
    ).first()
    burst = known or RegistrationBurst(pattern=pattern, reason="")
    missing = set(accounts) - {member.account_id for member in burst.members}
    if not missing:
        return 0
    session.add(burst)
    burst.members.extend(BurstMember(account_id=one) for one in sorted(missing))
    if known is not None and known.state is not FlagState.OPEN:
        known.state, known.opened_at = FlagState.OPEN, now()
    session.flush()
    return 1


def _forget(session: Session) -> None:
    keep = {"synchronize_session": False}
    earlier = delete(RegistrationNetwork).where(RegistrationNetwork.made_on < now().date())
    session.execute(earlier, execution_options=keep)
    empty = delete(RegistrationBurst).where(RegistrationBurst.id.not_in(select(BurstMember.burst_id)))
    session.execute(empty, execution_options=keep)


def _name(account: Account) -> str:
    listing = account.listing
    return listing.revisions[-1].name if listing and listing.revisions else ""


def _letters(text: str) -> str:
    """A name without digits and signs: what people count up to make the next account."""
    return NO_LETTERS.sub("", fold(text))


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return all(ratio() >= LIKE for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def _root(first: dict[str, str], word: str) -> str:
    while first[word] != word:
        word = first[word]
    return word


def members_of(burst: RegistrationBurst) -> Iterable[Account]:
    """The accounts of a burst, the oldest first."""
    return sorted((member.account for member in burst.members), key=lambda one: (one.create_datetime, one.id))
