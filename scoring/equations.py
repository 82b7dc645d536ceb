"""Texts that set terms equal to one another and say nothing of any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from .grammar import Words
from .normalise import Prepared

# Of so many equations one is no definition any more; a side of one has at most so many words.
FEWEST = 3
SIDE = 3


def equated(prepared: Prepared) -> bool:
    """Whether most of a text sets bare terms equal to one another, in a circle: "grip is contact, contact is depth".

    What is said of a term in earnest has a verb, a small word or a state in it: "the hip flexors are short".
    """
    grammar = prepared.grammar
    if grammar.copulas.isdisjoint(prepared.distinct):
        return False
    equations, pieces = [], 0
    for clause in prepared.clauses:
        words = [word for word in prepared.words[clause.start : clause.stop] if word not in grammar.determiners]
        for said in _apart(words, grammar.scope_ends):
            pieces += bool(said)
            at = next((index for index, word in enumerate(said) if word in grammar.copulas), 0)
            left, right = said[:at], said[at + 1 :]
            if 0 < len(left) <= SIDE and 0 < len(right) <= SIDE and grammar.personal.isdisjoint({*left, *right}):
                equations.append((left[-1], right[-1]))
    if len(equations) < FEWEST or 2 * len(equations) < pieces:
        return False
    subjects = {one for one, _ in equations}
    told = Counter(other for _, other in equations if other not in grammar.states)
    return len(subjects & set(told)) >= 2 or max(told.values(), default=0) >= FEWEST


def _apart(words: Sequence[str], joiners: Words) -> Iterator[list[str]]:
    """The pieces of a clause between words that join."""
    piece: list[str] = []
    for word in words:
        if word in joiners:
            yield piece
            piece = []
        else:
            piece.append(word)
    yield piece
