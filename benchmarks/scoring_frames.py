"""What one sentence around or inside a good answer does to it, with bootstrap intervals, in every language.

Sentences by writers who are never fitted stand around answers by others who are not, and in the middle of them:
harmless ones should leave an answer high, those that turn it round should not. Beside the rubric stands a count of
thirty keywords, which knows English only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import scoring

from .report import table
from .scoring import LOW, figure, rubric
from .scoring_baselines import keywords
from .scoring_corpus import LANGUAGES, Frame, Text, frames, graded, in_language
from .scoring_measures import interval, share

ANSWERS_EACH = 4
# In other languages there are so few answers that nobody fitted that those of grade 3 are taken too.
GOOD_FROM, GOOD_FROM_ELSEWHERE = 3.5, 3.0
NEVER_FITTED = ("fresh", "untouched")
LONGEST = 300
# An answer that is high by itself shows what the sentence does.
HIGH = 0.6
INSIDE = "inside"


def main() -> None:
    """Print how many answers stay high around harmless sentences, and how many fall around those that turn them."""
    print(f"{scoring.load_rubric().version}\n")
    english = _good([text for text in graded() if text.part == "fresh"], GOOD_FROM)
    print(table(("answers with", "texts", "rubric", "thirty keywords"), list(_rows("", english))))
    for language in LANGUAGES:
        texts = [text for text in in_language(language) if text.part in NEVER_FITTED and not text.expect]
        print(f"\n{language}\n")
        print(table(("answers with", "texts", "rubric"), list(_rows(language, _good(texts, GOOD_FROM_ELSEWHERE)))))


def _good(texts: Sequence[Text], grade: float) -> list[Text]:
    short = [text for text in texts if text.grade >= grade and len(text.text) <= LONGEST]
    return [text for text in short if rubric(text.question, text.text) >= HIGH]


def _rows(language: str, good: Sequence[Text]) -> Iterator[tuple[str, ...]]:
    for inside, where in ((False, "around them"), (True, "inside")):
        for turns, name in ((False, "a harmless sentence {}, high"), (True, "one {} that turns them round, low")):
            chosen = [
                one for one in frames("fresh", language) if one.turns == turns and (one.place == INSIDE) == inside
            ]
            around = _around(chosen, good)
            figures = []
            for scorer in (rubric,) if language else (rubric, keywords):
                kept = [float((scorer(text.question, text.text) < LOW) == turns) for text in around]
                figures.append(figure(*interval(share, kept, kept)))
            yield name.format(where), str(len(around)), *figures


def _around(chosen: Sequence[Frame], good: Sequence[Text]) -> list[Text]:
    """Each sentence beside a few answers, the same ones every time."""
    chance = random.Random(11)
    return [frame.around(text) for frame in chosen for text in chance.sample(good, ANSWERS_EACH)]


if __name__ == "__main__":
    main()
