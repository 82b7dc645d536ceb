"""Files of imports in the data folder: stored once under a name nobody guesses, and deleted in time."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from typing import IO

from ..errors import UnreadableFile

FOLDER = "imports"
CHUNK = 1 << 20


def folder(data: str) -> Path:
    """Where files of imports are; made where it is missing, for this process's user only."""
    path = Path(data) / FOLDER
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def store(file: IO[bytes], data: str, megabytes: int) -> tuple[str, str, int]:
    """Keep a file; return the name it is stored under, its digest and its size. Raises UnreadableFile."""
    name = secrets.token_hex(16)
    path = folder(data) / name
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
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


def forget(data: str, name: str) -> None:
    """Delete a stored file; harmless if it is gone."""
    if name:
        (folder(data) / name).unlink(missing_ok=True)
