"""What a mistyped name may have meant: the names of people and practices that are a few slips away from it."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from sqlalchemy import String, column, func, select, values
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicName
from ..places.edits import edits
from ..places.folding import plain_words
from ..publishing.words import words_of_name
from .segment import Numbers
from .words import how_many_with, looked_for, terms

# Words of fewer letters stand beside so many others that none is put in their place unasked.
LEAST_CERTAIN = 5
LEAST_LETTERS = 3
ONE_SLIP = 5
CANDIDATES = 5_000
# So many of the nearest names are looked at more closely, and so many people who have them.
LOOKED_AT = 8
LISTINGS = 2_000
# Behind every letter that a folded name is written with.
LAST = "\U0010ffff"


@dataclass(frozen=True)
class Meant:
    """What may have been meant by typed words: `words` as they would be typed, of which `names` are the ones put in,
    to be looked for in names alone, and `others` stay as they were.

    It is `certain` where no short word was replaced.
    """

    words: str
    names: tuple[str, ...]
    others: str
    certain: bool


@dataclass(frozen=True)
class Near:
    """A name so many slips away; `moved` where it begins with another letter. The smallest is the nearest."""

    slips: int
    moved: bool
    rarity: int
    name: str

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Fewest slips first, then the same letter in front, then the name that more have."""
        return self.slips, self.moved, self.rarity, self.name


def meant_by(session: Session, words: str) -> Meant | None:
    """The typed words with mistyped names put right; None where none is near or every word is somebody's name.

    Best is one listing whose names hold all words; otherwise the words that nobody has are replaced, each by itself.
    """
    typed = looked_for(words)
    known = _known(session, typed)
    near = {word: _nearest(session, word) for word in typed if word not in known}
    if not near:
        return None
    together = _one_listing(session, typed, near) if len(typed) > 1 else {}
    right = together or _each(session, near)
    if not right:
        return None
    names = {**{word: word for word in typed if together}, **right}
    return Meant(
        words=" ".join(right.get(word, word) for word in plain_words(words)),
        names=tuple(dict.fromkeys(names.values())),
        others=" ".join(word for word in typed if word not in names),
        certain=all(len(word) >= LEAST_CERTAIN for word in right),
    )


def listings_named(session: Session, names: Iterable[str]) -> Numbers:
    """Numbers of the public listings whose names hold all of these words, rising."""
    found: Numbers | None = None
    for name in names:
        numbers = session.scalars(select(PublicName.listing_id).where(PublicName.word == name))
        having = np.sort(np.fromiter(numbers, dtype=np.int64))
        found = having if found is None else np.intersect1d(found, having, assume_unique=True)
    return np.zeros(0, dtype=np.int64) if found is None else found


def _known(session: Session, typed: Sequence[str]) -> set[str]:
    """Those of the words that are in somebody's name."""
    return {
        word
        for word in dict.fromkeys(typed)
        if session.scalar(select(PublicName.word).where(PublicName.word == word).limit(1)) is not None
    }


def _nearest(session: Session, word: str) -> list[Near]:
    """The names a few slips from a word, nearest first."""
    limit = 0 if len(word) < LEAST_LETTERS else 1 if len(word) <= ONE_SLIP else 2
    if not limit:
        return []
    fronts = [(front, front + LAST) for front in sorted(set(_fronts(word)))]
    # Joined to a list, each is looked up by the index of names; of many conditions with OR SQLite reads them all.
    ranges = values(column("low", String), column("high", String), name="fronts").data(fronts).cte("fronts")
    alike = session.scalars(
        select(PublicName.word)
        .distinct()
        .join(ranges, PublicName.word.between(ranges.c.low, ranges.c.high))
        .where(func.length(PublicName.word).between(len(word) - limit, len(word) + limit))
        .limit(CANDIDATES)
    )
    slips = {name: edits(word, name, limit) for name in alike if _share(word, name) >= len(word) - limit}
    near = [name for name, far in slips.items() if far <= limit]
    times = select(PublicName.word, func.count()).where(PublicName.word.in_(near)).group_by(PublicName.word)
    found = (Near(slips[name], name[0] != word[0], -many, name) for name, many in session.execute(times))
    return sorted(found, key=lambda one: one.order)


def _fronts(word: str) -> Iterator[str]:
    """How a name may begin that is near a word: as it does, or with a slip among the first three letters."""
    first, second, third, fourth = (*word[:4], "", "")[:4]
    yield first + second
    for letter in string.ascii_lowercase:
        # Another letter, or one that was left out.
        yield from (letter + second + third, first + letter + third, letter + first + second, first + letter + second)
    # A letter too many, or two that changed places.
    yield from (second + third + fourth, first + third + fourth, second + first + third, first + third + second)


def _share(word: str, name: str) -> int:
    """How many letters of a word are in a name at all; each that is not is a slip."""
    return sum(letter in name for letter in word)


def _one_listing(session: Session, typed: Sequence[str], near: dict[str, list[Near]]) -> dict[str, str]:
    """What to put for the words so that they are all in the names of one listing, with the fewest slips."""
    if not all(near.values()):
        return {}
    choices = {word: near.get(word) or [Near(0, moved=False, rarity=0, name=word)] for word in dict.fromkeys(typed)}
    listings: set[int] | None = None
    held: dict[int, set[str]] = {}
    # The rarest first, so that those of a common name are only looked for among them.
    for word in sorted(choices, key=lambda word: (word not in near, -sum(one.rarity for one in choices[word]))):
        names = {one.name for one in choices[word]}
        having: set[int] = set()
        for listing, name in _having(session, names, listings):
            having.add(listing)
            held.setdefault(listing, set()).add(name)
        listings = having if listings is None else listings & having
        if not listings:
            return {}
    best = min(
        ([_first(choices[word], held[listing]) for word in choices] for listing in sorted(listings or ())),
        key=lambda chosen: (sum(one.slips for one in chosen), sum(one.moved for one in chosen)),
    )
    put = {word: one.name for word, one in zip(choices, best, strict=True) if word in near}
    return put if all(_is_proper(session, name) for name in put.values()) else {}


def _having(session: Session, names: Collection[str], among: set[int] | None) -> Iterator[tuple[int, str]]:
    """Listings with any of these words in their names, with the word."""
    asked = select(PublicName.listing_id, PublicName.word).where(PublicName.word.in_(sorted(names)))
    if among is not None:
        asked = asked.where(PublicName.listing_id.in_(sorted(among)))
    yield from session.execute(asked.limit(LISTINGS))


def _first(choices: Sequence[Near], held: set[str]) -> Near:
    return next(one for one in choices if one.name in held)


def _each(session: Session, near: dict[str, list[Near]]) -> dict[str, str]:
    """What to put for those words that are in no listing; nothing where no name is near one of them."""
    put: dict[str, str] = {}
    for word, choices in near.items():
        if how_many_with(session, terms(word), most=1):
            continue
        nearest = (one.name for one in islice(choices, LOOKED_AT))
        right = next((name for name in nearest if _is_proper(session, name, of_people=len(word) < LEAST_CERTAIN)), None)
        if right is None:
            return {}
        put[word] = right
    return put


def _is_proper(session: Session, name: str, *, of_people: bool = False) -> bool:
    """Whether a word is the name of a person or, unless only those are meant, one of a practice that others do not
    write as an ordinary word.
    """
    having = (
        select(PublicListing.name)
        .join(PublicName, PublicName.listing_id == PublicListing.listing_id)
        .where(PublicName.word == name)
        .limit(LOOKED_AT)
    )
    people = session.scalars(having).all()
    if any(name in words_of_name(person) for person in people):
        return True
    if of_people:
        return False
    # Each of those who have it in their name holds it as a word too.
    return how_many_with(session, terms(name), most=2 * len(people)) < 2 * len(people)
