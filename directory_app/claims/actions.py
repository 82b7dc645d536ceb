"""What happens with a claim, one function a use case. Nothing here commits.

A listing changes hands in one place, `_hand_over`: after a right code where nobody else owns or claims it, or after a
moderator's decision. Everybody concerned gets a letter at every step.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail
from ..casework import note_act, refuse_own
from ..errors import IllegalMove
from ..models import PENDING, Account, Act, Claim, ClaimDocument, ClaimProof, ClaimState, Listing, now
from .handing_over import hand_over
from .letters import tell_claimant, tell_contacts, tell_rivals
from .queries import ways
from .setting_aside import contact_of

DIGITS = 8
CODE_LASTS = timedelta(minutes=60)
MOST_TRIES = 5
MOST_CODES = 3
DOCUMENT_KEPT = timedelta(days=30)
LAPSES_AFTER = timedelta(days=14)
WAITS = frozenset({ClaimProof.PHONE, ClaimProof.DOCUMENT})


class CannotClaim(Exception):
    """Why this account cannot claim this listing, as a sentence."""


@dataclass(frozen=True)
class Site:
    """The address of the site for links in letters, its secret for codes, and the days promised for an answer."""

    address: str
    secret: str
    promise_days: int


def open_claim(session: Session, listing: Listing, account: Account, proof: ClaimProof, site: Site) -> Claim:
    """Begin a claim, or return the one of this account that is under way. The old contact is told in any case.

    Where somebody else owns or claims the listing, all claims to it become disputed. Raises CannotClaim.
    """
    locking.hold(session, listing)
    pending = pending_claims(session, listing)
    own = next((one for one in pending if one.account_id == account.id), None)
    if own is not None:
        return own
    _check(session, listing, account, proof)
    claim = Claim(
        listing=listing,
        account=account,
        proof=proof,
        state=ClaimState.WAITING if proof in WAITS else ClaimState.OPEN,
        contact=listing.phone if proof is ClaimProof.PHONE else listing.public_email,
        due_on=(now() + timedelta(days=site.promise_days)).date(),
    )
    session.add(claim)
    session.flush()
    if pending or listing.account_id is not None:
        _dispute(session, [claim, *pending])
        tell_rivals(session, claim, pending, site.address)
    _record(session, claim, account, "claim_opened")
    tell_contacts(session, claim, "claim_notice", site.address)
    if proof is ClaimProof.EMAIL:
        send_code(session, claim, site)
    return claim


def why_not(listing: Listing, account: Account) -> str:
    """Why this account cannot claim the listing in any way, as a sentence; empty where it can."""
    if listing.account_id == account.id:
        return "This listing is yours already."
    if account.listing is not None and not is_empty(account.listing):
        return "You have a listing of your own. One account has one listing: write to us, and we join them."
    return ""


def _check(session: Session, listing: Listing, account: Account, proof: ClaimProof) -> None:
    if reason := why_not(listing, account):
        raise CannotClaim(reason)
    if proof not in ways(session, listing):
        raise CannotClaim("The listing shows no such contact. Choose another way.")


def is_empty(listing: Listing) -> bool:
    """Whether a listing was begun and nothing was written into it."""
    only = listing.revisions[0] if len(listing.revisions) == 1 else None
    written = only is None or only.name or only.bio or only.answers or only.locations or only.submitted_at
    return not written


def pending_claims(session: Session, listing: Listing) -> list[Claim]:
    """The claims to a listing that nobody has decided, oldest first."""
    wanted = select(Claim).where(Claim.listing_id == listing.id, Claim.state.in_(PENDING))
    return list(session.scalars(wanted.order_by(Claim.id)))


def _dispute(session: Session, claims: list[Claim]) -> None:
    for one in claims:
        if one.state is not ClaimState.DISPUTED:
            one.move(ClaimState.DISPUTED)
            _record(session, one, None, "claim_disputed")
    session.flush()


def send_code(session: Session, claim: Claim, site: Site) -> None:
    """Send a new code to the published e-mail address; the one before becomes worthless. Raises CannotClaim."""
    code = _new_code(session, claim, site.secret)
    mail.write(
        session,
        claim.contact,
        "claim_code",
        private=True,
        name=shown_name(claim.listing),
        code=f"{code[:4]} {code[4:]}",
        minutes=int(CODE_LASTS.total_seconds() // 60),
        claim_page=f"{site.address}/my-claims/{claim.id}",
    )


def phone_code(session: Session, claim: Claim, moderator: Account, site: Site) -> str:
    """A new code for a moderator to read out on the telephone. Shown this once. Raises CannotClaim, OwnListing."""
    refuse_own(session, moderator, "claim_id", claim.id)
    if claim.proof is not ClaimProof.PHONE:
        raise CannotClaim("This claim is not proved by telephone.")
    code = _new_code(session, claim, site.secret)
    _record(session, claim, moderator, "claim_code_read_out")
    return code


def _new_code(session: Session, claim: Claim, secret: str) -> str:
    _hold(session, claim)
    if not claim.is_pending or claim.proved_at is not None:
        raise CannotClaim("This claim needs no code any more.")
    if claim.codes_sent >= MOST_CODES:
        raise CannotClaim("Three codes were made for this claim. A moderator decides now, or send a document.")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    claim.code_hash = _hashed(secret, claim, code)
    claim.code_expires_at = now() + CODE_LASTS
    claim.codes_sent += 1
    claim.tries = 0
    session.flush()
    return code


def enter_code(session: Session, claim: Claim, typed: str, site: Site) -> bool:
    """Whether this is the code. The listing changes hands with a right one, unless the claim is disputed.

    A wrong one counts: after five the code is worthless. The caller commits either way. Raises CannotClaim where the
    account has begun a listing of its own meanwhile.
    """
    _hold(session, claim)
    if not claim.is_pending or not can_be_tried(claim):
        return False
    claim.tries += 1
    code = "".join(c for c in typed if c.isascii() and c.isdigit())
    if not hmac.compare_digest(_hashed(site.secret, claim, code), claim.code_hash or ""):
        session.flush()
        return False
    claim.code_hash, claim.code_expires_at, claim.proved_at = None, None, now()
    _record(session, claim, claim.account, "claim_proved")
    if claim.state is not ClaimState.DISPUTED:
        accept(session, claim, None, "", site)
    return True


def can_be_tried(claim: Claim) -> bool:
    """Whether there is a code that may still be entered."""
    return (
        claim.code_hash is not None
        and claim.tries < MOST_TRIES
        and claim.code_expires_at is not None
        and claim.code_expires_at > now()
    )


def _hashed(secret: str, claim: Claim, code: str) -> str:
    return hmac.new(secret.encode(), f"code of a claim\n{claim.id}\n{code}".encode(), "sha256").hexdigest()


def add_document(session: Session, claim: Claim, content: bytes, content_type: str) -> None:
    """Keep a licence document for the moderators in place of one sent before. An open claim then waits for them."""
    _hold(session, claim)
    if not claim.is_pending:
        raise IllegalMove("claim", claim.state, ClaimState.WAITING)
    claim.document = None
    session.flush()
    claim.document = ClaimDocument(content=content, content_type=content_type, size=len(content))
    if claim.state is ClaimState.OPEN:
        claim.move(ClaimState.WAITING)
    _record(session, claim, claim.account, "claim_document_sent")
    session.flush()


def accept(session: Session, claim: Claim, moderator: Account | None, note: str, site: Site) -> Act:
    """Give the listing to the claimant; other claims to it are refused. Raises IllegalMove, CannotClaim."""
    _hold(session, claim)
    account = claim.account
    if account.listing is not None and account.listing.id != claim.listing_id and not is_empty(account.listing):
        raise CannotClaim("This account has a listing of its own by now. One account has one listing: write to us.")
    rivals = [one for one in pending_claims(session, claim.listing) if one.id != claim.id]
    before = _facts(claim.listing, [claim, *rivals])
    _close(session, claim, ClaimState.ACCEPTED, moderator, note)
    # Letters go to whoever had the listing until now, and are written before it changes hands.
    letters = tell_contacts(session, claim, "claim_accepted_notice", site.address)
    hand_over(session, claim.listing, account)
    letters.append(tell_claimant(session, claim, "claim_accepted", site.address))
    for one in rivals:
        _close(session, one, ClaimState.REFUSED, moderator, "")
        letters.append(tell_claimant(session, one, "claim_refused", site.address))
    about, before = ("claim", claim.id), {**before, "given_to": account.id}
    return note_act(session, "claim_accepted", about, claim.listing_id, moderator, before=before, more_letters=letters)


def refuse(session: Session, claim: Claim, moderator: Account | None, note: str, site: Site) -> Act | None:
    """Refuse a claim; nothing changes hands. Without a moderator it has lapsed, which nobody undoes.

    Raises IllegalMove when it was decided already.
    """
    _hold(session, claim)
    about, before = ("claim", claim.id), _facts(claim.listing, [claim])
    _close(session, claim, ClaimState.REFUSED, moderator, note)
    letters = [tell_claimant(session, claim, "claim_refused", site.address)]
    if moderator is None:
        return None
    return note_act(session, "claim_refused", about, claim.listing_id, moderator, before=before, more_letters=letters)


def withdraw(session: Session, claim: Claim) -> None:
    """Take a claim back, as whoever made it. Nothing changes hands, and its document is gone at once.

    The only other claim to what nobody owns is disputed no more. Raises IllegalMove when it was decided already.
    """
    _hold(session, claim)
    claim.move(ClaimState.REFUSED)
    claim.decided_at, claim.decided_by = now(), claim.account
    claim.code_hash = claim.code_expires_at = claim.document = None
    _record(session, claim, claim.account, "claim_withdrawn")
    session.flush()
    left = pending_claims(session, claim.listing)
    if len(left) == 1 and left[0].state is ClaimState.DISPUTED and claim.listing.account_id is None:
        left[0].move(ClaimState.WAITING)
        _record(session, left[0], None, "claim_undisputed")
        session.flush()


def _facts(listing: Listing, claims: Sequence[Claim]) -> dict[str, Any]:
    """What a decision about claims changes, or whoever gets the listing may change at once, as it is kept to be undone.

    The contact of an owner is set aside with what is theirs, and goes with their account.
    """
    return {
        "claims": {str(one.id): one.state.value for one in claims},
        "account_id": listing.account_id,
        "approved_id": listing.approved.id if listing.approved else None,
        "listing_state": listing.state.value,
        "contact": contact_of(listing) if listing.account_id is None else {},
    }


def _hold(session: Session, claim: Claim) -> None:
    """Read a claim as it is now, after its listing: other claims to it, or its owner, may just be changing it."""
    locking.hold(session, claim.listing, claim)


def _close(session: Session, claim: Claim, state: ClaimState, moderator: Account | None, note: str) -> None:
    claim.move(state)
    claim.decided_at, claim.decided_by, claim.note = now(), moderator, note
    claim.code_hash = claim.code_expires_at = None
    if claim.document is not None:
        claim.document.delete_on = (now() + DOCUMENT_KEPT).date()
    _record(session, claim, moderator, f"claim_{state.value}")
    session.flush()


def shown_name(listing: Listing) -> str:
    """The name under which a listing is known."""
    shown = listing.approved or listing.revisions[-1]
    return shown.name


def _record(session: Session, claim: Claim, who: Account | None, action: str) -> None:
    facts = {"claim_id": claim.id, "proof": claim.proof.value, "state": claim.state.value}
    name = claim.listing.slug or ""
    audit.record(session, "listing", claim.listing_id, who, action, target_name=name, after=facts)
