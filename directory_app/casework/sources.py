"""The kinds of cases, one statement each. A new kind is a function and a line of `SOURCES`.

Every statement has the columns kind, subject_id, listing_id (may be empty), opened_at (UTC), due_on (may be empty) and
urgent. It reads what is open and nothing else, over an index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, cast, exists, false, func, literal, literal_column, null, select
from sqlalchemy.orm import aliased

from ..checking import bursts_open, licences_due
from ..models import (
    Appeal,
    Claim,
    ClaimState,
    Confirmation,
    ConfirmationState,
    Flag,
    FlagState,
    Report,
    ReportReason,
    Revision,
    RevisionState,
    now,
)
from ..models.base import UtcDateTime
from ..publishing.hidden import waiting_requests

# When a held confirmation came is forgotten with the time to withdraw it: it is this old at least.
FORGOTTEN = timedelta(days=30)
Cases = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Source:
    """One kind of case: `label` for one and `plural` for the filter, and where a case of it is opened.

    `subject` names what a case is about: kinds with the same subject are different views of one thing. `endpoint` is
    the page, which takes the number as `argument`. What is `never_urgent` is read in the order of an index.
    """

    kind: str
    label: str
    plural: str
    subject: str
    endpoint: str
    argument: str
    select: Callable[[], Cases]
    never_urgent: bool = False


def new_listings() -> Cases:
    """Versions that wait while nothing of their therapist is public."""
    return _waiting("new").where(~_approved())


def edits() -> Cases:
    """Versions that wait while an approved one stands."""
    return _waiting("edit").where(_approved())


def _waiting(kind: str) -> Cases:
    return select(
        _named(kind),
        Revision.id.label("subject_id"),
        Revision.listing_id.label("listing_id"),
        Revision.submitted_at.label("opened_at"),
        Revision.due_on.label("due_on"),
        false().label("urgent"),
    ).where(Revision.state == RevisionState.SUBMITTED)


def _approved() -> ColumnElement[bool]:
    other = aliased(Revision)
    return exists().where(other.listing_id == Revision.listing_id, other.state == RevisionState.APPROVED)


def claims() -> Cases:
    """Claims to listings that wait for a moderator."""
    return select(
        _named("claim"),
        Claim.id.label("subject_id"),
        Claim.listing_id.label("listing_id"),
        Claim.created_at.label("opened_at"),
        Claim.due_on.label("due_on"),
        false().label("urgent"),
    ).where(Claim.state.in_((ClaimState.WAITING, ClaimState.DISPUTED)))


def appeals() -> Cases:
    """Appeals against decisions, and objections to how an answer was read."""
    return select(
        _named("appeal"),
        Appeal.id.label("subject_id"),
        Appeal.listing_id.label("listing_id"),
        Appeal.created_at.label("opened_at"),
        Appeal.due_on.label("due_on"),
        false().label("urgent"),
    ).where(Appeal.closed_at.is_(None))


def reports() -> Cases:
    """Reports of visitors, and of therapists about messages."""
    return (
        select(
            _named("report"),
            Report.id.label("subject_id"),
            Report.listing_id.label("listing_id"),
            Report.created_at.label("opened_at"),
            Report.due_on.label("due_on"),
            ReportReason.urgent.label("urgent"),
        )
        .join(ReportReason, ReportReason.slug == Report.reason_slug)
        .where(Report.closed_at.is_(None))
    )


def public_flags() -> Cases:
    """Approved versions with flags that nobody has reviewed, such as those a new rubric raised; one case a version."""
    return (
        select(
            _named("flag"),
            Flag.revision_id.label("subject_id"),
            Revision.listing_id.label("listing_id"),
            func.min(Flag.opened_at).label("opened_at"),
            _no_day(),
            false().label("urgent"),
        )
        .join(Revision, Revision.id == Flag.revision_id)
        .where(Flag.state == FlagState.OPEN, Revision.state == RevisionState.APPROVED)
        .group_by(Flag.revision_id, Revision.listing_id)
    )


def held_confirmations() -> Cases:
    """Listings with confirmations that came in an unusual way; all of a listing are one case."""
    came = func.coalesce(func.min(Confirmation.received_at), literal(now() - FORGOTTEN, UtcDateTime()))
    return (
        select(
            _named("confirmation"),
            Confirmation.listing_id.label("subject_id"),
            Confirmation.listing_id.label("listing_id"),
            came.label("opened_at"),
            _no_day(),
            false().label("urgent"),
        )
        .where(Confirmation.state == ConfirmationState.HELD)
        .group_by(Confirmation.listing_id)
    )


def _named(kind: str) -> ColumnElement[str]:
    return literal_column(f"'{kind}'").label("kind")


def _no_day() -> ColumnElement[Any]:
    return cast(null(), Date).label("due_on")


SOURCES: tuple[Source, ...] = (
    Source("new", "New listing", "New listings", "revision", "moderation.case", "revision_id", new_listings, True),
    Source("edit", "Edit", "Edits", "revision", "moderation.case", "revision_id", edits, True),
    Source("report", "Report", "Reports", "report", "moderation.report", "report_id", reports),
    Source("claim", "Claim", "Claims", "claim", "claims.case", "claim_id", claims, True),
    Source("appeal", "Appeal", "Appeals", "appeal", "moderation.appeal", "appeal_id", appeals, True),
    Source("flag", "Flag on a public text", "Flags", "revision", "moderation.case", "revision_id", public_flags, True),
    Source(
        "confirmation", "Confirmations held", "Confirmations", "listing", "moderation.held_batch", "listing_id",
        held_confirmations, True,
    ),
    Source(
        "licence_due", "Licence due", "Licences due", "licence", "licences.licence", "licence_id", licences_due, True,
    ),
    Source(
        "registration_burst", "New accounts together", "New accounts", "burst", "integrity.burst", "burst_id",
        bursts_open, True,
    ),
    Source(
        "hidden", "Hidden part put right", "Hidden parts", "hidden", "hiding.parts", "listing_id",
        waiting_requests, True,
    ),
)  # fmt: skip


def argument_of(subject: str) -> str:
    """What addresses call the number of a subject."""
    return {one.subject: one.argument for one in SOURCES}[subject]


def source_of(kind: str) -> Source:
    """The source of a kind. Raises KeyError."""
    return {one.kind: one for one in SOURCES}[kind]
