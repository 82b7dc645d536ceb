"""Search words: what is asked for by them, and which listings hold them, near a place or anywhere."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from ..config import data_dir
from ..places.distance import bounding_band
from ..places.edits import edits
from ..places.folding import plain_words
from ..publishing.words import COARSE, COMMON, FINE, LONGEST_WORD, stem, stems
from .segment import Circle, Numbers

MOST_TERMS = 8
MOST_JOINED = 3
# With more cells than this the next larger ones are asked for, or none at all.
MOST_CELLS = 80
MOST_CELLS_AWAY = 5
KM_PER_DEGREE = 111.2
# Words of whoever asks, which tell no listing of this trade from another. None is somebody's surname.
_ASKING = (
    "accept accepts anybody anyone cant dont find help helps im ive looking massage massages masseur masseuse near "
    "nearby nearest need needs open please recommend recommended someone somebody take takes therapist therapists "
    "therapy treat treats treatment treatments try want wont"
)
NOT_ASKED = COMMON | frozenset(_ASKING.split())
# Said of any massage; without one of its words beside it, it is a name.
PRAISE = frozenset({"affordable", "best", "cheap", "good", "great", "local", "top"})
PRAISED = frozenset({"massage", "massages", "masseur", "masseuse", "therapist", "therapists"})
# A word of the trade is known with one slip in it from so many letters on: shorter ones are too near to other words.
LEAST_SLIPPED = 7
SCOTTISH = re.compile(r"(mac|mc)([a-z]{3,})")
UMLAUT = re.compile(r"(?<![aeiou])[aou](e)(?=[a-z]{2})")
BARE_VOWEL = re.compile(r"(?<![aeiou])[aou](?=[b-df-hj-np-tv-z][a-z])")

# A term is met by any of its alternatives, an alternative by all of its stems.
Term = tuple[tuple[str, ...], ...]


def terms(words: str) -> list[Term]:
    """What a listing must hold, all of it; a term has the words that mean the same as alternatives.

    Empty where nothing but common words and words of asking were typed.
    """
    return list(_chosen(words))


def looked_for(words: str) -> list[str]:
    """The words that `terms` makes terms of, one for each, as they are spelled without capitals and accents."""
    return list(_chosen(words).values())


def too_many(words: str) -> list[str]:
    """The words that are not looked for because enough others stand before them."""
    chosen = _chosen(words)
    return [word for term, word in _words_of_terms(words).items() if term not in chosen]


def _chosen(words: str) -> dict[Term, str]:
    """The first terms, as many as are looked for; of more, single letters and digits stand behind all words."""
    asked = _words_of_terms(words)
    ranked = sorted(asked.items(), key=lambda one: len(one[1]) < 2)[:MOST_TERMS]
    return {term: word for term, word in asked.items() if (term, word) in ranked}


def _words_of_terms(words: str) -> dict[Term, str]:
    """Each different term, in the order typed, with a word that asks for it.

    What is written apart may be one word: "myo fascial" is also "myofascial", and "O Brien" is "OBrien". Neighbours
    joined are therefore an alternative of each of them, and so are the other spellings of a name.
    """
    typed = plain_words(words)
    passed_over = NOT_ASKED | PRAISE if PRAISED.intersection(typed) else NOT_ASKED
    asked: dict[str, tuple[str, dict[tuple[str, ...], None]]] = {}
    for at, word in enumerate(typed):
        if word not in passed_over:
            _, meant = asked.setdefault(stem(word), (word, {}))
            for one in (word, *_joined_around(typed, at)):
                meant.update(dict.fromkeys(_alternatives(one)))
                meant.update(((stem(other),), None) for other in spelled_otherwise(one))
    return {tuple(meant): word for word, meant in asked.values()}


def _joined_around(typed: list[str], at: int) -> Iterator[str]:
    """The runs of two or three neighbours that hold the word at this place, each as one word."""
    for length in range(2, MOST_JOINED + 1):
        for start in range(max(0, at - length + 1), min(at, len(typed) - length) + 1):
            joined = "".join(typed[start : start + length])
            if len(joined) <= LONGEST_WORD:
                yield joined


def spelled_otherwise(word: str) -> Iterator[str]:
    """Other spellings of a folded word, should it be a name: "mcdonald" and "macdonald", "mueller" and "muller".

    An umlaut loses its dots by folding, or is written with an e behind it. A vowel near the end of a word is none:
    Michal is not Michael.
    """
    scottish = SCOTTISH.fullmatch(word)
    if scottish:
        yield ("mc" if scottish[1] == "mac" else "mac") + scottish[2]
    for umlaut in UMLAUT.finditer(word):
        yield word[: umlaut.start(1)] + word[umlaut.end(1) :]
    for vowel in BARE_VOWEL.finditer(word):
        yield f"{word[: vowel.end()]}e{word[vowel.end() :]}"


def listings_with(session: Session, wanted: Sequence[Term], circle: Circle | None) -> Numbers:
    """Numbers of the public listings that hold all terms, rising; near the circle or a little beyond it."""
    cells = _cells(circle) if circle else ()
    dialect = session.get_bind().dialect.name
    found = session.execute(text(_FIND[dialect]), {"wanted": _EXPRESSION[dialect](wanted, cells)}).scalars()
    numbers = np.sort(np.fromiter(found, dtype=np.int64))
    # As np.unique, which would read the whole of numpy.ma for one question.
    return numbers[np.diff(numbers, prepend=-1) > 0]


def how_many_with(session: Session, wanted: Sequence[Term], most: int) -> int:
    """How many public listings hold all terms, counted up to `most`."""
    dialect = session.get_bind().dialect.name
    asked = {"wanted": _EXPRESSION[dialect](wanted, ()), "most": most}
    return len(session.execute(text(_FIND_SOME[dialect]), asked).all())


def _alternatives(word: str) -> Term:
    own = stem(word)
    known = _synonyms()
    right = () if own in known else (one for one in _slipped(word) if one in known)
    return tuple(
        dict.fromkeys(((own,), *known.get(own, ()), *(other for one in right for other in ((one,), *known[one]))))
    )


def _slipped(word: str) -> Iterator[str]:
    """Stems of the words of the trade that are one slip away from a word."""
    if len(word) >= LEAST_SLIPPED:
        yield from (stem(one) for one in _trade() if abs(len(one) - len(word)) < 2 and edits(one, word, 1) < 2)


@cache
def _trade() -> tuple[str, ...]:
    """The longer single words of `seeds/search_words.json`."""
    read = json.loads((data_dir("seeds") / "search_words.json").read_text(encoding="utf-8"))
    singles = {one for group in read["same"] for one in group if " " not in one}
    return tuple(sorted(one for one in singles if len(one) >= LEAST_SLIPPED))


@cache
def _synonyms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What else may be meant by a stem, from `seeds/search_words.json`.

    `same` are lists of words and phrases of one meaning, misspelled ones among them; `short` are words that also mean
    something else and are therefore only asked for by themselves. A phrase is known by its words joined.
    """
    read = json.loads((data_dir("seeds") / "search_words.json").read_text(encoding="utf-8"))
    meant: dict[str, dict[tuple[str, ...], None]] = {}
    for group in read["same"]:
        for one in group:
            meant.setdefault(_key(one), {}).update((tuple(stems(other)), None) for other in group)
    for short, phrases in read["short"].items():
        meant.setdefault(_key(short), {}).update((tuple(stems(phrase)), None) for phrase in phrases)
    return {one: tuple(other for other in others if other and other != (one,)) for one, others in meant.items()}


def _key(phrase: str) -> str:
    return stem("".join(plain_words(phrase)))


def cells_around(circle: Circle, size: tuple[str, float]) -> list[str]:
    """Names of the cells of one size that a circle may touch."""
    letter, side = size
    band = bounding_band(circle.lat, circle.lon, circle.km)
    rows = range(_cell(band.south + 90, side), _cell(band.north + 90, side) + 1)
    columns = [
        column
        for west, east in band.meridians
        for column in range(_cell(west + 180, side), _cell(east + 180, side) + 1)
    ]
    return [f"{letter}{row}x{column}" for row in rows for column in columns]


def _cells(circle: Circle) -> Sequence[str]:
    """The smallest cells of which not too many touch a circle; none where all would."""
    for size in (FINE, COARSE):
        if circle.km <= MOST_CELLS_AWAY * size[1] * KM_PER_DEGREE:
            cells = cells_around(circle, size)
            if len(cells) <= MOST_CELLS:
                return cells
    return ()


def _cell(degrees: float, side: float) -> int:
    return math.floor(degrees / side)


def _fts5(wanted: Iterable[Term], cells: Sequence[str]) -> str:
    """Stems and cells hold letters and digits only; the quotes keep AND, OR and NOT from being read as such."""
    parts = [" OR ".join(_joined((f'"{word}"' for word in one), " AND ") for one in term) for term in wanted]
    if cells:
        parts.append(" OR ".join(cells))
    return _joined(parts, " AND ")


def _tsquery(wanted: Iterable[Term], cells: Sequence[str]) -> str:
    parts = [" | ".join(_joined((f"'{word}'" for word in one), " & ") for one in term) for term in wanted]
    if cells:
        parts.append(" | ".join(cells))
    return _joined(parts, " & ")


def _joined(parts: Iterable[str], by: str) -> str:
    return by.join(f"({part})" for part in parts)


_FIND = {
    "sqlite": "SELECT rowid FROM public_text WHERE public_text MATCH :wanted",
    "postgresql": "SELECT listing_id FROM public_text WHERE words @@ CAST(:wanted AS tsquery)",
}
_FIND_SOME = {dialect: f"{statement} LIMIT :most" for dialect, statement in _FIND.items()}
_EXPRESSION: dict[str, Any] = {"sqlite": _fts5, "postgresql": _tsquery}
