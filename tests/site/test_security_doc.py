"""The answers to the requirements are complete and name what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| [TA]\d\d \|", line)
]
STATES = {"met", "in part", "answered"}
FOLDERS = (
    "directory_app/",
    "scoring/",
    "templates/",
    "tests/",
    "tools/",
    "benchmarks/",
    "deployment/",
    "docs/",
    "seeds/",
)


@pytest.mark.parametrize(("letter", "last"), [("T", 90), ("A", 56)])
def test_every_requirement_is_answered_exactly_once_and_in_order(letter, last):
    found = [row[0] for row in ROWS if row[0].startswith(letter)]
    assert found == [f"{letter}{number:02d}" for number in range(1, last + 1)]


def test_every_answer_has_a_state_a_reason_and_where_to_look():
    assert [
        row[0] for row in ROWS if len(row) != 4 or row[1] not in STATES or len(row[2]) < 15 or "`" not in row[3]
    ] == []


def test_what_is_met_has_a_test_or_is_said_to_be_looked_at():
    without = [row[0] for row in ROWS if row[1] == "met" and row[0].startswith("T") and "`tests/" not in row[3]]
    assert without == []


def test_every_file_and_test_that_is_named_exists():
    missing = []
    for name in re.findall(r"`([\w./:-]+)`", TEXT):
        if name.startswith(FOLDERS):
            path, _, test = name.partition("::")
            if not (ROOT / path).exists() or (test and f"def {test}(" not in (ROOT / path).read_text()):
                missing.append(name)
    assert missing == []
