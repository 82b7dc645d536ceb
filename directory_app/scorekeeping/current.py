"""The rubric that this process reads answers with. Which one it is stands in the database; `site` keeps both equal."""

from __future__ import annotations

import scoring
from scoring.rubric import DEFAULT, Rubric

PACKAGED_VERSION = DEFAULT

_in_use: Rubric | None = None


def current_rubric() -> Rubric:
    """The rubric in use: the packaged one, unless an administrator published another."""
    return _in_use or scoring.load_rubric()


def use(rubric: Rubric | None) -> None:
    """Read with this rubric from now on; None for the packaged one."""
    global _in_use
    _in_use = rubric
