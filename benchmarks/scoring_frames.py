"""What one sentence before or behind a good answer does to it, each figure with a bootstrap interval.

Sentences by a writer who is never fitted stand around answers by others who are not: harmless ones should leave an
answer high, those that turn it round should not. Beside the rubric stands a count of thirty keywords.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import scoring

from .report import table
from .scoring import LOW, figure, rubric
from .scoring_baselines import keywords
from .scoring_corpus import Frame, Text, frames, graded
from .scoring_measures import interval, share

ANSWERS_EACH = 4
GOOD_FROM = 3.5
LONGEST = 300
# An answer that is high by itself shows what the sentence does.
HIGH = 0.6


def main() -> None:
    """Print how many answers stay high around harmless sentences, and how many fall around those that turn them."""
    print(f"{scoring.load_rubric().version}\n")
    print(table(("answers around which stands", "texts", "rubric", "thirty keywords"), list(_rows())))


def _rows() -> list[tuple[str, ...]]:
    good = [
        text
        for text in graded()
        if text.part == "fresh" and text.grade >= GOOD_FROM and len(text.text) <= LONGEST
        if rubric(text.question, text.text) >= HIGH
    ]
    rows = []
    for turns, name in ((False, "a harmless sentence, high"), (True, "one that turns them round, low")):
        around = _around([frame for frame in frames("fresh") if frame.turns == turns], good)
        figures = []
        for scorer in (rubric, keywords):
            kept = [float((scorer(text.question, text.text) < LOW) == turns) for text in around]
            figures.append(figure(*interval(share, kept, kept)))
        rows.append((name, str(len(around)), *figures))
    return rows


def _around(chosen: Sequence[Frame], good: Sequence[Text]) -> list[Text]:
    """Each sentence beside a few answers, the same ones every time."""
    chance = random.Random(11)
    return [frame.around(text) for frame in chosen for text in chance.sample(good, ANSWERS_EACH)]


if __name__ == "__main__":
    main()
