"""Imports of the whole directory: a run for each file, a row for each of its lines, so that nothing is made twice."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..errors import IllegalMove
from .account import Account
from .base import Base, JSONList, JSONValue, now, stored_by_value

SOURCE_LENGTH = 160


class ImportState(StrEnum):
    """How far an import is. The two words in -ING are what a job works on."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


WORKING = frozenset({ImportState.CHECKING, ImportState.IMPORTING})
IMPORT_MOVES: dict[ImportState, frozenset[ImportState]] = {
    ImportState.MAPPING: frozenset({ImportState.CHECKING, ImportState.FAILED}),
    ImportState.CHECKING: frozenset({ImportState.CHECKED, ImportState.MAPPING, ImportState.FAILED}),
    ImportState.CHECKED: frozenset({ImportState.IMPORTING, ImportState.MAPPING, ImportState.CHECKING}),
    ImportState.IMPORTING: frozenset({ImportState.DONE, ImportState.STOPPED, ImportState.FAILED}),
    ImportState.STOPPED: frozenset({ImportState.IMPORTING}),
    ImportState.DONE: frozenset(),
    ImportState.FAILED: frozenset(),
}


class Verdict(StrEnum):
    """What a check found about one line of a file, and what came of it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Twins(StrEnum):
    """What is done with lines that look like somebody who is listed already."""

    SKIP = "skip"
    NEW = "new"


class ImportRun(Base):
    """One file on its way into the directory.

    `stored` is the name under which the file is kept, empty once it was deleted. `columns` are the names in the
    file, `mapping` leads from each to one of ours. `source`, `consent_note` and `consented_on` hold for lines that say
    nothing themselves. `position` counts the lines that the present pass has finished, `total` all lines once they were
    checked, `part` how much of the file was read, 0 to 1. `found` and `result` count lines by verdict. A `trial` was
    begun to be checked only, and is one until somebody has its lines taken in.
    """

    __tablename__ = "import_run"
    __table_args__ = (Index("ix_import_run_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ImportState] = mapped_column(stored_by_value(ImportState), default=ImportState.MAPPING)
    file_name: Mapped[str] = mapped_column(String(200))
    stored: Mapped[str] = mapped_column(String(80), default="")
    digest: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(20))
    encoding: Mapped[str] = mapped_column(String(40), default="")
    separator: Mapped[str] = mapped_column(String(4), default="")
    columns: Mapped[JSONList] = mapped_column(default=list)
    mapping: Mapped[JSONValue] = mapped_column(default=dict)
    trusted: Mapped[bool] = mapped_column(default=False)
    twins: Mapped[Twins] = mapped_column(stored_by_value(Twins), default=Twins.SKIP)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), default="")
    consent_note: Mapped[str] = mapped_column(Text, default="")
    consented_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    part: Mapped[float] = mapped_column(default=0.0)
    found: Mapped[JSONValue] = mapped_column(default=dict)
    result: Mapped[JSONValue] = mapped_column(default=dict)
    failure: Mapped[str] = mapped_column(Text, default="")
    by_command: Mapped[bool] = mapped_column(default=False)
    trial: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    made_by: Mapped[Account | None] = relationship()

    def move(self, wanted: ImportState) -> None:
        """Change state if the table of moves allows it. Raises IllegalMove."""
        if wanted not in IMPORT_MOVES[self.state]:
            raise IllegalMove("import", self.state, wanted)
        self.state = wanted

    @property
    def works(self) -> bool:
        """Whether a job has something to do here."""
        return self.state in WORKING

    @property
    def is_complete(self) -> bool:
        """Whether the file is a complete export of this product rather than a table."""
        return self.kind == "complete"


class ImportRow(Base):
    """One line of a file: what the check found, what the operator chose, what came of it.

    `key` and `digest` know the line again in a later file without keeping its words: the first is that of the
    operator's own number for it, the second that of all its facts. `name` and `reason` go with the file.
    """

    __tablename__ = "import_row"
    __table_args__ = (Index("ix_import_row_verdict", "run_id", "verdict", "line"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120), default="")
    key: Mapped[str] = mapped_column(String(32), default="", index=True)
    digest: Mapped[str] = mapped_column(String(32), default="", index=True)
    verdict: Mapped[Verdict] = mapped_column(stored_by_value(Verdict))
    reason: Mapped[str] = mapped_column(Text, default="")
    choice: Mapped[Twins | None] = mapped_column(stored_by_value(Twins))
    outcome: Mapped[Verdict | None] = mapped_column(stored_by_value(Verdict))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)


class ImportMark(Base):
    """By what two lines of one file are recognised as the same person: hashes, kept only while a file is checked."""

    __tablename__ = "import_mark"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    line: Mapped[int]


class ImportPiece(Base):
    """A piece of the file of an import, packed: any machine may be the one that works on it."""

    __tablename__ = "import_piece"

    stored: Mapped[str] = mapped_column(String(80), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
