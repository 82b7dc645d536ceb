"""Letters about claims: to the contact published before, to an owner, to claimants. None names another claimant."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from .. import mail
from ..models import Claim, OutgoingMail


def tell_contacts(session: Session, claim: Claim, letter: str, address: str) -> list[OutgoingMail]:
    """Write to the published address and to the account that owns the listing, each once."""
    listing = claim.listing
    owner = listing.account.email if listing.account else ""
    known = dict.fromkeys(one for one in (listing.public_email, owner) if one and one != claim.account.email)
    return [_write(session, claim, recipient, letter, address) for recipient in known]


def tell_rivals(session: Session, claim: Claim, rivals: Sequence[Claim], address: str) -> None:
    """Tell the new claimant and those before that a moderator decides."""
    for one in [claim, *rivals]:
        tell_claimant(session, one, "claim_disputed", address)


def tell_claimant(session: Session, claim: Claim, letter: str, address: str) -> OutgoingMail:
    """Write to the account that claims."""
    return _write(session, claim, claim.account.email, letter, address)


def _write(session: Session, claim: Claim, recipient: str, letter: str, address: str) -> OutgoingMail:
    shown = claim.listing.approved or claim.listing.revisions[-1]
    return mail.write(
        session,
        recipient,
        letter,
        name=shown.name,
        proof=claim.proof.value,
        due=f"{claim.due_on.day} {claim.due_on:%B %Y}",
        note=claim.note or "",
        is_disputed=claim.state.value == "disputed",
        profile=f"{address}/therapists/{claim.listing.slug}",
        claim_page=f"{address}/my-claims/{claim.id}",
        my_listing=f"{address}/my-listing",
    )
