"""Fits what tells rows of terms from sentences: logistic regression on rows made of the rubric's own terms.

The rows are made here, always the same ones: terms of each question drawn at random and strung together in the ways in
which people string keywords.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.scoring_corpus import Text
from scoring.normalise import prepare
from scoring.questionnaire import Question
from scoring.rows import FEWEST_WORDS, Features, RowWeights, marked
from scoring.rubric import Rubric

EACH = 40
FEWEST, MOST = 8, 22
# Of honest texts that teach, this share may be taken for rows.
MISTAKEN = 0.0007
STEPS, RIDGE = 60, 1e-4
MEANT_FROM = 2.0
_SMALL = ("of", "to", "with", "in", "for", "the", "a", "my", "your", "")
_AFTER = 4

Terms = Sequence[str]
STYLES: Mapping[str, Callable[[Terms, random.Random], str]] = {
    "one after the other": lambda terms, _: " ".join(terms),
    "commas": lambda terms, _: ", ".join(terms),
    "semicolons": lambda terms, _: "; ".join(terms),
    "full stops": lambda terms, _: ". ".join(term.capitalize() for term in terms) + ".",
    "lines": lambda terms, _: "\n".join(f"- {term}" for term in terms),
    "dashes": lambda terms, _: " – ".join(terms),
    "small words between": lambda terms, chance: " ".join(f"{term} {chance.choice(_SMALL)}" for term in terms),
    "articles": lambda terms, _: " ".join(f"the {term}" for term in terms),
    "yes, I do": lambda terms, _: "Yes, I do " + " ".join(terms),
    "I use": lambda terms, _: f"I use {', '.join(terms[:-1])} and {terms[-1]} in my work.",
    "as if sentences": lambda terms, _: ". ".join(" ".join(some).capitalize() for some in _groups(terms, _AFTER)) + ".",
    "I and": lambda terms, _: ". ".join("I " + " and ".join(some) for some in _groups(terms, 2)) + ".",
}


def fit_rows(rubric: Rubric, concepts: Mapping[str, str], texts: Sequence[Text]) -> RowWeights:
    """The weights of least penalised logistic loss; `base` is set by how many honest `texts` may be mistaken."""
    meant = [text.text for text in texts if text.expect != "low" and text.grade >= MEANT_FROM]
    honest, rows = _rows_of(rubric, meant), _rows_of(rubric, [row for _, row in rows_of_terms(rubric, concepts)])
    made = np.vstack([honest, rows])
    wanted = np.r_[np.zeros(len(honest)), np.ones(len(rows))]
    share = np.where(wanted == 1.0, 0.5 / len(rows), 0.5 / len(honest))
    known = np.c_[made, np.ones(len(made))]
    weights = np.zeros(known.shape[1])
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(known @ weights, -40.0, 40.0)))
        slope = known.T @ (share * (likely - wanted)) + RIDGE * weights
        bend = (known.T * (share * likely * (1.0 - likely))) @ known + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    values = np.sort(honest @ weights[:-1])
    base = -float(values[int(len(values) * (1.0 - MISTAKEN))])
    return replace(RowWeights(*map(float, weights[:-1])), base=base)


def rows_of_terms(
    rubric: Rubric, concepts: Mapping[str, str], seed: int = 1, each: int = EACH
) -> list[tuple[str, str]]:
    """Rows of the rubric's own terms, each with the way in which it is strung together."""
    chance = random.Random(seed)
    found = []
    for question in rubric.questions:
        pools = [pool for name in sorted(_earning(question)) if (pool := _written_out(concepts[name]))]
        for name, style in STYLES.items():
            for _ in range(each):
                chosen = chance.sample(pools, min(chance.randint(FEWEST, MOST), len(pools)))
                found.append((name, style([chance.choice(pool) for pool in chosen], chance)))
    return found


def _rows_of(rubric: Rubric, texts: Sequence[str]) -> np.ndarray:
    return np.array([list(found) for found in (_features(rubric, text) for text in texts) if found is not None])


def _features(rubric: Rubric, text: str) -> Features | None:
    prepared = prepare(text, rubric.home.grammar)
    marks = marked(prepared, rubric.home.lexicon.find(prepared.tokens))
    count = len(prepared.words)
    return marks.features(0, count) if marks and count >= FEWEST_WORDS else None


def _earning(question: Question) -> set[str]:
    """The concepts of the criteria that earn points."""
    criteria = [criterion for criterion in question.criteria if criterion.points > 0]
    return {name for criterion in criteria for group in (criterion.any, *criterion.near) for name in group}


def _written_out(terms: str) -> list[str]:
    """The terms that can be written as they stand."""
    return [
        term for one in terms.split("|") if (term := one.strip()) and not any(mark in term for mark in ("*", "..", "!"))
    ]


def _groups(terms: Terms, size: int) -> Iterator[Terms]:
    return (terms[start : start + size] for start in range(0, len(terms), size))
