"""Single words outside the concepts: their plain stem, and which of a fitted list stand in a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from .lexicon import Hit
from .normalise import Token

SHORTEST_STEM = 3
_ENDINGS = ("ingly", "edly", "ings", "ness", "ing", "ies", "ied", "ely", "est", "ed", "es", "ly", "er", "s", "e", "y")


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """`word` without its commonest English endings, so that "holds", "holding" and "hold" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            cut = word[: -len(ending)]
            return cut[:-1] if len(cut) > SHORTEST_STEM and cut[-1] == cut[-2] and ending[0] in "ie" else cut
    return word


def stems(tokens: Sequence[Token]) -> dict[str, int]:
    """Where each stem stands first."""
    found: dict[str, int] = {}
    for index, token in enumerate(tokens):
        found.setdefault(stem(token.text[:40]), index)
    return found


def listed_words(words: Mapping[str, float], places: Mapping[str, int]) -> list[tuple[Hit, float]]:
    """The words of a text that are in `words`, with their points, in text order."""
    found = [(Hit("wording", name, place, place), words[name]) for name, place in places.items() if name in words]
    return sorted(found, key=lambda pair: pair[0].first)
