"""The score as visitors may see it: in figures, or where the rules of a place do without them in words alone."""

from __future__ import annotations

from typing import NamedTuple

from ..jurisdictions import BAND

NEARER_RELAXING = "Nearer the relaxing end"
# From which estimate on a band begins. A full answer without clients' reports reaches 65, knowing nothing 30.
BANDS = (
    (55.0, "Nearer the clinical end"),
    (35.0, "Between relaxing and clinical"),
    (0.0, NEARER_RELAXING),
)


class ShownScore(NamedTuple):
    """A score as it may be shown. With a `band` there are no figures: what is not there cannot be shown by mistake."""

    estimate: float | None
    low: float | None
    high: float | None
    level: str
    band: str = ""

    @property
    def step(self) -> int:
        """Which band it is, 0 at the relaxing end; for pictures."""
        return next((len(BANDS) - 1 - place for place, (_, name) in enumerate(BANDS) if name == self.band), 0)


def band_of(estimate: float) -> str:
    """The words for a score of 0 to 100."""
    return next(name for least, name in BANDS if estimate >= least)


def shown_score(estimate: float, low: float, high: float, level: str, score_shown: str) -> ShownScore:
    """A score from 0 to 100 as the rules of its places let it be shown."""
    if score_shown == BAND:
        return ShownScore(None, None, None, level, band_of(estimate))
    return ShownScore(estimate, low, high, level)
