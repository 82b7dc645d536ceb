"""What servers that run over the same data folder have counted, read from their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import measured


def value(folder: Any, name: str, **labels: str) -> float | None:
    """One figure of a server; None where it has not counted it."""
    return measured.registry_of(Path(folder)).get_sample_value(name, labels or None)


def begun(folder: Path) -> float:
    """When a server began, as seconds since 1970."""
    return (folder / measured.LOCK).stat().st_mtime
