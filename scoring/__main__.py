"""The command `python -m scoring`: JSON Lines on standard input, JSON Lines on standard output."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from . import jsonlines
from .errors import InvalidAnswer, InvalidRubric
from .rubric import Rubric, load_rubric

DESCRIPTION = """\
Read answers to a rubric's questions and score them. One JSON object a line comes in on standard input and one goes out
on standard output, in the same order. A line that cannot be used is reported on standard error with its number.
Further keys of a line are passed over, but not in an answer of a practice, which has "choice" and "text".
Exit status: 0 all lines scored, 1 at least one line refused, 2 the command or the rubric file is wrong."""
ANSWER = """\
Score single texts, 0 to 1.
In:  {"id": 1, "question": "Q5", "text": "Very little, at the end."}
Out: {"id": 1, "score": 0.62}"""
PRACTICE = """\
Score whole practices, 0 to 100, from choices and texts; what is left out or null is no evidence.
Numbers come with all their places.
In:  {"id": 7, "answers": {"Q5": {"choice": "minimal", "text": "Very little, at the end."}}}
Out: {"id": 7, "score": 31.7, "rank_score": 12.8, "low": 7.5, "high": 61.0, "level": "L0"}"""
SHOWN_REASON = 500
# Whoever wrote a rubric wants all its faults at once.
SHOWN_FAULTS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        rubric = load_rubric(options.rubric)
    except InvalidRubric as error:
        print(_one_line(str(error), SHOWN_FAULTS), file=sys.stderr)
        return 2
    if sys.stdin is None or sys.stdout is None:
        print("standard input or standard output is closed", file=sys.stderr)
        return 2
    try:
        status = _run(rubric, options.command, options.explain, sys.stdin.buffer)
        sys.stdout.flush()
    except OSError as error:
        # Python must not try again at exit. Where whoever read the output has gone, nothing is left to report to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"standard input or output failed ({error.strerror})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _run(rubric: Rubric, command: str, explain: bool, lines: BinaryIO) -> int:
    status = 0
    score = jsonlines.answer if command == "answer" else jsonlines.practice
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not content.strip():
            continue
        try:
            result = score(rubric, jsonlines.parse(content), explain)
        except (jsonlines.BadLine, InvalidAnswer) as error:
            print(f"line {number}: {_one_line(str(error))}", file=sys.stderr)
            status = 1
        else:
            print(json.dumps(result))
    return status


def _one_line(reason: str, longest: int = SHOWN_REASON) -> str:
    """A reason on one line, shortened, with nothing in it that a terminal could stumble over."""
    plain = "".join(c if c.isprintable() else "?" for c in " ".join(reason.split()))
    shown = plain if len(plain) <= longest else plain[:longest] + "…"
    return shown.encode("ascii", "backslashreplace").decode()


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m scoring", description=DESCRIPTION, formatter_class=layout)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--explain", action="store_true", help="add the criteria with their points, spans and notes")
    shared.add_argument("--rubric", type=Path, metavar="FILE", help="a rubric file instead of the packaged one")
    commands = parser.add_subparsers(dest="command", required=True, metavar="answer|practice")
    for name, text in (("answer", ANSWER), ("practice", PRACTICE)):
        commands.add_parser(name, parents=[shared], help=text.splitlines()[0], description=text, formatter_class=layout)
    return parser


if __name__ == "__main__":
    sys.exit(main())
