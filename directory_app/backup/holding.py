"""Letters that waited when a backup was made: they may have left since, so they wait for the operator's word."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..mail import still_to_leave
from ..models import OutgoingMail, now

# When such a letter tries to leave by itself. A clock that was ahead is told from it by how far away it is.
HELD_UNTIL = datetime(9000, 1, 1, tzinfo=UTC)
QUIETLY = {"synchronize_session": False}


def hold_waiting(session: Session) -> int:
    """Keep letters that wait from leaving until somebody says so; return how many wait now."""
    kept = update(OutgoingMail).where(*still_to_leave()).values(next_try_at=HELD_UNTIL).returning(OutgoingMail.id)
    return len(session.execute(kept, execution_options=QUIETLY).all())


def held(session: Session) -> list[datetime]:
    """When the letters were written that wait for the operator's word, the oldest first."""
    query = select(OutgoingMail.created_at).where(*still_to_leave(), OutgoingMail.next_try_at == HELD_UNTIL)
    return list(session.scalars(query.order_by(OutgoingMail.created_at)))


def release_held(session: Session) -> int:
    """Let them leave; return how many."""
    released = update(OutgoingMail).where(*still_to_leave(), OutgoingMail.next_try_at == HELD_UNTIL)
    done = released.values(next_try_at=now()).returning(OutgoingMail.id)
    return len(session.execute(done, execution_options=QUIETLY).all())


def drop_held(session: Session) -> int:
    """Delete them, because they left before the backup was restored; return how many."""
    gone = delete(OutgoingMail).where(*still_to_leave(), OutgoingMail.next_try_at == HELD_UNTIL)
    return len(session.execute(gone.returning(OutgoingMail.id), execution_options=QUIETLY).all())
