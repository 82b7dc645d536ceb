"""What there is to know of jobs: when each last ran and went well, what waits in queues, what was given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import audit, mail
from ..errors import NotFound
from ..models import WORKING, Account, ImportRun, ImportState, Job, OutgoingMail, RubricRun
from .leases import DEAD_AFTER, DIED, moment

GIVEN_UP_SHOWN = 50
IMPORTS_SHOWN = 10
NEW, RUNNING, ASKED, WAITING, FAILING, DEAD = "new", "running", "asked", "waiting", "failing", "dead"


@dataclass(frozen=True)
class LastRun:
    """A job as it stands. `state` is new, running, asked, waiting, failing or dead; nothing here names a person.

    `late` is how many seconds ago it was due, 0 where it is not due or runs.
    """

    name: str
    state: str
    due_at: datetime
    begun_at: datetime | None
    succeeded_at: datetime | None
    took: float | None
    failures: int
    last_error: str
    holder: str
    late: float


@dataclass(frozen=True)
class GivenUp:
    """A letter that could not be delivered: never its words, and who it was for only where that is an account."""

    letter: OutgoingMail
    account: Account | None


@dataclass(frozen=True)
class Queues:
    """What waits for jobs: letters, imports that are not at their end, the run through all listings."""

    letters: int
    oldest_letter: datetime | None
    given_up: int
    given_up_shown: Sequence[GivenUp]
    imports: Sequence[ImportRun]
    run: RubricRun | None


def last_runs(session: Session, names: Collection[str] | None = None) -> list[LastRun]:
    """Every job, or those of these names, by name."""
    at = moment(session)
    rows = session.scalars(select(Job).order_by(Job.name)).all()
    return [_last_run(one, at) for one in rows if names is None or one.name in names]


def _last_run(job: Job, at: datetime) -> LastRun:
    held = job.is_held(at)
    is_late = job.is_due(at) and not held
    return LastRun(
        name=job.name,
        state=_state(job, held),
        due_at=job.due_at,
        begun_at=job.begun_at,
        succeeded_at=job.succeeded_at,
        took=job.took,
        failures=job.failures + (1 if job.was_left and not held else 0),
        last_error=job.last_error or (DIED if job.was_left and not held else ""),
        holder=job.holder.rpartition(",")[0] if held else "",
        late=max(0.0, (at - min(job.due_at, at)).total_seconds()) if is_late else 0.0,
    )


def _state(job: Job, held: bool) -> str:
    if held:
        return RUNNING
    if job.asked_at is not None:
        return ASKED
    if job.failures >= DEAD_AFTER:
        return DEAD
    if job.failures or job.was_left:
        return FAILING
    return NEW if job.begun_at is None else WAITING


def queues(session: Session) -> Queues:
    """What waits for jobs at this moment."""
    waiting = select(func.count(), func.min(OutgoingMail.created_at)).where(*mail.still_to_leave())
    number, oldest = session.execute(waiting).one()
    gone = select(OutgoingMail).where(*mail.given_up()).order_by(OutgoingMail.id.desc())
    count = session.scalar(select(func.count()).select_from(gone.subquery())) or 0
    letters = session.scalars(gone.limit(GIVEN_UP_SHOWN)).all()
    to = {one.email: one for one in session.scalars(select(Account).where(Account.email.in_(_addresses(letters))))}
    open_imports = select(ImportRun).where(ImportRun.state.in_([*WORKING, ImportState.STOPPED, ImportState.FAILED]))
    return Queues(
        letters=number,
        oldest_letter=oldest,
        given_up=count,
        given_up_shown=[GivenUp(one, to.get(one.recipient)) for one in letters],
        imports=session.scalars(open_imports.order_by(ImportRun.id.desc()).limit(IMPORTS_SHOWN)).all(),
        run=session.scalars(select(RubricRun).where(RubricRun.is_open)).one_or_none(),
    )


def _addresses(letters: Sequence[OutgoingMail]) -> set[str]:
    return {one.recipient for one in letters}


def ask(session: Session, name: str, who: Account | None) -> None:
    """Let a job run as soon as a process looks, however often it has failed. Raises NotFound."""
    job = session.get(Job, name, with_for_update=True)
    if job is None:
        raise NotFound(f"job {name!r}")
    job.asked_at = moment(session)
    audit.record(session, "job", None, who, "job_asked", by="operator", after={"kind": name.replace(" ", "-")})
