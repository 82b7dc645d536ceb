"""Making a backup: what is in the file, who can open it, and what happens when something goes wrong on the way."""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
import time_machine

from directory_app.backup import box as boxes
from directory_app.backup import sealing, writing
from directory_app.models import now

from ..conftest import TESTING
from .conftest import done, everything, fill, only_backup, refused

PASSPHRASE = "seven quiet herons at noon"
COMMAND = "import sys; from directory_app.command import main; main(sys.argv[1:])"


@pytest.fixture
def app(make_app):
    """A filled directory on SQLite."""
    app = make_app("sqlite", "here", prepared=True)
    fill(app)
    return app


def test_a_backup_is_one_private_file_and_the_site_is_told_of_it(app, tmp_path):
    told = done(app, "backup", tmp_path)
    file = only_backup(tmp_path)
    assert "not encrypted, read back and whole." in told
    assert file.stat().st_mode & 0o777 == 0o600
    note = json.loads((tmp_path / "here" / "last-backup.json").read_text())
    assert note["file"] == str(file)
    assert note["verified"] is True
    assert note["bytes"] == file.stat().st_size
    assert now() - datetime.fromisoformat(note["at"]) < timedelta(minutes=1)
    assert list(tmp_path.glob(".unfinished*")) == list((tmp_path / "here").glob(".unfinished*")) == []
    told = done(app, "verify-backup", file)
    assert told.startswith("Whole. Made on ")
    assert "5 pictures" in told


def test_a_file_that_is_there_is_never_written_over_and_a_missing_folder_is_named(app, tmp_path):
    (tmp_path / "mine").write_text("something else")
    mine = tmp_path / "mine"
    assert refused(app, "backup", mine) == f"{mine} is there already; a backup is never written over."
    assert "There is no folder" in refused(app, "backup", tmp_path / "nowhere" / "mine")
    assert (tmp_path / "mine").read_text() == "something else"


def test_a_folder_that_cannot_be_written_is_named_and_not_what_was_to_stand_in_it(app):
    assert refused(app, "backup", "/proc/x").startswith("Writing was not possible at /proc: ")
    assert refused(app, "backup", "/proc").startswith("Writing was not possible at /proc: ")


def test_a_database_without_a_directory_gives_no_backup(make_app, tmp_path):
    empty = make_app("sqlite", "empty")
    assert "nothing to save" in refused(empty, "backup", tmp_path)
    assert list(tmp_path.glob("*.backup")) == []


def test_backups_beyond_the_number_and_beyond_their_days_go_and_nothing_else(app, tmp_path):
    for days in (50, 36, 34, 3, 2):
        (tmp_path / f"directory-{now() - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.backup").touch()
    (tmp_path / "directory-2020-01-01.backup").touch()
    (tmp_path / "letters.txt").touch()
    told = done(app, "backup", tmp_path, "--keep", 3)
    assert told.count("Deleted directory-") == 3
    assert len(list(tmp_path.glob("directory-*Z.backup"))) == 3
    assert {"directory-2020-01-01.backup", "letters.txt"} <= {path.name for path in tmp_path.iterdir()}
    with time_machine.travel(now() + timedelta(days=400)):
        told = done(app, "backup", tmp_path)
    assert told.count("Deleted directory-") == 3, "the one made just now stays"


def test_the_newest_backup_stays_whatever_its_age(tmp_path):
    for days in (90, 60):
        (tmp_path / f"directory-{now() - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.backup").touch()
    assert len(writing.prune(tmp_path, None, 35)) == 1
    assert [path.name[10:20] for path in tmp_path.iterdir()] == [f"{now() - timedelta(days=60):%Y-%m-%d}"]


@pytest.mark.parametrize("way", ["passphrase", "key", "public key"])
def test_an_encrypted_backup_is_opened_by_its_key_alone(way, app, make_app, tmp_path):
    private = tmp_path / "key"
    public = done(app, "backup-key", private).strip()
    assert private.stat().st_mode & 0o777 == 0o600
    locks = {"passphrase": PASSPHRASE, "key": private.read_text(), "public key": f"# of the office\n{public}\n"}
    opens = {"passphrase": PASSPHRASE, "key": private.read_text(), "public key": private.read_text()}
    (tmp_path / "lock").write_text(locks[way])
    (tmp_path / "open").write_text(opens[way])
    assert "encrypted, read back" in done(app, "backup", tmp_path, "--key-file", tmp_path / "lock")
    file = only_backup(tmp_path)
    with zipfile.ZipFile(file) as box:
        assert {name for name in box.namelist() if not name.endswith(".age")} == {"README.txt"}
    for word in (b"Ada Saved", b"mo@example.org", b"SQLite format", b"schema"):
        assert word not in file.read_bytes()
    assert "This backup is encrypted." in refused(app, "verify-backup", file)
    (tmp_path / "wrong").write_text(
        "another passphrase than that one" if way == "passphrase" else str(pyrage.x25519.Identity.generate())
    )
    sentence = refused(app, "verify-backup", file, "--key-file", tmp_path / "wrong")
    assert sentence == (sealing.WRONG_PASSPHRASE if way == "passphrase" else sealing.WRONG_KEY)
    if way == "passphrase":
        # Whoever has age and gunzip needs nothing of ours.
        with zipfile.ZipFile(file) as box:
            found = pyrage.passphrase.decrypt(box.read("identity.age"), PASSPHRASE).decode()
            identity = pyrage.x25519.Identity.from_str(found)
            manifest = json.loads(gzip.decompress(pyrage.decrypt(box.read("manifest.json.gz.age"), [identity])))
        assert manifest["database"] == "sqlite"
        return
    if way == "public key":
        assert refused(app, "verify-backup", file, "--key-file", tmp_path / "lock") == sealing.ONLY_PUBLIC
    elsewhere = make_app("sqlite", "elsewhere", BACKUP_KEY_FILE=str(tmp_path / "open"))
    done(elsewhere, "restore", file)
    assert everything(elsewhere)["photo_variant"] == everything(app)["photo_variant"]


def test_a_short_passphrase_or_half_a_key_is_refused(app, tmp_path):
    for text, sentence in (
        ("short", "must be one line of 12 characters"),
        ("# only a remark\n", "The key for backups is empty."),
        ("AGE-SECRET-KEY-1QQQ", "The key for backups is no key of age."),
    ):
        (tmp_path / "key").write_text(text)
        assert sentence in refused(app, "backup", tmp_path, "--key-file", tmp_path / "key")
    assert "cannot be read" in refused(app, "backup", tmp_path, "--key-file", tmp_path / "none")
    assert "never written over" in refused(app, "backup-key", tmp_path / "key")
    assert list(tmp_path.glob("*.backup")) == []


@pytest.mark.parametrize("locked", [False, True])
def test_one_changed_byte_is_found_wherever_it_is(locked, app, tmp_path):
    if locked:
        app.config["BACKUP_KEY"] = str(pyrage.x25519.Identity.generate())
    done(app, "backup", tmp_path)
    file = only_backup(tmp_path)
    whole = file.read_bytes()
    chance = random.Random(5)
    places = [0, 1, 5, 11, len(whole) - 1, len(whole) - 70, *(chance.randrange(len(whole)) for _ in range(6))]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0x20
        file.write_bytes(changed)
        sentence = refused(app, "verify-backup", file)
        assert "damaged" in sentence or "no backup" in sentence or "no complete backup" in sentence, sentence
    for length in (0, 3, 60, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        assert "no " in refused(app, "verify-backup", file)
    file.write_bytes(whole)
    assert "Whole." in done(app, "verify-backup", file)


def test_what_the_seal_does_not_see_the_check_sums_do(app, tmp_path):
    """Somebody who changes a part and seals the file anew."""
    done(app, "backup", tmp_path)
    file = only_backup(tmp_path)
    other = tmp_path / "other"
    with zipfile.ZipFile(file) as here, zipfile.ZipFile(other, "w") as there:
        for name in here.namelist():
            data = here.read(name)
            if name == "photos.sha256.gz":
                data = gzip.compress(gzip.decompress(data).replace(b"a", b"b"))
            there.writestr(name, data)
        there.comment = boxes.BLANK
    boxes.seal(other)
    assert "photos.sha256 is not what was written" in refused(app, "verify-backup", other)


def started(folder: Path, *arguments: object, before: str = "") -> subprocess.Popen[str]:
    environment = {**os.environ, "DIRECTORY_DATA": str(folder), "DIRECTORY_SECRET_KEY": TESTING["SECRET_KEY"]}
    command = [sys.executable, "-c", before + COMMAND, "directory", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_backup_that_is_killed_leaves_nothing_under_its_name_and_the_next_one_tidies_up(app, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    # Killed at the worst moment: everything is written, nothing is read back.
    killed = f"import os; os.fsync = lambda _: os.kill(os.getpid(), {signal.SIGKILL:d}); "
    process = started(tmp_path / "here", "backup", backups, before=killed)
    process.communicate(timeout=300)
    assert process.returncode == -signal.SIGKILL
    assert list(backups.glob("*.backup")) == []
    assert len(list(backups.glob(".unfinished*"))) == 1
    assert not (tmp_path / "here" / "last-backup.json").exists()
    done(app, "backup", backups)
    assert [path.name for path in backups.iterdir()] == [only_backup(backups).name]
    assert list((tmp_path / "here").glob(".unfinished*")) == []


def test_no_room_is_one_line_and_leaves_nothing(app, tmp_path):
    limits = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit({resource.RLIMIT_FSIZE}, (500_000,) * 2); "
    )
    process = started(tmp_path / "here", "backup", tmp_path, before=limits)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 1
    assert len(told.strip().splitlines()) == 1, told
    assert told.startswith(("Error: Writing was not possible", "Error: The database could not be used"))
    assert list(tmp_path.glob("*.backup")) == list(tmp_path.glob(".unfinished*")) == []


def test_without_room_for_a_copy_of_the_database_none_is_begun(app, tmp_path, monkeypatch):
    monkeypatch.setattr(writing.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**5, 10**5))
    told = refused(app, "backup", tmp_path)
    assert told.startswith(f"A backup copies the database into the data folder first, and {tmp_path / 'here'} has no")
    assert "0 MB are free" in told
    assert list(tmp_path.glob("*.backup")) == []


def test_a_damaged_database_is_noticed_when_it_is_saved_and_not_when_it_is_needed(app, tmp_path):
    app.extensions["engine"].dispose()
    path = tmp_path / "here" / "directory.sqlite3"
    raw = bytearray(path.read_bytes())
    page = int.from_bytes(raw[16:18], "big")
    connection = sqlite3.connect(path)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'technique'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    raw[(root - 1) * page : root * page] = bytes(page)
    path.write_bytes(raw)
    sentence = refused(app, "backup", tmp_path)
    assert "damaged" in sentence or "could not be used" in sentence
    assert list(tmp_path.glob("*.backup")) == []
    shutil.rmtree(tmp_path / "here")
