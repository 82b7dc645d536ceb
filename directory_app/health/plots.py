"""What a plot shows: bars with a figure and the address of the list behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bar:
    """One figure. `list` holds the parameters of the list behind it, empty without one; `note` says more of it."""

    label: str
    count: int
    list: dict[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Plot:
    """Bars in their order under a title; `of` names what is counted, `page` the endpoint that lists it."""

    id: str
    title: str
    of: str
    bars: Sequence[Bar]
    words: str = ""
    page: str = "health.listings"

    @property
    def total(self) -> int:
        """All bars together."""
        return sum(bar.count for bar in self.bars)

    @property
    def most(self) -> int:
        """The largest bar, at least 1."""
        return max((bar.count for bar in self.bars), default=0) or 1
