"""Fits how texts in Spanish, French and German are worded and writes it into the file of each language.

The texts are those of the parts `fit` and `check`; `fresh` is never fitted, nor are tricks. Told first is how each
writer is ordered by weights fitted to the others, beside what criteria alone make of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial

from benchmarks.scoring_corpus import LANGUAGES, PARTS, Text, in_language
from benchmarks.scoring_measures import spearman
from scoring.answer import Weighed, points_to_score, weigh
from scoring.grammar import Grammar
from scoring.normalise import prepare
from scoring.rubric import PACKAGED, Rubric, load_rubric
from scoring.wording import WordWeights

from .fit_words import WORDS_ABOVE, weigh_words
from .fitted_section import FILE, write_language

# Endings tell little in these languages and are many: a word is known by how it begins.
LETTERS = 5
# Less than in English: ten times fewer texts teach it.
SHARE = 0.35
EMPTY = WordWeights(SHARE, above=WORDS_ABOVE, letters=LETTERS)


def main() -> None:
    """Report and write, one language after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")
    options = parser.parse_args()
    rubric = load_rubric(FILE)
    for language in LANGUAGES:
        texts = [text for text in in_language(language) if text.part in PARTS[:2] and not text.expect]
        grammar = rubric.vocabularies[language].grammar
        _report(rubric, grammar, texts)
        if not options.dry_run:
            method = f"python -m tools.fit_languages; {len(texts)} graded texts of the development corpus"
            write_language(PACKAGED / f"{FILE.stem}.{language}{FILE.suffix}", method, fit(texts, grammar))


def fit(texts: Sequence[Text], grammar: Grammar) -> WordWeights:
    """The weights of how words begin, cut as `grammar` cuts them, by ridge regression of grades."""
    return weigh_words([(text, text.grade / 4, 1.0) for text in texts], [], partial(_beginnings, grammar), EMPTY)


def _beginnings(grammar: Grammar, text: str) -> frozenset[str]:
    return frozenset(word[:LETTERS] for word in prepare(text, grammar).words)


def _report(rubric: Rubric, grammar: Grammar, texts: Sequence[Text]) -> None:
    grades: list[float] = []
    bare: list[float] = []
    worded: list[float] = []
    for writer in dict.fromkeys(map(_writer, texts)):
        held = [text for text in texts if _writer(text) == writer]
        words = fit([text for text in texts if _writer(text) != writer], grammar)
        read = [weigh(rubric, text.question, text.text) for text in held]
        one, without = [text.grade for text in held], [_score(each) for each in read]
        with_words = [_score(each, words) for each in read]
        grades, bare, worded = [*grades, *one], [*bare, *without], [*worded, *with_words]
        print(f"{writer:8} {len(held):4} Spearman {spearman(one, without):.3f} {spearman(one, with_words):.3f}")
    print(f"{grammar.code:8} {len(texts):4} Spearman {spearman(grades, bare):.3f} {spearman(grades, worded):.3f}")


def _writer(text: Text) -> str:
    return text.id.rpartition("-")[0]


def _score(weighed: Weighed, words: WordWeights | None = None) -> float:
    worth = words.under(weighed.question.id).worth(weighed.reading.prepared.words) if words else None
    kept = weighed.held[0].share if weighed.held else 1.0
    return kept * points_to_score(weighed.earned, weighed.cost, weighed.full_points, worth, SHARE)


if __name__ == "__main__":
    main()
