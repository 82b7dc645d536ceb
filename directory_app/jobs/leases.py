"""Who runs which job: claimed for a while in the database, renewed while it runs, given back when it is done.

Times are those of the database where it is a server, so that machines with other clocks agree.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ..models import Job, now

log = logging.getLogger(__name__)

# How long a job is held by a process that says nothing more.
SECONDS = 30.0
# Whoever hangs is not waited for longer than this.
LONGEST_TURN = 1800.0
# A task whose queue is empty runs so often all the same.
IDLE_SECONDS = 60.0
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 3600.0
# After so many failures in a row a job is shown as dead. It is tried once an hour from then on.
DEAD_AFTER = 8
DIED = "ProcessDied"

Sessions = Callable[[], Session]


@dataclass(frozen=True)
class Claim:
    """A job in the hands of one process: its name and which turn this is."""

    name: str
    turn: int


def moment(session: Session) -> datetime:
    """The present by the clock of the database server, or by that of this machine where there is none."""
    if session.get_bind().dialect.name == "postgresql":
        at: datetime = session.scalars(select(func.clock_timestamp())).one()
        return at
    return now()


def make_known(sessions: Sessions, names: Sequence[str]) -> None:
    """Give every job its row, due at once; rows that are there stay as they are."""
    with sessions() as session:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        missing = set(names) - set(session.scalars(select(Job.name)))
        if missing:
            rows = [{"name": name, "due_at": now()} for name in sorted(missing)]
            # Another process may be doing the same.
            session.execute(dialect.insert(Job).values(rows).on_conflict_do_nothing())
            session.commit()


def due(session: Session, names: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """Jobs that nobody runs and whose time has come, the longest waiting first.

    With each, whether it need not run unless something is in its queue: it was looked after a moment ago.
    """
    at = moment(session)
    rows = session.scalars(select(Job).where(Job.name.in_(names)).order_by(Job.due_at, Job.name))
    return [(one.name, _is_idle(one, at)) for one in rows if one.is_due(at) and not one.is_held(at)]


def _is_idle(job: Job, at: datetime) -> bool:
    if job.asked_at or job.failures or job.was_left or job.succeeded_at is None:
        return False
    return timedelta(0) <= at - job.succeeded_at < timedelta(seconds=IDLE_SECONDS)


def claim(sessions: Sessions, name: str, holder: str, seconds: float) -> Claim | None:
    """Take a job for so many seconds; None where another process has it, or had it just now."""
    with sessions() as session:
        job = session.scalars(select(Job).where(Job.name == name).with_for_update(skip_locked=True)).one_or_none()
        at = moment(session)
        if job is None or job.is_held(at) or not job.is_due(at):
            return None
        if job.was_left and not job.asked_at:
            _note_failure(job, DIED, at)
            if job.failures >= DEAD_AFTER:
                # Whatever kills its process is not begun again at once for ever.
                job.holder, job.held_until = "", None
                session.commit()
                return None
        job.turn += 1
        job.holder, job.held_until = holder, at + timedelta(seconds=seconds)
        job.begun_at, job.asked_at = at, None
        session.commit()
        return Claim(name, job.turn)


@contextmanager
def renewed(sessions: Sessions, held: Claim, seconds: float) -> Iterator[None]:
    """Hold a job for as long as the block takes, half an hour at most."""
    done = threading.Event()

    def renew() -> None:
        until = time.monotonic() + LONGEST_TURN
        while not done.wait(seconds / 3) and time.monotonic() < until:
            try:
                _renew(sessions, held, seconds)
            except SQLAlchemyError as error:
                log.warning("job %s could not be held on to: %s", held.name, type(error).__name__)

    keeper = threading.Thread(target=renew, name=f"holds {held.name}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join(1.0)


def finish(sessions: Sessions, held: Claim, seconds: float, error: Exception | None) -> bool:
    """Give a job back: due again after so many seconds, or later each time where it failed.

    False where it has been taken over meanwhile: then nothing is written.
    """
    with sessions() as session:
        mine = select(Job).where(Job.name == held.name, Job.turn == held.turn).with_for_update()
        job = session.scalars(mine).one_or_none()
        if job is None:
            log.warning("job %s took so long that another process took it over", held.name)
            return False
        at = moment(session)
        job.ended_at, job.holder, job.held_until = at, "", None
        job.took = round(max(0.0, (at - (job.begun_at or at)).total_seconds()), 3)
        if error is None:
            job.failures, job.last_error, job.succeeded_at = 0, "", at
            job.due_at = at + timedelta(seconds=seconds)
        else:
            _note_failure(job, type(error).__name__, at)
        session.commit()
        return True


def _renew(sessions: Sessions, held: Claim, seconds: float) -> None:
    with sessions() as session:
        session.execute(
            update(Job)
            .where(Job.name == held.name, Job.turn == held.turn, Job.holder != "")
            .values(held_until=moment(session) + timedelta(seconds=seconds)),
            execution_options={"synchronize_session": False},
        )
        session.commit()


def _note_failure(job: Job, kind: str, at: datetime) -> None:
    job.failures += 1
    job.last_error = kind[:120]
    job.due_at = at + timedelta(seconds=min(FIRST_PAUSE * 2 ** (job.failures - 1), LONGEST_PAUSE))
    if job.failures == DEAD_AFTER:
        log.error("job %s has failed %d times in a row: %s", job.name, job.failures, job.last_error)
    if job.failures >= DEAD_AFTER:
        job.due_at = at + timedelta(seconds=LONGEST_PAUSE)
