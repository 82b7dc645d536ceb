"""What somebody may have meant whose search finds nobody: words that are filters or a place, a place that is a name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy.orm import Session

from ..config import data_dir
from ..places import known_place
from ..places.folding import fold, plain_words
from .criteria import LONGEST_WORDS, Criteria
from .filters import GROUPS, LANGUAGE, Group
from .index import index_of
from .queries import Centre, as_measured_there, count
from .words import NOT_ASKED, terms

Value = tuple[Group, str]

# Ways to name a filter in words have at most so many.
LONGEST_PHRASE = 3
# Around the name of a language: "speaks Vietnamese", "Vietnamese speaking".
SPEAKING = frozenset({"speak", "speaking", "speaks", "spoken"})
BEFORE_PLACE = frozenset({"in", "near", "around", "at", "by", "for"})


@dataclass(frozen=True)
class Instead:
    """Another search, which `total` therapists meet: with `filters` or around `place` instead of words, or for words
    instead of a place.

    With `phrase`, several words name a filter: text is searched for each of them by itself, and without the common
    ones, so that "no oil" finds whoever writes of oil.
    """

    criteria: Criteria
    total: int
    filters: tuple[Value, ...] = ()
    place: str = ""
    phrase: bool = False


def other_readings(
    session: Session, centre: Centre | None, criteria: Criteria, found: int, maybe: str | None = None
) -> list[Instead]:
    """The words of a search that `found` so many, read as filters where these find more; where it found nobody as it
    was typed, as a place; and as the words `maybe` that are near them.
    """
    filters = _as_filters(session, centre, criteria)
    place = None if found else _as_place(session, criteria)
    name = _as_words(session, centre, criteria, maybe) if maybe else None
    return [
        *([filters] if filters and (filters.phrase or filters.total > found) else []),
        *([name] if name else []),
        *([place] if place else []),
    ]


def place_as_words(session: Session, criteria: Criteria) -> list[Instead]:
    """A place that is not known read as a name or words, or as filters, anywhere in the directory."""
    if criteria.words or len(criteria.place) > LONGEST_WORDS:
        return []
    other = replace(criteria, place="").with_words(criteria.place)
    total = count(session, None, other) if terms(other.words) else 0
    filters = _as_filters(session, None, other)
    return [*([Instead(other, total)] if total else []), *([filters] if filters else [])]


def _as_words(session: Session, centre: Centre | None, criteria: Criteria, words: str) -> Instead | None:
    other = criteria.with_words(words)
    total = count(session, centre, other)
    return Instead(other, total) if total else None


def _as_filters(session: Session, centre: Centre | None, criteria: Criteria) -> Instead | None:
    words = plain_words(criteria.words)
    chosen: list[Value] = []
    left: list[str] = []
    phrase = False
    at = 0
    while at < len(words):
        length, values = _filter_at(session, words, at)
        chosen += values
        left += [] if length else words[at : at + 1]
        phrase = phrase or length > 1
        at += length or 1
    if not chosen:
        return None
    rest = " ".join(word for word in left if word not in NOT_ASKED)
    other = criteria.with_words(rest).with_filters(chosen)
    total = count(session, centre, other)
    return Instead(other, total, filters=tuple(dict.fromkeys(chosen)), phrase=phrase) if total else None


def _filter_at(session: Session, words: list[str], at: int) -> tuple[int, list[Value]]:
    """How many words from this one on name filters, the most possible, and which."""
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        phrase = tuple(word for word in words[at : at + length] if word not in SPEAKING)
        known = [one for one in _phrases().get(phrase, ()) if one[0].values or _is_spoken(session, one[1])]
        if not known and _is_spoken(session, "-".join(phrase)):
            known = [(LANGUAGE, "-".join(phrase))]
        if known:
            return length, known[:1]
    return 0, []


def _is_spoken(session: Session, language: str) -> bool:
    trait = LANGUAGE.prefix + language
    return any(trait in segment.traits for segment, _ in index_of(session).state(session).parts)


def _as_place(session: Session, criteria: Criteria) -> Instead | None:
    if not criteria.words:
        return None
    place = known_place(session, criteria.words)
    if place is None or (place.near_code and fold(place.near_code) != fold(criteria.words)):
        return _around_named(session, criteria)
    other = as_measured_there(session, replace(criteria.with_words(""), place=place.label), place)
    total = count(session, Centre(place.lat, place.lon), other)
    # A word may be the name of a small place far away; a postal code is nothing else.
    return Instead(other, total, place=place.label) if total or place.kind == "postal_code" else None


def _around_named(session: Session, criteria: Criteria) -> Instead | None:
    """The words in front of a place, or behind it, around that place: "trigger point Denver", "portland back pain"."""
    words = criteria.words.split()
    sizes = range(min(LONGEST_PHRASE, len(words) - 1), 0, -1)
    for named, rest in (*((words[-n:], words[:-n]) for n in sizes), *((words[:n], words[n:]) for n in sizes)):
        place = known_place(session, " ".join(named))
        if (
            place is None
            or place.kind == "point"
            or place.near_code
            or not set(plain_words(" ".join(named))) - NOT_ASKED
        ):
            continue
        asked = rest[:-1] if len(rest) > 1 and rest[-1].lower() in BEFORE_PLACE else rest
        around = replace(criteria.with_words(" ".join(asked).strip(" ,;.")), place=place.label)
        other = as_measured_there(session, around, place)
        total = count(session, Centre(place.lat, place.lon), other)
        if total:
            return Instead(other, total, place=place.label)
    return None


@cache
def _phrases() -> dict[tuple[str, ...], list[Value]]:
    """What names which filters, from `seeds/filter_words.json`."""
    phrases: dict[tuple[str, ...], list[Value]] = {}
    for phrase, value in _read():
        phrases.setdefault(tuple(plain_words(phrase)), []).append(value)
    return phrases


def _read() -> Iterator[tuple[str, Value]]:
    groups = {group.name: group for group in GROUPS}
    named = json.loads((data_dir("seeds") / "filter_words.json").read_text(encoding="utf-8"))
    for name, values in named.items():
        for value, phrases in values.items():
            yield from ((phrase, (groups[name], value)) for phrase in phrases)
