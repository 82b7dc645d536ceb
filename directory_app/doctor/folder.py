"""The data folder: whether it can be written, who may read it, how much room there is."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..backup.writing import database_file
from ..watching.readiness import LEAST_FREE
from .findings import Finding, Patient, judged, look, ok, wrong

LITTLE_FREE = 0.15
FEW_NODES = 0.05
PRIVATE = ("directory.sqlite3", "directory.sqlite3-wal", "secret-key")


def findings(patient: Patient) -> Iterator[Finding]:
    """Look at the folder and at the disk below it."""
    data = patient.data
    try:
        with tempfile.TemporaryFile(dir=data) as file:
            file.write(b"1")
            file.flush()
    except OSError as error:
        yield wrong(
            f"The data folder cannot be written: {error.strerror or type(error).__name__}.",
            "Give the folder of DIRECTORY_DATA to the user that runs the site, and look whether the disk is full.",
        )
        return
    yield ok("The data folder can be written.")
    yield from _readers(patient, data)
    yield from _room(patient, data)


def _readers(patient: Patient, data: Path) -> Iterator[Finding]:
    told = [one for one in (data, *(data / name for name in PRIVATE)) if one.exists()]
    # Who cannot enter the folder reads nothing in it.
    closed = not data.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH)
    is_open = [] if closed else [one for one in told if one.stat().st_mode & stat.S_IROTH]
    if is_open:
        yield judged(
            patient,
            "Everybody on this machine may read the data folder: accounts, letters, keys.",
            f"Close it: chmod -R o-rwx {data}",
        )
    else:
        yield ok("Others on this machine cannot read the data folder.")


def _room(patient: Patient, data: Path) -> Iterator[Finding]:
    usage = shutil.disk_usage(data)
    free = usage.free / usage.total
    said = f"{free:.0%} of the disk are free ({usage.free / 1e9:.1f} GB)."
    clear = "Make room: old backups, logs and pictures in the data folder may go; or move to a larger disk."
    if free < LEAST_FREE:
        yield wrong(said, f"{clear} Below 5 % the site says that it is not ready.")
    elif free < LITTLE_FREE:
        yield look(said, clear)
    elif usage.free <= _size(database_file(patient.config)):
        yield look(f"{said} A backup finds no room for its copy of the database.", clear)
    else:
        yield ok(said)
    nodes = os.statvfs(data)
    if nodes.f_files and nodes.f_favail / nodes.f_files < FEW_NODES:
        yield look("The disk has room for few more files.", "Delete folders with very many small files.")


def _size(file: Path | None) -> int:
    return file.stat().st_size if file is not None and file.exists() else 0
