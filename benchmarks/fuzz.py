"""Attack a directory of its own for some minutes: every form, parameter and header with what no page would send.

    python -m benchmarks.fuzz --minutes 10

Each round makes a new directory, finds its forms, sends a few hundred requests that hypothesis makes up, and opens
every page once more. Whatever is wrong is printed with the request that did it; status 1 if anything was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from sqlalchemy.orm import sessionmaker

from directory_app import site
from directory_app.search.index import forget
from tests.conftest import new_app
from tests.fuzzing import World, attacks, faults_of, send

ATTACKS_A_ROUND = 600


@contextmanager
def directory(app: Flask) -> Iterator[World]:
    """A world inside a transaction that is rolled back, so that the next round begins afresh."""
    engine = app.extensions["engine"]
    before = {name: app.extensions[name] for name in ("sessions", "reading_sessions", "public_sessions")}
    with engine.connect() as connection:
        transaction = connection.begin()
        factory = sessionmaker(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        app.extensions.update(dict.fromkeys(before, factory))
        with factory() as session:
            yield World(app, session).settle()
        transaction.rollback()
    app.extensions.update(before)
    forget(engine)
    app.extensions["kept"].clear()
    site.forget(app)


def one_round(world: World, number: int, until: float) -> tuple[Counter[str], list[str]]:
    """Attack until the round or the time is over: how often in which way, and what was wrong."""
    targets = world.targets()
    ways: Counter[str] = Counter()
    wrong: list[str] = []

    @seed(number)
    @settings(
        max_examples=ATTACKS_A_ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(attacks(targets))
    def attacked(attack: Any) -> None:
        if time.monotonic() > until:
            return
        target, change, way = attack
        ways[way] += 1
        begun = time.process_time()
        faults = faults_of(send(world, target, change))
        if time.process_time() - begun > 2:
            faults.append(f"took {time.process_time() - begun:.1f} s")
        if faults:
            sent = f"{change['method']} {target.path} {change['headers']} {change['body'][:600]!r}"
            wrong.append(f"{faults} {way}: {target.person} {sent}")

    attacked()
    for rule in world.routes("GET"):
        for person in world.who_may(rule)[:1]:
            faults = faults_of(world.people[person].client.get(world.address(rule), buffered=True))
            if faults:
                wrong.append(f"{faults} afterwards: {person} opens {rule.rule}")
    return ways, wrong


def main() -> int:
    """Attack, say what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--database", default="", help="address of a PostgreSQL database that may be filled")
    given_ = parser.parse_args()
    until = time.monotonic() + given_.minutes * 60
    ways: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        app = new_app(Path(folder), given_.database, REMEMBERED_SECONDS=3600)
        number = given_.seed
        while time.monotonic() < until:
            with directory(app) as world:
                done, found = one_round(world, number, until)
            ways += done
            for line in found:
                print(f"seed {number}: {line}", flush=True)
            wrong += found
            number += 1
        app.extensions["engine"].dispose()
    print(f"{sum(ways.values())} requests in {number - given_.seed} rounds, {len(wrong)} wrong.")
    print(", ".join(f"{way} {count}" for way, count in ways.most_common()))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
