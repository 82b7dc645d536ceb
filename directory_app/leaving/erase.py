"""Deletes everything about a therapist in one transaction, and says goodbye. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from .. import audit, mail, publishing
from ..models import Account, AuditWords, Flag, FlagKind, OutgoingMail


def erase(
    session: Session, account: Account, *, farewell: bool = True, by: str = "the account itself"
) -> frozenset[str]:
    """Delete the account and all that hangs on it; what stays are rows of the audit that name nobody.

    Returns the address and the names by which files that no table knows can be found. Without `farewell` no letter is
    written: the account was deleted before, and came back with a backup.

    The database itself takes everything along that belongs to the account (`ON DELETE CASCADE`): listing, versions,
    answers, scores, places, messages, totals, reports, sign-ins, and the words of the audit.
    """
    listing, email, number = account.listing, account.email, account.id
    names = {email}
    letters = [OutgoingMail.recipient == email, OutgoingMail.reply_to == email]
    if listing is not None:
        names |= {one.name for one in listing.revisions if one.name}
        names |= {listing.slug} if listing.slug else set()
        letters.append(OutgoingMail.listing_id == listing.id)
        _unname(session, {one.id for one in listing.revisions})
        # Withdrawn first, so that every index hears of it.
        publishing.withdraw(session, listing)
    session.flush()
    quietly = {"synchronize_session": False}
    session.execute(delete(OutgoingMail).where(or_(*letters)), execution_options=quietly)
    unowned = AuditWords.account_id.is_(None) & AuditWords.name.in_(names)
    session.execute(delete(AuditWords).where(unowned), execution_options=quietly)
    session.expunge_all()
    session.execute(delete(Account).where(Account.id == number), execution_options=quietly)
    audit.record(session, "account", number, None, "deleted", by=by)
    if farewell:
        mail.write(session, email, "goodbye", private=True).once = True
    session.flush()
    return frozenset(names)


def _unname(session: Session, revisions: set[int]) -> None:
    """Flags of others name whose answers theirs are close to."""
    source = Flag.detail["revision_id"].as_integer()
    for flag in session.scalars(select(Flag).where(Flag.kind == FlagKind.COPIED, source.in_(revisions))):
        flag.detail = {**flag.detail, "source": "a listing that was deleted"}
