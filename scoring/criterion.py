"""One thing a text can be read for, as the rubric states it, and what came of reading."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Criterion:
    """A criterion as written in the rubric.

    Found by one of: `any` (concepts, one is enough), `near` (one concept of each group within `window` words), `amount`
    (how much of the rubric's topic is used: "low" or "high"), `fact` (a statement against the rubric's knowledge).
    `points` are earned by the first finding and `more` by each further different term, up to `max_points`; a penalty
    has negative points. `polarity`: "affirmed" (negated mentions do not count), "denied" (only they count), "any". One
    that is `beside` the question does not make a text an answer to it; a text that meets no `core` criterion, where
    there are some, is beside the question.
    """

    id: str
    label: str
    note: str
    points: float
    more: float
    max_points: float
    any: tuple[str, ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    window: int = 16
    ordered: bool = False
    amount: str = ""
    fact: bool = False
    polarity: str = "affirmed"
    unless: tuple[str, ...] = ()
    beside: bool = False
    core: bool = False

    @property
    def penalty(self) -> bool:
        """Whether meeting this costs points."""
        return self.points < 0


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What one criterion brought. `spans` are (start, end) offsets in the text as it was written.

    `status`: met, half (some of the points), missing, contradicted (the text says the opposite), guarded (found, but a
    guard keeps the points back), penalty, not_own (mentioned, but not as the writer's own).
    """

    id: str
    label: str
    points: float
    max_points: float
    status: str
    spans: tuple[Span, ...]
    note: str
