"""How well texts in Spanish, French and German are read, each figure with a bootstrap interval.

Beside it a tf-idf ridge model, trained on the fit part of the language. The parts `fit` and `untouched` are by the
writer of the language's vocabulary, `check` and `fresh` by others who had seen nothing. Wording is fitted to `fit` and
`check`; `fresh` was neither read nor fitted. Below stands how many tricks stay low, and honest texts like them high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import scoring
from scoring.normalise import plain_with_offsets

from .report import Row, table
from .scoring import LOW, MEASURES, figure, rubric
from .scoring_baselines import TfIdfRidge
from .scoring_corpus import LANGUAGES, Text, in_language
from .scoring_measures import interval, spearman

HEADER = ("part", "texts", *MEASURES, "tf-idf ridge, Spearman")


def main() -> None:
    """Print the figures of each language, part by part."""
    for language in LANGUAGES:
        everything = in_language(language)
        texts = [text for text in everything if not text.expect]
        ridge = TfIdfRidge([_folded(text) for text in texts if text.part == "fit"])
        parts = dict.fromkeys(text.part for text in texts)
        print(f"\n{language}\n")
        print(table(HEADER, [_row(part, [text for text in texts if text.part == part], ridge) for part in parts]))
        print()
        print(table(("tricks by", "low", "honest high"), _tricks([text for text in everything if text.expect])))
    print(f"\n{scoring.load_rubric().version}")


def _row(part: str, texts: Sequence[Text], ridge: TfIdfRidge) -> Row:
    grades = [text.grade for text in texts]
    read = [rubric(text.question, text.text) for text in texts]
    beside = [ridge(text.question, _folded(text).text) for text in texts]
    figures = [figure(*interval(measure, grades, read)) for measure in MEASURES.values()]
    return part, str(len(texts)), *figures, figure(*interval(spearman, grades, beside))


def _tricks(texts: Sequence[Text]) -> list[Row]:
    rows: list[Row] = []
    for writer in dict.fromkeys(text.id.rpartition("-")[0] for text in texts):
        own = [text for text in texts if text.id.rpartition("-")[0] == writer]
        low = [rubric(text.question, text.text) < LOW for text in own if text.expect == "low"]
        high = [rubric(text.question, text.text) >= LOW for text in own if text.expect == "high"]
        rows.append((writer, f"{sum(low)} of {len(low)}", f"{sum(high)} of {len(high)}"))
    return rows


def _folded(text: Text) -> Text:
    """A text without accents, as the ridge model splits words at them."""
    return replace(text, text=plain_with_offsets(text.text)[0])


if __name__ == "__main__":
    main()
