"""Whether a text is put together from the terms of a rubric, with or without marks and small words between them.

Sentences hold much that no rubric lists. Rows of terms hold hardly anything else, and what follows what in them is not
how people write. A logistic model weighs both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import accumulate
from operator import and_
from typing import NamedTuple

from .lexicon import Hits
from .normalise import ARROW, Prepared
from .rubric_table import Table
from .word_order import MOST_GAIN, WordOrder, word_order

# In fewer words even good notes are little else than terms.
FEWEST_WORDS = 12
SHORT = 10.0
NO_GAIN = -0.5
# Rows inside a text are looked for in stretches of so many words.
WINDOW = 20
MOSTLY = 0.6


class Features(NamedTuple):
    """Shares of a text, 0 to 1, and how well the words between its terms follow one another.

    `cover`: words inside terms. `content`: the same of the words that are not mere grammar. `order`: the mean gain of
    each word that does not go on a term from the word before it, -1.25 to 1.25. `short`: nearer 1 the fewer words.
    """

    cover: float
    content: float
    order: float
    short: float


@dataclass(frozen=True, eq=False, repr=False)
class Marks:
    """For each word of a text whether it stands inside a term and whether it is more than grammar."""

    prepared: Prepared
    word_order: WordOrder
    going_on: frozenset[int]
    covered: Sequence[bool]
    telling: Sequence[bool]

    def features(self, start: int, stop: int) -> Features:
        """What tells a row from sentences, for the words from `start` to before `stop`."""
        return self.of_terms(start, stop)._replace(order=self.order(start, stop))

    def of_terms(self, start: int, stop: int) -> Features:
        """As `features`, but as if the words followed one another as badly as can be."""
        covered, telling = self.covered[start:stop], self.telling[start:stop]
        content = (sum(map(and_, covered, telling)) + 1) / (sum(telling) + 2)
        return Features(sum(covered) / (stop - start), content, -MOST_GAIN, min(1.0, SHORT / (stop - start)))

    def order(self, start: int, stop: int) -> float:
        """The feature `order`, or -0.5 where no word is left to tell."""
        gains = [gain for gain in self._gains[start:stop] if gain is not None]
        return math.fsum(gains) / len(gains) if gains else NO_GAIN

    @cached_property
    def _gains(self) -> Sequence[float | None]:
        """The gain of each word from the one before it, but for words that go on a term or begin a clause."""
        gains = self.word_order.gains(self.prepared)
        return [None if index in self.going_on else gain for index, gain in enumerate(gains)]


class Rows(NamedTuple):
    """Whether the `whole` text is a row of terms, and if not, the indexes of the words `inside` rows."""

    whole: bool = False
    inside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RowWeights:
    """The fitted model: a text is a row of terms where its weighted features and `base` are more than 0."""

    cover: float = 0.0
    content: float = 0.0
    order: float = 0.0
    short: float = 0.0
    base: float = 0.0

    def found(self, prepared: Prepared, hits: Hits) -> Rows:
        """Whether a text is a row of terms, or where rows stand in it; without a fit there are none."""
        count = len(prepared.words)
        marks = marked(prepared, hits) if self.base and count >= FEWEST_WORDS else None
        if marks is None:
            return Rows()
        if self._strung(marks, 0, count):
            return Rows(whole=True)
        inside: set[int] = set()
        for start in self._likely(marks):
            if self._strung(marks, start, start + WINDOW):
                inside.update(range(start, start + WINDOW))
        return Rows(whole=True) if len(inside) > MOSTLY * count else Rows(inside=frozenset(inside))

    def _likely(self, marks: Marks) -> list[int]:
        """Where stretches begin that could be rows if their words followed one another as badly as can be."""
        covered, telling = ([0, *accumulate(marked)] for marked in (marks.covered, marks.telling))
        both = [0, *accumulate(map(and_, marks.covered, marks.telling))]
        needed = -self.base + abs(self.order) * -MOST_GAIN - self.short * min(1.0, SHORT / WINDOW)
        each = self.cover / WINDOW
        return [
            start
            for start in range(len(marks.covered) - WINDOW + 1)
            if each * (covered[start + WINDOW] - covered[start])
            + self.content * (both[start + WINDOW] - both[start] + 1) / (telling[start + WINDOW] - telling[start] + 2)
            > needed
        ]

    def _strung(self, marks: Marks, start: int, stop: int) -> bool:
        found = marks.of_terms(start, stop)
        # How words follow one another is looked into only where it could decide.
        return self.value(found) > 0.0 and self.value(found._replace(order=marks.order(start, stop))) > 0.0

    def value(self, found: Features) -> float:
        """How far a text is a row; 0 is undecided."""
        of_terms = self.cover * found.cover + self.content * found.content
        return self.base + of_terms + self.order * found.order + self.short * found.short


def marked(prepared: Prepared, hits: Hits) -> Marks | None:
    """The marks of a text, or None where the word order of its language is not known."""
    order = word_order(prepared.grammar.code)
    if order is None:
        return None
    mentions = {(hit.first, hit.last) for name, found in hits.items() if name[0] != "_" for hit in found}
    covered, going_on = {first for first, _ in mentions}, set[int]()
    for first, last in mentions:
        if last > first:
            going_on.update(range(first + 1, last + 1))
    covered |= going_on
    words, small = prepared.words, prepared.grammar.function_words
    # An arrow may be a term, but says what small words would.
    arrows = {index for index, word in enumerate(words) if word == ARROW} if ARROW in prepared.distinct else set()
    return Marks(
        prepared=prepared,
        word_order=order,
        going_on=frozenset(going_on),
        covered=[index in covered and index not in arrows for index in range(len(words))],
        telling=[word not in small and word != ARROW for word in words],
    )


def read_rows(fitted: Table) -> RowWeights:
    """The table `rows` of the section `[fitted]`."""
    if "rows" not in fitted.data:
        return RowWeights()
    table = Table(fitted.data["rows"], "fitted.rows", fitted.faults)
    names = [one.name for one in fields(RowWeights)]
    table.only(frozenset(names))
    found: Mapping[str, float] = {name: table.number(name, -100.0, 100.0) for name in names}
    return RowWeights(**found)
