"""What the job runner repeats for claims: documents are deleted in time, claims that nobody proves lapse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select

from ..models import Claim, ClaimDocument, ClaimState, now
from .actions import LAPSES_AFTER, Site, refuse
from .setting_aside import forget_old

SECONDS = 3600.0
LAPSED = "No right code came within 14 days. You can begin again at any time."


def sweep(app: Any) -> tuple[int, int]:
    """Delete documents whose day has come, refuse open claims of old; return how many of each.

    What was set aside when listings changed hands goes in time too.
    """
    site = Site(str(app.config["BASE_ADDRESS"]), str(app.config["SECRET_KEY"]), 0)
    with app.app_context(), app.extensions["sessions"]() as session:
        gone = session.execute(
            delete(ClaimDocument).where(ClaimDocument.delete_on <= now().date()).returning(ClaimDocument.claim_id)
        ).all()
        old = session.scalars(
            select(Claim).where(Claim.state == ClaimState.OPEN, Claim.created_at < now() - LAPSES_AFTER)
        ).all()
        for claim in old:
            refuse(session, claim, None, LAPSED, site)
        forget_old(session)
        session.commit()
        return len(gone), len(old)


def tasks(app: Any) -> list[tuple[str, float, Callable[[], object]]]:
    """A name, seconds between runs, the function."""
    return [("claims", SECONDS, lambda: sweep(app))]
