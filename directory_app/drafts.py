"""Rules for changing a version of a listing that waits for nobody; shared by the listing and its questionnaire."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from .errors import IllegalMove, NotFound, StaleVersion
from .models import Account, Listing, Revision, RevisionState, now


def own_listing(account: Account) -> Listing:
    """The listing of this account. Raises NotFound before it was started."""
    if account.listing is None:
        raise NotFound("listing")
    return account.listing


def open_revision(account: Account) -> Revision:
    """The version this account is writing or has sent in. Raises NotFound when only an approved one exists."""
    working = own_listing(account).working
    if working is None:
        raise NotFound("revision being written")
    return working


def must_be_editable(revision: Revision) -> None:
    """Raise IllegalMove for a version that waits or was decided: it changes no more."""
    if not revision.editable:
        raise IllegalMove("listing", revision.state, RevisionState.DRAFT)


def fingerprint(step: object) -> str:
    """A short digest of what a step holds. A form carries the one it was opened with.

    It belongs to one step: saving another step in a second tab is no conflict.
    """
    return hashlib.sha256(repr(step).encode()).hexdigest()[:16]


def check_opened(step: object, opened: str | None) -> None:
    """Raise StaleVersion when a step was saved elsewhere after its form was opened. None asks for no check."""
    if opened and opened != fingerprint(step):
        raise StaleVersion("step", 0, 1)


def touch(session: Session, revision: Revision) -> None:
    """Count a change of something that belongs to the revision as a change of the revision, so that others notice."""
    revision.updated_at = now()
    session.flush()
