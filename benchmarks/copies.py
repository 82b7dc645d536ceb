"""Finding copies among many answers: time, memory, copies found by kind and false alarms, beside comparing all pairs.

Answers are put together from clauses of the development corpus with words exchanged. No two of them share more than two
clauses, so none is a copy of another but those that are planted.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from scoring.known import pairs_in
from scoring.near_copies import CLOSE, COMMON, FEWEST_SHARED, CopyIndex, Pairs, resemblance, sample

from .report import Row, table
from .scoring_corpus import graded

PLANTED = 0.01
SHORTEST, LONGEST = 5, 11
WORDS_AT_LEAST = 40
EXCHANGED = 0.35
NAIVE = 1000
CHECKED = 60
TRIES = 200
_CLAUSE = re.compile(r"[.!?;:\n()]+|, | - | – |—")
_WORD = re.compile(r"[\w'’-]+")

Sentences = list[list[str]]


class Writer:
    """Writes answers, no two of them with more than two clauses in common."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._clauses: list[list[str]] = []
        self._frames: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._words: list[str] = []
        self._used: set[tuple[int, ...]] = set()
        for text in graded():
            if text.part != "untouched":
                self._learn(text.text)

    def _learn(self, text: str) -> None:
        for clause in _CLAUSE.split(text.lower()):
            words = _WORD.findall(clause)
            self._words += words
            for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
                self._frames[before, after].append(word)
            if SHORTEST <= len(words) <= LONGEST:
                self._clauses.append(words)

    def answer(self) -> Sentences:
        """A new answer of forty words or more, in sentences. Raises RuntimeError if none is left."""
        clauses = self._clauses
        for _ in range(TRIES):
            chosen: list[int] = []
            while sum(len(clauses[n]) for n in chosen) < WORDS_AT_LEAST or len(chosen) < 5:
                chosen.append(self.chance.randrange(len(clauses)))
            shared = set(combinations(sorted(chosen), 3))
            if len(set(chosen)) == len(chosen) and not shared & self._used:
                self._used |= shared
                return self._sentences([self._reworded(clauses[n]) for n in chosen])
        raise RuntimeError("the corpus has too few clauses for so many answers")

    def _sentences(self, clauses: Sequence[list[str]]) -> Sentences:
        found: Sentences = []
        for clause in clauses:
            if found and len(found[-1]) < LONGEST and self.chance.random() < 0.4:
                found[-1] = [*found[-1], ",", *clause]
            else:
                found.append(clause)
        return found

    def _reworded(self, words: Sequence[str]) -> list[str]:
        """The clause with up to a third of its words exchanged for others found between the same two words."""
        around = zip(["", *words], words, [*words[1:], ""], strict=False)
        return [
            self.chance.choice(self._frames[before, after]) if self.chance.random() < EXCHANGED else word
            for before, word, after in around
        ]

    def swapped(self, sentences: Sentences, every: int) -> Sentences:
        """The same with each `every`th word swapped for another one of the corpus."""
        number, found = 0, []
        for sentence in sentences:
            words = []
            for word in sentence:
                number += word != ","
                words.append(self._other(word) if word != "," and number % every == 0 else word)
            found.append(words)
        return found

    def _other(self, word: str) -> str:
        other = word
        while other == word:
            other = self.chance.choice(self._words)
        return other

    def reordered(self, sentences: Sentences) -> Sentences:
        """The same sentences in another order."""
        order = sentences[:]
        while len(order) > 1 and order == sentences:
            self.chance.shuffle(order)
        return order

    def own_ending(self, sentences: Sentences) -> Sentences:
        """The first two thirds of the words, then the end of an answer of its own."""
        words = [word for sentence in sentences for word in [*sentence, "."]]
        ending = [word for sentence in self.answer() for word in [*sentence, "."]]
        return [[*words[: len(words) * 2 // 3], *ending[-(len(words) // 3) :]]]


KINDS: dict[str, Callable[[Writer, Sentences], Sentences]] = {
    "exact": lambda _w, s: s,
    "every fifth word swapped": lambda w, s: w.swapped(s, 5),
    "every fourth word swapped": lambda w, s: w.swapped(s, 4),
    "every third word swapped": lambda w, s: w.swapped(s, 3),
    "sentences in another order": lambda w, s: w.reordered(s),
    "two thirds, own ending": lambda w, s: w.own_ending(s),
}


@dataclass(frozen=True)
class Answer:
    """One answer; `source` is the number of the answer it is a copy of, and `kind` how it was copied."""

    text: str
    source: int | None = None
    kind: str = ""


@dataclass
class Run:
    """What one run over so many answers took (seconds of CPU) and found."""

    answers: int
    making: float = 0.0
    indexing: float = 0.0
    finding: float = 0.0
    slowest: float = 0.0
    kilobytes: float = 0.0
    planted: Counter[str] = field(default_factory=Counter)
    close: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarms: list[tuple[str, str, float]] = field(default_factory=list)
    lengths: int = 0
    common: int = 0
    left: float = 0.0


def main() -> None:
    """Print what finding copies among so many answers takes and finds, and what comparing all would take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N false alarms")
    options = parser.parse_args()
    runs = []
    for number in sorted({max(NAIVE, options.answers // 10), options.answers}):
        answers = build(number)
        runs.append(_run(answers))
        print(f"{number:,} answers of {runs[-1].lengths / number:.0f} pairs of words, "
              f"{sum(runs[-1].planted.values()):,} of them planted copies")  # fmt: skip
        if number == options.answers:
            naive, accidents, compared = _naive([pairs_in(one.text) for one in answers[:NAIVE]])
            print(f"by accident close, of {compared:,} pairs of the first {NAIVE:,} answers: {accidents}")
            print(f"by accident close, {CHECKED} answers against all {number:,}: {_accidents(answers)}")
    print(f"\n{_costs(runs, naive)}\n\n{_finds(runs)}")
    for one, other, share in runs[-1].alarms[: options.show]:
        print(f"\n{share:.2f}\n  {one}\n  {other}")


def build(number: int, seed: int = 1) -> list[Answer]:
    """`number` answers, the same ones for the same number and seed: written ones first, planted copies last."""
    writer = Writer(seed)
    copies = max(len(KINDS), int(number * PLANTED))
    written = [writer.answer() for _ in range(number - copies)]
    answers = [Answer(spelt(sentences)) for sentences in written]
    kinds = list(KINDS.items())
    for one in range(copies):
        kind, change = kinds[one % len(kinds)]
        source = writer.chance.randrange(len(written))
        answers.append(Answer(spelt(change(writer, written[source])), source, kind))
    return answers


def spelt(sentences: Sentences) -> str:
    """Sentences as a text."""
    text = " ".join(" ".join(sentence) + "." for sentence in sentences)
    text = re.sub(r"\s+([,.])", r"\1", text).replace("..", ".")
    return re.sub(r"(?:^|(?<=\. ))\w", lambda first: first.group().upper(), text)


def _run(answers: Sequence[Answer]) -> Run:
    run = Run(len(answers))
    index, made = CopyIndex(), list[Pairs]()
    for number, answer in enumerate(answers):
        clock = time.process_time()
        pairs = pairs_in(answer.text)
        paired = time.process_time()
        found = list(index.find(pairs))
        looked = time.process_time()
        index.add(number, pairs)
        run.making += paired - clock
        run.finding += looked - paired
        run.slowest = max(run.slowest, looked - paired)
        run.indexing += time.process_time() - looked
        run.lengths += len(pairs)
        made.append(pairs)
        _judge(run, answers, number, found, made)
    run.kilobytes = _kilobytes([answer.text for answer in answers[-NAIVE:]])
    run.common, run.left = _crowded(made)
    return run


def _judge(
    run: Run, answers: Sequence[Answer], number: int, found: Sequence[tuple[object, float]], made: Sequence[Pairs]
) -> None:
    """Count a planted copy as found if its source, or another copy of that, was; anything else is a false alarm."""
    answer = answers[number]
    family = {number if answer.source is None else answer.source}
    origins = {key: answers[int(str(key))].source for key, _ in found}
    relatives = {key for key, source in origins.items() if (key if source is None else source) in family}
    if answer.source is not None:
        run.planted[answer.kind] += 1
        run.close[answer.kind] += resemblance(made[number], made[answer.source]) >= CLOSE
        run.found[answer.kind] += bool(relatives)
    run.alarms += [(answer.text, answers[int(str(key))].text, share) for key, share in found if key not in relatives]


def _crowded(made: Sequence[Pairs]) -> tuple[int, float]:
    """How many numbers stand in more samples than the index looks at, and how many of a sample are left on average."""
    holding = Counter(number for pairs in made for number in sample(pairs))
    crowded = {number for number, count in holding.items() if count > COMMON}
    return len(crowded), sum(len(set(sample(pairs)) - crowded) for pairs in made) / len(made)


def _kilobytes(texts: Sequence[str]) -> float:
    """What an index holds in memory for each of some answers."""
    tracemalloc.start()
    index = CopyIndex()
    for number, text in enumerate(texts):
        index.add(number, pairs_in(text))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / len(texts) / 1024


def _naive(made: Sequence[Pairs]) -> tuple[float, int, int]:
    """Seconds to compare all pairs of answers, how many are close, and how many pairs there are."""
    start = time.process_time()
    close = sum(resemblance(one, other) >= CLOSE for one, other in combinations(made, 2))
    return time.process_time() - start, close, len(made) * (len(made) - 1) // 2


def _accidents(answers: Sequence[Answer]) -> int:
    """How many written answers resemble one of a few others without being planted; by comparing with every one."""
    written = [answer for answer in answers if answer.source is None]
    made = {number: pairs_in(written[number].text) for number in range(0, len(written), len(written) // CHECKED)}
    close = 0
    for other, answer in enumerate(written):
        pairs = pairs_in(answer.text)
        close += sum(resemblance(pairs, own) >= CLOSE for number, own in made.items() if number != other)
    return close


def _costs(runs: Sequence[Run], naive: float) -> str:
    rows: list[Row] = []
    for run in runs:
        total = run.making + run.indexing + run.finding
        floor = naive * (run.answers / NAIVE) ** 2
        figures = [f"{seconds:.1f} ({seconds / run.answers * 1e3:.3f})" for seconds in
                   (run.making, run.indexing, run.finding, total)]  # fmt: skip
        more = (
            f"{run.slowest * 1e3:.1f}",
            f"{run.kilobytes:.1f} ({run.kilobytes * run.answers / 1024:,.0f})",
            f"{floor:,.0f}",
            f"{floor / total:,.0f} ×",
        )
        rows.append((f"{run.answers:,} answers", *figures, *more))
    header = ("CPU seconds (ms an answer)", "making pairs", "indexing", "finding", "in all", "slowest find, ms",
              "kB an answer (MB)", "comparing all, s", "saved")  # fmt: skip
    return table(header, rows)


def _finds(runs: Sequence[Run]) -> str:
    rows: list[Row] = [
        (kind, *(cell for run in runs for cell in _shares(run, kind))) for kind in KINDS
    ]  # fmt: skip
    rows.append(("false alarms", *(cell for run in runs for cell in (str(len(run.alarms)), ""))))
    rows.append((f"numbers in more than {COMMON} samples", *(c for run in runs for c in (f"{run.common:,}", ""))))
    rows.append((f"of a sample left (needed {FEWEST_SHARED})", *(c for run in runs for c in (f"{run.left:.1f}", ""))))
    header = ("copies", *(cell for run in runs for cell in (f"found of {run.answers:,}", "close enough")))
    return table(header, rows)


def _shares(run: Run, kind: str) -> Iterator[str]:
    yield f"{run.found[kind] / run.planted[kind]:.1%}"
    yield f"{run.close[kind] / run.planted[kind]:.1%}"


if __name__ == "__main__":
    main()
