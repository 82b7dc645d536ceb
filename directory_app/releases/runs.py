"""Begins and stops runs, and reads them. Of all runs one is open; whoever comes second is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from .. import audit, rules, scorekeeping
from ..errors import NotFound, RuleRefused
from ..models import (
    Account,
    Revision,
    RevisionState,
    RubricMove,
    RubricRelease,
    RubricRun,
    RunKind,
    RunState,
    Score,
    Setting,
    now,
)

SETTING = "RUBRIC"
SCORED = (RevisionState.APPROVED, RevisionState.SUBMITTED)
RUNS_SHOWN = 10
# Trials before these are forgotten, with who would have moved.
TRIALS_KEPT = 5
BUSY = "All listings are being gone through just now. Wait until that is done, then do this."


@dataclass(frozen=True)
class Release:
    """A rubric with how many versions of listings are scored by it at this moment."""

    version: str
    digest: str
    added_at: datetime
    files: dict[str, str]
    scores: int
    is_in_use: bool


def ensure_packaged(session: Session) -> None:
    """Keep the rubrics that ship with the directory as releases; each only where missing."""
    for version, files in scorekeeping.packaged_files():
        if session.get(RubricRelease, version) is None:
            scorekeeping.store_release(session, version, files)


def in_use(session: Session) -> str:
    """The version of the rubric that answers are read with."""
    row = session.get(Setting, SETTING)
    return str(row.value) if row else scorekeeping.PACKAGED_VERSION


def releases(session: Session) -> list[Release]:
    """All rubrics, the newest first."""
    counted = select(Score.rubric_version, func.count()).where(Score.current).group_by(Score.rubric_version)
    counts: dict[str, int] = {row[0]: row[1] for row in session.execute(counted)}
    current = in_use(session)
    rows = session.scalars(select(RubricRelease).order_by(RubricRelease.added_at.desc(), RubricRelease.version.desc()))
    return [
        Release(one.version, one.digest, one.added_at, one.files, counts.get(one.version, 0), one.version == current)
        for one in rows
    ]


def open_run(session: Session) -> RubricRun | None:
    """The run that is under way."""
    return session.scalars(select(RubricRun).where(RubricRun.is_open)).one_or_none()


def newest_runs(session: Session) -> list[RubricRun]:
    """The latest runs, the newest first."""
    query = select(RubricRun).options(joinedload(RubricRun.started_by)).order_by(RubricRun.id.desc())
    return list(session.scalars(query.limit(RUNS_SHOWN)))


def find_run(session: Session, run_id: int) -> RubricRun:
    """One run. Raises NotFound."""
    run = session.get(RubricRun, run_id)
    if run is None:
        raise NotFound(f"run {run_id}")
    return run


def moves(session: Session, run: RubricRun, first: int, number: int) -> tuple[Sequence[RubricMove], int]:
    """Whom a run moves, the farthest first: so many from there on, and how many there are in all."""
    wanted = RubricMove.run_id == run.id
    total = session.scalar(select(func.count()).select_from(RubricMove).where(wanted)) or 0
    query = (
        select(RubricMove)
        .where(wanted)
        .options(joinedload(RubricMove.revision))
        .order_by(func.abs(RubricMove.after - RubricMove.before).desc(), RubricMove.revision_id)
        .limit(number)
        .offset(first)
    )
    return session.scalars(query).all(), total


def try_out(session: Session, version: str, who: Account) -> RubricRun:
    """Begin to find out who would move under a rubric. Nothing else changes."""
    _forget_old_trials(session)
    return _begin(session, RunKind.TRIAL, _known(session, version), who, "")


def publish(session: Session, version: str, who: Account, why: str) -> RubricRun:
    """Read all answers with this rubric from now on, those that are stored in the background.

    Publishing an earlier one is going back to it. Raises RuleRefused where it is in use or another run is open.
    """
    before = in_use(session)
    if version == before:
        raise RuleRefused(f"{version} is in use already.")
    run = _begin(session, RunKind.PUBLISH, _known(session, version), who, why)
    row = session.get(Setting, SETTING)
    if row is None:
        session.add(Setting(name=SETTING, value=version))
    else:
        row.value = version
    session.flush()
    rules.change(session, "rubric", SETTING, {"version": before}, {"version": version}, who, why)
    return run


def follow(session: Session, kind: RunKind, who: Account | None, why: str) -> RubricRun:
    """Let all listings follow a rule that was changed just now: score them again, or only publish them again."""
    return _begin(session, kind, in_use(session), who, why)


def stop(session: Session, run: RubricRun, who: Account) -> None:
    """End a trial before its time. What changes scores is not stopped half way: publish another rubric after it."""
    if run.kind is not RunKind.TRIAL or not run.is_open:
        raise RuleRefused("Only a trial that is under way can be stopped.")
    run.state, run.is_open, run.ended_at = RunState.STOPPED, False, now()
    audit.record(session, "rubric_run", run.id, who, "run_stopped", after={"done": run.done})


def _begin(session: Session, kind: RunKind, version: str, who: Account | None, why: str) -> RubricRun:
    if open_run(session) is not None:
        raise RuleRefused(BUSY)
    total = session.scalar(select(func.count()).where(Revision.state.in_(SCORED))) or 0
    run = RubricRun(
        kind=kind,
        version=version,
        from_version=in_use(session),
        total=total,
        why=why,
        started_by_id=who.id if who else None,
    )
    try:
        with session.begin_nested():
            session.add(run)
            session.flush()
    except IntegrityError:
        # Somebody else began one between our look and now.
        raise RuleRefused(BUSY) from None
    audit.record(
        session, "rubric_run", run.id, who, "run_begun", after={"kind": kind.value, "rubric": version}, reason=why
    )
    return run


def _known(session: Session, version: str) -> str:
    if session.get(RubricRelease, version) is None:
        raise NotFound(f"rubric {version}")
    return version


def _forget_old_trials(session: Session) -> None:
    trials = select(RubricRun).where(RubricRun.kind == RunKind.TRIAL, ~RubricRun.is_open).order_by(RubricRun.id.desc())
    for run in session.scalars(trials.offset(TRIALS_KEPT - 1)):
        session.delete(run)
    session.flush()
