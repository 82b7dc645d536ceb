"""Whether a text is worded like those that deny, mock, take back or only report what they say.

A linear model over short patterns of up to three words, fitted to graded texts and tricks. Small words stand as they
are, others as their stems, and in a second form every word the rubric has terms for as `TERM`, so that "never been one
for TERM" is one pattern whatever is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .lexicon import Hit
from .normalise import Prepared
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


class Symbols(NamedTuple):
    """A sentence as patterns see it: `plain` words, the same with terms as `TERM`, and which token each came from."""

    plain: tuple[str, ...]
    broad: tuple[str, ...]
    tokens: tuple[int, ...]


class _Node(NamedTuple):
    """One step in the tree of patterns: the pattern that ends here, if there is one, and what may follow."""

    pattern: str
    following: dict[str, _Node]


def symbols(prepared: Prepared, known: Callable[[str], bool]) -> list[Symbols]:
    """The sentences of a text; `known` tells whether a term of the rubric begins with a word."""
    grammar, words = prepared.grammar, prepared.words
    small = grammar.function_words | grammar.negations | grammar.further_negations
    found = []
    for sentence in prepared.sentences:
        plain, broad, indexes = [BEGIN], [BEGIN], [-1]
        clause = prepared.tokens[sentence[0]].clause
        for index in sentence:
            token, word = prepared.tokens[index], words[index]
            if token.clause != clause:
                clause = token.clause
                plain.append(CLAUSE)
                broad.append(CLAUSE)
                indexes.append(-1)
            one = word if word in small else stem(word[:LONGEST_STEM])
            plain.append(one)
            broad.append(TERM if word not in small and known(word) else one)
            indexes.append(index)
        end = QUESTION if prepared.tokens[sentence[0]].sentence in prepared.questions else END
        found.append(Symbols((*plain, end), (*broad, end), (*indexes, -1)))
    return found


def patterns(text: Sequence[Symbols]) -> frozenset[str]:
    """Every pattern of a text; the fit counts these."""
    found: set[str] = set()
    for sentence in text:
        for line, fewest in ((sentence.plain, 1), (sentence.broad, 2)):
            for size in range(fewest, LONGEST + 1):
                found.update(" ".join(line[i : i + size]) for i in range(len(line) - size + 1))
    return frozenset(found)


@dataclass(frozen=True, eq=False, repr=False)
class DoubtWeights:
    """The fitted model: texts worth more than `above` are doubted, those from `surely` on keep no more than `least`."""

    above: float = math.inf
    surely: float = math.inf
    least: float = 1.0
    base: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def doubts(self, prepared: Prepared, known: Callable[[str], bool]) -> tuple[float, list[Hit]]:
        """The share of its score that a text keeps, 0 to 1, and where that is not all, the patterns that weigh most."""
        if not self.weights:
            return 1.0, []
        found = self._found(symbols(prepared, known))
        doubt = (self.value(found) - self.above) / (self.surely - self.above)
        doubt *= min(1.0, len(set(prepared.words)) / ENOUGH)
        if doubt <= 0.0:
            return 1.0, []
        heaviest = sorted((p for p in found if self.weights[p] > 0), key=lambda p: (-self.weights[p], p))
        shown = [hit for pattern in heaviest for hit in _mention(pattern, found[pattern])]
        return 1.0 - (1.0 - self.least) * min(1.0, doubt), shown[:PATTERNS_SHOWN]

    def value(self, found: Iterable[str]) -> float:
        """How doubtful a text with these patterns is: about 0 for answers that are meant, about 1 for others."""
        worth = [self.weights[pattern] for pattern in found]
        return self.base + math.fsum(worth) / math.sqrt(len(worth) + CALM)

    def _found(self, text: Sequence[Symbols]) -> dict[str, Sequence[int]]:
        """The known patterns of a text, each with the tokens it stands on; -1 for those without a word."""
        found: dict[str, Sequence[int]] = {}
        for sentence in text:
            self._walk(sentence.plain, range(len(sentence.plain)), sentence.tokens, found)
            # What has no term in it was found in the plain words.
            terms = (index for index, symbol in enumerate(sentence.broad) if symbol == TERM)
            starts = {start for index in terms for start in range(index - LONGEST + 1, index + 1) if start >= 0}
            self._walk(sentence.broad, sorted(starts), sentence.tokens, found)
        return found

    def _walk(
        self, line: Sequence[str], starts: Iterable[int], tokens: Sequence[int], found: dict[str, Sequence[int]]
    ) -> None:
        tree, count = self._tree, len(line)
        for start in starts:
            branch = tree
            for here in range(start, start + LONGEST if start + LONGEST < count else count):
                node = branch.get(line[here])
                if node is None:
                    break
                pattern, branch = node
                if pattern and pattern not in found:
                    found[pattern] = tokens[start : here + 1]

    @cached_property
    def _tree(self) -> dict[str, _Node]:
        tree: dict[str, _Node] = {}
        for pattern in self.weights:
            branch = tree
            *before, last = pattern.split(" ")
            for symbol in before:
                branch = branch.setdefault(symbol, _Node("", {})).following
            branch[last] = _Node(pattern, branch[last].following if last in branch else {})
        return tree


def _mention(pattern: str, tokens: Sequence[int]) -> list[Hit]:
    """The words that a pattern stands on; none for one of marks only."""
    words = [token for token in tokens if token >= 0]
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
