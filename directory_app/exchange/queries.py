"""What the pages of imports read: runs, the first lines of a file, lines by verdict, those that were refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from ..errors import NotFound
from ..models import WORKING, AuditEntry, ImportRow, ImportRun, ImportState, Listing, Verdict
from ..pagination import Page, within
from ..portable import fenced
from .sheets import COMPLETE, Sheet, lines

RUNS_SHOWN = 20
EXPORTS_SHOWN = 10
ROWS = 50
PREVIEW = 3
BATCH = 500


@dataclass(frozen=True)
class Row:
    """A line of a report, with the address of its listing where there is one."""

    row: ImportRow
    slug: str | None


def latest_runs(session: Session) -> list[ImportRun]:
    """The newest runs."""
    return list(session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(RUNS_SHOWN)))


def latest_exports(session: Session) -> list[AuditEntry]:
    """Who took the whole directory along, the last ones."""
    taken = select(AuditEntry).where(AuditEntry.action == "exported_directory")
    return list(session.scalars(taken.order_by(AuditEntry.id.desc()).limit(EXPORTS_SHOWN)))


def run_before(session: Session, run: ImportRun) -> int | None:
    """An older run that a job works on first."""
    older = select(ImportRun.id).where(
        ImportRun.state.in_(WORKING), ImportRun.id < run.id, ImportRun.by_command.is_(False)
    )
    return session.scalars(older.limit(1)).first()


def earlier_of(session: Session, run: ImportRun) -> ImportRun | None:
    """An earlier run of the same file that took lines in."""
    same = select(ImportRun).where(ImportRun.digest == run.digest, ImportRun.id < run.id)
    begun = same.where(ImportRun.state.in_((ImportState.IMPORTING, ImportState.STOPPED, ImportState.DONE)))
    return session.scalars(begun.order_by(ImportRun.id.desc()).limit(1)).first()


def unfinished(session: Session, digest: str) -> ImportRun | None:
    """The newest run of a file that was begun and not finished. A dry run that came to its end is finished."""
    begun = (ImportState.CHECKING, ImportState.IMPORTING, ImportState.STOPPED)
    same = select(ImportRun).where(ImportRun.digest == digest, ImportRun.state.in_(begun), ImportRun.stored != "")
    return session.scalars(same.order_by(ImportRun.id.desc()).limit(1)).first()


def sheet_of(run: ImportRun, folder: Path) -> Sheet:
    """The file of a run as it is read. Raises NotFound once it was deleted."""
    if not run.stored:
        raise NotFound(f"file of import {run.id}")
    return Sheet(folder / run.stored, run.kind, run.encoding, run.separator, tuple(str(one) for one in run.columns))


def preview(run: ImportRun, folder: Path) -> dict[str, list[str]]:
    """What stands in the first lines of each column."""
    first = [line.cells for line in islice(lines(sheet_of(run, folder)), PREVIEW)]
    return {str(name): [cells.get(str(name), "")[:80] for cells in first] for name in run.columns}


def rows(session: Session, run: ImportRun, verdict: Verdict | None, number: int) -> Page[Row]:
    """Lines of a run by verdict, or by what came of them once they were taken in."""
    wanted = select(ImportRow).where(ImportRow.run_id == run.id)
    if verdict is not None:
        wanted = wanted.where(_by() == verdict)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = within(number, ROWS, total)
    found = session.scalars(wanted.order_by(ImportRow.line).limit(ROWS).offset((number - 1) * ROWS)).all()
    slugs = session.execute(
        select(Listing.id, Listing.slug).where(Listing.id.in_([one.listing_id for one in found if one.listing_id]))
    )
    slug_of = {row[0]: row[1] for row in slugs}
    return Page([Row(one, slug_of.get(one.listing_id or 0)) for one in found], number, ROWS, total)


def row(session: Session, run: ImportRun, line: int) -> ImportRow:
    """One line. Raises NotFound."""
    found = session.get(ImportRow, (run.id, line))
    if found is None:
        raise NotFound(f"line {line} of import {run.id}")
    return found


def refused_table(session: Session, run: ImportRun, folder: Path) -> Iterator[bytes]:
    """The refused lines as they came, with the reasons in a column of their own, for a spreadsheet."""
    sheet = sheet_of(run, folder)
    names = ["document"] if sheet.kind == COMPLETE else list(sheet.columns)
    yield "\ufeff".encode() + _csv([*names, "line", "reason"])
    coming = lines(sheet)
    for batch in _batches(session, run):
        for line in coming:
            reason = batch.pop(line.number, None)
            if reason is not None:
                cells = [line.problem] if sheet.kind == COMPLETE else [line.cells.get(name, "") for name in names]
                yield _csv([*(fenced(cell) for cell in cells), str(line.number), fenced(reason)])
            if not batch:
                break


def _batches(session: Session, run: ImportRun) -> Iterator[dict[int, str]]:
    """Reasons by line, in the order of the file and a few at a time."""
    after = 0
    while True:
        wanted: Select[int, str] = (
            select(ImportRow.line, ImportRow.reason)
            .where(ImportRow.run_id == run.id, _by() == Verdict.REFUSED, ImportRow.line > after)
            .order_by(ImportRow.line)
            .limit(BATCH)
        )
        found = {row[0]: row[1] for row in session.execute(wanted)}
        if not found:
            return
        after = max(found)
        yield found


def _by() -> ColumnElement[Any]:
    """What came of a line, or before that its verdict."""
    return func.coalesce(ImportRow.outcome, ImportRow.verdict)


def _csv(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
