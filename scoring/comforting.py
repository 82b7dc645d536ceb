"""The third editions of Spanish, French and German: what comforts a reader takes nothing of an explanation back.

"None of this is dangerous" begins as "none of this is what I do" does. English tells by what denies
(`english_tenth`); in these languages what comforts is listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .french import FRENCH_SECOND
from .german import GERMAN_SECOND
from .grammar import Grammar
from .spanish import SPANISH_SECOND


def _comforted(grammar: Grammar, heads: Sequence[str], tails: Sequence[str]) -> Grammar:
    comfort = " | ".join(f"!{head} {tail}" for head in heads for tail in tails)
    taken_back = f"{comfort} | {grammar.statements['_retracted']}"
    return replace(grammar, statements={**grammar.statements, "_retracted": taken_back})


SPANISH_THIRD = _comforted(
    SPANISH_SECOND,
    ("nada de esto", "nada de eso"),
    (
        "es peligroso",
        "es grave",
        "es culpa",
        "es su culpa",
        "es tu culpa",
        "es permanente",
        "es definitivo",
        "es irreversible",
        "es preocupante",
        "es raro",
        "se ve en",
        "sale en",
        "aparece en",
        "tiene que doler",
        "debe doler",
        "significa",
        "quiere decir",
    ),
)
FRENCH_THIRD = _comforted(
    FRENCH_SECOND,
    ("rien de tout cela", "rien de tout ça", "rien de cela"),
    (
        "n'est dangereux",
        "n'est grave",
        "n'est de votre faute",
        "n'est votre faute",
        "n'est de ta faute",
        "n'est permanent",
        "n'est définitif",
        "n'est irréversible",
        "n'est inquiétant",
        "n'est anormal",
        "ne se voit",
        "n'apparaît",
        "ne doit faire mal",
        "ne veut dire",
        "ne signifie",
    ),
)
GERMAN_THIRD = _comforted(
    GERMAN_SECOND,
    ("nichts davon", "nix davon"),
    (
        "ist gefährlich",
        "ist schlimm",
        "ist ernst",
        "ist ihre schuld",
        "ist deine schuld",
        "ist dauerhaft",
        "ist endgültig",
        "ist bedrohlich",
        "ist beunruhigend",
        "ist krankhaft",
        "bleibt für immer",
        "sieht man",
        "zeigt sich",
        "zeigt ein",
        "muss weh",
        "tut weh",
        "heißt",
        "bedeutet",
    ),
)
