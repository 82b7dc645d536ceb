"""Small closed word lists of German grammar that every rubric shares, spelt without accents."""

from __future__ import annotations

from .grammar import Grammar, words

GERMAN = Grammar(
    code="de",
    name="German",
    function_words=words(""),
    sure=words(""),
    negations=words(""),
    degrees=words(""),
    scope_ends=words(""),
    after_negation_neutral=words(""),
)
