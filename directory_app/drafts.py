"""Rules for changing a version of a listing that nobody has approved yet, for the listing and its questionnaire."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from . import locking
from .errors import IllegalMove, StaleVersion
from .models import Revision, RevisionState, now


def hold(session: Session, revision: Revision) -> None:
    """Read the version as it is now and let nobody else change it before the end of the transaction.

    Raises IllegalMove for one that waits or was decided: it changes no more.
    """
    locking.hold(session, revision)
    if not revision.editable:
        raise IllegalMove("listing", revision.state, RevisionState.DRAFT)


def fingerprint(step: object) -> str:
    """A short digest of what a step holds. A form carries the one it was opened with.

    It belongs to one step: saving another step in a second tab is no conflict.
    """
    return hashlib.sha256(repr(step).encode()).hexdigest()[:16]


def to_be_saved(stored: object, wanted: object, opened: str | None) -> bool:
    """Whether there is something to save: what is stored already is no conflict, whoever stored it.

    Raises StaleVersion when the step was saved elsewhere after its form was opened; `opened` None asks for no check.
    """
    if stored == wanted:
        return False
    if opened and opened != fingerprint(stored):
        raise StaleVersion("step", 0, 1)
    return True


def touch(session: Session, revision: Revision) -> None:
    """Count a change of something that belongs to the revision as a change of the revision, so that others notice."""
    revision.updated_at = now()
    session.flush()
