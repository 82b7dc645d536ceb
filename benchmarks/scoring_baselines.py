"""What the rubric is measured against: a count of thirty keywords, and tf-idf with ridge regression, trained here."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .scoring_corpus import Text

KEYWORDS = (
    *("low back", "lower back", "hip", "thigh", "pelvi", "whole hour", "focus", "assess", "myofasc", "fascia", "slow"),
    *("sustain", "connective", "restrict", "range of motion", "posture", "imbalance", "tight", "weak", "tilt", "psoas"),
    *("glute", "piriformis", "trigger point", "refer", "attach", "no oil", "little", "grip", "at the end"),
)
RIDGE = 1.0
STEPS = 60
SAME_QUESTION = 1.0
_WORDS = re.compile(r"[a-z]+")

Vector = Mapping[str, float]


def keywords(_question: str, text: str) -> float:
    """How many of the thirty keywords stand in the text, as a share of ten, at most 1."""
    lower = text.lower()
    return min(1.0, sum(word in lower for word in KEYWORDS) / 10)


class TfIdfRidge:
    """Words and pairs of words, tf-idf, ridge regression; what is learned is shared by the questions in part."""

    def __init__(self, texts: Sequence[Text]) -> None:
        counts = [_terms(text.text) for text in texts]
        seen = Counter(term for terms in counts for term in terms)
        self._weight = {t: math.log(len(texts) / n) + 1.0 for t, n in seen.items() if n >= 2}
        self._questions = [text.question for text in texts]
        self._vectors = [self._vector(terms) for terms in counts]
        self._mean = sum(text.grade / 4 for text in texts) / len(texts)
        rows = [self._kernel(v, q) for v, q in zip(self._vectors, self._questions, strict=True)]
        self._dual = _solve(rows, [text.grade / 4 - self._mean for text in texts])

    def __call__(self, question: str, text: str) -> float:
        """The expected grade of a text as a share, held between 0 and 1."""
        row = self._kernel(self._vector(_terms(text)), question)
        return min(1.0, max(0.0, self._mean + sum(k * a for k, a in zip(row, self._dual, strict=True))))

    def _vector(self, terms: Mapping[str, int]) -> Vector:
        vector = {t: (1 + math.log(n)) * self._weight[t] for t, n in terms.items() if t in self._weight}
        length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        return {t: v / length for t, v in vector.items()}

    def _kernel(self, vector: Vector, question: str) -> list[float]:
        row = []
        for other, asked in zip(self._vectors, self._questions, strict=True):
            small, large = (vector, other) if len(vector) < len(other) else (other, vector)
            alike = sum(v * large[t] for t, v in small.items() if t in large)
            row.append(alike * (1.0 + SAME_QUESTION * (asked == question)))
        return row


def _terms(text: str) -> Counter[str]:
    words = _WORDS.findall(text.lower())
    return Counter([*words, *(f"{a} {b}" for a, b in pairwise(words))])


def _solve(rows: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float]:
    """(rows + RIDGE) x = wanted by conjugate gradients."""
    found = [0.0] * len(wanted)
    rest = list(wanted)
    step = rest[:]
    size = sum(r * r for r in rest)
    for _ in range(STEPS):
        moved = [
            sum(a * b for a, b in zip(row, step, strict=True)) + RIDGE * s for row, s in zip(rows, step, strict=True)
        ]
        reach = size / sum(s * m for s, m in zip(step, moved, strict=True))
        found = [x + reach * s for x, s in zip(found, step, strict=True)]
        rest = [r - reach * m for r, m in zip(rest, moved, strict=True)]
        now = sum(r * r for r in rest)
        if now < 1e-10:
            break
        step = [r + now / size * s for r, s in zip(rest, step, strict=True)]
        size = now
    return found
