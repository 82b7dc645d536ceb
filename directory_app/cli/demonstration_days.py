"""What happened lately in the demonstration, so that no page of a therapist or a moderator is empty.

Messages, figures, reports, an appeal, edits, a claim, clients' confirmations counted and held: all through the actions
that people use. Only dates are set back afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import confirming
from ..claims import actions as claims
from ..confirming import Door, Maker, SessionFacts, Thresholds
from ..exchange.facts import Facts
from ..exchange.making import Maker as ListingMaker
from ..exchange.making import make
from ..listings import actions as listings
from ..messages import actions as messages
from ..messages.actions import Addresses
from ..messages.wording import Note
from ..models import (
    Account,
    ClaimProof,
    DailyTotal,
    Decision,
    DecisionKind,
    Listing,
    PublicListing,
    Role,
    TotalKind,
    now,
)
from ..my_score import actions as my_score
from ..places import locate
from ..questionnaire import actions as questionnaire
from ..reports import actions as reports
from ..reports.actions import Complaint
from ..workplaces import PlaceOfWork

PROMISE_DAYS = 3
DAYS_OF_FIGURES = 60
# Without patterns where clients are to count, with the usual ones where a moderator is to look.
CALM, WATCHFUL = Thresholds(99, 99, 99), Thresholds(6, 2, 5)


@dataclass(frozen=True)
class Site:
    """What letters and codes need: the address of the site, its secret, where a conversation with this key is read."""

    address: str
    secret: str
    addresses: Callable[[str, str], Addresses]


MESSAGES = (
    ("Rowan Ellery", 9, True, "Hello, my low back has been stiff since the spring. Could we stay there for the hour?"),
    ("Imani Castellane", 3, False, ""),
    ("Petra Voss", 1, True, "Do you have anything late on a Thursday, and may I park near your door?"),
)
REPORTS = (
    (
        "Luz Arrieta Bustamante",
        "not-as-described",
        2,
        "I asked for the low back and got the usual round of everything.",
    ),
    ("Cassidy Brightwater", "promises-a-cure", 1, "The page says that it heals slipped discs."),
    ("Hal Vandermolen", "private-address", 0, "The description names the street where the family lives."),
)
CONFIRMED = ("Marisol Etcheverry", "Priya Venkataswamy", "Idris Okonjo-Bell", "Anneke Visser-Tran")
HELD = "Thuy-Anh Bui"
SESSIONS = (
    {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "none"},
    {"Q1": "yes", "Q2": "partly", "Q3": "yes", "Q4": "unsure", "Q5": "none"},
    {"Q1": "partly", "Q2": "yes", "Q3": "partly", "Q4": "yes", "Q5": "little"},
    {"Q1": "yes", "Q2": "yes", "Q3": "unsure", "Q4": "yes", "Q5": "little"},
)
UNCLAIMED = Facts(
    name="Corinne Adeyemi-Hughes",
    practice="Slow Harbour Bodywork",
    places=(PlaceOfWork(city="Astoria", region="OR", postal_code="97103", country="US", privacy="area"),),
    email="corinne.adeyemi@example.org",
    phone="+1 503 555 0147",
    source="members' list of an invented association",
    consent_note="Agreed by letter to be listed with name, practice and contact.",
    consented_on=None,
)


def load_recent_days(session: Session, site: Site) -> None:
    """Let the last two months happen. The caller commits."""
    first = _listing(session, CONFIRMED[0])
    _figures(session, first)
    _messages(session, first, site)
    for name in CONFIRMED:
        _confirmations(session, _listing(session, name), site, months_ago=2)
    _confirmations(session, _listing(session, HELD), site, months_ago=0)
    _reports(session)
    _appeal(session, site)
    _edits(session)
    _claim(session, site)


def _listing(session: Session, name: str) -> Listing:
    wanted = select(Listing).join(PublicListing, PublicListing.listing_id == Listing.id)
    return session.scalars(wanted.where(PublicListing.name == name)).one()


def _public(session: Session, name: str) -> PublicListing:
    return session.scalars(select(PublicListing).where(PublicListing.name == name)).one()


def _figures(session: Session, listing: Listing) -> None:
    """Figures of two months that rise and fall with the week."""
    today = now().date()
    for back in range(1, DAYS_OF_FIGURES + 1):
        day = today - timedelta(days=back)
        shown = 14 + (back * 7) % 9 - (6 if day.weekday() > 4 else 0)
        counts = {
            TotalKind.SHOWN: shown,
            TotalKind.OPENED: shown // 4 + back % 3,
            TotalKind.CONTACT_REVEALED: back % 4 // 2,
            TotalKind.MESSAGE_SENT: int(back in (1, 3, 9)),
        }
        session.add_all(
            DailyTotal(listing_id=listing.id, day=day, kind=kind, count=count)
            for kind, count in counts.items()
            if count
        )


def _messages(session: Session, listing: Listing, site: Site) -> None:
    public = session.get_one(PublicListing, listing.id)
    for number, (name, days, shares, words) in enumerate(MESSAGES):
        note = Note.of(name, f"visitor-{number}@example.org", words, not words, shares)
        key = _key(f"message {number}")
        where = site.addresses(key, public.slug)
        sent = messages.send(session, public, note, key, sender="", addresses=where)
        if sent is None:
            continue
        sent.created_at = now() - timedelta(days=days, hours=2)
        if number == 0:
            answer = "Yes, gladly: the whole hour can go there. Monday or Wednesday?"
            messages.reply(session, sent, answer, _key("reply"), public.name, where)


def _confirmations(session: Session, listing: Listing, site: Site, months_ago: int) -> None:
    """Clients who report: long ago and one by one, so that they count, or today and all at once, so that they wait."""
    account, key = listing.account, _key(f"sheet {listing.id}")
    if account is None:
        return
    confirming.make_sheet(session, listing, Maker(account, "192.0.2.1", site.secret), 10, key)
    month = _month(now().date(), max(months_ago, 1))
    number = 8 if months_ago == 0 else len(SESSIONS)
    for index, code in enumerate(confirming.codes_of(site.secret, key, 10)[:number]):
        answers = SESSIONS[0] if months_ago == 0 else SESSIONS[index]
        network = "198.51.100.4" if months_ago == 0 else f"203.0.113.{index}"
        door = Door(_key(f"client {listing.id} {index}"), network, site.secret)
        facts = SessionFacts(month, answers)
        made = confirming.take(session, code, facts, door, CALM if months_ago else WATCHFUL)
        if months_ago:
            made.ready_on = month
            made.received_at = now() - timedelta(days=20)
    session.flush()
    if months_ago:
        confirming.count_waiting(session, listing.id)


def _month(today: date, back: int) -> date:
    first = today.replace(day=1)
    for _ in range(back):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def _reports(session: Session) -> None:
    for name, reason, days, note in REPORTS:
        made = reports.report(session, _public(session, name), Complaint(reason, note), _key(name), PROMISE_DAYS)
        made.created_at -= timedelta(days=days, hours=1)
        made.due_on -= timedelta(days=days)


def _appeal(session: Session, site: Site) -> None:
    """The first therapist who was asked for changes does not agree."""
    decision = session.scalars(
        select(Decision).where(Decision.kind == DecisionKind.ASK_FOR_CHANGES).order_by(Decision.id).limit(1)
    ).one()
    account = decision.revision.listing.account
    if account is not None:
        words = "My text says in the second answer how I plan the hour. Please read it once more."
        my_score.appeal(session, decision, account, words, PROMISE_DAYS, site.address)


def _edits(session: Session) -> None:
    """Two therapists changed what is public: one an answer, one an answer taken from somebody else's page."""
    own = "Yes. Flat hand or forearm, no oil, very slow, and I hold until it gives. I ask before I go deeper."
    source = _listing(session, "Priya Venkataswamy").approved
    other = source.answer("Q4") if source else None
    for name, question_id, words in (
        ("Delphine Oakhurst", "Q2", own),
        ("Gordon Fairweather", "Q4", other.text if other else own),
    ):
        listing = _listing(session, name)
        if listing.account is None:
            continue
        revision = listings.begin_edit(session, listing, listing.account)
        before = revision.answer(question_id)
        choice = before.choice if before else None
        questionnaire.save_answer(session, revision, listing.account, question_id, choice, words, None)
        listings.submit(session, revision, listing.account, PROMISE_DAYS)
        revision.submitted_at = now() - timedelta(days=1, hours=4)
        revision.due_on = (revision.submitted_at + timedelta(days=PROMISE_DAYS)).date()


def _claim(session: Session, site: Site) -> None:
    """A listing that an operator put in, and somebody who says that it is theirs and waits to be called."""
    agreed = now().date() - timedelta(days=45)
    found = [locate(session, one.city, one.region, one.postal_code, one.country) for one in UNCLAIMED.places]
    (listing,) = make(session, [(replace(UNCLAIMED, consented_on=agreed), found)], ListingMaker(approved=True))
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    account = Account(
        email="corinne@example.org", password=None, fs_uniquifier=_key("claimant"), confirmed_at=now(), roles=[role]
    )
    session.add(account)
    session.flush()
    place = claims.Site(site.address, site.secret, PROMISE_DAYS)
    claims.open_claim(session, listing, account, ClaimProof.PHONE, place)


def _key(of: str) -> str:
    """The same key each time, so that a demonstration can be compared with another one."""
    return hashlib.sha256(f"demonstration {of}".encode()).hexdigest()[:32]
