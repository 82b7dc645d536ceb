"""Keeping a report for the moderators."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit
from ..models import Listing, PublicListing, Report, ReportReason, promised_by


@dataclass(frozen=True)
class Complaint:
    """The reason from the list, own words, and an address for an answer; the last two may be empty."""

    reason_slug: str
    note: str = ""
    email: str = ""


def report(session: Session, listing: PublicListing, complaint: Complaint, key: str, promise_days: int) -> Report:
    """Keep a report about a public listing; the one that is there when this form was sent before.

    The audit holds the reason alone: what was written and by whom can be deleted, a row of the audit cannot.
    """
    # The same form sent twice at once: the second waits here for the first and then finds its report.
    session.execute(select(Listing.id).where(Listing.id == listing.listing_id).with_for_update())
    known = session.scalars(select(Report).where(Report.key == key)).one_or_none()
    if known is not None:
        return known
    reason = session.get_one(ReportReason, complaint.reason_slug)
    made = Report(
        listing_id=listing.listing_id,
        reason=reason,
        key=key,
        note=complaint.note,
        email=complaint.email,
        due_on=promised_by(reason.urgent, promise_days),
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        "listing",
        listing.listing_id,
        None,
        "reported",
        by="a visitor",
        target_name=listing.slug,
        after={"report_id": made.id, "reason": reason.slug},
    )
    return made
