"""The way back from every act of a moderator: exactly what the act did is undone, and nothing else.

Each package says with `way_back` how its acts are undone, until when, and which page shows what then stands. Acts of
one group about one listing are undone from the last to the first. Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, scorekeeping
from ..errors import IllegalMove, NotFound, TooLateToUndo
from ..models import Account, Act, Flag, FlagState, Listing, Revision, now
from .own import refuse_own_act

LATER = "A later decision about this listing was made. Undo that one first."
CHANGED = "The therapist has changed or sent something since, so this can no longer be undone."
Undo = Callable[[Session, Act, str], None]


def _never(_session: Session, _act: Act) -> str:
    return ""


@dataclass(frozen=True)
class WayBack:
    """How acts of one kind are undone, and why not any more (a sentence, or nothing while they can).

    `endpoint` is the page that shows what stands then; it takes the number of the subject as `argument`. `group` is
    shared by acts that rest on each other.
    """

    what: str
    undo: Undo
    endpoint: str
    argument: str
    group: str = ""
    too_late: Callable[[Session, Act], str] = _never

    def page_of(self, act: Act) -> tuple[str, dict[str, int]]:
        """The page of what an act was about: its endpoint and arguments."""
        return self.endpoint, {self.argument: act.before["appeal_id"] if act.what == "answer" else act.subject_id}


_WAYS_BACK: dict[str, WayBack] = {}


def way_back(
    what: str,
    endpoint: str,
    argument: str,
    *,
    group: str = "",
    too_late: Callable[[Session, Act], str] = _never,
) -> Callable[[Undo], Undo]:
    """Mark a function as the way back of acts of this kind."""

    def mark(undo: Undo) -> Undo:
        _WAYS_BACK[what] = WayBack(what, undo, endpoint, argument, group, too_late)
        return undo

    return mark


def ways_back() -> dict[str, WayBack]:
    """All ways back by the kind of act."""
    return dict(_WAYS_BACK)


def act_to_undo(session: Session, act_id: int) -> Act:
    """An act by its number. Raises NotFound."""
    act = session.get(Act, act_id)
    if act is None:
        raise NotFound(f"act {act_id}")
    return act


def too_late(session: Session, act: Act) -> str:
    """Why an act can no longer be undone, as a sentence; empty while it can."""
    way = _WAYS_BACK[act.what]
    later = select(Act.id).where(Act.id > act.id, Act.undone_at.is_(None))
    if way.group:
        same = [one.what for one in _WAYS_BACK.values() if one.group == way.group]
        later = later.where(Act.listing_id == act.listing_id, Act.what.in_(same))
    else:
        later = later.where(Act.subject == act.subject, Act.subject_id == act.subject_id)
    if session.scalar(later.limit(1)) is not None:
        return LATER
    return way.too_late(session, act)


def undoable(session: Session, subject: str, subject_id: int) -> Act | None:
    """The newest act about a thing that stands, if it can still be undone."""
    last = session.scalars(
        select(Act)
        .where(Act.subject == subject, Act.subject_id == subject_id, Act.undone_at.is_(None))
        .order_by(Act.id.desc())
        .limit(1)
    ).one_or_none()
    return last if last is not None and not too_late(session, last) else None


def undo(session: Session, act: Act, moderator: Account, address: str = "") -> Act:
    """Take back what an act did, with its letters or letters that correct them.

    Raises IllegalMove when a colleague has undone it, TooLateToUndo with a sentence, OwnListing.
    """
    refuse_own_act(session, moderator, act)
    if act.listing is not None:
        hold(session, act.listing)
    locking.hold(session, act)
    if act.undone_at is not None:
        raise IllegalMove(
            "decision",
            "taken back",
            "taken back",
            decided_by=act.undone_by.email if act.undone_by else None,
            decided_at=act.undone_at,
            stands_on=_WAYS_BACK[act.what].page_of(act),
        )
    reason = too_late(session, act)
    if reason:
        raise TooLateToUndo(reason, _WAYS_BACK[act.what].page_of(act))
    act.undone_at, act.undone_by = now(), moderator
    _WAYS_BACK[act.what].undo(session, act, address)
    if act.decision is not None:
        act.decision.undone_at = act.undone_at
    _record(session, act, moderator)
    session.flush()
    return act


def _record(session: Session, act: Act, moderator: Account) -> None:
    kind, number = ("listing", act.listing_id) if act.listing_id is not None else (act.subject, act.subject_id)
    if act.subject in ("revision", "listing"):
        kind, number = act.subject, act.subject_id
    audit.record(
        session,
        kind,
        number,
        moderator,
        "undone",
        before={"act_id": act.id, "kind": act.what},
        after={"listing_id": act.listing_id, "audit_id": act.audit_id},
    )


def hold(session: Session, listing: Listing) -> None:
    """Read a listing and its versions as they are now, and let nobody else change them before the transaction ends."""
    locking.hold(session, listing)
    session.scalars(
        select(Revision)
        .where(Revision.listing_id == listing.id)
        .order_by(Revision.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    session.expire(listing, ["revisions"])


def listing_of(act: Act) -> Listing:
    """The listing an act is about. Raises NotFound for an act about none."""
    if act.listing is None:
        raise NotFound(f"listing of act {act.id}")
    return act.listing


def facts_of(flag: Flag) -> list[Any]:
    """What a review changes in a flag, as it is kept to be undone."""
    reviewed_at = flag.reviewed_at.isoformat() if flag.reviewed_at else None
    return [flag.state.value, reviewed_at, flag.reviewed_by_id, flag.reason]


def flags_back(session: Session, before: dict[str, list[Any]], revision: Revision) -> bool:
    """Flags as they were; scored again where one that had fallen stands again. Returns whether that was so."""
    stands_again = False
    for flag in session.scalars(select(Flag).where(Flag.id.in_([int(one) for one in before]))):
        state, reviewed_at, reviewed_by, *reason = before[str(flag.id)]
        stands_again = stands_again or (flag.state is FlagState.DISMISSED) != (state == FlagState.DISMISSED)
        flag.state, flag.reviewed_at, flag.reviewed_by_id = FlagState(state), moment_of(reviewed_at), reviewed_by
        flag.reason = reason[0] if reason else flag.reason
    session.flush()
    if stands_again:
        scorekeeping.rescore(session, revision)
    return stands_again


def moment_of(kept: str | None) -> datetime | None:
    """A time as it was kept in an act."""
    return datetime.fromisoformat(kept) if kept else None
