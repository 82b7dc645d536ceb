"""Whether a text is worded like those that deny, mock, take back or only report what they say.

A linear model over short patterns of up to three words, fitted to graded texts and tricks. Small words stand as they
are, others as their stems, and in a second form every word the rubric has terms for as `TERM`, so that "never been one
for TERM" is one pattern whatever is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise, repeat
from typing import NamedTuple

from .grammar import Grammar
from .lexicon import Hit
from .normalise import Prepared
from .patterns import BEGIN, END, UNKNOWN, Pattern, Patterns, inside
from .remembered import Remembered
from .rubric_table import Table
from .wording import LONGEST_STEM, read_weights, stem

TERM = "TERM"
QUESTION, CLAUSE = "?", ","
# As if a text, or one sentence, had so many more patterns that weigh nothing: few words prove little.
CALM, CALM_OF_SENTENCE = 20, 6
# Texts of fewer different words are doubted less, in proportion.
ENOUGH = 20
LONGEST = 3
PATTERNS_SHOWN = 4
REMEMBERED = 20_000


class Symbols(NamedTuple):
    """A text as patterns see it: `plain` words, the same with terms as `TERM`, and which token each came from."""

    plain: tuple[str, ...]
    broad: tuple[str, ...]
    tokens: tuple[int, ...]

    def sentences(self) -> list[tuple[int, int]]:
        """Where each sentence begins and ends."""
        begins = [index for index, symbol in enumerate(self.plain) if symbol == BEGIN]
        return list(pairwise([*begins, len(self.plain)]))

    def without(self, settled: frozenset[int]) -> Symbols:
        """The sentences that have none of these tokens in them, or all of them where none is left."""
        kept = [(a, b) for a, b in self.sentences() if settled.isdisjoint(self.tokens[a:b])]
        parts = [(self.plain[a:b], self.broad[a:b], self.tokens[a:b]) for a, b in kept]
        return Symbols(*(tuple(chain.from_iterable(one)) for one in zip(*parts, strict=True))) if parts else self


class Spelling:
    """How patterns see the words of a language: small ones as they are, others as stems, and terms also as `TERM`.

    `known` tells whether a term of the rubric begins with a word. With `letters` a word is seen by so many of its first
    ones, in place of its English stem.
    """

    def __init__(self, grammar: Grammar, known: Callable[[str], bool], letters: int = 0) -> None:
        self._small = grammar.function_words | grammar.negations | grammar.further_negations
        self._known, self._letters = known, letters
        self.plain = Remembered(self._plain, REMEMBERED)
        self.broad = Remembered(self._broad, REMEMBERED)

    def _plain(self, word: str) -> str:
        if word in self._small:
            return word
        return word[: self._letters] if self._letters else stem(word[:LONGEST_STEM])

    def _broad(self, word: str) -> str:
        return TERM if word not in self._small and self._known(word) else self._plain(word)


def symbols(prepared: Prepared, spelling: Spelling) -> Symbols:
    """The sentences of a text one after the other, each between `BEGIN` and `END` or `QUESTION`."""
    own, wide = (tuple(map(seen.__getitem__, prepared.words)) for seen in (spelling.plain, spelling.broad))
    plain: list[str] = []
    broad: list[str] = []
    tokens: list[int] = []
    ends = {sentence.stop for sentence in prepared.sentences}
    begins = True
    for clause in prepared.clauses:
        start, stop = clause.start, clause.stop
        before = BEGIN if begins else CLAUSE
        plain += (before, *own[start:stop])
        broad += (before, *wide[start:stop])
        tokens += (-1, *clause)
        begins = stop in ends
        if begins:
            end = QUESTION if prepared.tokens[start].sentence in prepared.questions else END
            plain.append(end)
            broad.append(end)
            tokens.append(-1)
    return Symbols(tuple(plain), tuple(broad), tuple(tokens))


def _runs(line: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every run of two and of three symbols."""
    return chain(pairwise(line), zip(line, line[1:], line[2:], strict=False))


def patterns(text: Symbols) -> frozenset[str]:
    """Every pattern of a text; the fit counts these."""
    return frozenset(text.plain).union(
        " ".join(run) for run in chain(_runs(text.plain), _runs(text.broad)) if inside(run)
    )


@dataclass(frozen=True, eq=False, repr=False)
class DoubtWeights:
    """The fitted model: texts worth more than `above` are doubted, those from `surely` on keep no more than `least`.

    It looks at a whole text, or at each sentence: one that turns a text round is lost among many that mean it.
    """

    calm: int = CALM
    above: float = math.inf
    surely: float = math.inf
    least: float = 1.0
    base: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def value(self, found: Collection[float]) -> float:
        """How doubtful patterns of these weights are: about 0 for answers that are meant, about 1 for others."""
        return self.base + math.fsum(found) / math.sqrt(len(found) + self.calm)

    def doubt(self, value: float) -> float:
        """How far a value lies on the way from `above` to `surely`; less than 0 before it begins."""
        return (value - self.above) / (self.surely - self.above)

    def kept(self, doubt: float) -> float:
        """The share of a score that is kept."""
        return 1.0 - (1.0 - self.least) * min(1.0, doubt) if doubt > 0.0 else 1.0


# For the plain and the broad form of a text the patterns of one, two and three symbols that begin at each place.
Columns = Sequence[Sequence[Pattern]]


class Measure(NamedTuple):
    """How doubtful a text and its most doubtful sentence are worded, the patterns in it, and where that one stands."""

    value: float
    sentence_value: float
    columns: Columns
    sentence: tuple[int, int]


@dataclass(frozen=True, eq=False, repr=False)
class Doubts:
    """How far a whole text, and each of its sentences, is worded like those that do not mean what they say.

    The doubts about a text and about its worst sentence are `added`, or the stricter of the two decides.
    """

    text: DoubtWeights = field(default_factory=DoubtWeights)
    sentence: DoubtWeights = field(default_factory=DoubtWeights)
    patterns: Patterns = field(default_factory=lambda: Patterns({}, {}))
    added: bool = False

    def measure(self, text: Symbols) -> Measure:
        """How doubtful a text and its worst sentence are worded."""
        columns = self.columns(text)
        # Each sentence once: hundreds of the same ones are one.
        different = {(text.plain[a:b], text.broad[a:b]): (a, b) for a, b in reversed(text.sentences())}
        sentences = list(reversed(different.values()))
        found = [set[Pattern]().union(*(column[a:b] for column in columns)) for a, b in sentences]
        whole = set[Pattern]().union(*found)
        value = self.text.value([pattern.text for pattern in whole if pattern.text])
        values = [self.sentence.value([pattern.sentence for pattern in one if pattern.sentence]) for one in found]
        worst = max(range(len(values)), key=values.__getitem__, default=-1)
        if worst < 0:
            return Measure(value, -math.inf, columns, (0, 0))
        return Measure(value, values[worst], columns, sentences[worst])

    def kept(self, text: Symbols, words: int) -> tuple[float, list[Hit]]:
        """The share of its score that a text of so many different words keeps, and why if that is not all."""
        found = self.measure(text)
        doubt = max(0.0, self.text.doubt(found.value) * min(1.0, words / ENOUGH))
        turned = max(0.0, self.sentence.doubt(found.sentence_value))
        if self.added:
            kept, by_sentence = self.text.kept(doubt + turned), turned > doubt
        else:
            kept, left = self.text.kept(doubt), self.sentence.kept(turned)
            kept, by_sentence = min(kept, left), left < kept
        if kept == 1.0:
            return kept, []
        if by_sentence:
            return kept, _heaviest(text, found.columns, range(*found.sentence), lambda pattern: pattern.sentence)
        return kept, _heaviest(text, found.columns, range(len(text.plain)), lambda pattern: pattern.text)

    def columns(self, text: Symbols) -> Columns:
        """The known patterns of a text by where they begin; one without weight where there is none."""
        columns: list[Sequence[Pattern]] = []
        for line in (text.plain, text.broad):
            # Python loops would take longer than the look-ups.
            found = list(map(self.patterns.first.__getitem__, line))
            columns.append(found)
            for length in range(1, LONGEST):
                found = list(map(Pattern.get, found, line[length:], repeat(UNKNOWN)))
                columns.append(found)
        return columns


def _heaviest(text: Symbols, columns: Columns, places: range, weight: Callable[[Pattern], float]) -> list[Hit]:
    """Where the patterns stand that weigh most, each where it first does; none for those of marks only."""
    found: dict[Pattern, tuple[float, str, Sequence[int]]] = {}
    for number, column in enumerate(columns):
        line, length = (text.plain, text.broad)[number // LONGEST], number % LONGEST + 1
        for place in places[: len(column) - places.start]:
            pattern = column[place]
            if weight(pattern) > 0 and pattern not in found:
                stop = place + length
                found[pattern] = (-weight(pattern), " ".join(line[place:stop]), text.tokens[place:stop])
    hits = (
        Hit("doubt", written, words[0], words[-1])
        for _, written, tokens in sorted(found.values())
        if (words := [token for token in tokens if token >= 0])
    )
    return list(islice(hits, PATTERNS_SHOWN))


def read_doubts(fitted: Table) -> Doubts:
    """The tables `doubt`, of whole texts, and `turns`, of sentences, of the section `[fitted]`."""
    (text, _), (sentence, added) = _read(fitted, "doubt", CALM), _read(fitted, "turns", CALM_OF_SENTENCE)
    return joined(text, sentence, added=added)


def joined(text: DoubtWeights, sentence: DoubtWeights, *, added: bool = False) -> Doubts:
    """One model of both."""
    patterns = Patterns(text.weights, sentence.weights)
    return Doubts(replace(text, weights={}), replace(sentence, weights={}), patterns, added)


def _read(fitted: Table, name: str, calm: int) -> tuple[DoubtWeights, bool]:
    """The numbers of one table and its `weights`, written "i never 0.20 | < we -0.10", and whether it is `added`."""
    if name not in fitted.data:
        return DoubtWeights(), False
    table = Table(fitted.data[name], f"fitted.{name}", fitted.faults)
    table.only(frozenset({"above", "surely", "least", "base", "weights", "added"}))
    above, surely = table.number("above", -10.0, 10.0), table.number("surely", -10.0, 10.0)
    if surely <= above:
        table.fault("surely", "must be more than above")
    least, base = table.number("least", 0.01, 1.0), table.number("base", -10.0, 10.0)
    return DoubtWeights(calm, above, surely, least, base, read_weights(table)), table.flag("added")
