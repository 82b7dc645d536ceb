"""Everything about one therapist in one ZIP file: JSON that this product reads back, and the same as CSV.

Equal facts give equal bytes: rows are in a fixed order under numbers of their own, and the file holds no time of its
making. What belongs to others, such as the address of a visitor who does not show it, is left out.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from ..models import Account, CaseNote, Evidence, Message
from ..portable import Part, to_cell, to_json
from . import history
from .parts import ACCOUNT, PARTS

FORMAT = "clinical-massage-directory therapist"
VERSION = 2
# A count of fewer reports than this could tell who they are from.
FEWEST_REPORTS = 3
MOMENT = (1980, 1, 1, 0, 0, 0)
READ_ME = """This is everything the directory keeps about you.

data.json     all of it, for programs. The directory can read it back.
csv/          the same as tables for a spreadsheet. A cell that begins with an apostrophe is read without it:
              the apostrophe keeps a spreadsheet from taking text for a formula.
files/        pictures.
about-you/    counts of what others said, and what moderators noted for each other about your listing.
              They are not read back.

Not in here: your password, which nobody can read, the addresses of visitors who did not show them to you, and who
reported or confirmed what.
"""

Row = dict[str, Any]


def write_archive(session: Session, account: Account, into: IO[bytes]) -> None:
    """Write the file of this account into an open binary file."""
    parts, files = gather(session, account)
    with zipfile.ZipFile(into, "w") as archive:
        _put(archive, "README.txt", READ_ME.encode())
        document = {"format": FORMAT, "version": VERSION, "parts": parts}
        _put(archive, "data.json", json.dumps(document, ensure_ascii=False, indent=1).encode())
        for name, rows in parts.items():
            _put(archive, f"csv/{name}.csv", as_csv(columns_of(name), rows))
        for name, content in files.items():
            _put(archive, name, content)
        counts = _reports_of_clients(session, account)
        _put(archive, "about-you/reports.csv", as_csv(["question", "kind", "count"], counts))
        _put(archive, "about-you/notes.csv", as_csv(["written", "note"], _notes_of_moderators(session, account)))


def gather(session: Session, account: Account) -> tuple[dict[str, list[Row]], dict[str, bytes]]:
    """All parts by name, and the files that their rows name."""
    parts: dict[str, list[Row]] = {}
    files: dict[str, bytes] = {}
    numbers: dict[str, dict[Any, int]] = {}
    for part in PARTS:
        stored = _stored(session, part, account, numbers)
        numbers[part.name] = {inspect(one).identity[0]: place for place, one in enumerate(stored, start=1)}
        parts[part.name] = [_row(part, one, place, numbers, files) for place, one in enumerate(stored, start=1)]
    parts["history"] = history.entries(session, history.Owner.of(account))
    return parts, files


def columns_of(name: str) -> list[str]:
    """The columns of a part, as they stand in its table."""
    part = next((one for one in PARTS if one.name == name), None)
    if part is None:
        return list(history.COLUMNS)
    links = [*([part.parent] if part.parent else []), *(name for name, _ in part.also)]
    return ["no", *links, *(one.key for one in part.columns)]


def as_csv(columns: list[str], rows: Iterable[Row]) -> bytes:
    """A table with a head, as spreadsheets read it: UTF-8 with a mark, lines that end in CR LF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([to_cell(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _stored(session: Session, part: Part, account: Account, numbers: dict[str, dict[Any, int]]) -> list[Any]:
    if part is ACCOUNT:
        return [account]
    link = getattr(part.model, part.link)
    order = [getattr(part.model, name) for name in part.order]
    wanted = select(part.model).where(link.in_(numbers[part.parent])).order_by(*order)
    return list(session.scalars(wanted).all())


def _row(part: Part, stored: Any, place: int, numbers: dict[str, dict[Any, int]], files: dict[str, bytes]) -> Row:
    row: Row = {"no": place}
    if part.parent:
        row[part.parent] = numbers[part.parent][getattr(stored, part.link)]
    for name, link in part.also:
        row[name] = numbers[name].get(getattr(stored, link))
    for column in part.columns:
        value = getattr(stored, column.key)
        if isinstance(value, bytes):
            name = f"files/{part.name}-{place}-{column.key}"
            files[name] = value
            value = name
        row[column.key] = to_json(value)
    if isinstance(stored, Message) and not stored.shares_email:
        row["email"] = ""
    return row


def _reports_of_clients(session: Session, account: Account) -> list[Row]:
    """How many reports count for each question and kind; few ones only as few."""
    listing_id = account.listing.id if account.listing else None
    counted = session.execute(
        select(Evidence.question_id, Evidence.kind, func.count())
        .where(Evidence.listing_id == listing_id, Evidence.withdrawn_at.is_(None))
        .group_by(Evidence.question_id, Evidence.kind)
        .order_by(Evidence.question_id, Evidence.kind)
    )
    few = f"fewer than {FEWEST_REPORTS}"
    return [
        {"question": question, "kind": str(kind), "count": few if number < FEWEST_REPORTS else str(number)}
        for question, kind, number in counted
    ]


def _notes_of_moderators(session: Session, account: Account) -> list[Row]:
    """What moderators noted about this listing, without who wrote it: that is a fact about somebody else."""
    listing_id = account.listing.id if account.listing else None
    found = session.scalars(select(CaseNote).where(CaseNote.listing_id == listing_id).order_by(CaseNote.id))
    return [{"written": to_json(one.created_at), "note": one.text} for one in found]


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)
