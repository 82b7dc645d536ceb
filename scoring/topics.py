"""Which question of the rubric a text answers, judged by its words.

Softmax regression on which word stems a text has, fitted to graded texts that answer their question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .rubric_table import UNNAMED, Table
from .wording import LONGEST_STEM, STEMS, read_weights


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Topics:
    """For each known word one weight a question, in the order of the rubric, as `base` has.

    A text that answers its question with a likelihood below `hardly` answers another one.
    """

    hardly: float = 0.0
    base: Sequence[float] = ()
    words: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def shares(self, words: Sequence[str]) -> tuple[float, ...]:
        """How likely a text of these words answers each question; sums to 1. Empty if none of them is known."""
        stems = dict.fromkeys(STEMS[word[:LONGEST_STEM]] for word in words)
        rows = [row for row in map(self.words.get, stems) if row]
        if not rows:
            return ()
        size = math.sqrt(len(rows))
        totals = [base + math.fsum(column) / size for base, *column in zip(self.base, *rows, strict=True)]
        most = max(totals)
        weights = [math.exp(total - most) for total in totals]
        whole = math.fsum(weights)
        return tuple(weight / whole for weight in weights)


def read_topics(fitted: Table, question_ids: Sequence[str]) -> Topics:
    """The table `topics` of the section `[fitted]`: `hardly`, and for each question its `base` and its `weights`."""
    if "topics" not in fitted.data:
        return Topics()
    table = Table(fitted.data["topics"], "fitted.topics", fitted.faults)
    if not table.is_table:
        return Topics()
    table.only(frozenset({"hardly", *question_ids}))
    each = [
        Table(table.data.get(one, {}), f"fitted.topics.{one}", fitted.faults) for one in question_ids if one != UNNAMED
    ]
    for one in each:
        one.only(frozenset({"base", "weights"}))
    base, weights = [one.number("base", -100.0, 100.0) for one in each], [read_weights(one) for one in each]
    known = sorted(set().union(*weights))
    return Topics(
        table.number("hardly", 0.0, 1.0),
        base,
        {word: tuple(own.get(word, 0.0) for own in weights) for word in known},
    )
