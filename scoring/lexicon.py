"""Concepts and the terms that express them, indexed so that one pass over a text finds every mention."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple

from .english import ENGLISH
from .grammar import Grammar
from .normalise import Token, plain_words
from .remembered import Remembered
from .typos import NearSpellings

GAP = ".."
NOT = "!"
LONGEST_GAP = 3
LONGEST_WORD = 40
REMEMBERED = 20_000


class Term(NamedTuple):
    """One wording of a concept: words in order; "x*" is any word that begins so, ".." up to three words of any kind.

    A term that begins with "!" is no mention, and hides shorter ones inside it.
    """

    concept: str
    written: str
    parts: tuple[str, ...]


class Hit(NamedTuple):
    """A mention: `concept` by `term`, from token `first` to token `last`."""

    concept: str
    term: str
    first: int
    last: int


# A hit of its fields in a row, without the Python function that `Hit(…)` goes through.
_hit: Callable[[tuple[str, str, int, int]], Hit] = partial(tuple.__new__, Hit)
# Where a hit begins and ends, to sort by.
PLACE: Callable[[Hit], tuple[int, int]] = itemgetter(2, 3)
Hits = Mapping[str, Sequence[Hit]]


def parse_terms(concept: str, written: str, grammar: Grammar = ENGLISH) -> list[Term]:
    """The terms of one concept from a `|`-separated list, spelt the way texts are prepared."""
    terms = []
    for wording in written.split("|"):
        words = wording.replace(NOT, " ").split()
        parts = words if _are_plain(words, grammar) else [p for w in words for p in _parts(w, grammar)]
        if parts:
            # Tens of thousands of terms share few words.
            terms.append(Term(concept, " ".join(wording.split()), tuple(map(sys.intern, parts))))
    return terms


def _are_plain(words: Sequence[str], grammar: Grammar) -> bool:
    """Whether the words of a term are spelt as texts are prepared: plain letters, "*" at an end, no contraction."""
    joined = "".join(words).replace("*", "")
    return joined.isascii() and joined.isalpha() and joined.islower() and grammar.contractions.keys().isdisjoint(words)


def _parts(word: str, grammar: Grammar) -> list[str]:
    if word == GAP:
        return [GAP]
    plain = plain_words(word.rstrip("*"), grammar)
    return [*plain[:-1], *(p + "*" if word.endswith("*") else p for p in plain[-1:])]


class _Beginning(NamedTuple):
    """The terms that begin with one part: those of one word, those with a gap after it, others by their second part."""

    alone: list[Term]
    gapped: list[Term]
    followed: dict[str, list[Term]]


class _Start(NamedTuple):
    """All terms that may begin at one word: concept and wording of those of one word, whether any has a gap next, and
    the second parts of all others.
    """

    alone: tuple[tuple[str, str], ...]
    gapped: bool
    seconds: frozenset[str]
    beginnings: tuple[_Beginning, ...]


class Lexicon:
    """All terms of a rubric. `protected` words are never taken for a misspelling of a term."""

    def __init__(self, concepts: Mapping[str, str], protected: Iterable[str] = (), grammar: Grammar = ENGLISH) -> None:
        terms = [term for concept, written in concepts.items() for term in parse_terms(concept, written, grammar)]
        self._beginnings: dict[str, _Beginning] = {}
        for term in terms:
            beginning = self._beginnings.setdefault(term.parts[0], _Beginning([], [], {}))
            if len(term.parts) == 1:
                beginning.alone.append(term)
            elif term.parts[1] == GAP:
                beginning.gapped.append(term)
            else:
                beginning.followed.setdefault(term.parts[1], []).append(term)
        words = {part for term in terms for part in term.parts if part != GAP}
        self._exact = frozenset(w for w in words if not w.endswith("*"))
        self._prefixes = frozenset(w[:-1] for w in words if w.endswith("*"))
        # Without terms of several digits no number is a misspelling of a term.
        self._numbers = any(sum(map(str.isdigit, word)) > 1 for word in words)
        self._protected = grammar.function_words.union(protected)
        self._forms: Remembered[str, tuple[str, ...]] = Remembered(
            lambda word: self._make_forms(word[:LONGEST_WORD]), REMEMBERED
        )
        self._starts: Remembered[str, _Start | None] = Remembered(self._start, REMEMBERED)

    @cached_property
    def _near_words(self) -> NearSpellings:
        return NearSpellings(self._exact)

    @cached_property
    def _near_prefixes(self) -> NearSpellings:
        return NearSpellings(self._prefixes)

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Hit]]:
        """Every mention by concept, in text order; of mentions of a concept inside one another only the longest."""
        found: dict[str, list[Hit]] = defaultdict(list)
        words = [token.text for token in tokens]
        forms: list[tuple[str, ...]] = [*map(self._forms.__getitem__, words), ()]
        for index, start in enumerate(map(self._starts.__getitem__, words)):
            if start is None:
                continue
            for concept, written in start.alone:
                found[concept].append(_hit((concept, written, index, index)))
            if start.gapped or not start.seconds.isdisjoint(forms[index + 1]):
                for term, last in _longer(start.beginnings, index, tokens, forms):
                    found[term.concept].append(_hit((term.concept, term.written, index, last)))
        kept = {concept: _without_nested(hits) for concept, hits in found.items()}
        return {concept: hits for concept, hits in kept.items() if hits}

    def begins_with(self, word: str) -> bool:
        """Whether a term begins with a form of `word`."""
        return self._starts[word] is not None

    def _start(self, word: str) -> _Start | None:
        """The terms that begin with one of the forms of `word`; None if there are none."""
        beginnings = tuple(self._beginnings[form] for form in self._forms[word] if form in self._beginnings)
        if not beginnings:
            return None
        return _Start(
            alone=tuple((term.concept, term.written) for beginning in beginnings for term in beginning.alone),
            gapped=any(beginning.gapped for beginning in beginnings),
            seconds=frozenset().union(*(beginning.followed for beginning in beginnings)),
            beginnings=beginnings,
        )

    def forms(self, word: str) -> tuple[str, ...]:
        """How the lexicon may write `word`: itself, the prefixes it begins with, or what it may be a misspelling of."""
        return self._forms[word]

    def _make_forms(self, word: str) -> tuple[str, ...]:
        prefixes = [sys.intern(word[:n] + "*") for n in range(1, len(word) + 1) if word[:n] in self._prefixes]
        if word in self._exact or word in self._protected:
            return (word, *prefixes)
        if word.isdigit() and not self._numbers:
            return (word, *prefixes)
        near = self._near_words.find(word)
        if prefixes:
            return (word, *prefixes, *near)
        longest = min(len(word), self._near_prefixes.longest + 1)
        starts = {p for n in range(4, longest + 1) for p in self._near_prefixes.find(word[:n])}
        return (word, *near, *(p + "*" for p in sorted(starts)))


def _longer(
    beginnings: Sequence[_Beginning], index: int, tokens: Sequence[Token], forms: Sequence[Sequence[str]]
) -> Iterator[tuple[Term, int]]:
    """Terms of several parts that begin with the word at `index`, each with the index of its last word."""
    coming = forms[index + 1]
    if coming and tokens[index + 1].sentence != tokens[index].sentence:
        coming = ()
    third = forms[min(index + 2, len(tokens))]
    for beginning in beginnings:
        for term in beginning.gapped:
            last = _match(term.parts, 1, index + 1, tokens, forms)
            if last is not None:
                yield term, last
        for second in coming if beginning.followed else ():
            for term in beginning.followed.get(second, ()):
                parts = term.parts
                if len(parts) == 2:
                    yield term, index + 1
                elif parts[2] in third or parts[2] == GAP:
                    last = _match(parts, 2, index + 2, tokens, forms)
                    if last is not None:
                        yield term, last


def _match(
    parts: Sequence[str], part: int, index: int, tokens: Sequence[Token], forms: Sequence[Sequence[str]]
) -> int | None:
    """Index of the last token if `parts[part:]` match from `index` on within the sentence, else None."""
    if part == len(parts):
        return index - 1
    sentence = tokens[index - 1].sentence
    reach = 1
    if parts[part] == GAP:
        part, reach = part + 1, LONGEST_GAP + 1
    for here in range(index, min(index + reach, len(tokens))):
        if tokens[here].sentence != sentence:
            return None
        if parts[part] in forms[here]:
            last = _match(parts, part + 1, here + 1, tokens, forms)
            if last is not None:
                return last
    return None


def _without_nested(hits: list[Hit]) -> list[Hit]:
    if len(hits) == 1:
        return [] if hits[0].term[0] == NOT else hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        if not kept or hit.last > kept[-1].last:
            kept.append(hit)
    return [hit for hit in kept if hit.term[0] != NOT]
