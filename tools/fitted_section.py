"""The section `[fitted]` of the packaged rubric: what it states, and how it is written into the file."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.scoring_corpus import graded
from scoring.answer import score_answer
from scoring.doubt import DoubtWeights
from scoring.rows import RowWeights
from scoring.rubric import DEFAULT, PACKAGED, Rubric, load_rubric
from scoring.topics import Topics
from scoring.wording import WordWeights

from .publish_rubric import published

FILE = PACKAGED / f"{DEFAULT}.toml"
MARK = "\n# Fitted"
DOUBT_MARK = "# Doubt, fitted by"
TURNS_MARK = "# Turns, fitted by"
LIGHTEST = 0.005
CALIBRATIONS = [step / 20 for step in range(6, 41)]

Factors = dict[str, float]


@dataclass(frozen=True)
class Fitted:
    """What the section `[fitted]` states."""

    factors: Factors
    mentioned: Mapping[str, Sequence[float]]
    words: WordWeights
    doubt: DoubtWeights
    turns: DoubtWeights
    rows: RowWeights
    topics: Topics
    guards: Mapping[str, float]


def write(rubric: Rubric, fitted: Fitted, parts: Sequence[str], count: int) -> None:
    """Replace the section `[fitted]` at the end of the rubric file."""
    method = f"python -m tools.fit_rubric --parts {' '.join(parts)}; {count} graded texts of the development corpus"
    lines = [
        f"{MARK} by tools/fit_rubric.py, not by hand: points in place of those above (`more` and `max` in proportion),",
        "# by squared error on grades, drawn towards the points by hand; and under `subjects` for each concept the",
        "# logarithm of the share of good answers to each question, in their order, that mention it; and under `words`",
        "# a ridge regression of grades on which words a text has, for all questions and what is added under each;",
        "# under `doubt` one of tricks against answers that are meant, on patterns of up to three words, and the value",
        "# from which a text is doubted; `guards` is what each leaves of a score. `calibration` is the power of text",
        "# scores that comes closest to grades.",
        "[fitted]",
        f'method = "{method}"',
        "",
        "[fitted.points]",
    ]
    hand = {c.id: c.points for q in rubric.questions for c in q.criteria}
    lines += [f'"{name}" = {points * fitted.factors.get(name, 1.0):.2f}' for name, points in hand.items()]
    lines += ["", "[fitted.subjects]"]
    lines += [f"{name} = [{', '.join(f'{value:.2f}' for value in row)}]" for name, row in fitted.mentioned.items()]
    lines += [
        *_worded(fitted.words),
        *_written("doubt", fitted.doubt),
        *_written("turns", fitted.turns, ["added = true"]),
    ]
    lines += ["", "[fitted.topics]", f"hardly = {fitted.topics.hardly}"]
    for number, question in enumerate(rubric.questions):
        own = {word: row[number] for word, row in fitted.topics.words.items()}
        lines += ["", f"[fitted.topics.{question.id}]", f"base = {fitted.topics.base[number]:.3f}", _listed(own)]
    lines += ["", "[fitted.guards]", *(f"{name} = {share:.2f}" for name, share in fitted.guards.items())]
    lines += ["", "[fitted.rows]", *(f"{name} = {value:.3f}" for name, value in asdict(fitted.rows).items())]
    _replace(FILE, lines)


def write_language(path: Path, method: str, words: WordWeights) -> None:
    """Replace the section `[fitted]` at the end of the file of a language, of which only the wording is fitted."""
    lines = [f"{MARK} by tools/fit_languages.py, not by hand: how much words weigh that begin so.", "[fitted]"]
    _replace(path, [*lines, f'method = "{method}"', *_worded(words)])


def write_doubt(path: Path, method: str, doubt: DoubtWeights) -> None:
    """Replace the table `[fitted.doubt]` of the file of a language, and what stands behind it."""
    told = f"{DOUBT_MARK} {method}, not by hand: what patterns of roles weigh."
    first, *rest = _written("doubt", doubt)
    _replace(path, [first, told, *rest], DOUBT_MARK)


def write_turns(path: Path, method: str, turns: DoubtWeights) -> None:
    """Replace the table `[fitted.turns]` at the end of the file of a language."""
    told = f"{TURNS_MARK} {method}, not by hand: what patterns of roles and words weigh in a sentence."
    first, *rest = _written("turns", turns, ["added = true"])
    _replace(path, [first, told, *rest], TURNS_MARK)


def _replace(path: Path, lines: Sequence[str], mark: str = MARK) -> None:
    if DEFAULT in published():
        sys.exit(f"{DEFAULT} is published and is not fitted again. Copy its files to a new number first.")
    text = path.read_text(encoding="utf-8").split(mark)[0].rstrip("\n")
    path.write_text(text + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _worded(words: WordWeights) -> list[str]:
    """The table of what plain words weigh."""
    lines = ["", "[fitted.words]", f"share = {words.share}", f"base = {words.base:.3f}", f"above = {words.above}"]
    if words.letters:
        lines.append(f"letters = {words.letters}")
    lines.append(_listed(words.weights))
    for question, own in words.questions.items():
        more = {word: weight - words.weights[word] for word, weight in own.weights.items()}
        lines += ["", f"[fitted.words.questions.{question}]", _listed(more)]
    return lines


def _written(name: str, doubt: DoubtWeights, more: Sequence[str] = ()) -> list[str]:
    """The table of a model of doubt."""
    numbers = {"above": doubt.above, "surely": doubt.surely, "least": doubt.least, "base": doubt.base}
    return [
        "",
        f"[fitted.{name}]",
        *(f"{key} = {value:.3f}" for key, value in numbers.items()),
        *more,
        _listed(doubt.weights),
    ]


def _listed(weights: Mapping[str, float]) -> str:
    """The line of weights, without those that round to nothing."""
    listed = " | ".join(f"{one} {weight:.2f}" for one, weight in sorted(weights.items()) if abs(weight) >= LIGHTEST)
    # Between single quotes nothing is escaped, so that long lists are read several times faster.
    return f"weights = '{listed}'"


def write_calibration(parts: Sequence[str]) -> None:
    """Add to the fitted rubric the power of its text scores that has the least squared error on grade / 4."""
    rubric = load_rubric(FILE)
    texts = [text for text in graded() if text.part in parts]
    read = [(score_answer(rubric, text.question, text.text).score, text.grade / 4) for text in texts]
    best = min(CALIBRATIONS, key=lambda power: math.fsum((score**power - wanted) ** 2 for score, wanted in read))
    text = FILE.read_text(encoding="utf-8")
    FILE.write_text(text.replace("\n[fitted.points]", f"calibration = {best}\n\n[fitted.points]"), encoding="utf-8")
