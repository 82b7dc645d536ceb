"""English as rubrics 26 and 27 read it: denials quoted whole, words of two languages, and the names of one muscle."""

from __future__ import annotations

from dataclasses import replace

from .english_tenth import ENGLISH_TENTH
from .grammar import words

ENGLISH_ELEVENTH = replace(ENGLISH_TENTH, quotes_denials=True)

# What is not used is neither unknown nor refused.
_LEFT_OUT = " | ".join(
    f"!not something {who} {verb}"
    for who in ("i", "we")
    for verb in ("use", "need", "reach for", "rely on", "work with", "put on", "keep on")
)

ENGLISH_TWELFTH = replace(
    ENGLISH_ELEVENTH,
    statements={
        **ENGLISH_ELEVENTH.statements,
        "_unable": f"{_LEFT_OUT} | {ENGLISH_ELEVENTH.statements['_unable']}",
    },
    # Small words of a neighbour as well, by which "Lotion, light pour" was taken for French.
    sure=ENGLISH_ELEVENTH.sure | words("fast plus pour oh tension"),
    tells_names_apart=True,
)
