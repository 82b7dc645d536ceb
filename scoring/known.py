"""Copies: how much of a text stands in another one, even with words swapped, and known texts kept as numbers.

A text becomes the set of its pairs of word stems that stand up to four words apart, without pairs of mere grammar, each
pair a number. Swapping every fourth word leaves about half of the pairs, and texts written independently about the same
subject share few. The numbers of known texts stand in a file beside the rubric; the texts themselves are not kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from operator import or_
from pathlib import Path
from zlib import crc32

from .english import ENGLISH
from .errors import InvalidRubric, must_be_text
from .grammar import Grammar
from .normalise import prepare
from .remembered import Remembered
from .wording import STEMS

SPAN = 4
SHORTEST = 10
BY_CHANCE = 0.6
HEAD = "="
KNOWN_FORM = "must have lines '= share name' (a share from 0 to 1), each followed by hexadecimal numbers, one a line"
REMEMBERED = 16_384


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class KnownText:
    """A public text or the pages of the directory: an answer is a copy if `share` or more of its pairs stand in it.

    Short answers share more by chance, so that of one of n pairs 0.6 / √n more has to stand there.
    """

    name: str
    share: float
    pairs: frozenset[int]


# The number of a pair is that of "one other": the first word with the space begins it, the second goes on.
_BEGUN: Remembered[str, int] = Remembered(lambda word: crc32(f"{STEMS[word]} ".encode()), REMEMBERED)
_ADDED: Remembered[str, bytes] = Remembered(lambda word: STEMS[word].encode(), REMEMBERED)


def pairs_of(words: Sequence[str], grammar: Grammar = ENGLISH, span: int = SPAN) -> frozenset[int]:
    """The pairs of a text up to `span` words apart, as numbers of 32 bits.

    Empty for a text of fewer than ten words, which says too little.
    """
    if len(words) < SHORTEST:
        return frozenset()
    begun, added = list(map(_BEGUN.__getitem__, words)), list(map(_ADDED.__getitem__, words))
    telling = [word not in grammar.function_words for word in words]
    found: set[int] = set()
    for apart in range(1, span + 1):
        found.update(compress(map(crc32, added[apart:], begun), map(or_, telling, telling[apart:])))
    return frozenset(found)


def pairs_in(text: str) -> frozenset[int]:
    """The pairs of a text as it was written, spelt as the scorer reads it. Raises InvalidAnswer for what is no text."""
    must_be_text(text)
    return _pairs_in(text)


# Whoever looks for copies asks for the same few texts again and again.
@lru_cache(maxsize=64)
def _pairs_in(text: str) -> frozenset[int]:
    return pairs_of(prepare(text).words)


@lru_cache(maxsize=16)
def all_pairs(known: tuple[KnownText, ...]) -> frozenset[int]:
    """The pairs of all known texts together."""
    return frozenset().union(*(one.pairs for one in known))


def copied_from(pairs: frozenset[int], known: Sequence[KnownText]) -> tuple[KnownText, float] | None:
    """The known text that holds more of `pairs` than its share allows, and how much, 0 to 1; None if none does."""
    if not pairs:
        return None
    held = [(one, len(pairs & one.pairs) / len(pairs)) for one in known]
    over = [(one, share) for one, share in held if share >= one.share + BY_CHANCE / math.sqrt(len(pairs))]
    return max(over, key=lambda pair: pair[1] / pair[0].share, default=None)


def load_known(rubric: Path) -> tuple[KnownText, ...]:
    """The known texts in the file beside a rubric that ends in .known; empty where there is none.

    Each begins with a line "= share name"; its numbers follow, one a line. Raises InvalidRubric for anything else.
    """
    path = rubric.with_suffix(".known")
    if not path.is_file():
        return ()
    try:
        before, *parts = path.read_text(encoding="utf-8-sig").split(HEAD)
        found = [_known_text(part) for part in parts]
    except (OSError, ValueError, IndexError) as error:
        raise InvalidRubric(str(path), [f"{path.name} {KNOWN_FORM}"]) from error
    if before.strip():
        raise InvalidRubric(str(path), [f"{path.name} {KNOWN_FORM}"])
    return tuple(found)


def _known_text(part: str) -> KnownText:
    head, *numbers = part.strip().splitlines()
    written, _, name = head.strip().partition(" ")
    share, pairs = float(written), frozenset(int(number, 16) for number in numbers)
    if not 0.0 < share <= 1.0:
        raise ValueError(share)
    return KnownText(name, share, pairs)


def write_known(rubric: Path, texts: Sequence[KnownText]) -> None:
    """Write the file that `load_known` reads."""
    lines = [line for one in texts for line in (f"{HEAD} {one.share:g} {one.name}", *map(_line, sorted(one.pairs)))]
    rubric.with_suffix(".known").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(number: int) -> str:
    return f"{number:08x}"
