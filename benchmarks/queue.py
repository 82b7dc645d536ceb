"""The work list and the case page of moderators beside their floors, with thousands of cases among many listings.

python -m benchmarks.queue --listings 1000 100000
python -m benchmarks.queue --listings 100000 --postgresql
"""

from __future__ import annotations

import argparse
import platform
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import make_url, select

from directory_app import casework
from directory_app.casework import CaseFilter
from directory_app.cli.prepare import prepare
from directory_app.models import Account, now
from tests.services.postgres import running_postgres

from . import floors, postgresql, report
from .clock import ROUNDS, Subject, Timing, measure
from .directory import FILE, demonstration, grown
from .pages import CAUTION
from .people import City, us_cities
from .wsgi import get

HELLO, OLDEST = "hello", "query: 25 oldest by one index"
WORK_PAGE, COUNTS, NEXT = "query: a page of the list", "query: counts of all kinds", "query: the next case"
LIST, DEEP, LATE, CASE = (
    "page: work list",
    "page: work list, in the middle",
    "page: late edits",
    "page: case of an edit",
)
BESIDE = {WORK_PAGE: OLDEST, COUNTS: OLDEST, NEXT: OLDEST, LIST: HELLO, DEEP: HELLO, LATE: HELLO, CASE: HELLO}
# Of every hundred listings so many wait for the first time, as an edit, with a report, with a flag nobody reviewed.
NEW, EDITS, REPORTS, FLAGS = 2, 3, 1, 2
OF_A_VERSION = ("answer", "location", "session_price")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print."""
    asked = _parser().parse_args(arguments)
    cities = us_cities()
    with tempfile.TemporaryDirectory(prefix="benchmark") as temporary:
        folder = (asked.folder or Path(temporary)).resolve()
        demonstration(folder / "demonstration", _say)
        print(f"{now():%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
        with running_postgres() if asked.postgresql else nullcontext() as server:
            by_size = {size: _at_size(folder, size, cities, asked.rounds, server) for size in asked.listings}
    if len(by_size) > 1:
        print(f"\n## Growth\n\n{report.growth(by_size)}")
    print(f"\n{CAUTION}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, nargs="+", default=[1000, 100_000])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--postgresql", action="store_true", help="the same cases in PostgreSQL; times by the clock")
    parser.add_argument("--folder", type=Path, help="keep the directories here and use them again")
    return parser


def _at_size(folder: Path, size: int, cities: list[City], rounds: int, server: str | None) -> dict[str, Timing]:
    started = time.perf_counter()
    app = grown(folder / "demonstration", folder / str(size), size, cities)
    file = folder / str(size) / FILE
    with closing(sqlite3.connect(file)) as database:
        made = fill(database, size)
    print(f"\n## {size:,} listings\n\n{made} Made or opened in {time.perf_counter() - started:.0f} s.\n")
    if server is not None:
        app = postgresql.moved(file, server)
    found = measure(_subjects(app, _oldest(app, file)), rounds)
    print(report.timings(found, BESIDE, {}, by_wall=server is not None))
    return found


def fill(database: sqlite3.Connection, size: int) -> str:
    """Let a share of the listings wait: as new ones, as edits, with reports and with open flags; say how many."""
    source = random.Random(5)
    known = database.execute(
        "SELECT r.id, r.listing_id FROM revision r JOIN public_listing p ON p.revision_id = r.id WHERE NOT EXISTS "
        "(SELECT 1 FROM revision o WHERE o.listing_id = r.listing_id AND o.number > r.number) ORDER BY r.id"
    ).fetchall()
    database.execute("PRAGMA foreign_keys = OFF")
    # The demonstration has a few of its own.
    if database.execute("SELECT count(*) FROM report").fetchone()[0] < size * REPORTS // 100:
        drawn = source.sample(known, size * (NEW + EDITS + REPORTS + FLAGS) // 100)
        ends = [size * part // 100 for part in (NEW, NEW + EDITS, NEW + EDITS + REPORTS)]
        _new(database, drawn[: ends[0]])
        _edits(database, drawn[ends[0] : ends[1]])
        _reports(database, drawn[ends[1] : ends[2]])
        _flags(database, drawn[ends[2] :])
        database.commit()
        database.execute("ANALYZE")
    waiting = database.execute("SELECT count(*) FROM revision WHERE state = 'submitted'").fetchone()[0]
    reports, flags = (database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("report", "flag"))
    return f"{waiting:,} versions wait, {reports:,} reports, {flags:,} flags."


def _times(number: int) -> tuple[str, str]:
    came = now() - timedelta(minutes=number)
    return f"{came:%Y-%m-%d %H:%M:%S.%f}", f"{came + timedelta(days=3):%Y-%m-%d}"


def _new(database: sqlite3.Connection, drawn: Sequence[tuple[int, int]]) -> None:
    for number, (revision, listing) in enumerate(drawn):
        waits = "UPDATE revision SET state = 'submitted', submitted_at = ?, due_on = ?, decided_at = NULL WHERE id = ?"
        database.execute(waits, (*_times(number), revision))
        database.execute("UPDATE listing SET state = 'draft' WHERE id = ?", (listing,))
        database.execute("DELETE FROM public_location WHERE listing_id = ?", (listing,))
        database.execute("DELETE FROM public_listing WHERE listing_id = ?", (listing,))


def _edits(database: sqlite3.Connection, drawn: Sequence[tuple[int, int]]) -> None:
    for number, (revision, _) in enumerate(drawn):
        came, due = _times(number)
        facts = {"number": 2, "state": "submitted", "submitted_at": came, "due_on": due, "decided_at": None}
        edit = _copied(database, "revision", "id", revision, facts)
        for table in OF_A_VERSION:
            _copied(database, table, "revision_id", revision, {"revision_id": edit})
        score = database.execute("SELECT id FROM score WHERE revision_id = ? AND current", (revision,)).fetchone()[0]
        copy = _copied(database, "score", "id", score, {"revision_id": edit})
        _copied(database, "question_score", "score_id", score, {"score_id": copy})


def _copied(database: sqlite3.Connection, table: str, key: str, value: int, facts: dict[str, Any]) -> int:
    """Copy rows with some facts changed; the number of the last one."""
    names = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
    chosen = ", ".join("?" if name in facts else name for name in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {chosen} FROM {table} WHERE {key} = ? ORDER BY id"
    return int(database.execute(statement, (*(facts[n] for n in names if n in facts), value)).lastrowid or 0)


def _reports(database: sqlite3.Connection, drawn: Sequence[tuple[int, int]]) -> None:
    reason = {0: "unsafe"}
    rows = [(one, reason.get(n % 20, "other"), f"key {n}", *_times(n)) for n, (_, one) in enumerate(drawn)]
    database.executemany(
        "INSERT INTO report (listing_id, reason_slug, key, note, email, outcome_note, created_at, due_on) "
        "VALUES (?, ?, ?, '', '', '', ?, ?)",
        rows,
    )


def _flags(database: sqlite3.Connection, drawn: Sequence[tuple[int, int]]) -> None:
    rows = [(revision, _times(number)[0]) for number, (revision, _) in enumerate(drawn)]
    database.executemany(
        "INSERT INTO flag (revision_id, question_id, kind, state, detail, opened_at) "
        "VALUES (?, 'Q2', 'echo', 'open', '{}', ?)",
        rows,
    )


def _subjects(app: Flask, oldest: Callable[[int], object]) -> list[Subject]:
    cookie = _signed_in(app)
    with app.extensions["reading_sessions"]() as session:
        me = session.scalars(select(Account).where(Account.email.startswith("moderator@"))).one()
        every = casework.work_page(session, CaseFilter(), me)
        behind = casework.case_behind(every.next_after)
        for _ in range(20):
            page = casework.work_page(session, CaseFilter(), me, behind)
            behind = casework.case_behind(page.next_after) or behind
        edits = [row.case.subject_id for row in casework.work_page(session, CaseFilter(kind="edit"), me).rows]
    middle = f"/moderation/?after={casework.after_token(behind)}" if behind else "/moderation/"
    bare = floors.hello_app()
    return [
        Subject(HELLO, lambda _: get(bare, "/hello")),
        Subject(OLDEST, oldest),
        Subject(WORK_PAGE, _asking(app, lambda s: casework.work_page(s, CaseFilter(), me))),
        Subject(COUNTS, _asking(app, lambda s: casework.counts(s, CaseFilter()))),
        Subject(NEXT, _asking(app, lambda s: casework.next_case(s, CaseFilter(), me, behind))),
        Subject(LIST, lambda _: get(app, "/moderation/", cookie)),
        Subject(DEEP, lambda _: get(app, middle, cookie)),
        Subject(LATE, lambda _: get(app, "/moderation/?kind=edit&late=1", cookie)),
        Subject(CASE, lambda number: get(app, f"/moderation/cases/{edits[number % len(edits)]}", cookie)),
    ]


def _signed_in(app: Flask) -> str:
    """The cookies of a moderator who has signed in."""
    known = next(one for one in prepare(app, _say) if one.role == "moderator")
    client = app.test_client()
    page = client.get("/account/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    client.post("/account/sign-in", data={"email": known.email, "password": known.password, "csrf_token": token})
    return "; ".join(f"{one.key}={one.value}" for one in (client._cookies or {}).values())


def _asking(app: Flask, ask: Callable[[Any], object]) -> Callable[[int], object]:
    def call(_: int) -> object:
        with app.extensions["reading_sessions"]() as session:
            return ask(session)

    return call


def _oldest(app: Flask, file: Path) -> Callable[[int], object]:
    """The floor: the oldest waiting versions by one index, asked without anything of ours."""
    statement = "SELECT id, name FROM revision WHERE state = 'submitted' ORDER BY submitted_at LIMIT 25"
    url = make_url(app.config["DATABASE_URL"])
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        server = psycopg.connect(plain, autocommit=True)
        return lambda _: server.execute(statement).fetchall()
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    return lambda _: database.execute(statement).fetchall()


def _say(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
