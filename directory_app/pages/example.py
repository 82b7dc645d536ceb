"""An invented answer and how it is read, which the start page shows to explain how answers are read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ..scorekeeping import Reading, question, read_text

TEXT = (
    "No. I work dry for most of the session because oil makes my hands slide and I lose contact with the muscle. "
    "A little goes on in the last five minutes to smooth everything out."
)


@cache
def example() -> Reading:
    """The example as the scorer reads it, beside the choice that goes with it."""
    oil = question("Q5")
    return replace(read_text(oil, TEXT, own_example=True), choice_label=oil.choices[-1].label)
