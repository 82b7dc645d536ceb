"""Each act of a moderator, begun and ready to be done, with the kind it is kept under."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from directory_app.checking import CheckFound
from directory_app.claims import actions as claims
from directory_app.hiding import actions as hiding
from directory_app.integrity import actions as integrity
from directory_app.interviews import actions as interviews
from directory_app.licences import actions as licences
from directory_app.messages import actions as messages
from directory_app.models import (
    AppealOutcome,
    CheckOutcome,
    ClaimState,
    DecisionKind,
    Flag,
    FlagState,
    InterviewWay,
    LicenceCheck,
    ReportOutcome,
    now,
)
from directory_app.moderation import actions as moderation
from directory_app.moderation import appeal_actions, deciding, standing
from directory_app.moderation.deciding import Verdict
from directory_app.scorekeeping.interviews import Heard, weigh

from ..claims.conftest import SITE
from ..confirmations.conftest import send
from ..factories import (
    CLINICAL,
    make_account,
    make_appeal,
    make_burst,
    make_claim,
    make_decision,
    make_hidden,
    make_interview,
    make_listing,
    make_message,
    make_report,
    make_revision,
    make_unclaimed,
    submit,
)
from .test_confirmations import NETWORK
from .test_undo import PROMISING


def approve(session, moderator):
    listing = make_listing(session, "published", name="Ada")
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="New words."))
    verdict = Verdict(DecisionKind.APPROVE)
    return lambda: deciding.decide(session, edit, moderator, verdict, version=edit.version)


def suspend(session, moderator):
    listing = make_listing(session, "published")
    verdict = Verdict(DecisionKind.SUSPEND, "suspended-unsafe")
    return lambda: standing.suspend(session, listing, moderator, verdict)


def review_flags(session, moderator):
    revision = make_listing(session, "published", answers=PROMISING).approved
    flag = session.scalars(select(Flag)).one()
    return lambda: standing.review_flags(session, revision, moderator, frozenset({flag.id}), "A course.")


def close_report(session, moderator):
    report = make_report(session, make_listing(session, "published"), email="vera@example.org")
    return lambda: moderation.close_report(session, report, moderator, ReportOutcome.ACTED, "Thank you.")


def answer_appeal(session, moderator):
    listing = make_listing(session, "changes_requested")
    revision = listing.revisions[0]
    decision = make_decision(session, revision, "ask_for_changes")
    appeal = make_appeal(session, revision, decision)
    ruling, terms = appeal_actions.Ruling(AppealOutcome.UPHELD, "You are right."), appeal_actions.Terms(3)
    return lambda: appeal_actions.answer(session, appeal, moderator, ruling, version=revision.version, terms=terms)


def decide_held(session, moderator):
    listing = make_listing(session, "published")
    sent = [send(session, listing, network="198.51.100.9", thresholds=NETWORK)[0] for _ in range(2)]
    newest = sent[-1].id
    return lambda: moderation.decide_held(session, listing.id, moderator, release=True, reason="Fine.", newest=newest)


def hide(session, moderator):
    listing = make_listing(session, "published")
    make_hidden(session, listing, "bio", content="0" * 64)
    order = hiding.Order(("bio", "phone", "Q2"), "hide-safety", "Please change it.")
    return lambda: hiding.hide(session, listing, moderator, order)


def show(session, moderator):
    hidden = make_hidden(session, make_listing(session, "published"))
    return lambda: hiding.show_again(session, hidden, moderator)


def accept_claim(session, moderator):
    owned = make_listing(session, "published", name="Olga Owner")
    message = make_message(session, owned, "A private question.")
    messages.reply(session, message, "An answer.", "a" * 32, "Olga", messages.Addresses("", "", "", "", "", ""))
    submit(session, make_revision(session, owned, 2, name="Olga Owner", bio="What waits."))
    make_claim(session, owned, state=ClaimState.DISPUTED)
    claim = make_claim(session, owned, state=ClaimState.DISPUTED)
    return lambda: claims.accept(session, claim, moderator, "Her licence.", SITE)


def refuse_claim(session, moderator):
    claim = make_claim(session, make_unclaimed(session))
    return lambda: claims.refuse(session, claim, moderator, "Not readable.", SITE)


def review_flag(session, moderator):
    make_listing(session, "published", answers=PROMISING)
    flag = session.scalars(select(Flag)).one()
    return lambda: integrity.review_flag(session, flag, moderator, FlagState.DISMISSED, "A course.", seen="open")


def review_burst(session, moderator):
    burst = make_burst(session, make_account(session), make_account(session))
    return lambda: integrity.review_burst(session, burst, moderator, FlagState.UPHELD, "One hand.", seen="open")


def check_licence(session, moderator):
    licence = make_listing(session, "published").licences[0]
    ends = now().date() + timedelta(days=200)
    found = CheckFound(CheckOutcome.FOUND, licence.number, licence.board, "the register", ends)
    return lambda: licences.record(session, licence, moderator, found, 0, "")


def find_no_licence(session, moderator):
    licence = make_listing(session, "published").licences[0]
    found = CheckFound(CheckOutcome.NOT_FOUND, licence.number, licence.board, "the register")
    return lambda: licences.record(session, licence, moderator, found, 0, "")


def uncheck_licence(session, moderator):
    check_licence(session, moderator)()
    check = session.scalars(select(LicenceCheck)).one()
    return lambda: licences.withdraw(session, check, moderator, "Another person.", "")


def interview(session, moderator):
    listing = make_listing(session, "published", answers={**CLINICAL, "Q2": ("no", "With long strokes.")})
    held = interviews.Held(now().date(), InterviewWay.PHONE, (weigh(Heard("Q2", CLINICAL["Q2"][1])),))
    return lambda: interviews.record(session, listing, moderator, held)


def withdraw_interview(session, moderator):
    listing = make_listing(session, "published")
    made = make_interview(session, listing, {"Q2": 0.1})
    interviews.score_again(session, listing)
    return lambda: interviews.withdraw(session, made, moderator, "Notes of somebody else.")


WALKS = {
    "an approval": (approve, "decision"),
    "taking down": (suspend, "standing"),
    "a review of all flags": (review_flags, "flags"),
    "a closed report": (close_report, "report"),
    "an answered appeal": (answer_appeal, "answer"),
    "released confirmations": (decide_held, "held"),
    "hidden parts": (hide, "hidden"),
    "a part shown again": (show, "shown"),
    "an accepted claim": (accept_claim, "claim_accepted"),
    "a refused claim": (refuse_claim, "claim_refused"),
    "a review of one flag": (review_flag, "flag"),
    "a review of new accounts": (review_burst, "burst"),
    "a licence found": (check_licence, "licence_checked"),
    "a licence not found": (find_no_licence, "licence_checked"),
    "a check taken back": (uncheck_licence, "licence_unchecked"),
    "an interview": (interview, "interview"),
    "an interview taken back": (withdraw_interview, "interview_withdrawn"),
}
