"""The file of a backup: a ZIP of parts, each packed and, where asked for, encrypted; sealed by a digest of the whole.

The digest stands in the last 64 bytes, the comment of the ZIP, and is that of the file with zeros in their place: one
byte that changed anywhere is found without any key.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from ..errors import BackupRefused
from . import sealing
from .manifest import NO_MANIFEST, Manifest, PartFacts, from_json
from .streams import CHUNK, Nowhere, Sink, Tally, Unpacker, counted, packed

MANIFEST, IDENTITY, README = "manifest.json", "identity.age", "README.txt"
PACKED, SEALED = ".gz", ".age"
BLANK = b"0" * 64
LARGEST_MANIFEST = 50_000_000
INCOMPLETE = "The file is no complete backup: its end is missing."
CHANGED = "The backup is damaged: its bytes are not those that were written."
WORDS = """A backup of a directory of massage therapists. Restore it with

    directory-app directory restore FILE

Without that program: every part is gzip. Names that end in .age are encrypted with age. If identity.age is here,
"age -d identity.age" asks for the passphrase and gives the key for the others, else the key is with the operator:

    age -d -i KEY manifest.json.gz.age | gunzip

The last 64 bytes of this file are the SHA-256 of the file with zeros in their place.
"""


class Writer:
    """Fills a new backup. Nothing is complete before `finish`."""

    def __init__(self, file: IO[bytes], lock: sealing.Lock | None) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._lock = lock
        self._parts: list[PartFacts] = []
        self._zip.writestr(README, WORDS)
        locked = lock.locked_identity() if lock else b""
        if locked:
            self._zip.writestr(IDENTITY, locked)

    def add(self, name: str, pieces: Iterable[bytes]) -> PartFacts:
        """Write one part."""
        tally = Tally()
        with self._zip.open(self._stored(name), "w", force_zip64=True) as out:
            sealing.encrypt(packed(counted(pieces, tally)), out, self._lock)
        made = PartFacts(name, tally.size, tally.lines, tally.sha256)
        self._parts.append(made)
        return made

    def finish(self, manifest: Manifest) -> Manifest:
        """Write what the file says about itself, with the parts that were added, and its end."""
        whole = replace(manifest, parts=tuple(self._parts))
        self.add(MANIFEST, [whole.to_json()])
        self._zip.comment = BLANK
        self._zip.close()
        return whole

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        self._zip.fp = None

    def _stored(self, name: str) -> str:
        return f"{name}{PACKED}{SEALED if self._lock else ''}"


@dataclass(frozen=True)
class Opened:
    """A backup that can be read: its manifest, and what opens its parts."""

    path: Path
    manifest: Manifest
    identities: list[Any] | None

    def read(self, name: str, sink: Sink) -> None:
        """Hand on one part, and refuse it if it is not as the manifest says. Raises BackupRefused."""
        facts = self.manifest.part(name)
        tally = _read(self.path, name, self.identities, sink, facts.size)
        if (tally.size, tally.lines, tally.sha256) != (facts.size, facts.lines, facts.sha256):
            raise BackupRefused(f"The backup is damaged: {name} is not what was written.")

    def count(self, name: str) -> None:
        """Read one part for its check sum alone."""
        self.read(name, Nowhere())


def open_box(path: Path, key: sealing.Key | None, own: Any = None) -> Opened:
    """Open a backup whose seal is whole. `own` is its private key, where this process has just made it.

    Raises BackupRefused.
    """
    check_seal(path)
    names = names_of(path)
    identities: list[Any] | None = None
    if f"{MANIFEST}{PACKED}{SEALED}" in names:
        locked = names.get(IDENTITY, 0)
        if own is not None and not locked:
            identities = [own]
        else:
            identities = sealing.opened(key, _bytes_of(path, IDENTITY) if locked else b"")
    elif f"{MANIFEST}{PACKED}" not in names:
        raise BackupRefused(NO_MANIFEST)
    kept = bytearray()
    _read(path, MANIFEST, identities, _Into(kept), LARGEST_MANIFEST)
    return Opened(path, from_json(bytes(kept)), identities)


def names_of(path: Path) -> Mapping[str, int]:
    """The names in the file with their sizes. Raises BackupRefused."""
    try:
        with zipfile.ZipFile(path) as box:
            return {one.filename: one.file_size for one in box.infolist()}
    # A way of packing that Python does not know raises the latter: no backup of ours.
    except (zipfile.BadZipFile, NotImplementedError):
        raise BackupRefused(INCOMPLETE) from None


def seal(path: Path) -> None:
    """Write the digest of the whole into its end."""
    digest = _whole_digest(path)
    with path.open("r+b") as file:
        file.seek(-len(BLANK), 2)
        file.write(digest.encode())


def check_seal(path: Path) -> None:
    """Whether every byte is as it was written. Raises BackupRefused."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise BackupRefused("The file is no backup of a directory.")
            if file.seek(0, 2) < len(BLANK):
                raise BackupRefused(INCOMPLETE)
            file.seek(-len(BLANK), 2)
            stored = file.read()
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {path}.") from None
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from None
    if stored == _whole_digest(path).encode():
        return
    with_end = all(48 <= one <= 57 or 97 <= one <= 102 for one in stored)
    raise BackupRefused(CHANGED if with_end else INCOMPLETE)


class _Into:
    def __init__(self, kept: bytearray) -> None:
        self._kept = kept

    def write(self, data: bytes) -> int:
        """Keep."""
        self._kept += data
        return len(data)


def _bytes_of(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as box:
        return box.read(name)


def _read(path: Path, name: str, identities: list[Any] | None, sink: Sink, most: int) -> Tally:
    tally = Tally()
    unpacker = Unpacker(sink, tally, most)
    stored = f"{name}{PACKED}{'' if identities is None else SEALED}"
    try:
        with zipfile.ZipFile(path) as box, box.open(stored) as source:
            sealing.decrypt(source, unpacker, identities)
    except KeyError:
        raise BackupRefused(f"The backup is damaged: {name} is missing.") from None
    except zipfile.BadZipFile:
        raise BackupRefused(CHANGED) from None
    if not unpacker.complete:
        raise BackupRefused(f"The backup is damaged: {name} ends too early.")
    return tally


def _whole_digest(path: Path) -> str:
    left = path.stat().st_size - len(BLANK)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            digest.update(piece)
            left -= len(piece)
    digest.update(BLANK)
    return digest.hexdigest()
