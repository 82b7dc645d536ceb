"""One batch of a run. Each batch says how far it came, so that whoever comes next goes on from there."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .. import publishing
from ..models import Revision, RubricMove, RubricRun, RunKind, RunState, Score, now
from ..scorekeeping import Rubric, Shift, rescore, shift
from .runs import SCORED

log = logging.getLogger(__name__)

BATCH = 25
# Seconds of a batch after which it is committed: in SQLite it keeps everybody else from writing.
LONGEST = 0.8
# Other processes take a new rubric over within a second; what they read with the old one meanwhile is read again.
SETTLED = timedelta(seconds=3)

# What no longer changes in a version that was sent in is read for the whole batch.
_WITH = [selectinload(one) for one in (Revision.answers, Revision.locations, Revision.prices, Revision.photo)]


@dataclass(frozen=True)
class Read:
    """What a batch came to: the versions read, whom it moves, how many could not be read."""

    ids: Sequence[int]
    shifts: Sequence[Shift]
    failed: int


def locked(session: Session, run_id: int) -> RubricRun | None:
    """The run, held until the commit, if it is still open."""
    query = select(RubricRun).where(RubricRun.id == run_id, RubricRun.is_open).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def read_batch(session: Session, run: RubricRun, rubric: Rubric) -> Read:
    """Read the next versions of a run. A decision about one of them waits until the commit, or was there before."""
    shifts, failed, ids = [], 0, []
    until = time.monotonic() + LONGEST
    for revision in _next(session, run):
        ids.append(revision.id)
        try:
            with session.begin_nested():
                moved = _read(session, revision, run.kind, rubric)
        except Exception as error:
            # One listing that cannot be read must not keep all others from being read.
            log.error("version %s of a listing could not be read: %s", revision.id, type(error).__name__)
            failed += 1
        else:
            shifts += [moved] if moved else []
        if time.monotonic() > until:
            break
    return Read(ids, shifts, failed)


def note(session: Session, run: RubricRun, read: Read) -> None:
    """Write down how far a run is, and whom it moves; close it where nothing is left."""
    run.seen_at = now()
    if not read.ids:
        if run.kind is not RunKind.PUBLISH or run.seen_at - run.started_at > SETTLED:
            run.state, run.is_open, run.ended_at = RunState.DONE, False, run.seen_at
        return
    known = set(
        session.scalars(
            select(RubricMove.revision_id).where(
                RubricMove.run_id == run.id, RubricMove.revision_id.in_([one.revision_id for one in read.shifts])
            )
        )
    )
    session.add_all(
        RubricMove(
            run_id=run.id, revision_id=one.revision_id, before=one.before, after=one.after, reasons=list(one.reasons)
        )
        for one in read.shifts
        if one.revision_id not in known
    )
    run.state = RunState.RUNNING
    run.done = min(run.done + len(read.ids), max(run.total, run.done))
    run.last_id = max(run.last_id, *read.ids)
    if read.failed:
        failed = read.failed + int(run.fault.partition(" ")[0] or 0)
        run.fault = f"{failed} could not be read; the log names them"


def _next(session: Session, run: RubricRun) -> Sequence[Revision]:
    query = select(Revision).where(Revision.state.in_(SCORED)).order_by(Revision.id).limit(BATCH).options(*_WITH)
    if run.kind is not RunKind.TRIAL:
        query = query.with_for_update(of=Revision)
    batch = session.scalars(query.where(Revision.id > run.last_id)).all()
    if batch or run.kind is not RunKind.PUBLISH:
        return batch
    # Sent in or decided with the old rubric while this went on.
    other = select(Score.revision_id).where(Score.current, Score.rubric_version != run.version)
    return session.scalars(query.where(Revision.id.in_(other))).all() if not run.fault else []


def _read(session: Session, revision: Revision, kind: RunKind, rubric: Rubric) -> Shift | None:
    moved = None
    if kind is not RunKind.REPUBLISH:
        before = revision.score
        moved = shift(revision, before, rescore(session, revision, rubric))
    if kind is not RunKind.TRIAL:
        publishing.refresh(session, revision.listing)
    return moved
