"""Fits what costs a text: penalties, guards of content and doubt, weighed against each other.

Every text is looked at as if its writer were new: how it is worded, and how doubtful that is, comes from weights fitted
without that writer. Weights that know a text would be trusted more than they deserve. Squared error on grade / 4 of
ordinary texts, tricks and odd but honest ones together, by Adam from a fixed start, without randomness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np

from benchmarks.scoring_corpus import Text
from scoring.answer import COST_CURVE, COST_SCALE, Weighed, points_to_score, weigh
from scoring.doubt import ENOUGH, joined, symbols
from scoring.grammar import words
from scoring.normalise import prepare
from scoring.rubric import Rubric

from .adam import Adam, Numbers
from .fit_doubt import fit_doubt
from .fit_turns import fit_turns
from .fit_words import WORDS_SHARE, Worded, fit_words, worth

FOLDS = 5
# The first writers wrote many kinds of text each, and are dealt out by kind.
FIRST = words("a q1 q2 q3 q4 q5")
# How a text is made decides by itself; what it says is weighed.
GUARDS = (
    "answers_no",
    "beside_question",
    "contradicts_itself",
    "restated",
    "too_short",
)
# Fitted, these would be left to doubt, which knows the tricks that they were made for by heart.
SET: Mapping[str, float] = {"elsewhere": 0.7, "irrelevant": 0.8, "word_salad": 0.25}
# How far it is from the first doubt to the last, of a text and of a sentence. A longer way orders texts better, and
# leaves doubt about more of those that are meant: about a sixth.
WAY, WAY_OF_SENTENCE = 0.2, 0.4
# Tricks and odd but honest texts are three times as many as ordinary ones.
WEIGHTS = {"": 1.0, "low": 0.9, "high": 0.5}
TOWARDS_HAND = 0.002
LEAST_FACTOR, MOST_FACTOR = 0.1, 3.0
LEAST_SHARE, MOST_SHARE = 0.05, 0.95
BEGINS, BEGINS_OF_SENTENCE, KEEPS = 0.35, 0.5, 0.25
STEPS, RATE = 500, 0.02


@dataclass(frozen=True)
class Costs:
    """Factors of penalties by kind, what guards leave, where doubt begins for a text and a sentence, what it leaves."""

    factors: Mapping[str, float]
    guards: Mapping[str, float]
    above: float
    above_of_sentence: float
    least: float


class Turn(NamedTuple):
    """A text by weights that do not know its writer: what its wording is worth, how doubtful it and a sentence are."""

    worded: float
    doubt: float
    turned: float


def fit_costs(rubric: Rubric, texts: Sequence[Text], cases: Sequence[Text], examples: Sequence[Worded]) -> Costs:
    """The costs of least error on `texts`, as `rubric` reads them; `cases` and `examples` teach doubt and wording."""
    turns = _in_turn(rubric, texts, cases, examples)
    read = [(text, weigh(rubric, text.question, text.text)) for text in texts]
    return _Fit(
        rubric, [(text, found, turns[text.id]) for text, found in read if found.language == rubric.language]
    ).solve()


def kind(criterion_id: str) -> str:
    """What a criterion is called under every question."""
    return criterion_id.split(".")[-1]


def _fold(text: Text) -> int:
    writer = text.id.split("-")[0]
    return crc32(f"{writer} {text.kind or text.topic if writer in FIRST else ''}".encode()) % FOLDS


def _in_turn(
    rubric: Rubric, texts: Sequence[Text], cases: Sequence[Text], examples: Sequence[Worded]
) -> dict[str, Turn]:
    found = {}
    for fold in range(FOLDS):
        known = [text for text in texts if _fold(text) != fold]
        taught = [one for one in examples if not one.text.id or _fold(one.text) != fold]
        weights = fit_words(taught, [text for text in known if text.expect == "high"])
        doubts = joined(fit_doubt(rubric, [*known, *cases]), fit_turns(rubric, known))
        for text in texts:
            if _fold(text) == fold:
                measure = doubts.measure(symbols(prepare(text.text, rubric.home.grammar), rubric.home.spelling))
                found[text.id] = Turn(worth(weights, text), measure.value, measure.sentence_value)
    return found


class _Fit:
    """The texts as columns of numbers; the parameters are one row: penalties, guards, two beginnings, a least."""

    def __init__(self, rubric: Rubric, read: Sequence[tuple[Text, Weighed, Turn]]) -> None:
        # What contradicts knowledge costs what it was set to: too few texts err to learn it from.
        penalties = [c for question in rubric.questions for c in question.criteria if c.penalty]
        fixed = {kind(c.id) for c in penalties if c.fact}
        self._kinds = sorted({kind(c.id) for c in penalties} - fixed)
        self._hand = np.array([1.0] * len(self._kinds) + [rubric.guard_shares[name] for name in GUARDS])
        self._reached = np.array(
            [points_to_score(one.earned, 0.0, one.full_points, turn.worded, WORDS_SHARE) for _, one, turn in read]
        )
        self._penalties = np.array([_points(one, self._kinds) for _, one, _ in read])
        self._certain = np.array([one.cost for _, one, _ in read]) - self._penalties.sum(axis=1)
        self._shares = np.array([min([1.0, *_others(one)]) for _, one, _ in read])
        self._fired = np.array([[name in {g.id for g in one.held} for name in GUARDS] for _, one, _ in read])
        self._doubt, self._turned = (np.array([turn[place] for _, _, turn in read]) for place in (1, 2))
        self._damp = np.array([min(1.0, len(one.reading.prepared.distinct) / ENOUGH) for _, one, _ in read])
        self._wanted = np.array([text.grade / 4 for text, _, _ in read])
        self._weight = np.array([WEIGHTS[text.expect] for text, _, _ in read])
        self._weight /= self._weight.mean()

    def solve(self) -> Costs:
        """The parameters of least error."""
        at = np.r_[self._hand, BEGINS, BEGINS_OF_SENTENCE, KEEPS]
        guards = slice(len(self._kinds), len(self._hand))
        low, high = np.full(len(at), 0.0), np.full(len(at), 2.0)
        low[: guards.start], high[: guards.start] = LEAST_FACTOR, MOST_FACTOR
        low[guards], high[guards] = LEAST_SHARE, MOST_SHARE
        low[-1], high[-1] = LEAST_SHARE, MOST_SHARE
        adam = Adam(at)
        for step in range(1, STEPS + 1):
            rate = RATE * min(1.0, 2.0 * (1.0 - step / (STEPS + 1)))
            at = np.clip(at - rate * adam.direction(self._slope(at)), low, high)
        return Costs(
            dict(zip(self._kinds, map(float, at), strict=False)),
            dict(zip(GUARDS, map(float, at[guards]), strict=True)),
            *map(float, at[-3:]),
        )

    def _scores(self, at: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers]:
        """Scores, and what they come from: costs, what guards leave, doubts, their way, what that leaves."""
        factors, shares = at[: len(self._kinds)], at[len(self._kinds) : len(self._hand)]
        above, above_of_sentence, least = at[-3:]
        costs = np.maximum(self._certain + self._penalties @ factors, 1e-9)
        left = np.minimum(self._shares, np.where(self._fired, shares, 1.0).min(axis=1))
        doubts = np.stack(
            [self._damp * (self._doubt - above) / WAY, (self._turned - above_of_sentence) / WAY_OF_SENTENCE]
        )
        gone = np.minimum(1.0, np.maximum(0.0, doubts).sum(axis=0))
        kept = 1.0 - (1.0 - least) * gone
        scores = self._reached * np.exp(-((costs / COST_SCALE) ** COST_CURVE)) * left * kept
        return scores, costs, left, doubts, gone, kept

    def _slope(self, at: Numbers) -> Numbers:
        """How the error changes with each parameter; of a score by the change of its logarithm."""
        scores, costs, left, doubts, gone, kept = self._scores(at)
        of_logarithm = 2.0 * self._weight * (scores - self._wanted) * scores / len(scores)
        of_cost = -COST_CURVE / COST_SCALE * (costs / COST_SCALE) ** (COST_CURVE - 1.0)
        penalties = self._penalties.T @ (of_logarithm * of_cost)
        shares = at[len(self._kinds) : len(self._hand)]
        deciding = self._fired & (shares[None, :] <= left[:, None])
        guards = deciding.T.astype(float) @ of_logarithm / shares
        moving = (gone < 1.0) * (1.0 - at[-1]) / kept * of_logarithm
        begins = [
            float(moving @ ((doubts[0] > 0.0) * self._damp)) / WAY,
            float(moving @ (doubts[1] > 0.0)) / WAY_OF_SENTENCE,
        ]
        towards = 2.0 * TOWARDS_HAND * (at[: len(self._hand)] - self._hand) / len(self._hand)
        slope: Numbers = np.r_[np.r_[penalties, guards] + towards, begins, float(of_logarithm @ (gone / kept))]
        return slope


def _points(one: Weighed, kinds: Sequence[str]) -> list[float]:
    """Points lost to penalties of each kind."""
    lost = dict.fromkeys(kinds, 0.0)
    for result in one.criteria:
        if result.points < 0 and kind(result.id) in lost:
            lost[kind(result.id)] -= result.points
    return list(lost.values())


def _others(one: Weighed) -> list[float]:
    """What the guards that are not fitted leave."""
    return [guard.share for guard in one.held if guard.id not in GUARDS]
