"""The plain stem of an English word, for holding an answer against the words of its question."""

from __future__ import annotations

from functools import lru_cache

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
