"""Batches of an import: each line gets a verdict, and later what the verdict and the operator let in is taken in.

Every batch also moves the position of its run. Nothing here commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from ..models import (
    ImportMark,
    ImportRow,
    ImportRun,
    Listing,
    Twins,
    Verdict,
)
from . import known, moving_in
from .making import Maker, change, make
from .preparing import Prepared

REASON_LENGTH = 1000
DELETED = "This was taken in before and its listing has been deleted since."


def check_batch(session: Session, run: ImportRun, batch: Sequence[Prepared], names: known.Names) -> None:
    """Give each line a verdict. Nothing of the directory is changed."""
    before = known.taken_in_before(session, [one.digest for one in batch])
    keys = known.by_key(session, [one.key for one in batch])
    twins = known.twins(session, [one.contact for one in batch], names)
    marks = [_marks(one) for one in batch]
    lines = known.other_lines(session, run.id, [mark for one in marks for mark in one])
    rows: list[dict[str, Any]] = []
    new_marks: list[dict[str, Any]] = []
    for one, twin, own in zip(batch, twins, marks, strict=True):
        other = next(((lines[mark], what) for mark, what in own.items() if mark in lines), None)
        near = twin or names.near(one.contact.cities, one.contact.name)
        verdict, reason, listing_id = _verdict(session, run, one, before, keys, near, other)
        rows.append(
            {
                "run_id": run.id,
                "line": one.number,
                "name": one.contact.name[:120],
                "key": one.key,
                "digest": one.digest,
                "verdict": verdict,
                "reason": reason[:REASON_LENGTH],
                "listing_id": listing_id,
                "choice": None,
                "outcome": None,
            }
        )
        if verdict is not Verdict.REFUSED:
            fresh = [mark for mark in own if mark not in lines]
            lines |= dict.fromkeys(fresh, one.number)
            new_marks += [{"run_id": run.id, "mark": mark, "line": one.number} for mark in fresh]
            if one.document is None:
                twin = known.Twin(f"Line {one.number} has nearly the same name in the same town.")
                names.add(one.contact.cities, one.contact.name, twin)
    session.execute(insert(ImportRow), rows)
    if new_marks:
        session.execute(insert(ImportMark), new_marks)
    run.found = _counted(run.found, [row["verdict"] for row in rows])
    _move_on(run, batch)


def _marks(one: Prepared) -> dict[int, str]:
    """What other lines of the file are compared with; listings of a complete export stood side by side before."""
    if one.problems:
        return {}
    contact = one.contact if one.document is None else known.Contact()
    return contact.marks(one.key or one.digest)


def _verdict(
    session: Session,
    run: ImportRun,
    one: Prepared,
    before: Mapping[str, int | None],
    keys: Mapping[str, Listing | None],
    twin: known.Twin | None,
    other: tuple[int, str] | None,
) -> tuple[Verdict, str, int | None]:
    if one.problems:
        return Verdict.REFUSED, " ".join(one.problems), None
    if before.get(one.digest) is not None:
        return Verdict.SAME, "", before[one.digest]
    if one.document is not None and (refused := _refused_whole(session, run, one.document)):
        return Verdict.REFUSED, refused, None
    if other is not None and other[1] == "says the same":
        return (
            (Verdict.REFUSED, f"Line {other[0]} has the same key.", None)
            if one.key
            else (Verdict.SAME, f"Line {other[0]} says the same.", None)
        )
    listing = keys.get(one.key)
    if listing is not None:
        return _of_listing(listing)
    if one.digest in before or one.key in keys:
        return Verdict.DUPLICATE, DELETED, None
    if twin is not None:
        return Verdict.DUPLICATE, twin.reason, twin.listing_id
    if other is not None:
        return Verdict.DUPLICATE, f"Line {other[0]} {other[1]}.", None
    return Verdict.NEW, "", None


def _of_listing(listing: Listing) -> tuple[Verdict, str, int | None]:
    if listing.is_unclaimed:
        return Verdict.CHANGED, "", listing.id
    return Verdict.REFUSED, "Its therapist has claimed this listing; only they change it now.", listing.id


def _refused_whole(session: Session, run: ImportRun, document: Mapping[str, Any]) -> str:
    if not run.trusted:
        return (
            "This is a complete export with decisions and scores. It can only be taken in if you say that you trust it."
        )
    return moving_in.taken(session, document)


def take_batch(session: Session, run: ImportRun, batch: Sequence[Prepared], names: known.Names) -> None:
    """Take in the lines that their verdict and the operator's choice let in, each once."""
    _alone(session)
    rows = {
        row.line: row
        for row in session.scalars(
            select(ImportRow).where(ImportRow.run_id == run.id, ImportRow.line.in_([one.number for one in batch]))
        )
    }
    waiting = [one for one in batch if one.number in rows and rows[one.number].outcome is None]
    before = known.taken_in_before(session, [one.digest for one in waiting])
    keys = known.by_key(session, [one.key for one in waiting])
    twins = _of_others(session, run, known.twins(session, [one.contact for one in waiting], names))
    maker = Maker(run.made_by, "operator", run.id, run.trusted)
    to_make: list[Prepared] = []
    for one, twin in zip(waiting, twins, strict=True):
        row = rows[one.number]
        outcome = _outcome(session, run, row, one, before, keys, twin)
        if outcome is Verdict.CHANGED and one.facts is not None:
            listing = keys[one.key]
            assert listing is not None
            change(session, listing, one.facts, one.found, maker)
            row.listing_id = listing.id
        elif outcome is Verdict.NEW:
            to_make.append(one)
        row.outcome = outcome
    for one, listing in zip(to_make, _made(session, to_make, maker), strict=True):
        rows[one.number].listing_id = listing.id
    run.result = _counted(run.result, [rows[one.number].outcome for one in waiting])
    _move_on(run, batch)
    session.flush()


def _of_others(session: Session, run: ImportRun, twins: list[known.Twin | None]) -> list[known.Twin | None]:
    """Those that this very import did not make: what its lines have to do with each other, the check has said."""
    ids = {twin.listing_id for twin in twins if twin is not None}
    own = set(
        session.scalars(
            select(ImportRow.listing_id).where(
                ImportRow.run_id == run.id, ImportRow.listing_id.in_(ids), ImportRow.outcome == Verdict.NEW
            )
        )
    )
    return [None if twin is not None and twin.listing_id in own else twin for twin in twins]


def _outcome(
    session: Session,
    run: ImportRun,
    row: ImportRow,
    one: Prepared,
    before: Mapping[str, int | None],
    keys: Mapping[str, Listing | None],
    twin: known.Twin | None,
) -> Verdict:
    """What happens to a line now; since the check others may have come, or may have claimed their listing."""
    if row.verdict in (Verdict.REFUSED, Verdict.SAME) or one.problems:
        row.reason = row.reason or " ".join(one.problems)[:REASON_LENGTH]
        return Verdict.SAME if row.verdict is Verdict.SAME else Verdict.REFUSED
    if before.get(one.digest) is not None:
        row.listing_id = before[one.digest]
        return Verdict.SAME
    listing = keys.get(one.key)
    if listing is not None:
        verdict, row.reason, row.listing_id = _of_listing(listing)
        return verdict
    if one.document is not None and (refused := _refused_whole(session, run, one.document)):
        row.reason = refused
        return Verdict.REFUSED
    if (row.verdict is Verdict.DUPLICATE or twin is not None) and (row.choice or run.twins) is Twins.SKIP:
        row.reason = row.reason or (twin.reason if twin is not None else "")
        return Verdict.DUPLICATE
    return Verdict.NEW


def _made(session: Session, lines: Sequence[Prepared], maker: Maker) -> list[Listing]:
    if not lines:
        return []
    documents = [one.document for one in lines if one.document is not None]
    if documents:
        return moving_in.take_in(session, documents, maker)
    return make(session, [(one.facts, one.found) for one in lines if one.facts is not None], maker)


def refuse(session: Session, run: ImportRun, one: Prepared, sentence: str) -> None:
    """Note that a line could not be stored, and go on behind it."""
    row = session.get(ImportRow, (run.id, one.number))
    if row is not None and row.outcome is None:
        row.outcome, row.reason = Verdict.REFUSED, sentence
        run.result = _counted(run.result, [Verdict.REFUSED])
    _move_on(run, [one])


def _alone(session: Session) -> None:
    """Let no other import take lines in at the same moment: each then sees what the other has made.

    SQLite lets one transaction write at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE import_row IN SHARE ROW EXCLUSIVE MODE"))


def _counted(counts: Mapping[str, int], verdicts: Sequence[Verdict | None]) -> dict[str, int]:
    added = Counter(str(one) for one in verdicts if one is not None)
    return {name: counts.get(name, 0) + added.get(name, 0) for name in {*counts, *added}}


def _move_on(run: ImportRun, batch: Sequence[Prepared]) -> None:
    run.position += len(batch)
    run.part = batch[-1].part
