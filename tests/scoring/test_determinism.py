"""The same answers give the same output byte for byte, whatever seed Python hashes with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import pytest

# One muscle has several names here, and a pronoun stands for all of them.
SEVERAL_NAMES = (
    "An uneven pelvis, higher on the right, may be held up by the right gluteus medius, which lifts its own side of "
    "the pelvis by pulling on the ribs, or by a right gluteus medius too weak to bend the spine. It may matter little."
)
CORPUS = Path(__file__).parent / "corpus"
SEEDS = ("0", "1", "4242")
FILES = ("q1", "q2", "q3", "q4", "q5", "es", "fr", "de", "attacks", "more_attacks")
TEXTS = 60


def rows(name):
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def varied():
    """Texts of every file, the longest of each first, which have the most to put in an order."""
    by_file = [sorted(rows(name), key=lambda row: (-len(row["text"]), row["id"])) for name in FILES]
    found = [row for turn in zip_longest(*by_file) for row in turn if row][:TEXTS]
    assert {row["question"] for row in found} == {"Q1", "Q2", "Q3", "Q4", "Q5"}
    return found


def answer_lines():
    asked = [*varied(), {"question": "Q3", "text": SEVERAL_NAMES}]
    return [{"id": n, "question": row["question"], "text": row["text"]} for n, row in enumerate(asked)]


def practice_lines():
    """Practices written as such, and some that answer in several languages."""
    whole = [{"id": n, "answers": row["answers"]} for n, row in enumerate(rows("practices")[:8])]
    texts: dict[str, list[str]] = {}
    for row in varied():
        texts.setdefault(row["question"], []).append(row["text"])
    mixed = [{"id": f"mixed {n}", "answers": {q: {"text": t[n]} for q, t in texts.items()}} for n in range(4)]
    return whole + mixed


def started(seed, command, records):
    arguments = [sys.executable, "-m", "scoring", command, "--explain"]
    process = subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONHASHSEED": seed}
    )
    process.stdin.write(b"".join(json.dumps(record).encode() + b"\n" for record in records))
    process.stdin.close()
    return process


@pytest.mark.parametrize(("command", "records"), [("answer", answer_lines()), ("practice", practice_lines())])
def test_the_output_is_the_same_whatever_the_hash_seed(command, records):
    processes = [started(seed, command, records) for seed in SEEDS]
    outputs = [process.stdout.read() for process in processes]
    for process in processes:
        process.stdout.close()
        assert process.wait() == 0
    first = [json.loads(line) for line in outputs[0].splitlines()]
    assert [line["id"] for line in first] == [record["id"] for record in records]
    assert any(c["spans"] for line in first for c in line.get("criteria") or line["questions"][0]["criteria"])
    for seed, output in zip(SEEDS[1:], outputs[1:], strict=True):
        for one, other in zip(outputs[0].splitlines(), output.splitlines(), strict=True):
            assert one == other, f"seed {seed} differs from seed {SEEDS[0]}"
