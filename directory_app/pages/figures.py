"""How well answers are read, as measured on the part of the corpus that was kept away until the end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """When it was measured, and what, a sentence each: `python -m benchmarks.scoring --part untouched`."""

    when: str
    lines: tuple[str, ...]


FIGURES = Figures("to be measured", ("to be measured",))
