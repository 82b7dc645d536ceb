"""Backups that only the right key opens: everything here is the format of age, through its library.

A backup is encrypted for a key pair made for it alone. Who holds the operator's key, or knows the passphrase that locks
the private half inside the file, can open it; so can this process until it ends, which is how it reads back what it
wrote even where the operator keeps the private key on another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import passphrase, x25519

from ..errors import BackupRefused
from .streams import CHUNK, Keeper, Reader, Sink

SECRET, PUBLIC = "AGE-SECRET-KEY-1", "age1"
SHORTEST_PASSPHRASE = 12
WRONG_KEY = "The key does not open this backup: it was made for another one."
WRONG_PASSPHRASE = "The passphrase is not the one this backup was made with."
NO_KEY = (
    "This backup is encrypted. Name the file with its key or passphrase with --key-file or DIRECTORY_BACKUP_KEY_FILE."
)
ONLY_PUBLIC = "The key given can only lock backups. To open one, give the file whose line begins with AGE-SECRET-KEY-1."
DAMAGED = "The backup is damaged: a part of it is not as it was written."


@dataclass(frozen=True)
class Key:
    """What the operator gave: private keys, public ones, or a passphrase."""

    identities: tuple[Any, ...] = ()
    recipients: tuple[Any, ...] = ()
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True)
class Lock:
    """What one backup is encrypted with."""

    own: Any
    key: Key

    @property
    def recipients(self) -> list[Any]:
        """Whose private keys open it."""
        return [self.own.to_public(), *self.key.recipients]

    def locked_identity(self) -> bytes:
        """The private key of this backup under the passphrase; empty where the operator has a key."""
        if not self.key.passphrase:
            return b""
        return bytes(passphrase.encrypt(str(self.own).encode(), self.key.passphrase))


def key_of(config: Mapping[str, Any], file: Path | None = None) -> Key | None:
    """The key in a file or in the settings; None where there is none. Raises BackupRefused for an unusable one."""
    named = file or (Path(config["BACKUP_KEY_FILE"]) if config["BACKUP_KEY_FILE"] else None)
    if named is not None:
        try:
            return read_key(named.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise BackupRefused(f"The key file {named} cannot be read.") from None
    return read_key(str(config["BACKUP_KEY"])) if config["BACKUP_KEY"] else None


def read_key(text: str) -> Key:
    """Keys as age-keygen writes them, one a line, or else a passphrase. Raises BackupRefused."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise BackupRefused("The key for backups is empty.")
    try:
        if lines[0].startswith(SECRET):
            identities = tuple(x25519.Identity.from_str(line) for line in lines)
            return Key(identities, tuple(one.to_public() for one in identities))
        if all(line.startswith(PUBLIC) for line in lines):
            return Key(recipients=tuple(x25519.Recipient.from_str(line) for line in lines))
    except (pyrage.IdentityError, pyrage.RecipientError):
        raise BackupRefused("The key for backups is no key of age.") from None
    if len(lines) != 1 or len(lines[0]) < SHORTEST_PASSPHRASE:
        raise BackupRefused(f"The passphrase for backups must be one line of {SHORTEST_PASSPHRASE} characters or more.")
    return Key(passphrase=lines[0])


def new_key(path: Path) -> str:
    """Write a new private key into a file of its owner's only; return the public one. Raises BackupRefused."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    text = f"# created: {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n# public key: {public}\n{made}\n"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    except FileExistsError:
        raise BackupRefused(f"{path} is there already; a key is never written over.") from None
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}.") from None
    return public


def lock_for(key: Key) -> Lock:
    """A lock for one backup."""
    return Lock(x25519.Identity.generate(), key)


def opened(key: Key | None, locked: bytes) -> list[Any]:
    """The private keys that may open a backup whose own one is `locked`. Raises BackupRefused."""
    if key is None:
        raise BackupRefused(NO_KEY)
    if not locked:
        if not key.identities:
            raise BackupRefused(WRONG_KEY if key.passphrase else ONLY_PUBLIC)
        return list(key.identities)
    if not key.passphrase:
        raise BackupRefused("This backup was made with a passphrase. Give the file that holds it.")
    try:
        return [x25519.Identity.from_str(passphrase.decrypt(locked, key.passphrase).decode())]
    except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError):
        raise BackupRefused(WRONG_PASSPHRASE) from None


def encrypt(pieces: Iterable[bytes], out: IO[bytes], lock: Lock | None) -> None:
    """Write pieces, encrypted where there is a lock."""
    if lock is None:
        for piece in pieces:
            out.write(piece)
        return
    reader, writer = Reader(pieces), Keeper(out)
    _run(lambda: pyrage.encrypt_io(reader, writer, lock.recipients), reader, writer)


def decrypt(source: IO[bytes], sink: Sink, identities: list[Any] | None) -> None:
    """Hand on what stands in `source`, decrypted where there are keys. Raises BackupRefused."""
    if identities is None:
        while piece := source.read(CHUNK):
            sink.write(piece)
        return
    reader, writer = Reader(iter(lambda: source.read(CHUNK), b"")), Keeper(sink)
    _run(lambda: pyrage.decrypt_io(reader, writer, identities), reader, writer)


def _run(work: Any, reader: Reader, writer: Keeper) -> None:
    """Let the library work. What our own streams raised is raised again: it would become words of an error."""
    told: Exception | None = None
    try:
        work()
    except (pyrage.DecryptError, pyrage.EncryptError, OSError) as error:
        told = error
    for failure in (reader.failure, writer.failure):
        if failure is not None:
            raise failure
    if told is not None:
        raise BackupRefused(WRONG_KEY if "matching key" in str(told).lower() else DAMAGED)
