"""What reading answers costs: starting, one answer, adverse texts, growing texts, other languages, each beside a floor.

Times are CPU of this process or of its children. The yardstick is a fixed loop in plain Python: figures of two days
compare once both are divided by it.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import cycle, islice, pairwise
from pathlib import Path

import scoring
from scoring.answer import read_anew

from .report import Row, table
from .scoring_baselines import KEYWORDS, keywords
from .scoring_corpus import FOLDER, LANGUAGES, Text, graded

ROOT = Path(__file__).parents[1]
STARTS, ROUNDS, FRESH = 7, 5, 7
LENGTH = 600
SIZES = (150, 300, 600, 1200, 2000, 4000, 100_000)
GOAL_START, GOAL_MEDIAN, GOAL_WORST = 100.0, 0.5, 5.0
ASK = "import scoring; r = scoring.load_rubric()"
STARTING = {
    "python -c pass": "pass",
    "import dataclasses, re, tomllib": "import dataclasses, re, tomllib",
    "import scoring": "import scoring",
    "… and load_rubric()": ASK,
    "… and a first answer": f"{ASK}; scoring.score_answer(r, 'Q5', 'I use very little oil, and only at the end.')",
    "… and a first Spanish answer": f"{ASK}; scoring.score_answer(r, 'Q5', 'Uso muy poco aceite y solo al final.')",
}
TERMS = (
    *("psoas", "piriformis", "fascia", "trigger", "points", "gluteus", "medius", "pelvis", "refers", "pain", "low"),
    *("back", "no", "oil", "tilt", "hamstrings"),
)
# Words that many terms of the rubric begin with, so that many wordings are looked into.
BUSY = (
    *("the", "whole", "hour", "low", "back", "hip", "muscles", "can", "pull", "on", "trigger", "points", "slow"),
    *("little", "oil", "at", "end", "no", "not", "your", "i", "use", "to", "of", "with"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# In each language a sentence with a word that no list knows.
FIRST = {
    "en": "the xyqzen muscle can pull on the pelvis and i work on it",
    "es": "el xyqzen músculo tira de la pelvis y yo trabajo en la zona",
    "fr": "le xyqzen muscle tire sur le bassin et je travaille dans la zone",
    "de": "der xyqzen Muskel zieht am Becken und ich arbeite an der Hüfte",
}

Scorer = Callable[[str, str], object]
Asked = tuple[str, str]
Maker = Callable[[random.Random], str]


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each text is read")
    rounds = parser.parse_args().rounds
    texts = [text for text in graded() if text.part != "untouched"]
    print(f"\nfirst answers, rubric and spellings read: {_warmed()}")
    for title, part in (
        (
            f"starting, median of {STARTS} fresh interpreters; goal: import scoring under {GOAL_START:.0f} ms",
            _starting(),
        ),
        (f"one answer, {len(texts)} texts; goal: median {GOAL_MEDIAN} ms", _one_answer(texts, rounds)),
        (f"adverse texts of {LENGTH} characters, never read before; goal: worst {GOAL_WORST:.0f} ms", _adverse()),
        ("growth of a natural text", _growth(texts, rounds)),
        ("languages, texts of their own", _languages(texts, rounds)),
    ):
        print(f"\n{title}; yardstick {yardstick():.1f} ms\n\n{part}", flush=True)


def yardstick() -> float:
    """Milliseconds of CPU a fixed loop of plain Python takes, the least of nine runs."""

    def loop() -> int:
        found: dict[int, int] = {}
        for number in range(50_000):
            found[number * 2654435761 % 4099] = found.get(number & 1023, 0) + len(str(number))
        return len(found)

    return min(_cpu(loop) for _ in range(9))


def _cpu(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1e3


def _starting() -> str:
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in STARTING}
    for turn in range(STARTS + 1):
        for name, code in STARTING.items():
            figures = _interpreter(code)
            if turn:  # The first turn compiles what was changed.
                measured[name].append(figures)
    cpu = {name: statistics.median(figure[0] for figure in found) for name, found in measured.items()}
    floor = cpu["import dataclasses, re, tomllib"]
    rows = [
        (name, f"{cpu[name]:.0f}", f"{statistics.median(f[1] for f in found):.0f}", f"{cpu[name] - floor:+.0f}",
         f"{cpu[name] / floor:.1f} ×")
        for name, found in measured.items()
    ]  # fmt: skip
    return table(("fresh interpreter", "CPU ms", "wall ms", "over the floor", "against it"), rows)


def _interpreter(code: str) -> tuple[float, float]:
    """CPU and wall milliseconds of a fresh interpreter that runs `code`."""
    before, start = _children(), time.perf_counter()
    # Modules are compiled once and kept, as on any machine in use; some forbid that in their environment.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept, check=True)
    wall, cpu = time.perf_counter() - start, _children() - before
    return cpu * 1e3, wall * 1e3


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rubric(question: str, text: str) -> object:
    """Reads a text with the packaged rubric, as if for the first time."""
    return read_anew.__wrapped__(scoring.load_rubric(), question, text)


def tfidf(texts: Sequence[Text]) -> Scorer:
    """A reader that does no more than tf-idf needs: words counted, weighed by a dictionary, brought to length one."""
    seen = Counter(word for text in texts for word in set(text.text.lower().split()))
    weights = {word: math.log(len(texts) / count) + 1.0 for word, count in seen.items()}

    def read(_question: str, text: str) -> float:
        counts = Counter(text.lower().split())
        values = [(1.0 + math.log(count)) * weights.get(word, 0.0) for word, count in counts.items()]
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        return sum(value / length for value in values)

    return read


def _warmed() -> str:
    """Read a first answer in every language, so that no other figure holds what is read then; CPU of each.

    What further words would have put together is put together too, as in a server before its processes part.
    """
    taken = " · ".join(f"{code} {_cpu(partial(rubric, 'Q1', text)):.0f} ms" for code, text in FIRST.items())
    scoring.load_rubric().put_together()
    return taken


def _one_answer(texts: Sequence[Text], rounds: int) -> str:
    asked = [(text.question, text.text) for text in texts]
    first = [_cpu(partial(rubric, *one)) for one in asked]
    scorers = {"rubric": rubric, f"{len(KEYWORDS)} keywords": keywords, "tf-idf dictionary": tfidf(texts)}
    found = {name: _least(scorer, asked, rounds) for name, scorer in scorers.items()}
    middle = {name: statistics.median(times) for name, times in found.items()}
    rows = [_spread("rubric, first time", first, *_against(statistics.median(first), middle))]
    rows += [_spread(name, times, *_against(middle[name], middle)) for name, times in found.items()]
    return table(("CPU ms", "median", "99 %", "worst", "against keywords", "against tf-idf"), rows)


def _against(time_taken: float, middle: dict[str, float]) -> list[str]:
    return [f"{time_taken / floor:.1f} ×" for name, floor in middle.items() if name != "rubric"]


def _least(scorer: Scorer, asked: Sequence[Asked], rounds: int) -> list[float]:
    """The least time of each text over rounds that go through all of them."""
    best = [math.inf] * len(asked)
    for _ in range(rounds):
        gc.collect()
        for number, (question, text) in enumerate(asked):
            best[number] = min(best[number], _cpu(partial(scorer, question, text)))
    return best


def _spread(name: str, times: Sequence[float], *more: str) -> Row:
    ranked = sorted(times)
    figures = (statistics.median(ranked), ranked[int(0.99 * len(ranked))], ranked[-1])
    return name, *(f"{figure:.3f}" for figure in figures), *more


def _words(chance: random.Random, words: Sequence[str], joined: str = " ") -> str:
    return joined.join(chance.choice(words) for _ in range(LENGTH // 2))


def _letters(chance: random.Random, low: int, high: int) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(low, high)))


def _misspelt(chance: random.Random, word: str) -> str:
    place = chance.randrange(1, len(word)) if len(word) > 1 else 0
    return word[:place] + chance.choice(LETTERS) + word[place + chance.randint(0, 1) :]


def _marked(chance: random.Random, marks: Sequence[str]) -> str:
    """A row of terms with one of `marks` inside each."""
    words = [chance.choice(TERMS) for _ in range(LENGTH // 3)]
    return " ".join(word[:2] + chance.choice(marks) + word[2:] for word in words)


def _salted(chance: random.Random, piece: str) -> str:
    """`piece` over and over, with a word never seen before at the head."""
    return _letters(chance, 5, 9) + " " + piece * LENGTH


SAID = tuple(FIRST.values())
ADVERSE: dict[str, Maker] = {
    "random letters, long words": lambda c: " ".join(_letters(c, 6, 14) for _ in range(LENGTH // 6)),
    "random letters, short words": lambda c: " ".join(_letters(c, 1, 4) for _ in range(LENGTH // 2)),
    "one word without end": lambda c: _letters(c, LENGTH, LENGTH),
    "rows of terms": lambda c: _words(c, TERMS, ", "),
    "terms without commas": lambda c: _words(c, TERMS),
    "words many wordings begin with": lambda c: _words(c, BUSY),
    "misspelt terms": lambda c: " ".join(_misspelt(c, c.choice(TERMS)) for _ in range(LENGTH // 3)),
    "prefixes of terms, never-ending": lambda c: " ".join(c.choice(TERMS)[:6] + _letters(c, 3, 9) for _ in range(99)),
    "no no no": lambda c: _salted(c, "no "),
    "no oil, no oil": lambda c: _salted(c, "no oil not without "),
    "I never learned": lambda c: _salted(c, "i never learned "),
    "unless, if, when": lambda c: _salted(c, "unless if when "),
    "ignore all, give full": lambda c: _salted(c, "ignore give all the score "),
    "a.": lambda c: _salted(c, "a."),
    "question marks": lambda c: _salted(c, "?"),
    "questions of one word": lambda c: _salted(c, "oil? no? "),
    "unclosed tags": lambda c: _salted(c, "<b <s <del "),
    "struck words": lambda c: _salted(c, "<s>oil</s> <s "),
    "entities": lambda c: _salted(c, "&amp;&#x26;&"),
    "emoji": lambda c: _marked(c, "😀🙏💆👐✨"),
    "zero-width characters": lambda c: _marked(c, "\u200b\u200c\u200d\u2060\ufeff"),
    "combining marks": lambda c: _marked(c, ["\u0301\u0302\u0303", "\u0308\u0327", "\u20dd"]),
    "letters of other alphabets": lambda c: _words(c, TERMS).translate({ord("o"): "о", ord("a"): "а"}),
    "random characters": lambda c: "".join(chr(c.randrange(0xA0, 0x2FFF)) for _ in range(LENGTH)),
    "apostrophes": lambda c: _salted(c, "l'd'n't's "),
    "digits for letters": lambda c: _words(c, TERMS).translate({ord("o"): "0", ord("a"): "4"}),
    "four languages in turn": lambda c: " ".join(f"{c.choice(SAID)} {_letters(c, 3, 8)}" for _ in range(LENGTH // 9)),
    "Spanish": lambda c: _words(c, FIRST["es"].split()),
    "French": lambda c: _words(c, FIRST["fr"].split()),
    "German": lambda c: _words(c, FIRST["de"].split()),
}  # fmt: skip


def adverse(kind: str, number: int) -> str:
    """Text `number` of a kind, always the same one, of exactly `LENGTH` characters."""
    return (ADVERSE[kind](random.Random(f"{kind} {number}")) + " x" * LENGTH)[:LENGTH]


def _adverse() -> str:
    """Each text is read once, for one question, so that no cache knows it; the median of a few drops disturbances."""
    questions = [question.id for question in scoring.load_rubric().questions]
    rows = []
    for kind in ADVERSE:
        gc.collect()
        times: dict[str, list[float]] = {question: [] for question in questions}
        for number, question in enumerate(islice(cycle(questions), FRESH * len(questions))):
            text = adverse(kind, number)
            times[question].append(_cpu(partial(rubric, question, text)))
        middle = {question: statistics.median(found) for question, found in times.items()}
        worst = max(middle, key=lambda question: middle[question])
        single = max(max(found) for found in times.values())
        rows.append((middle[worst], (kind, f"{middle[worst]:.2f}", worst, f"{single:.2f}", _verdict(middle[worst]))))
    rows.sort(key=lambda row: -row[0])
    return table(
        ("CPU ms", "median at the dearest question", "which", "worst single", "goal"), [row for _, row in rows]
    )


def _verdict(worst: float) -> str:
    return "met" if worst <= GOAL_WORST else "missed"


def _growth(texts: Sequence[Text], rounds: int) -> str:
    """Each round joins other texts, so what is long is new."""
    turns = max(rounds, FRESH)
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for turn in range(turns):
        chance = random.Random(turn)
        for size in SIZES:
            gc.collect()
            text = "".join(islice(_joined(texts, chance), 0, size))
            times[size].append(_cpu(partial(rubric, "Q4", text)))
    middle = {size: statistics.median(found) for size, found in times.items()}
    rows: list[Row] = [(f"{SIZES[0]:,} characters", f"{middle[SIZES[0]]:.2f}", "")]
    for small, large in pairwise(SIZES):
        doubling = (middle[large] / middle[small]) ** (1 / math.log2(large / small))
        rows.append((f"{large:,} characters", f"{middle[large]:.2f}", f"{doubling:.2f}"))
    return table(("CPU ms", "median", "× per doubling"), rows)


def _joined(texts: Sequence[Text], chance: random.Random) -> Iterator[str]:
    """The characters of texts in another order each time, without end."""
    while True:
        for text in chance.sample(texts, len(texts)):
            yield from text.text + " "


def _languages(texts: Sequence[Text], rounds: int) -> str:
    rows = []
    for code in ("en", *LANGUAGES):
        asked = [(text.question, text.text) for text in texts] if code == "en" else _of(code)
        times = _least(rubric, asked, rounds)
        length = statistics.median(len(text) for _, text in asked)
        rate = 100 * statistics.median(
            time_taken / len(text) for time_taken, (_, text) in zip(times, asked, strict=True)
        )
        rows.append((*_spread(code, times), f"{len(asked)}", f"{length:.0f}", f"{rate:.3f}"))
    return table(("CPU ms", "median", "99 %", "worst", "texts", "characters", "per 100 characters"), rows)


def _of(code: str) -> list[Asked]:
    lines = (FOLDER / f"{code}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [(row["question"], row["text"]) for row in rows if row["part"] != "untouched"]


if __name__ == "__main__":
    main()
