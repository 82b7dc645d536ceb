"""The development corpus: graded texts, attacks and practices, split by topic and voice into fit, check and untouched.

Whole topics and whole voices are held back: a text is in `untouched` if its topic or its voice is, else in `check` if
one of them is, else in `fit`. Attacks are split by kind and voice together, practices by their id. The files `more*`
were written later by writers who had seen neither the scorer nor the first texts; each row names its part, and one
writer's texts and tricks are untouched as a whole. `retold` says in other words what public pages say. The part
`fresh` was written before its writer changed the scorer, or by writers who had seen nothing, and is never fitted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "tests" / "scoring" / "corpus"
PARTS = ("fit", "check", "untouched", "fresh")
LANGUAGES = ("es", "fr", "de")
VOICES_HELD = 2
TOPICS_HELD = 0.22
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Text:
    """One graded text; `grade` is the mean of its writer and an independent reader.

    `kind` and `expect` are empty unless it is an attack or a control. Attacks share their `pair` with an honest text in
    mostly the same words.
    """

    id: str
    question: str
    text: str
    voice: str
    topic: str
    grade: float
    part: str
    kind: str = ""
    expect: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """Answers of one practice to all questions, with its `grade`, 0 to 100."""

    id: str
    answers: Mapping[str, Mapping[str, str]]
    grade: float
    part: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence around an answer: whether it `turns` the answer round, and whether it stands before it or inside."""

    text: str
    turns: bool
    place: str
    id: str

    def around(self, answer: Text) -> Text:
        """`answer` with this sentence before or behind it, or in its middle."""
        said = SENTENCE_END.split(answer.text)
        at = {"before": 0, "inside": (len(said) + 1) // 2}.get(self.place, len(said))
        return replace(answer, text=" ".join([*said[:at], self.text, *said[at:]]))


def graded() -> list[Text]:
    """The ordinary graded texts of all questions."""
    rows = [row for number in range(1, 6) for row in _lines(f"q{number}.jsonl")]
    voices = _by_hash(sorted({row["voice"] for row in rows}))
    held = dict.fromkeys(voices[:VOICES_HELD], PARTS[2]) | dict.fromkeys(
        voices[VOICES_HELD : 2 * VOICES_HELD], PARTS[1]
    )
    topics: dict[tuple[str, str], str] = {}
    for question in sorted({row["question"] for row in rows}):
        topics |= _topics([row for row in rows if row["question"] == question])
    found = []
    for row in rows:
        chosen = {held.get(row["voice"], ""), topics.get((row["question"], row["topic"]), "")}
        part = next((p for p in (PARTS[2], PARTS[1]) if p in chosen), PARTS[0])
        found.append(_text(row, part))
    return found + [
        _text(row, row["part"]) for row in (*_lines("more.jsonl"), *_lines("retold.jsonl"), *_lines("fresh.jsonl"))
    ]


def attacks(*, later: bool = True) -> list[Text]:
    """The attacks (expect "low") and the good but unusual controls (expect "high"); without the `later` ones on wish.

    The later ones are many and hard on purpose: doubt is fitted to them, the points of criteria are not.
    """
    rows = _lines("attacks.jsonl")
    found = [_text(row, PARTS[_number(row["kind"], row["voice"]) % 3]) for row in rows]
    names = ["more_attacks", "turned_attacks", "fresh_attacks", *(["later_attacks"] if later else [])]
    return found + [_text(row, row["part"]) for name in names for row in _lines(f"{name}.jsonl")]


def in_language(language: str) -> list[Text]:
    """The texts in Spanish, French or German, tricks included; their grade is the mean of the writer's two passes."""
    rows = [*_lines(f"{language}.jsonl"), *_lines(f"more_{language}.jsonl")]
    return [_text({"second": row["again"], "topic": "", **row}, row["part"]) for row in rows]


def frames(part: str = "fit", language: str = "") -> list[Frame]:
    """Sentences around answers and inside them, English unless told; those of the part `fresh` are never fitted."""
    name = f"frames_{language}.jsonl" if language else "frames.jsonl"
    rows = [row for row in _lines(name) if row.get("part", "fit") == part]
    return [Frame(row["text"], row["turns"], row.get("place", "after"), row["id"]) for row in rows]


def practices() -> list[Practice]:
    """Whole practices; none is ever fitted, and half are untouched."""
    found = []
    for row in _lines("practices.jsonl"):
        part = PARTS[1] if _number(row["id"]) % 2 else PARTS[2]
        found.append(Practice(row["id"], row["answers"], float(row["grade"]), part))
    more = _lines("more_practices.jsonl")
    return found + [Practice(r["id"], r["answers"], (r["grade"] + r["again"]) / 2, r["part"]) for r in more]


def _topics(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """The part of held-back topics of one question, in the order of their hashes until enough texts are held back."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["topic"]] = counts.get(row["topic"], 0) + 1
    found: dict[tuple[str, str], str] = {}
    held, wanted = 0, [TOPICS_HELD * len(rows), 2 * TOPICS_HELD * len(rows)]
    for topic in _by_hash(sorted(counts), rows[0]["question"]):
        if held >= wanted[1]:
            break
        found[rows[0]["question"], topic] = PARTS[2] if held < wanted[0] else PARTS[1]
        held += counts[topic]
    return found


def _text(row: Mapping[str, Any], part: str) -> Text:
    grade = (float(row["grade"]) + float(row["second"])) / 2
    return Text(
        row["id"], row["question"], row["text"], row["voice"], row["topic"], grade, part,
        row.get("kind", ""), row.get("expect", ""), row.get("pair", ""),
    )  # fmt: skip


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def _number(*names: str) -> int:
    return int(sha256("/".join(names).encode()).hexdigest()[:8], 16)


def _by_hash(names: Sequence[str], *salt: str) -> list[str]:
    return sorted(names, key=lambda name: _number(*salt, name))
