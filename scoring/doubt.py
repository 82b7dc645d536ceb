"""Whether a text is worded like those that deny, mock, take back or only report what they say.

A linear model over short patterns of up to three words, fitted to graded texts and tricks. Small words stand as they
are, others as their stems, and in a second form every word the rubric has terms for as `TERM`, so that "never been one
for TERM" is one pattern whatever is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import NamedTuple

from .grammar import Grammar
from .lexicon import Hit
from .normalise import Prepared
from .remembered import Remembered
from .rubric_table import Table
from .wording import LONGEST_STEM, read_weights, stem

TERM = "TERM"
BEGIN, END = "<", ">"
QUESTION, CLAUSE = "?", ","
# As if a text had so many more patterns that weigh nothing: few words prove little.
CALM = 20
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


class Spelling:
    """How patterns see the words of a language: small ones as they are, others as stems, and terms also as `TERM`.

    `known` tells whether a term of the rubric begins with a word.
    """

    def __init__(self, grammar: Grammar, known: Callable[[str], bool]) -> None:
        self._small = grammar.function_words | grammar.negations | grammar.further_negations
        self._known = known
        self.plain = Remembered(self._plain, REMEMBERED)
        self.broad = Remembered(self._broad, REMEMBERED)

    def _plain(self, word: str) -> str:
        return word if word in self._small else stem(word[:LONGEST_STEM])

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


def _inside(run: Sequence[str]) -> bool:
    """Whether a run of symbols stands in one sentence."""
    return BEGIN not in run[1:]


def patterns(text: Symbols) -> frozenset[str]:
    """Every pattern of a text; the fit counts these."""
    return frozenset(text.plain).union(
        " ".join(run) for run in chain(_runs(text.plain), _runs(text.broad)) if _inside(run)
    )


@dataclass(frozen=True, eq=False, repr=False)
class DoubtWeights:
    """The fitted model: texts worth more than `above` are doubted, those from `surely` on keep no more than `least`."""

    above: float = math.inf
    surely: float = math.inf
    least: float = 1.0
    base: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def doubts(self, prepared: Prepared, spelling: Spelling) -> tuple[float, list[Hit]]:
        """The share of its score that a text keeps, 0 to 1, and where that is not all, the patterns that weigh most."""
        if not self.weights:
            return 1.0, []
        text = symbols(prepared, spelling)
        found = self.found(text)
        doubt = (self.value(found) - self.above) / (self.surely - self.above)
        doubt *= min(1.0, len(prepared.distinct) / ENOUGH)
        if doubt <= 0.0:
            return 1.0, []
        heaviest = sorted((p for p, weight in found.items() if weight > 0), key=lambda p: (-found[p], p))
        shown = islice((hit for pattern in heaviest for hit in _mention(pattern, text)), PATTERNS_SHOWN)
        return 1.0 - (1.0 - self.least) * min(1.0, doubt), list(shown)

    def value(self, found: Mapping[str, float]) -> float:
        """How doubtful a text with these patterns is: about 0 for answers that are meant, about 1 for others."""
        return self.base + math.fsum(found.values()) / math.sqrt(len(found) + CALM)

    def found(self, text: Symbols) -> dict[str, float]:
        """The known patterns of a text with their weights."""
        plain, broad = text.plain, text.broad
        runs: Iterator[Sequence[str]] = chain(plain, broad, _runs(plain), _runs(broad))
        return dict(filter(None, map(self._by_run.get, runs)))

    @cached_property
    def _by_run(self) -> dict[Sequence[str], tuple[str, float]]:
        """The patterns by their symbols or single symbol, but for any that could reach over two sentences."""
        split = ((tuple(pattern.split(" ")), pattern) for pattern in self.weights)
        return {
            run if len(run) > 1 else pattern: (pattern, self.weights[pattern]) for run, pattern in split if _inside(run)
        }


def _mention(pattern: str, text: Symbols) -> list[Hit]:
    """The words that a pattern first stands on; none for one of marks only."""
    run = tuple(pattern.split(" "))
    line = text.broad if TERM in run else text.plain
    start = next(i for i in range(len(line)) if line[i : i + len(run)] == run)
    words = [token for token in text.tokens[start : start + len(run)] if token >= 0]
    return [Hit("doubt", pattern, words[0], words[-1])] if words else []


def read_doubt(fitted: Table) -> DoubtWeights:
    """The table `doubt` of the section `[fitted]`: the numbers, and `weights`, written "i never 0.20 | < we -0.10"."""
    if "doubt" not in fitted.data:
        return DoubtWeights()
    table = Table(fitted.data["doubt"], "fitted.doubt", fitted.faults)
    table.only(frozenset({"above", "surely", "least", "base", "weights"}))
    above, surely = table.number("above", -10.0, 10.0), table.number("surely", -10.0, 10.0)
    if surely <= above:
        table.fault("surely", "must be more than above")
    return DoubtWeights(
        above, surely, table.number("least", 0.01, 1.0), table.number("base", -10.0, 10.0), read_weights(table)
    )
