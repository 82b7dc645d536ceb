"""Invented therapists for a development directory: written at once, sent in and decided as real people do it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_security import hash_password, verify_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit
from ..checking import CheckFound, record_check
from ..config import data_dir
from ..listings import actions as listings
from ..models import (
    Account,
    Answer,
    CheckOutcome,
    DecisionKind,
    Licence,
    Listing,
    Reason,
    Revision,
    Role,
    SessionPrice,
    now,
)
from ..moderation import deciding as moderation
from ..moderation.deciding import Verdict
from ..workplaces import PlaceOfWork, completed, find, make_location

PROMISE_DAYS = 3
CHECK_LASTS = timedelta(days=365)
LOOKED_UP_WHERE = "the board's public register"
ABOUT = (
    "name", "practice", "pronouns", "gender", "credentials", "bio", "website", "techniques", "languages", "step_free",
    "home_visits", "receipts",
)  # fmt: skip
PLACE = ("street", "city", "region", "postal_code", "country", "privacy", "mobile_radius_km")


@dataclass(frozen=True)
class SignIn:
    """How to sign in to the demonstration in one role."""

    role: str
    email: str
    password: str

    @staticmethod
    def present(session: Session) -> list[SignIn]:
        """The sign-ins whose accounts exist and still have the password they began with."""
        emails = [one.email for one in SIGN_INS]
        hashes = dict(session.execute(select(Account.email, Account.password).where(Account.email.in_(emails))).all())
        return [one for one in SIGN_INS if verify_password(one.password, hashes.get(one.email) or "")]


SIGN_INS = [
    SignIn("therapist", "therapist@example.org", "quiet-river-stones-17"),
    SignIn("moderator", "moderator@example.org", "patient-reading-lamp-23"),
    SignIn("administrator", "administrator@example.org", "steady-garden-keys-31"),
]

MODERATOR = SIGN_INS[1].email


def load_demonstration(session: Session, say: Callable[[str], object]) -> int:
    """Load everybody; return how many therapists. The caller commits."""
    roles = {role.name: role for role in session.scalars(select(Role))}
    staff = {one.role: new_account(session, one.email, roles[one.role], one.password) for one in SIGN_INS[1:]}
    count = 0
    for count, person in enumerate(_people(), start=1):
        first = count == 1
        email, password = (SIGN_INS[0].email, SIGN_INS[0].password) if first else (person["email"], None)
        account = new_account(session, email, roles["therapist"], password)
        _therapist(session, account, person, staff["moderator"], age=_age(count))
        if count % 100 == 0:
            say(f"  {count} therapists")
    session.flush()
    return count


def _people() -> Iterator[dict[str, Any]]:
    for path in sorted((data_dir("seeds") / "demonstration").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def _age(count: int) -> timedelta:
    """Days since this person's facts were confirmed: from today to four months ago, spread evenly."""
    return timedelta(days=(count * 37) % 120, hours=(count * 5) % 24)


def new_account(session: Session, email: str, role: Role, password: str | None) -> Account:
    """An account with one role whose address is confirmed; without a password nobody signs in to it."""
    account = Account(
        email=email,
        password=hash_password(password) if password else None,
        fs_uniquifier=secrets.token_hex(16),
        confirmed_at=now(),
        roles=[role],
    )
    session.add(account)
    session.flush()
    return account


def _therapist(session: Session, account: Account, person: dict[str, Any], moderator: Account, age: timedelta) -> None:
    listing = _written(session, account, person)
    revision = listing.revisions[0]
    if person["show"] == "draft":
        return
    listings.submit(session, revision, account, PROMISE_DAYS)
    _check_licences(session, listing, person, moderator, now() - age)
    verdict = _verdict(session, person["show"])
    # Before it becomes public, so that it is written once.
    moment = _make_older(listing, revision, min(age, timedelta(days=6)) if verdict is None else age)
    session.flush()
    if verdict is not None:
        moderation.decide(session, revision, moderator, verdict, version=revision.version)
        revision.decided_at = moment


def _written(session: Session, account: Account, person: dict[str, Any]) -> Listing:
    """What the steps of the form would have stored one by one, stored at once: 320 people are waited for."""
    place = PlaceOfWork(**{name: person[name] for name in PLACE})
    found = find(session, place)
    revision = Revision(
        number=1,
        **{name: person[name] for name in ABOUT},
        locations=[make_location(completed(place, found), found)],
        prices=[SessionPrice(minutes=p["minutes"], amount=Decimal(str(p["amount"])), currency=p["currency"])
                for p in sorted(person["prices"], key=lambda one: one["minutes"])],
        answers=[Answer(question_id=question_id, choice=one["choice"] or None, text=one["text"] or None)
                 for question_id, one in person["answers"].items()],
    )  # fmt: skip
    listing = Listing(
        account=account,
        revisions=[revision],
        licences=[_licence(one) for one in person["licences"]],
        phone=person["phone"],
        public_email=person["email"],
        hours=person["hours"],
        accepting_clients=person["accepting"],
    )
    listing.contact_confirmed_at = listing.hours_confirmed_at = now()
    listing.accepting_confirmed_at = listing.contact_confirmed_at if person["accepting"] is not None else None
    session.add(listing)
    session.flush()
    audit.record(session, "listing", listing.id, account, "started", target_name=account.email)
    return listing


def _licence(one: dict[str, Any]) -> Licence:
    return Licence(
        number=one.get("number", ""),
        board=one.get("board", ""),
        region=one.get("region", ""),
        expires_on=date.fromisoformat(one["expires"]) if one.get("expires") else None,
        none_exists=one.get("none_exists", False),
    )


def _check_licences(
    session: Session, listing: Listing, person: dict[str, Any], moderator: Account, when: datetime
) -> None:
    for licence, facts in zip(listing.licences, person["licences"], strict=True):
        if facts.get("checked"):
            until = (when + CHECK_LASTS).date()
            found = CheckFound(CheckOutcome.FOUND, licence.number, licence.board, LOOKED_UP_WHERE, until)
            record_check(session, licence, moderator, found, at=when)


def _verdict(session: Session, show: str) -> Verdict | None:
    if show == "published":
        return Verdict(DecisionKind.APPROVE)
    if show == "changes_requested":
        reason = session.scalars(select(Reason.slug).order_by(Reason.slug)).first()
        return Verdict(DecisionKind.ASK_FOR_CHANGES, reason, "Please say in your own words how you plan the hour.")
    return None


def _make_older(listing: Listing, revision: Revision, age: timedelta) -> datetime:
    """Spread the dates, so that the directory looks as if people had come one after another; return this one's."""
    moment = now() - age
    listing.accepting_confirmed_at = moment if listing.accepting_clients is not None else None
    listing.contact_confirmed_at = listing.hours_confirmed_at = moment
    revision.submitted_at = moment
    revision.due_on = (moment + timedelta(days=PROMISE_DAYS)).date()
    return moment
