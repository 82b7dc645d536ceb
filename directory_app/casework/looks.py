"""Who looks at a case: told to colleagues, forgotten after twenty minutes, in nobody's way. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from ..models import Account, CaseLook, now
from .own import refuse_own
from .sources import argument_of

TAKEN_FOR = timedelta(minutes=20)


@dataclass(frozen=True)
class Look:
    """Who looks at a case, since when, and whether that is oneself."""

    email: str
    since: datetime
    mine: bool


def look_of(session: Session, subject: str, subject_id: int, me: Account) -> Look | None:
    """Who looks at a case now, if anybody does."""
    found = session.get(CaseLook, (subject, subject_id), options=[joinedload(CaseLook.moderator)])
    if found is None or found.until <= now():
        return None
    return Look(found.moderator.email, found.since, found.moderator_id == me.id)


def take(session: Session, subject: str, subject_id: int, me: Account, *, over: bool = False) -> bool:
    """Say that I look at this case, or go on doing so; returns whether it is mine now.

    What a colleague looks at stays theirs, unless I take it `over`. Raises OwnListing for a case of my own.
    """
    refuse_own(session, me, argument_of(subject), subject_id)
    moment = now()
    session.execute(delete(CaseLook).where(CaseLook.until <= moment), execution_options={"synchronize_session": False})
    found = session.scalars(
        select(CaseLook)
        .where(CaseLook.subject == subject, CaseLook.subject_id == subject_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return _taken(session, CaseLook(subject=subject, subject_id=subject_id, moderator_id=me.id, since=moment))
    if found.moderator_id != me.id:
        if not over:
            return False
        found.moderator_id, found.since = me.id, moment
    found.until = moment + TAKEN_FOR
    session.flush()
    session.refresh(found)
    return True


def _taken(session: Session, look: CaseLook) -> bool:
    look.until = look.since + TAKEN_FOR
    try:
        with session.begin_nested():
            session.add(look)
            session.flush()
    except IntegrityError:
        # A colleague took it at the same moment.
        return False
    return True


def release(session: Session, subject: str, subject_id: int) -> None:
    """Nobody looks at this case any more."""
    session.execute(
        delete(CaseLook).where(CaseLook.subject == subject, CaseLook.subject_id == subject_id),
        execution_options={"synchronize_session": False},
    )
