"""Which release of the directory this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

PACKAGE = "clinical-massage-directory"


@cache
def version() -> str:
    """The version of the installed package; `unknown` where it runs without being installed."""
    try:
        return installed(PACKAGE)
    except PackageNotFoundError:
        return "unknown"
