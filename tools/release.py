"""Makes a release: the wheel and its bill of materials in dist/, the same bytes from the same commit.

    python -m tools.release            from the last commit, in a clean copy
    python -m tools.release --twice    makes it again in another copy and compares

Times inside come from the commit, modes of files are set, and files that are not in the commit do not get in.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from .bill_of_materials import bill

ROOT = Path(__file__).parents[1]
INSIDE = ("directory_app", "scoring", "templates", "seeds", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")
# What zip files can say at the earliest is 1980.
EARLIEST = 315532800


def main() -> None:
    """Make it, say what it is."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--twice", action="store_true", help="make it in two copies and compare the bytes")
    arguments.add_argument("--to", type=Path, default=ROOT / "dist", help="folder for the files")
    asked = arguments.parse_args()
    when = _commit_time()
    made = [_made(when, asked.to)]
    if asked.twice:
        with tempfile.TemporaryDirectory() as elsewhere:
            made.append(_made(when, Path(elsewhere)))
            if digest(made[0]) != digest(made[1]):
                sys.exit("The two wheels differ.")
            print("Both wheels have the same bytes.")
    listed = asked.to / f"{made[0].stem}.cdx.json"
    listed.write_text(json.dumps(bill(when=when), indent=2) + "\n")
    for path in (made[0], listed):
        print(f"{digest(path)}  {path}")


def build(source: Path, to: Path, when: int) -> Path:
    """Build the wheel of a copy. What the copy is called, when it was made and by whom leaves no trace in it."""
    for path in (source, *source.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    to.mkdir(parents=True, exist_ok=True)
    program = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(to.resolve())],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(max(when, EARLIEST)), "PYTHONHASHSEED": "0"},
        check=True,
        capture_output=True,
        text=True,
    )
    return to / done.stdout.split()[-1]


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _made(when: int, to: Path) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["git", "archive", "HEAD", *INSIDE], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        return build(Path(folder), to, when)


def _commit_time() -> int:
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(os.environ.get("SOURCE_DATE_EPOCH") or told.stdout)


if __name__ == "__main__":
    main()
