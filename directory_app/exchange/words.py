"""What verdicts and states of an import are called."""

from __future__ import annotations

from ..errors import BadParameter
from ..models import ImportRun, ImportState, Verdict

VERDICTS = {
    Verdict.NEW: "would be made",
    Verdict.CHANGED: "would be changed",
    Verdict.SAME: "are the same",
    Verdict.DUPLICATE: "may be listed already",
    Verdict.REFUSED: "refused",
}
OUTCOMES = {
    Verdict.NEW: "made",
    Verdict.CHANGED: "changed",
    Verdict.SAME: "were the same",
    Verdict.DUPLICATE: "left out, may be listed already",
    Verdict.REFUSED: "refused",
}
STATES = {
    ImportState.MAPPING: "waits for its columns",
    ImportState.CHECKING: "is being checked",
    ImportState.CHECKED: "checked, not begun",
    ImportState.IMPORTING: "is being taken in",
    ImportState.DONE: "done",
    ImportState.STOPPED: "stopped",
    ImportState.FAILED: "failed",
}
# What a report begins with: what needs somebody’s eyes.
FIRST = (Verdict.REFUSED, Verdict.DUPLICATE, Verdict.CHANGED, Verdict.NEW, Verdict.SAME)


def verdict_asked(typed: str, run: ImportRun) -> Verdict | None:
    """Which lines an address asks for; without a word those that need somebody's eyes. Raises BadParameter."""
    if not typed:
        counts = run.result or run.found
        return next((one for one in FIRST if counts.get(one)), None)
    try:
        return Verdict(typed)
    except ValueError:
        raise BadParameter("show", "Lines are new, changed, same, duplicate or refused.") from None
