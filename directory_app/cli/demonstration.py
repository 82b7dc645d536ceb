"""Invented therapists for a development directory, loaded through the actions that real people use."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask_security import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import publishing
from ..checking import CheckFound, record_check
from ..config import data_dir
from ..listings import actions as listings
from ..models import Account, CheckOutcome, DecisionKind, Listing, Reason, Revision, Role, now
from ..moderation import deciding as moderation
from ..moderation.deciding import Verdict
from ..questionnaire import actions as questionnaire

PROMISE_DAYS = 3
CHECK_LASTS = timedelta(days=365)
LOOKED_UP_WHERE = "the board's public register"


@dataclass(frozen=True)
class SignIn:
    """How to sign in to the demonstration in one role."""

    role: str
    email: str
    password: str

    @staticmethod
    def present(session: Session) -> list[SignIn]:
        """The sign-ins whose accounts exist."""
        emails = set(session.scalars(select(Account.email).where(Account.email.in_([one.email for one in SIGN_INS]))))
        return [one for one in SIGN_INS if one.email in emails]


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
    listing = listings.start(session, account)
    revision = listing.revisions[0]
    _fill(session, listing, revision, account, person)
    if person["show"] == "draft":
        return
    listings.submit(session, revision, account, PROMISE_DAYS)
    _check_licences(session, listing, person, moderator, now() - age)
    verdict = _verdict(session, person["show"])
    if verdict is not None:
        moderation.decide(session, revision, moderator, verdict, version=revision.version)
    _make_older(listing, revision, min(age, timedelta(days=6)) if verdict is None else age)
    publishing.refresh(session, listing)


def _fill(session: Session, listing: Listing, revision: Revision, who: Account, person: dict[str, Any]) -> None:
    about = listings.About(
        name=person["name"],
        practice=person["practice"],
        pronouns=person["pronouns"],
        gender=person["gender"],
        credentials=person["credentials"],
        bio=person["bio"],
        website=person["website"],
    )
    listings.save_about(session, revision, who, about)
    place = listings.PlaceOfWork(
        street=person["street"],
        city=person["city"],
        region=person["region"],
        postal_code=person["postal_code"],
        country=person["country"],
        privacy=person["privacy"],
        mobile_radius_km=person["mobile_radius_km"],
    )
    listings.save_place(session, revision, who, place)
    listings.save_practical(session, revision, who, _practical(person))
    listings.save_licences(session, listing, who, [_licence(one) for one in person["licences"]])
    listings.save_contact(session, listing, who, _contact(person))
    for question_id, answer in person["answers"].items():
        questionnaire.save_answer(session, revision, who, question_id, answer["choice"], answer["text"], None)


def _practical(person: dict[str, Any]) -> listings.Practical:
    return listings.Practical(
        techniques=person["techniques"],
        languages=person["languages"],
        prices=[(p["minutes"], Decimal(str(p["amount"])), p["currency"]) for p in person["prices"]],
        step_free=person["step_free"],
        home_visits=person["home_visits"],
        receipts=person["receipts"],
    )


def _licence(one: dict[str, Any]) -> listings.LicenceFacts:
    return listings.LicenceFacts(
        number=one.get("number", ""),
        board=one.get("board", ""),
        region=one.get("region", ""),
        expires_on=date.fromisoformat(one["expires"]) if one.get("expires") else None,
        none_exists=one.get("none_exists", False),
    )


def _contact(person: dict[str, Any]) -> listings.Contact:
    return listings.Contact(
        phone=person["phone"],
        public_email=person["email"],
        hours=person["hours"],
        accepting_clients=person["accepting"],
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


def _make_older(listing: Listing, revision: Revision, age: timedelta) -> None:
    """Spread the dates, so that the directory looks as if people had come one after another."""
    moment = now() - age
    listing.accepting_confirmed_at = moment if listing.accepting_clients is not None else None
    listing.contact_confirmed_at = moment
    revision.submitted_at = moment
    revision.due_on = (moment + timedelta(days=PROMISE_DAYS)).date()
    if revision.decided_at is not None:
        revision.decided_at = moment
