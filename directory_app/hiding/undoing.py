"""The way back from hiding a part and from showing it again. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import publishing
from ..casework import listing_of, take_back_letters, way_back
from ..models import Act, HiddenField

SHOWN = "What your listing shows is as it was before. You need not do anything."
STAYS = "The part stays hidden, as our earlier letter said."


@way_back("hidden", "hiding.parts", "listing_id")
def _hidden(session: Session, act: Act, address: str) -> None:
    """Show what was hidden; orders that made room for it stand again."""
    listing = listing_of(act)
    for one in session.scalars(select(HiddenField).where(HiddenField.id.in_(act.before["hidden"]))):
        session.delete(one)
    session.flush()
    for one in session.scalars(select(HiddenField).where(HiddenField.id.in_(act.before["closed"]))):
        one.lifted_at = one.lifted_by_id = None
    session.flush()
    publishing.refresh(session, listing)
    take_back_letters(session, act, SHOWN, address)


@way_back("shown", "hiding.parts", "listing_id")
def _shown(session: Session, act: Act, address: str) -> None:
    """Hide again what was shown."""
    hidden = session.get_one(HiddenField, act.before["shown"])
    hidden.lifted_at = hidden.lifted_by_id = None
    session.flush()
    publishing.refresh(session, hidden.listing)
    take_back_letters(session, act, STAYS, address)
