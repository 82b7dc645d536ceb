"""Known public texts, kept as numbers: an answer put together from their runs of words is a copy, whoever wrote it.

The numbers stand in a file beside the rubric, one a line; the texts themselves are not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

RUN = 3
SHORTEST = 10
COPIED_SHARE = 0.35


def runs_of(words: Sequence[str]) -> frozenset[int]:
    """The runs of three words as numbers of 32 bits."""
    return frozenset(_number(" ".join(words[i : i + RUN])) for i in range(len(words) - RUN + 1))


def is_copy(words: Sequence[str], known: frozenset[int]) -> bool:
    """Whether 35 % or more of the runs of an answer of ten words or more stand in known texts.

    Swapping every fourth word leaves about that much; answers in own words stay below a third.
    """
    if len(words) < SHORTEST or not known:
        return False
    own = runs_of(words)
    return len(own & known) >= COPIED_SHARE * len(own)


def load_known(rubric: Path) -> frozenset[int]:
    """The numbers in the file beside a rubric that ends in .known; empty where there is none."""
    path = rubric.with_suffix(".known")
    if not path.is_file():
        return frozenset()
    return frozenset(int(line, 16) for line in path.read_text(encoding="ascii").split())


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest(), "big")
