"""Whether a text is put together from the terms of a rubric, with or without marks and small words between them.

Sentences hold much that no rubric lists. Rows of terms hold hardly anything else, and what follows what in them is not
how people write. A logistic model weighs both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

from .lexicon import Hits
from .normalise import ARROW, Prepared
from .rubric_table import Table
from .word_order import word_order

# In fewer words even good notes are little else than terms.
FEWEST_WORDS = 12
SHORT = 10.0


class Features(NamedTuple):
    """Shares of a text, 0 to 1, and how well the words between its terms follow one another.

    `cover`: words inside terms. `content`: the same of the words that are not mere grammar. `order`: the mean gain, -2
    to 2, of each word that does not go on a term from the word before it. `short`: nearer 1 the fewer words there are.
    """

    cover: float
    content: float
    order: float
    short: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RowWeights:
    """The fitted model: a text is a row of terms where its weighted features and `base` are more than 0."""

    cover: float = 0.0
    content: float = 0.0
    order: float = 0.0
    short: float = 0.0
    base: float = 0.0

    def strung(self, prepared: Prepared, hits: Hits) -> bool:
        """Whether a text is a row of terms; without a fit none is."""
        found = features(prepared, hits) if self.base else None
        return found is not None and self.value(found) > 0.0

    def value(self, found: Features) -> float:
        """How far a text is a row; 0 is undecided."""
        weighed = (self.cover * found.cover, self.content * found.content, self.order * found.order)
        return self.base + sum(weighed) + self.short * found.short


def features(prepared: Prepared, hits: Hits) -> Features | None:
    """What tells rows from sentences; None for short texts and for languages whose word order is not known."""
    order, count = word_order(prepared.grammar.code), len(prepared.words)
    if order is None or count < FEWEST_WORDS:
        return None
    mentions = {(h.first, h.last) for name, found in hits.items() if not name.startswith("_") for h in found}
    covered: set[int] = set()
    going_on: set[int] = set()
    for first, last in mentions:
        covered.update(range(first, last + 1))
        going_on.update(range(first + 1, last + 1))
    # An arrow may be a term, but says what small words would.
    small = prepared.grammar.function_words | {ARROW}
    covered.difference_update(index for index, word in enumerate(prepared.words) if word == ARROW)
    telling = [index for index, word in enumerate(prepared.words) if word not in small]
    return Features(
        cover=len(covered) / count,
        content=(len(covered.intersection(telling)) + 1) / (len(telling) + 2),
        order=order.joins(prepared, going_on),
        short=min(1.0, SHORT / count),
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
