"""Publishes the packaged rubric: notes the digests of its files, after which they are never edited again.

Usage: python -m tools.publish_rubric. A published rubric that was changed since is refused.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from scoring.rubric import DEFAULT, PACKAGED

PUBLISHED = PACKAGED / "published.json"


def main() -> None:
    """Add the packaged rubric to the published ones."""
    known = published()
    files = digests(DEFAULT)
    if known.get(DEFAULT, files) != files:
        sys.exit(f"{DEFAULT} is published and was changed since. Copy its files to a new number and change that one.")
    PUBLISHED.write_text(json.dumps({**known, DEFAULT: files}, indent=2) + "\n", encoding="utf-8")
    print(f"{DEFAULT} is published: {', '.join(files)}")


def published() -> Mapping[str, Mapping[str, str]]:
    """The digests of the files of every published rubric, by its version."""
    return json.loads(PUBLISHED.read_text(encoding="utf-8")) if PUBLISHED.is_file() else {}


def digests(version: str) -> dict[str, str]:
    """The SHA-256 digests of the files of a rubric by name: its own and those of its other languages."""
    files = sorted(PACKAGED.glob(f"{version}.toml")) + sorted(PACKAGED.glob(f"{version}.*.toml"))
    return {file.name: _digest(file) for file in files}


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
