"""Every act of a moderator has a way back, and the public state is then what it was, byte for byte."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app import casework
from directory_app.access import mark_of
from directory_app.checking import CheckFound
from directory_app.claims import actions as claims
from directory_app.hiding import actions as hiding
from directory_app.integrity import actions as integrity
from directory_app.interviews import actions as interviews
from directory_app.licences import actions as licences
from directory_app.messages import actions as messages
from directory_app.models import (
    Act,
    AppealOutcome,
    CheckOutcome,
    Claim,
    ClaimState,
    Confirmation,
    DecisionKind,
    Evidence,
    Flag,
    FlagState,
    HiddenField,
    Interview,
    InterviewWay,
    Licence,
    LicenceCheck,
    Listing,
    Location,
    Message,
    OutgoingMail,
    PublicListing,
    PublicLocation,
    PublicName,
    RegistrationBurst,
    Report,
    ReportOutcome,
    Revision,
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


@pytest.fixture
def database_app(sqlite_app):
    """One database: what an act changes and its undoing puts back is the same rows on both."""
    return sqlite_app


# What each form of moderators does, as the kinds of acts it keeps; or why nothing is undone.
FORMS = {
    "moderation.decide": {"decision"},
    "moderation.review_flags": {"flags"},
    "moderation.close_report": {"report"},
    "moderation.answer_appeal": {"answer"},
    "moderation.decide_held": {"held"},
    "moderation.suspend": {"standing"},
    "moderation.restore": {"standing"},
    "hiding.hide": {"hidden"},
    "hiding.show": {"shown"},
    "claims.decide": {"claim_accepted", "claim_refused"},
    "integrity.review_flag": {"flag"},
    "integrity.review_burst": {"burst"},
    "licences.record": {"licence_checked"},
    "licences.withdraw": {"licence_unchecked"},
    "interviews.record": {"interview"},
    "interviews.withdraw": {"interview_withdrawn"},
    "claims.read_out": "decides nothing: the code is worthless without the telephone, and a newer one ends it",
    "moderation.next_case": "changes nothing",
    "moderation.look": "runs out by itself",
    "moderation.undo": "is the way back",
    "moderation.leave_note": "undone by deleting the note",
    "moderation.delete_note": "an own note goes for good, as its author asked",
}
# Columns that move with each writing, and the rows of looks and letters that an act leaves in the past.
TECHNICAL = frozenset({"id", "updated_at", "version", "revision_id", "lifted_at", "lifted_by_id"})
PUBLIC = (PublicListing, PublicLocation, PublicName)
STANDING = (Listing, Revision, Flag, Licence, Location, Message, Report, Confirmation, RegistrationBurst)


def state_of(session):
    """All that the public sees, and all that its therapist and the work list would find."""
    session.flush()
    session.expire_all()
    rows = [_facts(one, TECHNICAL) for model in (*PUBLIC, *STANDING) for one in session.scalars(select(model))]
    for revision in session.scalars(select(Revision)):
        which, score = (revision.listing_id, revision.number), revision.score
        rows.append(("score", which, score.rank_score if score else None))
        rows.append(("answers", which, [(one.choice, one.text) for one in revision.answers]))
    for model in (HiddenField, Evidence, Interview, LicenceCheck):
        ended = "lifted_at" if model is HiddenField else "withdrawn_at"
        live = select(model).where(getattr(model, ended).is_(None))
        rows += [(*_facts(one, TECHNICAL | {"listing"}),) for one in session.scalars(live)]
    rows += [("claim", one.id, one.is_pending) for one in session.scalars(select(Claim))]
    return sorted(rows, key=str)


def _facts(one, without):
    facts = {c.key: getattr(one, c.key) for c in type(one).__mapper__.column_attrs if c.key not in without}
    return (type(one).__tablename__, str(sorted(facts.items())))


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
    messages.reply(session, message, "An answer.", "a" * 32, "Olga", messages.Addresses("", "", "", ""))
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


def test_every_form_of_moderators_has_a_way_back_or_says_why_not(sqlite_app):
    views = sqlite_app.view_functions
    posts = {rule.endpoint for rule in sqlite_app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    of_moderators = {one for one in posts if mark_of(one, views[one]) == "moderator_only"}
    assert of_moderators == set(FORMS)
    kinds = {kind for kept in FORMS.values() if isinstance(kept, set) for kind in kept}
    assert kinds == set(casework.ways_back()) == {kind for _, kind in WALKS.values()}


@pytest.mark.parametrize("walk", WALKS)
def test_what_is_undone_leaves_everything_as_it_was_and_no_letter(session, walk):
    begin, kind = WALKS[walk]
    moderator = make_account(session, "moderator")
    act_now = begin(session, moderator)
    letters = session.scalars(select(OutgoingMail.id)).all()
    before = state_of(session)
    act_now()
    assert state_of(session) != before
    act = session.scalars(select(Act).order_by(Act.id.desc())).first()
    assert act.what == kind
    assert casework.too_late(session, act) == ""
    colleague = make_account(session, "moderator")
    casework.undo(session, act, colleague, "https://directory.example.org")
    assert state_of(session) == before
    assert session.scalars(select(OutgoingMail.id)).all() == letters
    assert act.undone_by is colleague


@pytest.mark.parametrize("walk", ["an accepted claim", "hidden parts", "a licence not found", "an interview"])
def test_letters_that_have_left_are_followed_by_one_that_corrects_each(session, walk):
    act_now = WALKS[walk][0](session, make_account(session, "moderator"))
    last = max([0, *session.scalars(select(OutgoingMail.id))])
    act_now()
    sent = session.scalars(select(OutgoingMail).where(OutgoingMail.id > last)).all()
    for letter in sent:
        letter.sent_at, letter.attempts = now(), 1
    session.flush()
    told = sorted(one.recipient for one in sent)
    act = session.scalars(select(Act).order_by(Act.id.desc())).first()
    casework.undo(session, act, make_account(session, "moderator"), "https://directory.example.org")
    after = session.scalars(select(OutgoingMail).where(OutgoingMail.id > max(one.id for one in sent))).all()
    assert told
    assert sorted(one.recipient for one in after) == told
    assert all(one.subject.startswith("Please disregard our letter of") for one in after)


def test_what_rests_on_an_act_is_undone_first_and_what_changed_since_is_left_alone(session):
    moderator = make_account(session, "moderator")
    check_licence(session, moderator)()
    first = session.scalars(select(Act)).one()
    uncheck = session.scalars(select(LicenceCheck)).one()
    second = licences.withdraw(session, uncheck, moderator, "Another person.", "")
    assert casework.too_late(session, first) == casework.LATER
    session.get_one(Licence, second.subject_id).looked_up_where = "somewhere else"
    session.flush()
    assert "says something else by now" in casework.too_late(session, second)
