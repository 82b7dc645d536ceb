"""Bytes on their way in or out of a backup, a piece at a time, so that no file has to fit into memory."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from ..errors import BackupRefused

CHUNK = 1 << 18
# Photos do not get smaller, text does at once; a higher level takes five times as long for a tenth less.
LEVEL = 1
GZIP = 31


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> Any:
        """Take the next bytes."""


@dataclass
class Tally:
    """What went by: how many bytes, how many ends of lines, and the digest of all."""

    size: int = 0
    lines: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def take(self, data: bytes) -> None:
        """Count the next bytes."""
        self.size += len(data)
        self.lines += data.count(b"\n")
        self._digest.update(data)

    @property
    def sha256(self) -> str:
        """The digest of everything so far."""
        return str(self._digest.hexdigest())


class Reader:
    """Pieces as a file that can be read once."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes, `size` at most; none at the end. Keeps what went wrong, for whoever loses it on the way."""
        try:
            while not self._left:
                self._left = next(self._pieces)
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        size = len(self._left) if size is None or size < 0 else size
        taken, self._left = self._left[:size], self._left[size:]
        return taken


class Keeper:
    """A sink that keeps what went wrong, for libraries that turn it into an error of their own."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Hand on."""
        try:
            self._sink.write(bytes(data))
        except BaseException as error:
            self.failure = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""


class Unpacker:
    """Takes packed bytes and hands on what was packed, counted; refuses more than was announced."""

    def __init__(self, sink: Sink, tally: Tally, most: int) -> None:
        self._sink, self._tally, self._most = sink, tally, most
        self._unpack = zlib.decompressobj(GZIP)

    def write(self, data: bytes) -> int:
        """The next packed bytes."""
        rest = data
        while rest:
            try:
                plain = self._unpack.decompress(rest, CHUNK)
            except zlib.error:
                raise BackupRefused("The backup is damaged: a part of it cannot be unpacked.") from None
            rest = self._unpack.unconsumed_tail
            self._tally.take(plain)
            if self._tally.size > self._most:
                raise BackupRefused("The backup is damaged: a part of it is longer than it says.")
            self._sink.write(plain)
            if not plain and not rest:
                break
        return len(data)

    @property
    def complete(self) -> bool:
        """Whether the end was reached."""
        return self._unpack.eof


class Nowhere:
    """A sink for what only has to be counted."""

    def write(self, data: bytes) -> int:
        """Forget."""
        return len(data)


def counted(pieces: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    """The same pieces, counted."""
    for piece in pieces:
        tally.take(piece)
        yield piece


def packed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces as gzip."""
    pack = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    for piece in pieces:
        if done := pack.compress(piece):
            yield done
    yield pack.flush()


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    """A file, piece by piece."""
    while piece := file.read(CHUNK):
        yield piece


def gathered(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines of text in pieces of a fair size."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == 500:
            yield "".join(waiting).encode()
            waiting.clear()
    if waiting:
        yield "".join(waiting).encode()
