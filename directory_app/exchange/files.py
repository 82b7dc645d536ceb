"""Files of imports: kept in the database for all machines, copied into the data folder of one that reads them.

A copy has a name nobody guesses, is for this process's user only, and is deleted in time.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ..errors import UnreadableFile
from ..models import ImportPiece, ImportRun

FOLDER = "imports"
CHUNK = 1 << 20
# A file that comes in has no run yet; none takes longer to come in.
STRANGER_SECONDS = 3600.0


def folder(data: str) -> Path:
    """Where files of imports are; made where it is missing, for this process's user only."""
    path = Path(data) / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def store(file: IO[bytes], data: str, megabytes: int) -> tuple[str, str, int]:
    """Take a file in; return the name it is stored under, its digest and its size. Raises UnreadableFile."""
    name = secrets.token_hex(16)
    path = folder(data) / name
    digest, size = hashlib.sha256(), 0
    with _private(path) as kept:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > megabytes * 1_000_000:
                kept.close()
                path.unlink()
                raise UnreadableFile(f"The file has more than {megabytes} MB.")
            digest.update(chunk)
            kept.write(chunk)
    if not size:
        path.unlink()
        raise UnreadableFile("The file is empty.")
    return name, digest.hexdigest(), size


@contextmanager
def packed(data: str, name: str) -> Iterator[Iterator[bytes]]:
    """The pieces of a file that was taken in, as the database keeps them.

    All are packed before the first one is asked for: in SQLite nobody else writes while they are put in.
    """
    with (folder(data) / name).open("rb") as file, tempfile.TemporaryFile(dir=folder(data)) as pieces:
        sizes = []
        while chunk := file.read(CHUNK):
            sizes.append(pieces.write(zlib.compress(chunk, 1)))
        pieces.seek(0)
        yield (pieces.read(size) for size in sizes)


def keep(session: Session, name: str, pieces: Iterable[bytes]) -> None:
    """Put the packed pieces of a file into the database, for the other machines. The caller commits."""
    for number, piece in enumerate(pieces):
        session.execute(insert(ImportPiece), [{"stored": name, "number": number, "content": piece}])


def here(session: Session, data: str, run: ImportRun) -> Path:
    """The folder that holds the file of a run on this machine, copied out of the database where it is missing.

    Raises FileNotFoundError where it is nowhere any more.
    """
    where = folder(data)
    path = where / run.stored
    if run.stored and not path.exists():
        making = where / f"{run.stored}.{secrets.token_hex(4)}"
        with _private(making) as copy:
            written = sum(copy.write(piece) for piece in _pieces(session, run.stored))
        if written != run.size:
            making.unlink()
            raise FileNotFoundError(run.stored)
        making.replace(path)
    return where


def forget(session: Session, data: str, name: str) -> None:
    """Delete a stored file; harmless if it is gone. Copies on other machines follow within the hour."""
    if name:
        session.execute(
            delete(ImportPiece).where(ImportPiece.stored == name), execution_options={"synchronize_session": False}
        )
        (folder(data) / name).unlink(missing_ok=True)


def forget_strangers(session: Session, data: str) -> None:
    """Delete files on this machine that belong to no run: it is over, or a process was killed before there was one."""
    known = set(session.scalars(select(ImportRun.stored)))
    old = time.time() - STRANGER_SECONDS
    for path in folder(data).iterdir():
        if path.name not in known and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)


def _pieces(session: Session, name: str) -> Iterator[bytes]:
    number = 0
    while True:
        packed = session.scalar(
            select(ImportPiece.content).where(ImportPiece.stored == name, ImportPiece.number == number)
        )
        if packed is None:
            return
        yield zlib.decompress(packed)
        number += 1


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
