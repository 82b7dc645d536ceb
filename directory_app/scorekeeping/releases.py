"""Rubrics as releases: their files under digests in the database, and how one of them is loaded from there.

A release is the main file, its other languages and its known texts. Its digest is that of their names and digests, and
what was stored under a version never changes: another text under a known version is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import select
from sqlalchemy.orm import Session

import scoring
from scoring.rubric import DEFAULT, PACKAGED, Rubric

from ..errors import RubricRefused
from ..models import RubricFile, RubricRelease
from .questions import QUESTIONS

# The files of a rubric by how their names go on after its version: `.toml`, `.de.toml`, `.known`.
Files = dict[str, bytes]
# A third of the bytes in a thirtieth of a second for each rubric; at 6 it is a quarter, in five times as long.
EFFORT = 1
VERSION = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def packaged_files() -> list[tuple[str, Files]]:
    """The rubrics that ship with the directory, the oldest first, with their files."""
    published = json.loads((PACKAGED / "published.json").read_text(encoding="utf-8"))
    return [(version, _beside(PACKAGED / f"{version}.toml")) for version in published]


def add_release(session: Session, path: Path, rubric: Rubric) -> RubricRelease:
    """Keep the rubric that was read from this file, with what belongs to it beside it. The caller commits.

    Raises RubricRefused for other questions, or for another text under a known version.
    """
    ours = {q.id: {c.value for c in q.choices} for q in QUESTIONS}
    if {q.id: {c.value for c in q.choices} for q in rubric.questions} != ours:
        raise RubricRefused("it asks other questions, or offers other choices, than therapists have answered")
    return store_release(session, rubric.version, _beside(path))


def store_release(session: Session, version: str, files: Files) -> RubricRelease:
    """Keep these files as a release. Raises RubricRefused where the version is known with another text."""
    if not VERSION.fullmatch(version):
        raise RubricRefused("its version must be a short name of small letters, figures and hyphens")
    named = {f"{version}{ending}": hashlib.sha256(content).hexdigest() for ending, content in files.items()}
    contents = dict(zip(named, files.values(), strict=True))
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
    known = session.get(RubricRelease, version)
    if known is not None:
        if known.digest != digest:
            raise RubricRefused(f"{version} is kept already with another text; a changed rubric needs another version")
        return known
    stored = set(session.scalars(select(RubricFile.digest).where(RubricFile.digest.in_(named.values()))))
    for name, one in named.items():
        if one not in stored:
            session.add(RubricFile(digest=one, content=zlib.compress(contents[name], EFFORT)))
            stored.add(one)
    release = RubricRelease(version=version, digest=digest, files=named)
    session.add(release)
    session.flush()
    return release


def open_release(session: Session, version: str, folder: Path) -> Rubric:
    """Load a release: the packaged one as it ships, others from `folder`, where their files are written once.

    Raises RubricRefused where a stored file is not the one its digest names.
    """
    if version == DEFAULT:
        return scoring.load_rubric()
    release = session.get_one(RubricRelease, version)
    home = folder / release.digest
    if not home.is_dir():
        _write(session, release, home)
    return _load(home, version, tuple(release.files.items()))


# Reading a rubric takes about a second, and a run asks for the same one with every batch.
@lru_cache(maxsize=2)
def _load(home: Path, version: str, files: tuple[tuple[str, str], ...]) -> Rubric:
    for name, digest in files:
        if hashlib.sha256((home / name).read_bytes()).hexdigest() != digest:
            raise RubricRefused(f"the file {name} of {version} is not the one that was kept")
    return scoring.load_rubric(home / f"{version}.toml")


def _write(session: Session, release: RubricRelease, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: a second process must never find half a release.
    making = Path(mkdtemp(dir=home.parent))
    for name, digest in release.files.items():
        (making / name).write_bytes(_unpacked(session.get_one(RubricFile, digest)))
    try:
        making.rename(home)
    except OSError:
        # Another process was first, with the same bytes.
        for path in [*making.iterdir()]:
            path.unlink()
        making.rmdir()


def _unpacked(file: RubricFile) -> bytes:
    # Releases up to the one with rubric 27 kept files as they are.
    if hashlib.sha256(file.content).hexdigest() == file.digest:
        return file.content
    try:
        return zlib.decompress(file.content)
    except zlib.error as error:
        raise RubricRefused(f"the file {file.digest[:12]} of a rubric is not the one that was kept") from error


def _beside(path: Path) -> Files:
    others = sorted(path.parent.glob(f"{path.stem}.*{path.suffix}"))
    known = path.with_suffix(".known")
    all_of_them = (path, *others, *([known] if known.exists() else []))
    return {one.name.removeprefix(path.stem): one.read_bytes() for one in all_of_them}
