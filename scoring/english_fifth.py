"""English as rubric 17 reads it: "it will not be a relaxing hour" denies what it names, and terms can be set equal."""

from __future__ import annotations

from dataclasses import replace

from .english_fourth import ENGLISH_FOURTH
from .grammar import words

ENGLISH_FIFTH = replace(
    ENGLISH_FOURTH,
    after_negation_neutral=ENGLISH_FOURTH.after_negation_neutral - {"be"},
    copulas=words("is are means equals"),
)
