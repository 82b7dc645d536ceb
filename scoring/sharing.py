"""What is said of several structures at once: "psoas and hamstrings attach to the lumbar spine or the pelvis".

Each of them has one of the places, and nobody says that all have all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from .lexicon import PLACE, Hit, Hits
from .normalise import Prepared

# Words between two names of one list, and from a place back to what joins it to the place before.
BETWEEN = 2
BACK = 3


def unshared(
    prepared: Prepared, hits: Hits, subjects: Iterable[str], never: Mapping[str, Collection[str]], wrong: Sequence[Hit]
) -> list[Hit]:
    """Those of `wrong` statements that are not excused by being said of a list.

    `wrong` reach from a structure to a place. They are excused where both are one of several, and of another of the
    structures the same is not wrong. `subjects` are the concepts of structures, `never` what is never so of some.
    """
    joiners = prepared.grammar.shares
    if not wrong or joiners.isdisjoint(prepared.distinct):
        return list(wrong)
    named = sorted({*chain.from_iterable(hits.get(name, ()) for name in subjects)}, key=PLACE)
    return [
        hit
        for hit in wrong
        if not _one_of_places(prepared, hit) or not _has_company(prepared, named, never, wrong, hit)
    ]


def _one_of_places(prepared: Prepared, wrong: Hit) -> bool:
    tokens, joiners, end = prepared.tokens, prepared.grammar.shares, wrong.last
    behind = end + 1 < len(tokens) and tokens[end + 1].sentence == tokens[end].sentence
    if behind and tokens[end + 1].text in joiners:
        return True
    return any(tokens[at].text in joiners for at in range(max(wrong.first + BETWEEN, end - BACK), end))


def _has_company(
    prepared: Prepared, named: Sequence[Hit], never: Mapping[str, Collection[str]], wrong: Sequence[Hit], hit: Hit
) -> bool:
    """Whether a structure in the same list as that of `hit` may be where `hit` says."""
    subject, _, said = hit.concept.partition(" ")
    charged = {one.first for one in wrong if one.last == hit.last}
    # "Gluteus medius, which …": the name before a pronoun, and the shorter names in it, are the structure itself.
    named_so = [one for one in named if one.concept == subject and prepared.grammar.tells_names_apart]
    own = {index for one in named_so for index in range(one.first, one.last + 1)}
    return any(
        one.first not in charged and own.isdisjoint((one.first, one.last)) and said not in never.get(one.concept, ())
        for one in _listed(prepared, named, hit)
    )


def _listed(prepared: Prepared, named: Sequence[Hit], hit: Hit) -> list[Hit]:
    """The other names of the list that the structure of `hit` is named in."""
    found: list[Hit] = []
    first = hit.first
    for one in reversed([one for one in named if one.last < hit.first]):
        if one.last < first and not _joined(prepared, one.last, first):
            break
        found.append(one)
        first = min(first, one.first)
    last = max((one.last for one in named if one.first == hit.first), default=hit.first)
    for one in (one for one in named if hit.first < one.first < hit.last):
        if one.first > last and not _joined(prepared, last, one.first):
            break
        found.append(one)
        last = max(last, one.last)
    return found


def _joined(prepared: Prepared, last: int, first: int) -> bool:
    """Whether no more than what joins a list stands between two words of a sentence."""
    tokens, grammar = prepared.tokens, prepared.grammar
    between = range(last + 1, first)
    return (
        tokens[last].sentence == tokens[first].sentence
        and len(between) <= BETWEEN
        and all(tokens[at].text in grammar.shares or tokens[at].text in grammar.determiners for at in between)
    )
