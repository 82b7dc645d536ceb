"""What pages of claims read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, undefer

from ..casework import not_own
from ..errors import NotFound
from ..models import (
    PENDING,
    Account,
    AuditEntry,
    Claim,
    ClaimDocument,
    ClaimProof,
    ClaimState,
    Listing,
    PublicListing,
    now,
)
from ..pagination import Page, within
from ..publishing.hidden import standing

PAGE_SIZE = 25
FOR_MODERATORS = (ClaimState.WAITING, ClaimState.DISPUTED)


@dataclass(frozen=True)
class ClaimFile:
    """All that a moderator needs to decide about one claim."""

    claim: Claim
    name: str
    rivals: list[Claim]
    history: list[AuditEntry]

    @property
    def is_late(self) -> bool:
        """Whether the day promised to the claimant has passed."""
        return self.claim.is_pending and self.claim.due_on < now().date()


def claimable(session: Session, slug: str) -> Listing:
    """The public listing at this address. Raises NotFound."""
    found = session.scalars(
        select(Listing).join(PublicListing, PublicListing.listing_id == Listing.id).where(PublicListing.slug == slug)
    ).one_or_none()
    if found is None:
        raise NotFound(f"listing {slug!r}")
    return found


def ways(session: Session, listing: Listing) -> list[ClaimProof]:
    """How this listing can be claimed: by the contacts it shows, always by a document.

    A contact that a moderator has hidden proves nothing and is told to nobody.
    """
    hidden = {one.part for one in standing(session, listing)}
    shown = {
        ClaimProof.EMAIL: "" if "public_email" in hidden else listing.public_email,
        ClaimProof.PHONE: "" if "phone" in hidden else listing.phone,
        ClaimProof.DOCUMENT: "any",
    }
    return [proof for proof, contact in shown.items() if contact]


def own_claim(session: Session, account: Account, claim_id: int) -> Claim:
    """A claim of this account. Raises NotFound for those of others."""
    claim = session.get(Claim, claim_id)
    if claim is None or claim.account_id != account.id:
        raise NotFound(f"claim {claim_id}")
    return claim


def own_pending(session: Session, account: Account, listing: Listing) -> Claim | None:
    """The claim of this account to this listing that is under way."""
    return session.scalars(
        select(Claim).where(Claim.account_id == account.id, Claim.listing_id == listing.id, Claim.state.in_(PENDING))
    ).first()


def waiting(session: Session, me: Account, number: int = 1) -> Page[ClaimFile]:
    """Claims that wait for a moderator, none that is mine or to what is mine; disputed ones first, then the oldest."""
    wanted = select(Claim).where(Claim.state.in_(FOR_MODERATORS), not_own(me, Claim.listing_id))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    number = within(number, PAGE_SIZE, total)
    rows = session.scalars(
        wanted.order_by((Claim.state == ClaimState.DISPUTED).desc(), Claim.created_at, Claim.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Claim.listing).selectinload(Listing.revisions), joinedload(Claim.account))
    ).all()
    return Page([ClaimFile(one, _name(one), [], []) for one in rows], number, PAGE_SIZE, total)


def claim_file(session: Session, claim_id: int) -> ClaimFile:
    """One claim with its rivals and the history of the listing. Raises NotFound."""
    claim = session.get(Claim, claim_id)
    if claim is None:
        raise NotFound(f"claim {claim_id}")
    others = select(Claim).where(Claim.listing_id == claim.listing_id, Claim.id != claim.id).order_by(Claim.id.desc())
    history = select(AuditEntry).where(AuditEntry.target_kind == "listing", AuditEntry.target_id == claim.listing_id)
    return ClaimFile(
        claim,
        _name(claim),
        list(session.scalars(others.limit(PAGE_SIZE))),
        list(session.scalars(history.order_by(AuditEntry.id.desc()).limit(PAGE_SIZE))),
    )


def document(session: Session, claim_id: int) -> ClaimDocument:
    """The document of a claim with its content. Raises NotFound when there is none or it was deleted."""
    found = session.get(ClaimDocument, claim_id, options=[undefer(ClaimDocument.content)])
    if found is None:
        raise NotFound(f"document of claim {claim_id}")
    return found


def _name(claim: Claim) -> str:
    shown = claim.listing.approved or claim.listing.revisions[-1]
    return shown.name
