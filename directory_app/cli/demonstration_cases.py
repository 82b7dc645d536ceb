"""One case of every kind in the demonstration, so that a moderator who tries it sees each: through the usual actions.

Interviews that count in full and half, accounts that came together, answers close to each other, a flag on what is
public, a hidden part that its therapist has put right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import checking
from ..checking import Limits
from ..exchange.facts import Facts
from ..exchange.making import Maker, make
from ..hiding import actions as hiding
from ..interviews import actions as interviews
from ..interviews.actions import Held
from ..listings import actions as listings
from ..models import Account, HiddenField, InterviewWay, Listing, PublicListing, Role, now
from ..places import locate
from ..questionnaire import actions as questionnaire
from ..scorekeeping.interviews import Heard, weigh
from ..workplaces import PlaceOfWork
from .demonstration import PROMISE_DAYS, new_account

# Whom a moderator asked, how many days ago, how, and what was said.
INTERVIEWS = (
    (
        "Idris Okonjo-Bell",
        40,
        InterviewWay.PHONE,
        {
            "Q1": "Said that the whole hour can stay on the low back, hips and thighs where somebody asks for it.",
            "Q2": "Slow, sustained pressure without oil; waits for the fascia to soften before moving on.",
            "Q4": "Named trigger points in gluteus medius that refer pain to the low back, and tests them first.",
        },
    ),
    (
        "Anneke Visser-Tran",
        790,
        InterviewWay.VIDEO,
        {"Q3": "Looks at how people stand, and explained how a pelvis that tips forward loads the low back for some."},
    ),
)
TOGETHER = ("calmhandsdenver", "calmhands.denver2", "calmhandsdenver3", "calmhands-denver4", "calm.hands.denver5")
TOGETHER_LIMITS = Limits(same_network=4, alike=4, days=7)
# Whose answer to question 4 others took over, and who did: one word for word, one with words of their own.
SOURCE, QUESTION = "Priya Venkataswamy", "Q4"
COPIED = (("Cedar Blum", "{0}"), ("Jonah Whitcombe", "In short: {0}"))
PUT_RIGHT = "Bethany Crowfoot-Hale"
REFUSED_WORDS = Facts(
    name="Gwendolyn Marchetti-Roy",
    practice="Harbourfront Hands",
    bio="A specialist for low backs with a quiet room near the water. I ask before I begin and stop when you say so.",
    places=(PlaceOfWork(city="Toronto", region="ON", postal_code="M5V 2T6", country="CA", privacy="area"),),
    email="gwendolyn.marchetti@example.org",
    phone="+1 416 555 0119",
    source="members' list of an invented association",
    consent_note="Agreed by letter to be listed with name, practice and contact.",
    consented_on=None,
)


def load_cases(session: Session, moderator: Account, secret: str) -> None:
    """Let each kind of case come up. The caller commits."""
    for name, days, way, said in INTERVIEWS:
        weighed = (weigh(Heard(question_id, words)) for question_id, words in said.items())
        held = Held(now().date() - timedelta(days=days), way, tuple(one for one in weighed if one is not None))
        interviews.record(session, _listing(session, name), moderator, held)
    _together(session, secret)
    _copies(session)
    _hidden(session, moderator)
    _refused_words(session)


def _listing(session: Session, name: str) -> Listing:
    wanted = select(Listing).join(PublicListing, PublicListing.listing_id == Listing.id)
    return session.scalars(wanted.where(PublicListing.name == name)).one()


def _together(session: Session, secret: str) -> None:
    """Five accounts of today from one network, with nearly the same address."""
    role = session.scalars(select(Role).where(Role.name == "therapist")).one()
    for name in TOGETHER:
        account = new_account(session, f"{name}@example.org", role, None)
        checking.note_registration(session, account, "203.0.113.0/24", secret, TOGETHER_LIMITS)
    checking.look_for_names(session, TOGETHER_LIMITS)


def _copies(session: Session) -> None:
    approved = _listing(session, SOURCE).approved
    answer = approved.answer(QUESTION) if approved else None
    for name, words in COPIED:
        listing = _listing(session, name)
        if listing.account is None or answer is None:
            continue
        revision = listings.begin_edit(session, listing, listing.account)
        text = words.format(answer.text or "")
        questionnaire.save_answer(session, revision, listing.account, QUESTION, answer.choice, text, None)
        listings.submit(session, revision, listing.account, PROMISE_DAYS)


def _hidden(session: Session, moderator: Account) -> None:
    """A part that was hidden the day before yesterday, and its therapist who says that it is put right."""
    listing = _listing(session, PUT_RIGHT)
    order = hiding.Order(("bio",), "hide-other", "It names a clinic that asked not to be named.")
    hiding.hide(session, listing, moderator, order)
    hidden = session.scalars(select(HiddenField).where(HiddenField.listing_id == listing.id)).one()
    hidden.hidden_at = now() - timedelta(days=2)
    if listing.account is not None:
        hiding.ask(session, hidden, listing.account)


def _refused_words(session: Session) -> None:
    """A listing an operator put in, with a word that the rules of its place keep out: a flag on what is public."""
    facts = replace(REFUSED_WORDS, consented_on=_days_ago(30))
    found = [locate(session, one.city, one.region, one.postal_code, one.country) for one in facts.places]
    make(session, [(facts, found)], Maker(approved=True))


def _days_ago(days: int) -> date:
    return now().date() - timedelta(days=days)
