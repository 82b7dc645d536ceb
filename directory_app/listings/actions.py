"""Everything a therapist does with a listing, one function a use case. Nothing here commits."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, locking, mail, publishing, scorekeeping
from ..drafts import hold, to_be_saved, touch
from ..errors import IllegalMove, InvalidAnswers
from ..jurisdictions import rules_of
from ..models import (
    Account,
    Licence,
    Listing,
    ListingState,
    Revision,
    RevisionState,
    SessionPrice,
    now,
)
from ..places import region_spelt
from ..versions import copy_of, says_nothing_new
from . import queries
from .completeness import missing
from .facts import (
    About,
    Contact,
    LicenceFacts,
    PlaceOfWork,
    Practical,
    about_of,
    contact_of,
    licences_of,
    practical_of,
)
from .place_actions import save_place
from .summary import told

__all__ = [
    "About",
    "Contact",
    "LicenceFacts",
    "PlaceOfWork",
    "Practical",
    "begin_edit",
    "save_about",
    "save_contact",
    "save_licences",
    "save_place",
    "save_practical",
    "start",
    "submit",
    "withdraw",
]


def start(session: Session, account: Account) -> Listing:
    """The listing of this account, made with an empty first version when there is none."""
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    session.refresh(account, ["listing"])
    if account.listing is not None:
        return account.listing
    listing = Listing(account=account, revisions=[Revision(number=1)])
    session.add(listing)
    session.flush()
    audit.record(session, "listing", listing.id, account, "started", target_name=account.email)
    return listing


def save_about(session: Session, revision: Revision, who: Account, about: About, opened: str | None = None) -> None:
    """Save who the therapist is.

    `opened` is the fingerprint of the step when its form was opened. Raises IllegalMove when the version waits,
    StaleVersion when the step was saved elsewhere meanwhile; the same goes for the other steps.
    """
    hold(session, revision)
    if to_be_saved(about_of(revision), about, opened):
        for name, value in asdict(about).items():
            setattr(revision, name, value)
        touch(session, revision)


def save_practical(
    session: Session, revision: Revision, who: Account, practical: Practical, opened: str | None = None
) -> None:
    """Save techniques, languages, prices and the plain facts."""
    hold(session, revision)
    stored = practical_of(revision)
    if not to_be_saved(stored, practical, opened):
        return
    for name in ("techniques", "own_techniques", "languages", "step_free", "home_visits", "receipts"):
        setattr(revision, name, getattr(practical, name))
    if stored.prices != sorted(practical.prices):
        revision.prices.clear()
        session.flush()
        revision.prices.extend(SessionPrice(minutes=m, amount=a, currency=c) for m, a, c in sorted(practical.prices))
    touch(session, revision)


def save_licences(
    session: Session,
    listing: Listing,
    who: Account,
    licences: list[LicenceFacts],
    opened: str | None = None,
    npi: str | None = None,
) -> None:
    """Save licences as stated, their states as rules know them. One that stays as it was keeps its check; a changed
    one has to be checked again.

    The NPI, a number for billing that visitors never see, stays as it is where none is handed over.
    """
    locking.hold(session, listing)
    if npi is not None and npi != listing.npi:
        _record(session, listing, who, "npi_changed", {"npi": listing.npi}, {"npi": npi})
        listing.npi = npi
        session.flush()
    stated = licences_of(listing)
    licences = list(dict.fromkeys(_spelt(listing, licences)))
    if not to_be_saved(stated, licences, opened):
        return
    kept = dict(zip(_spelt(listing, stated), listing.licences, strict=True))
    listing.licences[:] = [kept.get(facts) or Licence(**asdict(facts)) for facts in licences]
    for row, facts in zip(listing.licences, licences, strict=True):
        row.region = facts.region
    _touch_listing(session, listing)
    before, after = ([one.number for one in facts] for facts in (stated, licences))
    _record(session, listing, who, "licences_changed", {"numbers": before}, {"numbers": after})
    publishing.refresh(session, listing)


def save_contact(session: Session, listing: Listing, who: Account, contact: Contact, opened: str | None = None) -> None:
    """Save what counts at once, without review: phone, e-mail, hours, accepting clients.

    Saving says again whether clients are accepted, even when nothing else changed.
    """
    locking.hold(session, listing)
    before = contact_of(listing)
    if to_be_saved(before, contact, opened):
        facts = asdict(contact)
        for name, value in facts.items():
            setattr(listing, name, value)
        changed = [name for name, value in facts.items() if value != getattr(before, name)]
        _record(session, listing, who, "contact_changed", {}, {"fields": changed})
    listing.contact_confirmed_at = listing.hours_confirmed_at = now()
    listing.accepting_confirmed_at = listing.contact_confirmed_at if contact.accepting_clients is not None else None
    session.flush()
    publishing.refresh(session, listing)


def begin_edit(session: Session, listing: Listing, who: Account) -> Revision:
    """A new version that starts as a copy of the approved one; the version being written if there is one already."""
    locking.hold(session, listing)
    if listing.working is not None:
        return listing.working
    source = listing.approved
    if source is None:
        raise IllegalMove("listing", listing.state, RevisionState.DRAFT)
    revision = copy_of(session, source, max(r.number for r in listing.revisions) + 1)
    session.flush()
    _record(session, listing, who, "edit_begun", {}, {"number": revision.number})
    return revision


def submit(session: Session, revision: Revision, who: Account, promise_days: int, address: str = "") -> Revision:
    """Send a version to the moderators: it is read, scored and queued, and the therapist gets a letter.

    `address` is the site's, for the link in the letter. Raises InvalidAnswers with what is missing or where nothing
    differs from the approved version, IllegalMove when it waits already.
    """
    hold(session, revision)
    lacking = missing(revision, rules_of(session, revision))
    if lacking:
        raise InvalidAnswers([one.words for one in lacking])
    if says_nothing_new(revision):
        raise InvalidAnswers(["a change: it says what is approved already"])
    before = str(revision.state)
    revision.move(RevisionState.SUBMITTED)
    revision.submitted_at = now()
    revision.decided_at = None
    revision.due_on = (revision.submitted_at + timedelta(days=promise_days)).date()
    session.flush()
    scorekeeping.rescore(session, revision)
    _record_revision(session, revision, who, "submitted", before)
    _confirm(session, revision, who, revision.due_on, address)
    return revision


def withdraw(session: Session, revision: Revision, who: Account) -> None:
    """Take a waiting version back to change it; nothing happens to one that can be changed already.

    Raises IllegalMove when it was decided meanwhile.
    """
    locking.hold(session, revision)
    if revision.editable:
        return
    before = str(revision.state)
    revision.move(RevisionState.DRAFT)
    session.flush()
    _record_revision(session, revision, who, "withdrawn", before)


def spell_licences(listing: Listing) -> bool:
    """Write the states of stored licences as those are that are saved now; whether one is another now. Checks stay."""
    country = _country(listing)
    spelt = [region_spelt(country, one.region) for one in listing.licences]
    changed = spelt != [one.region for one in listing.licences]
    for licence, region in zip(listing.licences, spelt, strict=True):
        licence.region = region
    return changed


def _spelt(listing: Listing, licences: list[LicenceFacts]) -> list[LicenceFacts]:
    country = _country(listing)
    return [replace(one, region=region_spelt(country, one.region)) for one in licences]


def _country(listing: Listing) -> str:
    place = next((one for version in listing.revisions[::-1] for one in version.locations), None)
    return place.country if place else PlaceOfWork().country


def _touch_listing(session: Session, listing: Listing) -> None:
    listing.updated_at = now()
    session.flush()


def _confirm(session: Session, revision: Revision, who: Account, due: date, address: str) -> None:
    mail.write(
        session,
        who.email,
        "submitted",
        name=revision.name,
        due=f"{due.day} {due:%B %Y}",
        is_public=revision.listing.state is ListingState.PUBLISHED,
        my_listing=f"{address}/my-listing",
        told=told(revision, queries.techniques(session)),
        bio=revision.bio,
        answers=[(one.question.asked_as, one.choice_label or "", one.text) for one in scorekeeping.readings(revision)],
    )


def _record(
    session: Session, listing: Listing, who: Account, action: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    audit.record(
        session, "listing", listing.id, who, action, target_name=listing.slug or who.email, before=before, after=after
    )


def _record_revision(session: Session, revision: Revision, who: Account, action: str, before: str) -> None:
    audit.record(
        session,
        "revision",
        revision.id,
        who,
        action,
        target_name=revision.name,
        before={"state": before},
        after={"state": str(revision.state), "listing_id": revision.listing_id},
    )
