"""Licence checks: recorded, withdrawn, lapsing by themselves; what is due. Nothing here commits.

`Licence` holds the check that counts now, which is what search and profiles read; `LicenceCheck` keeps every look into
a register. A licence that its therapist changes is another licence, without a check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import audit, locking, mail, publishing
from ..errors import IllegalMove, StaleVersion
from ..models import Account, CheckOutcome, Licence, LicenceCheck, Listing, ListingState, OutgoingMail, now

DUE_DAYS = 60
# So long before its end a check stands among the cases of the work list.
PRESSING = timedelta(days=14)
# Letters about a check that ends: so many days before, and on the day after its last.
WARNINGS = (60, 14, 0)
# Where nothing was found the therapist has time to answer before somebody looks again.
AGAIN_AFTER = timedelta(days=14)
BATCH = 100
BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class CheckFound:
    """What a moderator found in a register. `ends_on` is the last day on which the check counts."""

    outcome: CheckOutcome
    number: str
    board: str
    looked_up_where: str
    ends_on: date | None = None
    note: str = ""


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are equal but for case, spaces, hyphens and the like."""
    return BETWEEN.sub("", one).casefold() == BETWEEN.sub("", other).casefold()


def record_check(
    session: Session,
    licence: Licence,
    moderator: Account,
    found: CheckFound,
    *,
    latest: int = 0,
    site: str = "",
    at: datetime | None = None,
    letters: list[OutgoingMail] | None = None,
) -> LicenceCheck:
    """Record a look into a register about a licence whose latest check was `latest` when its page was opened.

    Found, the licence counts as checked until `ends_on`, never past its own end. Otherwise it does not, and its
    therapist gets a letter, which is added to `letters`. Raises StaleVersion where another moderator was faster,
    ValueError for a check without end.
    """
    locking.hold(session, licence.listing, licence)
    _unless_newer(session, licence, latest)
    is_found = found.outcome is CheckOutcome.FOUND
    if is_found and found.ends_on is None:
        raise ValueError("a check ends on a day")
    check = LicenceCheck(
        listing_id=licence.listing_id,
        licence=licence,
        outcome=found.outcome,
        number=found.number,
        board=found.board,
        looked_up_where=found.looked_up_where,
        note=found.note,
        checked_by=moderator,
        checked_at=at or now(),
        withdraw_reason="",
    )
    if is_found:
        licence.checked_by_id, licence.checked_at = moderator.id, check.checked_at
        licence.checked_until, licence.looked_up_where = found.ends_on, found.looked_up_where
        check.ends_on = licence.ends_on
        check.warned_days = _not_warned_of(check.ends_on)
        licence.due_from = _days_before(licence.ends_on)
    else:
        _uncheck(licence, now() + AGAIN_AFTER)
    session.add(check)
    session.flush()
    _record(session, check, moderator, f"licence_{found.outcome}", reason=found.note)
    publishing.refresh(session, licence.listing)
    if not is_found:
        _add(letters, _tell(session, check, "licence_not_found", site, outcome=found.outcome.value))
    return check


def withdraw_check(
    session: Session,
    check: LicenceCheck,
    moderator: Account,
    reason: str,
    *,
    site: str = "",
    letters: list[OutgoingMail] | None = None,
) -> LicenceCheck:
    """Take a check back with a reason; the licence counts as unchecked and is due. A letter is added to `letters`.

    Raises IllegalMove where somebody has taken it back, or it found nothing.
    """
    locking.hold(session, check.listing, check)
    if not check.stands:
        by = check.withdrawn_by.email if check.withdrawn_by else None
        raise IllegalMove("licence check", "withdrawn", "withdrawn", decided_by=by, decided_at=check.withdrawn_at)
    check.withdrawn_at, check.withdrawn_by, check.withdraw_reason = now(), moderator, reason
    licence = check.licence
    if licence is not None and latest_check(session, licence) is check:
        _uncheck(licence, now())
        session.flush()
        publishing.refresh(session, licence.listing)
        _add(letters, _tell(session, check, "licence_check_withdrawn", site, reason=reason))
    session.flush()
    _record(session, check, moderator, "licence_check_withdrawn", reason=reason)
    return check


def latest_check(session: Session, licence: Licence) -> LicenceCheck | None:
    """The newest look into a register for this licence."""
    looked = select(LicenceCheck).where(LicenceCheck.licence_id == licence.id)
    return session.scalars(looked.order_by(LicenceCheck.id.desc()).limit(1)).one_or_none()


def licences_due() -> Select[*tuple[Any, ...]]:
    """Licences of public listings that a moderator should look up now, as rows of the work list; not ordered.

    Those that nobody has looked up, and those whose check ends within two weeks: what has longer to go would stand
    before people who wait. `opened_at` is when a number was stated or the last sixty days of its check began, `due_on`
    the end of that check.
    """
    return (
        select(
            literal("licence_due").label("kind"),
            Licence.id.label("subject_id"),
            Licence.listing_id.label("listing_id"),
            Licence.due_from.label("opened_at"),
            _ends().label("due_on"),
            literal(False).label("urgent"),
        )
        .join(Listing, Listing.id == Licence.listing_id)
        .where(is_pressing())
    )


def is_pressing() -> Any:
    """The condition under which a licence is a case of the work list. The statement joins its listing."""
    pressing = or_(Licence.checked_at.is_(None), _ends() <= now().date() + PRESSING)
    return and_(Listing.state == ListingState.PUBLISHED, is_due(), pressing)


def is_due(moment: datetime | None = None) -> Any:
    """The condition under which somebody should look up a licence."""
    return and_(Licence.none_exists.is_(False), Licence.due_from <= (moment or now()))


def lapse(session: Session, site: str) -> int:
    """Write the letters about checks that end soon or have ended; refresh what is public of the ended ones.

    Each letter is written once. A licence that has lapsed counts as unchecked by its dates alone; this brings the
    stored copy in line and tells the therapist. Returns how many letters were written.
    """
    today, written = now().date(), 0
    for check in session.scalars(_to_be_told(today)).all():
        licence = check.licence
        if licence is None or check.ends_on is None or latest_check(session, licence) is not check:
            continue
        days = (check.ends_on - today).days
        check.warned_days = 0 if days < 0 else min(one for one in WARNINGS if days <= one and one)
        if days < 0:
            publishing.refresh(session, licence.listing)
            _record(session, check, None, "licence_check_lapsed")
        letter = "licence_lapsed" if days < 0 else "licence_lapsing"
        written += _tell(session, check, letter, site, days=days) is not None
    session.flush()
    return written


def _to_be_told(today: date) -> Select[LicenceCheck]:
    """Standing checks about whose end a letter is due that was not written yet."""
    ending = [
        and_(
            LicenceCheck.ends_on <= today + timedelta(days=days) if days else LicenceCheck.ends_on < today,
            or_(LicenceCheck.warned_days.is_(None), LicenceCheck.warned_days > days),
        )
        for days in WARNINGS
    ]
    return (
        select(LicenceCheck)
        .where(
            LicenceCheck.outcome == CheckOutcome.FOUND,
            LicenceCheck.withdrawn_at.is_(None),
            LicenceCheck.licence_id.is_not(None),
            or_(*ending),
        )
        .order_by(LicenceCheck.ends_on, LicenceCheck.id)
        .limit(BATCH)
        .options(joinedload(LicenceCheck.listing))
        .with_for_update(of=LicenceCheck, skip_locked=True)
    )


def _ends() -> Any:
    """The last day of a check as SQL: the earlier of two days, either of which may be open."""
    until, end = Licence.checked_until, func.coalesce(Licence.expires_on, Licence.checked_until)
    return case((Licence.checked_at.is_(None), null()), (until <= end, until), else_=end)


def _not_warned_of(ends_on: date | None) -> int | None:
    """No letter says what whoever recorded the check has just seen: those for longer than it lasts are passed over."""
    if ends_on is None:
        return None
    days = (ends_on - now().date()).days
    return min((one for one in WARNINGS if one and days <= one), default=None)


def _days_before(ends_on: date | None) -> datetime | None:
    return datetime.combine(ends_on, time.min, UTC) - timedelta(days=DUE_DAYS) if ends_on else None


def _uncheck(licence: Licence, due_from: datetime) -> None:
    licence.checked_by_id = licence.checked_at = licence.checked_until = None
    licence.looked_up_where, licence.due_from = "", due_from


def _unless_newer(session: Session, licence: Licence, latest: int) -> None:
    newest = latest_check(session, licence)
    if newest is not None and newest.id != latest:
        raise StaleVersion("licence", latest, newest.id)


def _record(session: Session, check: LicenceCheck, who: Account | None, action: str, reason: str = "") -> None:
    audit.record(
        session,
        "listing",
        check.listing_id,
        who,
        action,
        target_name=check.listing.slug or "",
        after={
            "check_id": check.id,
            "number": check.number,
            "board": check.board,
            "looked_up": check.looked_up_where,
            "ends_on": check.ends_on.isoformat() if check.ends_on else None,
        },
        reason=reason,
    )


def _add(letters: list[OutgoingMail] | None, letter: OutgoingMail | None) -> None:
    if letters is not None and letter is not None:
        letters.append(letter)


def _tell(session: Session, check: LicenceCheck, letter: str, site: str, **facts: Any) -> OutgoingMail | None:
    """Write to whoever owns the listing, if there is an address and somebody to read it."""
    listing, licence = check.listing, check.licence
    if not listing.letters_to or listing.state is ListingState.CLOSED or licence is None:
        return None
    ends = check.ends_on
    return mail.write(
        session,
        listing.letters_to,
        letter,
        name=(listing.approved or listing.revisions[-1]).name,
        number=licence.number,
        board=licence.board,
        note=check.note,
        ends=f"{ends.day} {ends:%B %Y}" if ends else "",
        own_end=licence.expires_on is not None and licence.expires_on == ends,
        page=f"{site}/my-listing/licence",
        claimed=listing.account is not None,
        claim_page=f"{site}/therapists/{listing.slug}/claim",
        **facts,
    )
