"""Import and export of many listings: rows a second and peak memory, beside plain inserts of the same rows.

Each part runs in a process of its own, so that its peak is its own. The floor reads the file with the csv module and
writes name, place and contact of each line into the same tables with bulk inserts: no check, no score, no audit. Its
rows have other towns and addresses, so that nobody looks like them.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .report import Row, table

NAMES = 400
COLUMNS = (
    "key", "name", "practice", "city", "region", "email", "bio", "languages", "prices", "hours", "source",
    "consent_note", "consented_on", "q1_choice", "q2_text",
)  # fmt: skip
TOWNS = (
    ("Portland", "OR"), ("Salem", "OR"), ("Seattle", "WA"), ("Denver", "CO"), ("Austin", "TX"), ("Boston", "MA"),
    ("Chicago", "IL"), ("Phoenix", "AZ"), ("Tampa", "FL"), ("Boise", "ID"), ("Fresno", "CA"), ("Reno", "NV"),
)  # fmt: skip
ANSWER = "I use slow, sustained myofascial pressure without oil and wait until the fascia number {0} softens."


def write_file(path: Path, count: int, answers: bool) -> None:
    """A table of invented people, no two alike."""
    chance = random.Random(7)
    syllables = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "lmnrst"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(count):
            first, last = chance.choice(syllables), "".join(chance.choices(syllables, k=4))
            city, region = TOWNS[number % len(TOWNS)]
            words = ("yes_whole_hour", ANSWER.format(number)) if answers else ("", "")
            writer.writerow(
                [
                    number, f"{first.title()} {last.title()}", "", city, region, f"{last}{number}@example.org",
                    "Nine years with backs, in a small room near the river.", "English", "60 min 95; 90 min 135",
                    "Mon-Fri 9-17", "the Guild", "Agreed by letter.", "2026-03-02", *words,
                ]
            )  # fmt: skip


def floor(url: str, path: Path) -> int:
    """Read and insert, nothing else."""
    from sqlalchemy import create_engine, insert

    from directory_app.models import Listing, Location, Revision, now

    done, moment = 0, now()
    with create_engine(url).begin() as connection, path.open(newline="", encoding="utf-8") as file:
        batch: list[dict[str, str]] = []
        for row in [*csv.DictReader(file), None]:
            if row is not None:
                batch.append(row)
            if batch and (row is None or len(batch) == 500):
                first = 1_000_000 + done
                ids = range(first, first + len(batch))
                empty = {"version": 1, "created_at": moment, "updated_at": moment}
                connection.execute(
                    insert(Listing),
                    [{"id": key, "state": "draft", "public_email": f"floor-{one['email']}", **empty}
                     for key, one in zip(ids, batch, strict=True)],
                )  # fmt: skip
                connection.execute(
                    insert(Revision),
                    [{"id": key, "listing_id": key, "number": 1, "state": "submitted", "name": one["name"],
                      "bio": one["bio"], **empty} for key, one in zip(ids, batch, strict=True)],
                )  # fmt: skip
                connection.execute(
                    insert(Location),
                    [{"id": key, "revision_id": key, "place_key": str(key), "city": f"Floor {one['city']}",
                      "region": one["region"]} for key, one in zip(ids, batch, strict=True)],
                )  # fmt: skip
                done, batch = done + len(batch), []
    return done


def part(name: str, folder: Path) -> None:
    """One part, in this process; its figures go to standard output."""
    from directory_app import create_app
    from directory_app.exchange import export, files, runs, sheets
    from directory_app.exchange.tasks import Worker
    from directory_app.models import ImportRun

    app = create_app({"DATA": str(folder)})
    made = next((one for one in ("answers.csv", "people.csv") if one.startswith(name.partition(" ")[0])), "people.csv")
    path = folder / made
    before = resource.getrusage(resource.RUSAGE_SELF)
    began, rows = time.monotonic(), 0
    if name == "floor":
        rows = floor(app.config["DATABASE_URL"], path)
    elif name.startswith("export"):
        with (folder / "out").open("wb") as out:
            for piece in export.pieces(app, export.Kind(name.split()[1])):
                out.write(piece)
                rows += piece.count(b"\n")
    else:
        with app.extensions["sessions"]() as session, path.open("rb") as opened:
            stored, digest, size = files.store(opened, str(folder), 1000)
            sheet = sheets.recognise(files.folder(str(folder)) / stored)
            run = runs.begin(session, sheet, (made, stored, digest, size), runs.Wishes(by_command=True), None)
            runs.check(session, run)
            session.commit()
            run_id = run.id
        worker = Worker(app)
        worker.run(run_id)
        checked = time.monotonic()
        print(f"check {checked - began:.1f}", file=sys.stderr)
        with app.extensions["sessions"]() as session:
            runs.start(session, runs.the_run(session, run_id), None)
            session.commit()
        worker.run(run_id)
        with app.extensions["sessions"]() as session:
            found = session.get_one(ImportRun, run_id)
            rows = sum(found.result.values())
            print(dict(found.result), file=sys.stderr)
    took = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(f"{rows} {took:.2f} {cpu:.2f} {used.ru_maxrss / 1024:.0f} {before.ru_maxrss / 1024:.0f}")


def measure(name: str, folder: Path) -> Row:
    """A part in a process of its own, as a line of the table."""
    command = [sys.executable, "-m", "benchmarks.exchange", "--part", name, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ})
    rows, seconds, cpu, peak, base = done.stdout.split()[-5:]
    rate = f"{int(rows) / max(float(cpu), 0.01):,.0f}"
    told = " ".join(done.stderr.split("\n")).strip()
    return (f"{name} {told}".strip(), f"{int(rows):,}", seconds, cpu, rate, peak, base)


def main() -> None:
    """Make a directory, a file, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=500, help="rows of the file whose answers are scored")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--part")
    arguments = parser.parse_args()
    if arguments.part:
        part(arguments.part, arguments.folder)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        environment = {**os.environ, "DIRECTORY_DATA": str(folder)}
        command = "from directory_app.command import main; main()"
        subprocess.run([sys.executable, "-c", command, "directory", "prepare"], check=True, env=environment)
        write_file(folder / "people.csv", arguments.rows, answers=False)
        write_file(folder / "answers.csv", arguments.answers, answers=True)
        parts = ("floor", "people check and import", "answers check and import", "export jsonl", "export csv")
        rows = [measure(name, folder) for name in parts]
    print(table(("part", "rows", "seconds", "CPU seconds", "rows a CPU second", "peak MB", "MB before"), rows))


if __name__ == "__main__":
    main()
