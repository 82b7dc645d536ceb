"""Jobs: whether a server runs them, and whether each ended well lately."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from .. import measured
from .findings import Finding, Patient, ago, judged, look, ok, wrong
from .running import begun, value

# A job may come so many times its pause late, and never less than some minutes, since others run before it.
TIMES = 3
LEAST = 600.0
SUCCESS = "directory_job_last_success_timestamp_seconds"


def findings(patient: Patient) -> Iterator[Finding]:
    """Look at every server over this data folder."""
    folders = measured.running(patient.data)
    if not folders:
        yield judged(
            patient,
            "No server runs over this data folder, so that no letters leave and no reminders are written.",
            "Start the site; if it runs on another machine, ask the doctor there.",
        )
        return
    everything = {**patient.jobs, **patient.jobs_of_process}
    ran = {name: max((value(one, SUCCESS, job=name) or 0.0) for one in folders) for name in everything}
    age_of_server = time.time() - min(begun(one) for one in folders)
    if not any(ran[name] for name in patient.jobs) and age_of_server > LEAST:
        yield look(
            "The jobs of all processes run on another machine, or nowhere.",
            f"Ask the doctor there. If there is none, delete {patient.data}/jobs.lock and start the site again.",
        )
        everything = dict(patient.jobs_of_process)
    yield from _late(everything, ran, age_of_server, folders)


def _late(jobs: Mapping[str, float], ran: Mapping[str, float], age: float, folders: list[Path]) -> Iterator[Finding]:
    late = 0
    for name, seconds in jobs.items():
        longest = max(TIMES * seconds, LEAST)
        since = time.time() - ran[name] if ran[name] else age
        if since > longest:
            late += 1
            failed = sum(value(one, "directory_job_runs_total", job=name, outcome="failed") or 0 for one in folders)
            yield wrong(
                f"The job “{name}” has not ended well for {ago(since)}; it failed {failed:.0f} times.",
                "The log says why, under the name of the job.",
            )
    if not late:
        yield ok(f"All {len(jobs)} jobs ended well lately.")
