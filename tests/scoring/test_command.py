"""The command as a process: JSON Lines in and out, refused lines named, exit status."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .conftest import BAKERY

ANSWER = {"id": "a", "question": "Q5", "text": "Very little, and only at the end."}


def run(*arguments, lines=b""):
    done = subprocess.run(
        [sys.executable, "-m", "scoring", *arguments], input=lines, capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def dump(*records):
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_an_answer_comes_back_with_its_id_and_a_score():
    status, out, error = run("answer", lines=dump(ANSWER))
    assert (status, error) == (0, "")
    assert out[0].keys() == {"id", "score"}
    assert out[0]["id"] == "a"
    assert 0.25 < out[0]["score"] <= 1.0


def test_a_practice_comes_back_with_score_range_and_level():
    practice = {"id": 7, "answers": {"Q5": {"choice": "minimal", "text": None}, "Q1": {"choice": None, "text": "Yes"}}}
    status, out, _ = run("practice", lines=dump(practice, {"id": 8, "answers": {}}))
    assert status == 0
    assert out[0].keys() == {"id", "score", "rank_score", "low", "high", "level"}
    assert out[1]["score"] == pytest.approx(30.0)


def test_explain_adds_criteria_and_spans():
    _, out, _ = run("answer", "--explain", lines=dump(ANSWER))
    little = next(c for c in out[0]["criteria"] if c["id"] == "q5.short_answer")
    assert [ANSWER["text"][a:b] for a, b in little["spans"]] == ["Very little", "only at the end"]
    _, out, _ = run("practice", "--explain", lines=dump({"id": 1, "answers": {"Q5": {"text": ANSWER["text"]}}}))
    assert out[0]["questions"][4]["criteria"]


BAD = [
    (b"not json", "not valid JSON"),
    (b"\xff\xfe", "not valid UTF-8"),
    (b"[1, 2]", "must be a JSON object"),
    (b"null", "must be a JSON object"),
    (b"[" * 100_000, "nested too deeply"),
    (b'{"id": 1' + b"0" * 5000 + b"}", "not valid JSON"),
    (b'{"question": "Q1", "text": "x"}', '"id" is missing'),
    (b'{"id": 1, "text": "x"}', '"question" is missing'),
    (b'{"id": 1, "question": "Q1"}', '"text" is missing'),
    (b'{"id": 1, "question": "Q1", "text": null}', '"text" must be a string, not null'),
    (b'{"id": 1, "question": ["Q1"], "text": "x"}', '"question" must be a string, not a list'),
    (b'{"id": 1, "question": "Q\\n9", "text": "x"}', "no such question"),
    (b'{"id": 1, "question": "\\ud800", "text": "x"}', "no such question"),
    (b'{"id": NaN, "question": "Q1", "text": "x"}', "not valid JSON (NaN)"),
    (b'{"id": 1, "id": 2, "question": "Q1", "text": "x"}', '"id" stands twice in one object'),
    (b'{"id": 1e999, "question": "Q1", "text": "x"}', "too large to give back"),
]


def test_bad_lines_are_named_and_the_others_scored():
    lines = b"\n".join(line for line, _ in BAD) + b"\n" + dump(ANSWER)
    status, out, error = run("answer", lines=lines)
    assert status == 1
    assert len(out) == 1
    told = error.splitlines()
    assert len(told) == len(BAD)
    for number, (reason, (_, expected)) in enumerate(zip(told, BAD, strict=True), start=1):
        assert reason.startswith(f"line {number}: ")
        assert expected in reason


def test_bad_practices_are_named():
    lines = dump(
        {"id": 1},
        {"id": 1, "answers": []},
        {"id": 1, "answers": {"Q1": 5}},
        {"id": 1, "answers": {"Q1": {"choice": 1}}},
        {"id": 1, "answers": {"Q1": {"choice": "perhaps"}}},
        {"id": 1, "answers": {"Q9": None}},
        {"id": {}, "answers": {}},
    )
    status, out, error = run("practice", lines=lines)
    assert (status, out, len(error.splitlines())) == (1, [], 7)


def test_a_mistyped_key_in_an_answer_is_named_and_no_practice_without_evidence():
    lines = dump(
        {"id": 1, "answers": {"Q5": {"chioce": "minimal"}}},
        {"id": 2, "answers": {"Q5": {"choice": "minimal", "texts": "Very little."}}},
        {"id": 3, "answers": {"Q5": {"c" * 1000: "minimal"}}},
        {"id": 4, "answers": {"Q5": {"choice": "minimal"}}},
    )
    lines += b'{"id": 5, "answers": {"Q5": {"choice": "minimal"}, "Q5": null}}\n'
    status, out, error = run("practice", lines=lines)
    assert (status, [line["id"] for line in out]) == (1, [4])
    assert error.splitlines() == [
        'line 1: Q5: "chioce" is not known; choice and text are',
        'line 2: Q5: "texts" is not known; choice and text are',
        f'line 3: Q5: "{"c" * 60}\\u2026" is not known; choice and text are',
        'line 5: "Q5" stands twice in one object',
    ]


def test_what_else_is_noted_on_a_line_is_passed_over_and_what_is_needed_asked_for():
    status, out, error = run("answer", lines=dump({**ANSWER, "grade": 4}, {**ANSWER, "text": "Oil."}))
    assert (status, error, out[0]["score"] > out[1]["score"]) == (0, "", True)
    mistyped = {"id": 1, "question": "Q5", "txet": ANSWER["text"]}
    assert run("answer", lines=dump(mistyped)) == (1, [], 'line 1: "text" is missing\n')


def test_odd_but_valid_texts_are_scored():
    texts = ["", "\x00", "\ud800", "x" * 200_000, "😀", "\u202e"]
    status, out, _ = run("answer", lines=dump(*({"id": i, "question": "Q2", "text": t} for i, t in enumerate(texts))))
    assert status == 0
    assert [line["id"] for line in out] == list(range(len(texts)))


def test_blank_lines_and_a_byte_order_mark_are_passed_over():
    status, out, _ = run("answer", lines=b"\xef\xbb\xbf" + dump(ANSWER) + b"\n  \n" + dump(ANSWER))
    assert (status, len(out)) == (0, 2)


def test_another_rubric_brings_its_own_questions():
    text = {"id": 1, "question": "dough", "text": "We use a sourdough starter."}
    status, out, _ = run("answer", "--rubric", str(BAKERY), lines=dump(text))
    assert status == 0
    assert out[0]["score"] > 0


@pytest.mark.parametrize("content", [None, "version = 1", "\x00"])
def test_an_unusable_rubric_is_one_line_and_status_two(tmp_path, content):
    path = tmp_path / "rubric.toml"
    if content is not None:
        path.write_text(content)
    status, out, error = run("answer", "--rubric", str(path), lines=dump(ANSWER))
    assert (status, out, len(error.splitlines())) == (2, [], 1)


def test_help_says_what_goes_in_and_out():
    done = subprocess.run([sys.executable, "-m", "scoring", "answer", "--help"], capture_output=True, check=True)
    assert b'"question"' in done.stdout
    assert subprocess.run([sys.executable, "-m", "scoring"], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("command", ["answer", "practice"])
def test_the_example_in_the_help_comes_out_as_it_says(command):
    done = subprocess.run([sys.executable, "-m", "scoring", command, "--help"], capture_output=True, check=True)
    lines = done.stdout.decode().splitlines()
    given, told = (
        next(line for line in lines if line.startswith(f"{side}:")).partition(": ")[2] for side in ("In", "Out")
    )
    _, (found,), _ = run(command, lines=given.encode())
    # As many places as the example shows, half of the last one.
    within = 0.005 if command == "answer" else 0.05
    assert found == {
        key: value if isinstance(value, str) else pytest.approx(value, abs=within)
        for key, value in json.loads(told).items()
    }


@pytest.mark.parametrize("closed", ["<&-", ">&-", "> /dev/full"])
def test_a_closed_or_full_stream_is_one_line_and_a_status(closed):
    command = f'"{sys.executable}" -m scoring answer {closed}'
    done = subprocess.run(command, shell=True, input=dump(ANSWER), capture_output=True, timeout=60, check=False)
    assert done.returncode in (1, 2)
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(b"standard ")


def test_all_faults_of_a_rubric_are_in_the_line(tmp_path):
    path, good = tmp_path / "rubric.toml", BAKERY.read_text(encoding="utf-8")
    path.write_text(good.replace(", points =", ", worth ="), encoding="utf-8")
    _, _, error = run("answer", "--rubric", str(path))
    assert error.count("worth is not a key this version knows") == good.count(", points =") > 3
    assert "…" not in error
    assert len(error.splitlines()) == 1
