"""Deletes everything about a therapist in one transaction, and says goodbye. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from .. import audit, mail, publishing
from ..errors import RuleRefused
from ..models import Account, AuditEntry, AuditPart, AuditWords, Flag, FlagKind, Listing, OutgoingMail

QUIETLY = {"synchronize_session": False}


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
    names = {email, *_former_addresses(session, account)}
    letters: list[ColumnElement[bool]] = [OutgoingMail.recipient.in_(names), OutgoingMail.reply_to.in_(names)]
    if listing is not None:
        names |= _part_with(session, listing)
        letters.append(OutgoingMail.listing_id == listing.id)
    _forget(session, letters, AuditWords.account_id.is_(None) & AuditWords.name.in_(names))
    session.execute(delete(Account).where(Account.id == number), execution_options=QUIETLY)
    audit.record(session, "account", number, None, "deleted", by=by)
    if farewell:
        mail.write(session, email, "goodbye", private=True).once = True
    session.flush()
    return frozenset(names)


def erase_unclaimed(
    session: Session, listing: Listing, who: Account | None, *, farewell: bool = True, by: str = "operator"
) -> frozenset[str]:
    """Delete a listing that an operator put in and nobody claimed, with all that hangs on it, also in the audit.

    Returns the names by which files can be found. The published address gets one letter, if there is one. Raises
    RuleRefused for a listing that belongs to an account.
    """
    if not listing.is_unclaimed:
        raise RuleRefused("This listing belongs to an account. Its owner deletes it.")
    number, email = listing.id, listing.letters_to
    targets = [("listing", {number}), ("revision", {one.id for one in listing.revisions})]
    entries = select(AuditEntry.id).where(
        or_(*((AuditEntry.target_kind == kind) & AuditEntry.target_id.in_(ids) for kind, ids in targets))
    )
    names = _part_with(session, listing) | ({email} if email else set())
    told = (AuditWords.part == AuditPart.TARGET) & AuditWords.entry_id.in_(entries)
    unowned = AuditWords.account_id.is_(None) & AuditWords.name.in_(names)
    _forget(session, [OutgoingMail.listing_id == number, OutgoingMail.recipient.in_(names)], told | unowned)
    session.execute(delete(Listing).where(Listing.id == number), execution_options=QUIETLY)
    audit.record(session, "listing", number, who, "deleted", by=by)
    if farewell and email:
        mail.write(session, email, "taken_off", private=True).once = True
    session.flush()
    return frozenset(names)


def _former_addresses(session: Session, account: Account) -> set[str]:
    """The addresses an account had before, as the audit tells; without those that are another account's by now."""
    told = (
        select(AuditWords.before)
        .join(AuditEntry, AuditEntry.id == AuditWords.entry_id)
        .where(
            AuditEntry.target_kind == "account",
            AuditEntry.target_id == account.id,
            AuditEntry.action == "address_changed",
            AuditWords.part == AuditPart.TARGET,
        )
    )
    former = {str(before["email"]) for before in session.scalars(told) if "email" in before}
    held = func.lower(Account.email).in_({one.lower() for one in former})
    taken = {one.lower() for one in session.scalars(select(Account.email).where(held, Account.id != account.id))}
    return {one for one in former if one.lower() not in taken}


def _part_with(session: Session, listing: Listing) -> set[str]:
    """Take a listing out of every index and out of flags of others; return what it was called."""
    _unname(session, {one.id for one in listing.revisions})
    # Withdrawn first, so that every index hears of it.
    publishing.withdraw(session, listing)
    return {one.name for one in listing.revisions if one.name} | ({listing.slug} if listing.slug else set())


def _forget(session: Session, letters: Sequence[ColumnElement[bool]], words: ColumnElement[bool]) -> None:
    """Delete letters and words of the audit. Nothing that was read before may be written back."""
    session.flush()
    session.execute(delete(OutgoingMail).where(or_(*letters)), execution_options=QUIETLY)
    session.execute(delete(AuditWords).where(words), execution_options=QUIETLY)
    session.expunge_all()


def _unname(session: Session, revisions: set[int]) -> None:
    """Flags of others name whose answers theirs are close to."""
    source = Flag.detail["revision_id"].as_integer()
    for flag in session.scalars(select(Flag).where(Flag.kind == FlagKind.COPIED, source.in_(revisions))):
        flag.detail = {**flag.detail, "source": "a listing that was deleted"}
