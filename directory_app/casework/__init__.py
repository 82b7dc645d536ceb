"""The work of moderators as one list: kinds of cases, what waits in which order, who looks at what."""

from .acts import note_act, withdraw_letter
from .looks import TAKEN_FOR, Look, look_of, release, take
from .rows import Row
from .sources import SOURCES, Source, source_of
from .worklist import (
    Case,
    CaseFilter,
    Counts,
    WorkPage,
    after_token,
    case_behind,
    case_of,
    counts,
    next_case,
    work_page,
)

__all__ = [
    "SOURCES",
    "TAKEN_FOR",
    "Case",
    "CaseFilter",
    "Counts",
    "Look",
    "Row",
    "Source",
    "WorkPage",
    "after_token",
    "case_behind",
    "case_of",
    "counts",
    "look_of",
    "next_case",
    "note_act",
    "release",
    "source_of",
    "take",
    "withdraw_letter",
    "work_page",
]
