"""Words by which a public listing is found: cut, folded and stemmed here, so that both databases agree.

SQLite keeps them in an FTS5 table, PostgreSQL as a tsvector; where the two differ, this module and
`search.words` know it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import snowballstemmer
from sqlalchemy import Integer, Select, column, insert, select, text
from sqlalchemy.orm import Session

from ..models import PublicListing, PublicName, Technique
from ..places.folding import fold, plain_words
from .hidden import Shown

LONGEST_WORD = 40
# Stands among the words of a listing that were cut as here, and in no text: `prepare` writes those without it again.
WRITTEN = "v3x0"
# Too common to tell one listing from another; nobody searches for them alone.
_COMMON = (
    "a about after all also am an and any are as at be because been before but by can do does for from "
    "had has have he her his how i if in into is it its just like me more most my no not of on or our out "
    "she so some than that the their them then there they this to up us was we what when where which "
    "while who will with would you your "
)
COMMON = frozenset(_COMMON.split())
# Sides of the cells in degrees, by the letter in front of their name.
FINE, COARSE = ("a", 0.5), ("b", 5.0)
# A stemmer serves one thread. To words of other languages the rules of English do little harm, the same on both sides.
_own = threading.local()


def stems(words: str) -> list[str]:
    """The searchable words of a text in their order: folded, without common ones, cut to their stem."""
    return [stem(word) for word in plain_words(words) if word not in COMMON]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one folded word: "grieving" and "grief" stay apart, "releasing" and "release" meet."""
    if not hasattr(_own, "stemmer"):
        # The compiled one where it is installed, else the same rules in Python.
        _own.stemmer = snowballstemmer.stemmer("english")
    return str(_own.stemmer.stemWord(word[:LONGEST_WORD]))


def cell(lat: float, lon: float, size: tuple[str, float]) -> str:
    """The name of the cell of this size that holds a point, as a word no text contains: `a271x115`."""
    letter, side = size
    return f"{letter}{math.floor((lat + 90) / side)}x{math.floor((lon + 180) / side)}"


def write(session: Session, public: PublicListing, shown: Shown) -> None:
    """Replace the words of a listing that is being published."""
    names = words_of_name(public.name) | words_of_name(public.practice, joined=False)
    words = sorted({WRITTEN, *_texts(session, public, shown), *_cells(public)})
    forget(session, public.listing_id)
    if names:
        session.execute(insert(PublicName), [{"word": word, "listing_id": public.listing_id} for word in sorted(names)])
    session.execute(text(_INSERT[_dialect(session)]), {"id": public.listing_id, "words": _bound(session, words)})


def words_of_name(name: str, *, joined: bool = True) -> set[str]:
    """The words of a name without common ones; with `joined` also each with its neighbour as one word.

    "Brankin-Sood" is also typed "BrankinSood", "Mac Donald" "MacDonald", and "J. D. Near" "JD Near".
    """
    words = plain_words(name)
    pairs = ["".join(pair) for pair in pairwise(words)] if joined else []
    return {word for word in (*words, *fold(name).split(), *pairs) if word not in COMMON and len(word) <= LONGEST_WORD}


def written(session: Session) -> Select[int]:
    """Numbers of the public listings whose words are cut as this release cuts them."""
    found = column("listing_id", Integer)
    return select(text(_WRITTEN[_dialect(session)]).columns(found).subquery().c.listing_id)


def forget(session: Session, listing_id: int) -> None:
    """Remove the words of a listing."""
    session.execute(text("DELETE FROM public_name WHERE listing_id = :id"), {"id": listing_id})
    column = "rowid" if _dialect(session) == "sqlite" else "listing_id"
    session.execute(text(f"DELETE FROM public_text WHERE {column} = :id"), {"id": listing_id})


_INSERT = {
    "sqlite": "INSERT INTO public_text (rowid, words) VALUES (:id, :words)",
    "postgresql": "INSERT INTO public_text (listing_id, words) VALUES (:id, array_to_tsvector(:words))",
}


_WRITTEN = {
    "sqlite": f"SELECT rowid AS listing_id FROM public_text WHERE public_text MATCH '{WRITTEN}'",
    "postgresql": f"SELECT listing_id FROM public_text WHERE words @@ CAST('{WRITTEN}' AS tsquery)",
}


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _bound(session: Session, words: list[str]) -> str | list[str]:
    return " ".join(words) if _dialect(session) == "sqlite" else words


def _texts(session: Session, public: PublicListing, shown: Shown) -> Iterator[str]:
    named = session.scalars(select(Technique.name).where(Technique.slug.in_(public.techniques)))
    about = (public.name, public.practice, public.credentials, public.bio)
    yield from map(stem, words_of_name(public.name) | words_of_name(public.practice))
    for part in (*about, *named, *shown.own_techniques, *public.languages, *shown.answers):
        yield from stems(part)


def _cells(public: PublicListing) -> Iterator[str]:
    for place in public.locations:
        yield cell(place.lat, place.lon, FINE)
        yield cell(place.lat, place.lon, COARSE)
