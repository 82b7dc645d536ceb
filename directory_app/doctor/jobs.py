"""Jobs: whether those that all processes share ran lately, and those that each server runs for itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sqlalchemy.orm import Session

from .. import measured
from ..jobs import last_runs
from ..models import now
from .findings import Finding, Patient, ago, judged, ok, wrong
from .running import begun, value

# A job may come so many times its pause late, and never less than some minutes, since others run before it.
TIMES = 3
LEAST = 600.0
SUCCESS = "directory_job_last_success_timestamp_seconds"


def shared_findings(patient: Patient, session: Session) -> Iterator[Finding]:
    """Look at the jobs of which one process of all, on whichever machine, runs each."""
    known = {one.name: one for one in last_runs(session, patient.jobs)}
    if not known:
        yield judged(
            patient,
            "No job has ever run, so that no letters leave and nothing is deleted in time.",
            "Start the site; with DIRECTORY_JOBS=elsewhere start directory-app work too.",
        )
        return
    late = 0
    for name, seconds in patient.jobs.items():
        job = known.get(name)
        if job is None or job.late > max(TIMES * seconds, LEAST):
            late += 1
            yield wrong(
                f"Nobody has run the job “{name}” since it was due{f' {ago(job.late)} ago' if job else ''}.",
                "Start the site, or directory-app work; directory-app directory jobs shows them all.",
            )
        elif job.failures:
            late += 1
            since = (now() - job.succeeded_at).total_seconds() if job.succeeded_at else None
            yield wrong(
                f"The job “{name}” has not ended well {f'for {ago(since)}' if since else 'yet'}; "
                f"it failed {job.failures} times in a row, last with {job.last_error}.",
                "The log says why, under the name of the job.",
            )
    if not late:
        yield ok(f"All {len(patient.jobs)} jobs that processes share ran lately.")


def findings(patient: Patient) -> Iterator[Finding]:
    """Look at what every server over this data folder runs for itself."""
    folders = measured.running(patient.data)
    if not folders:
        yield judged(
            patient,
            "No server runs over this data folder.",
            "Start the site; if it runs on another machine, ask the doctor there.",
        )
        return
    age_of_server = time.time() - min(begun(one) for one in folders)
    late = 0
    for name, seconds in patient.jobs_of_process.items():
        ran = max((value(one, SUCCESS, job=name) or 0.0) for one in folders)
        since = time.time() - ran if ran else age_of_server
        if since > max(TIMES * seconds, LEAST):
            late += 1
            failed = sum(value(one, "directory_job_runs_total", job=name, outcome="failed") or 0 for one in folders)
            yield wrong(
                f"The job “{name}” of this machine has not ended well for {ago(since)}; it failed {failed:.0f} times.",
                "The log says why, under the name of the job.",
            )
    if not late:
        yield ok(f"All {len(patient.jobs_of_process)} jobs of each process ended well lately.")
