"""How far a negation reaches: which words of its clause, and of a list that begins there, it denies."""

from __future__ import annotations

from collections.abc import Iterable

from .grammar import Words
from .normalise import Prepared

# Words in one piece of a list.
PIECE = 2


def neutral(prepared: Prepared, index: int) -> bool:
    """Whether a negation denies nothing, as "no problem" does."""
    tokens, grammar = prepared.tokens, prepared.grammar
    if index + 1 >= len(tokens) or tokens[index + 1].clause != tokens[index].clause:
        return tokens[index].text in grammar.lone_negations
    following = tokens[index + 1].text
    if tokens[index].text in grammar.answer_particles and following in grammar.answer_particle_followers:
        return True
    return tokens[index].text in grammar.plain_negations and following in grammar.after_negation_neutral


def reach(prepared: Prepared, index: int) -> Iterable[int]:
    """The words that the negation at `index` denies."""
    tokens, grammar = prepared.tokens, prepared.grammar
    yield from forward(prepared, index, grammar.scope)
    joiners = grammar.list_joiners
    if tokens[index].text in grammar.leaving_out:
        joiners |= grammar.left_joiners
    if joiners and not joiners.isdisjoint(prepared.distinct):
        yield from _listed_on(prepared, index, joiners)
    if tokens[index].text in grammar.clause_negations:
        yield from _before(prepared, index)
        return
    if tokens[index].text not in grammar.backward_negations or index == 0:
        return
    coming = {tokens[i].text for i in range(index + 1, min(index + 4, len(tokens)))}
    if tokens[index - 1].text in grammar.auxiliaries and coming & grammar.predicates:
        yield from _before(prepared, index)


def _before(prepared: Prepared, index: int) -> Iterable[int]:
    """The words of the clause that stand before `index`, back to where it turns."""
    tokens = prepared.tokens
    for before in range(index - 1, -1, -1):
        if tokens[before].clause != tokens[index].clause or tokens[before].text in prepared.grammar.scope_ends:
            return
        yield before


def _listed_on(prepared: Prepared, index: int, joiners: Words) -> Iterable[int]:
    """The rest of a list that begins in the clause of a negation: "no arms, feet or face".

    Its pieces are a word or two, and before the last one stands one of `joiners`, such as "or".
    """
    tokens = prepared.tokens
    clause = tokens[index].clause
    pieces: list[int] = []
    for reached in range(index + 1, len(tokens)):
        token = tokens[reached]
        if token.sentence != tokens[index].sentence:
            return
        if token.clause == clause:
            continue
        if token.text in joiners:
            last = range(reached + 1, min(reached + 1 + PIECE, len(tokens)))
            yield from (*pieces, *(at for at in last if tokens[at].clause == token.clause))
            return
        if token.text in prepared.grammar.scope_ends:
            return
        pieces.append(reached)
        if sum(tokens[at].clause == token.clause for at in pieces) > PIECE:
            return


def forward(prepared: Prepared, index: int, words: int) -> Iterable[int]:
    """Up to so many words behind `index`, as far as its clause goes and does not turn."""
    tokens, ends = prepared.tokens, prepared.grammar.scope_ends
    for reached in range(index + 1, min(index + 1 + words, len(tokens))):
        token = tokens[reached]
        if token.clause != tokens[index].clause or (token.text in ends and reached > index + 1):
            return
        yield reached
