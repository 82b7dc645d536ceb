"""Of which of several structures a place is said: of the nearest, unless they stand in one list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .lexicon import Hit
from .normalise import Prepared


def said_of_nearer(
    prepared: Prepared, said_of: Mapping[str, Sequence[Hit]], right: Collection[str], said: Hit, link: Hit
) -> bool:
    """Whether between a mention and what links it to a place one of the `right` subjects is named for that place.

    In "hamstrings and psoas attach to …" it is said of both; in "glute med below the crest, QL from the last rib" not.
    """
    named = {index for mentions in said_of.values() for hit in mentions for index in range(hit.first, hit.last + 1)}
    return any(
        said.last < other.first < link.first and not _in_one_list(prepared, named, said, other)
        for subject in right
        for other in said_of.get(subject, ())
    )


def _in_one_list(prepared: Prepared, named: Collection[int], one: Hit, other: Hit) -> bool:
    words, joiners = prepared.words, prepared.grammar.joiners
    between = range(one.last + 1, other.first)
    return words[other.first - 1] in joiners and all(index in named or words[index] in joiners for index in between)
