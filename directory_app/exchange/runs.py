"""Runs of an import: a file becomes a run, each batch of its lines is checked and then taken in.

Every batch is one transaction that also moves the position, so that a run can stop anywhere and goes on where it was.
Nothing here commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from .. import audit
from ..errors import IllegalMove, NotFound
from ..models import (
    Account,
    ImportMark,
    ImportRow,
    ImportRun,
    ImportState,
    Twins,
    now,
)
from .sheets import Sheet, recognise


@dataclass(frozen=True)
class Wishes:
    """How an import is to be done, beside its file."""

    trusted: bool = False
    twins: Twins = Twins.SKIP
    source: str = ""
    consent_note: str = ""
    consented_on: date | None = None
    by_command: bool = False
    trial: bool = False


def begin(
    session: Session, sheet: Sheet, file: tuple[str, str, str, int], wishes: Wishes, who: Account | None
) -> ImportRun:
    """A run for a stored file; `file` is its name, the name it is stored under, its digest and its size."""
    name, stored, digest, size = file
    run = ImportRun(
        file_name=name[:200],
        stored=stored,
        digest=digest,
        size=size,
        kind=sheet.kind,
        encoding=sheet.encoding,
        separator=sheet.separator,
        columns=list(sheet.columns),
        trusted=wishes.trusted,
        twins=wishes.twins,
        source=wishes.source,
        consent_note=wishes.consent_note,
        consented_on=wishes.consented_on,
        by_command=wishes.by_command,
        trial=wishes.trial,
        made_by=who,
    )
    session.add(run)
    session.flush()
    return run


def the_run(session: Session, run_id: int, *, lock: bool = False) -> ImportRun:
    """One run, locked against others where it is to be changed. Raises NotFound."""
    run = session.get(ImportRun, run_id, with_for_update=lock or None, populate_existing=lock)
    if run is None:
        raise NotFound(f"import {run_id}")
    return run


def check(session: Session, run: ImportRun) -> None:
    """Begin to look at every line, from the first one."""
    run.move(ImportState.CHECKING)
    session.execute(delete(ImportRow).where(ImportRow.run_id == run.id))
    run.position, run.part, run.total, run.found = 0, 0.0, None, {}
    run.started_at = now()


def back_to_mapping(session: Session, run: ImportRun) -> None:
    """Go back to which column is which."""
    run.move(ImportState.MAPPING)
    session.execute(delete(ImportMark).where(ImportMark.run_id == run.id))


def read_otherwise(run: ImportRun, folder: Path, encoding: str, separator: str) -> None:
    """Read the head of the file again, in another encoding or with another separator. Raises UnreadableFile.

    Raises IllegalMove once its lines are checked or taken in as it was read before.
    """
    if run.state is not ImportState.MAPPING:
        raise IllegalMove("import", run.state, ImportState.MAPPING)
    sheet = recognise(folder / run.stored, encoding, separator)
    run.kind, run.encoding, run.separator = sheet.kind, sheet.encoding, sheet.separator
    run.columns, run.mapping = list(sheet.columns), {}


def start(session: Session, run: ImportRun, who: Account | None) -> None:
    """Take the lines in, from where it stopped."""
    if run.state is ImportState.CHECKED:
        run.position, run.part, run.result = 0, 0.0, {}
    run.move(ImportState.IMPORTING)
    run.trial = False
    run.started_at = now()
    audit.record(session, "import", run.id, who, "import_started", by="operator", after={"lines": run.total or 0})


def stop(session: Session, run: ImportRun, who: Account | None) -> None:
    """Stop it where it is. What was taken in stays."""
    if run.state is ImportState.CHECKING:
        back_to_mapping(session, run)
    else:
        run.move(ImportState.STOPPED)
        audit.record(session, "import", run.id, who, "import_stopped", by="operator", after={"position": run.position})


def fail(run: ImportRun, sentence: str) -> None:
    """End a run whose file cannot be read any more."""
    run.move(ImportState.FAILED)
    run.failure, run.finished_at = sentence, now()


def finish(session: Session, run: ImportRun) -> None:
    """All lines are done: the check leads to a report, the import to its result."""
    run.part = 1.0
    if run.state is ImportState.CHECKING:
        run.total = run.position
        session.execute(delete(ImportMark).where(ImportMark.run_id == run.id))
        run.move(ImportState.CHECKED)
        return
    run.move(ImportState.DONE)
    run.finished_at = now()
    audit.record(session, "import", run.id, None, "import_finished", by="operator", after=dict(run.result))
