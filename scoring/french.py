"""Small closed word lists of French grammar that every rubric shares, spelt without accents."""

from __future__ import annotations

from .grammar import Grammar, words

FRENCH = Grammar(
    code="fr",
    name="French",
    function_words=words(""),
    sure=words(""),
    negations=words(""),
    degrees=words(""),
    scope_ends=words(""),
    after_negation_neutral=words(""),
)
