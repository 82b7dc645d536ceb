"""Scoring again: what a version costs in a small and in a large directory, beside scoring the same answers and no more.

Every copied listing gets answers of its own, put together from clauses of the development corpus, and the samples by
which near-copies find each other, as if it had been written and sent in. The command itself reads the last of them.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from flask import Flask

import scoring
from scoring.answer import read_anew
from scoring.known import pairs_in
from scoring.near_copies import sample
from tests.services.postgres import own_postgres

from .copies import Writer, spelt
from .directory import FILE, demonstration, grown
from .people import us_cities
from .postgresql import moved
from .report import Row, table

READ = 300


def main() -> int:
    """Print CPU milliseconds of a version at each size, and how far that is from its floor."""
    options = _parser().parse_args()
    with tempfile.TemporaryDirectory() as temporary, own_postgres() as server:
        base = Path(temporary) / "demonstration"
        demonstration(base, _say)
        rows: list[Row] = []
        for listings in options.listings:
            folder = Path(temporary) / str(listings)
            app = grown(base, folder, listings, us_cities())
            give_own_answers(folder / FILE)
            rows += _measured(app, folder / FILE, f"SQLite, {listings:,} listings")
            if options.postgresql:
                rows += _measured(moved(folder / FILE, server), folder / FILE, f"PostgreSQL, {listings:,} listings")
    print(table(("scoring again", "CPU ms a version", "× scoring alone", "wall ms"), rows))
    return 0


def give_own_answers(file: Path) -> None:
    """Put answers that nobody else gave in place of copied ones, with their samples."""
    writer = Writer(1)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("DELETE FROM fingerprint")
        answers = database.execute("SELECT id, revision_id, question_id FROM answer WHERE text <> ''").fetchall()
        for number, revision, question in answers:
            text = spelt(writer.answer())
            database.execute("UPDATE answer SET text = ? WHERE id = ?", (text, number))
            samples = [(revision, question, one) for one in sample(pairs_in(text))]
            database.executemany("INSERT INTO fingerprint (revision_id, question_id, hash) VALUES (?, ?, ?)", samples)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _measured(app: Flask, file: Path, where: str) -> list[Row]:
    after, practices = _last(file)
    floor = _floor(practices)
    rows: list[Row] = [(f"{where}: scoring alone", f"{floor:.1f}", "", "")]
    # The first run brings everything into memory and stores the flags of texts that nobody had read.
    for name, more in (("", []), ("dry run", ["--dry-run"]), ("for good", [])):
        cpu, wall = _run(app, after, more)
        if name:
            each = cpu / len(practices)
            rows.append((f"{where}: {name}", f"{each:.1f}", f"{each / floor:.1f} ×", f"{wall / len(practices):.1f}"))
    return rows


def _last(file: Path) -> tuple[int, list[dict[str, scoring.Answer]]]:
    """The number behind which the last versions stand, and their answers."""
    with closing(sqlite3.connect(file)) as database:
        behind = "SELECT id FROM revision WHERE state IN ('approved', 'submitted') ORDER BY id DESC LIMIT 1 OFFSET ?"
        after = int(database.execute(behind, (READ,)).fetchone()[0])
        found: dict[int, dict[str, scoring.Answer]] = {}
        of_these = (
            "SELECT a.revision_id, a.question_id, a.choice, a.text "
            "FROM answer a JOIN revision r ON r.id = a.revision_id "
            "WHERE r.id > ? AND r.state IN ('approved', 'submitted')"
        )
        for version, question, choice, text in database.execute(of_these, (after,)):
            found.setdefault(version, {})[question] = scoring.Answer(choice, text)
    return after, list(found.values())


def _floor(practices: list[dict[str, scoring.Answer]]) -> float:
    rubric = scoring.load_rubric()
    for _ in range(2):
        read_anew.cache_clear()
        before = time.process_time()
        for answers in practices:
            scoring.score_practice(rubric, answers)
    return (time.process_time() - before) * 1e3 / len(practices)


def _run(app: Flask, after: int, more: list[str]) -> tuple[float, float]:
    """CPU and wall milliseconds of the command. Raises RuntimeError where it fails."""
    cpu, wall = time.process_time(), time.perf_counter()
    done = app.test_cli_runner().invoke(args=["directory", "rescore", "--after", str(after), *more])
    if done.exit_code or f"{READ} versions read" not in done.output:
        raise RuntimeError(done.output[-500:])
    return (time.process_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--postgresql", action="store_true", help="in PostgreSQL as well")
    return parser


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
