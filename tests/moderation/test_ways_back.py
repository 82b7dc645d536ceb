"""Every act of a moderator has a way back, and the public state is then what it was, byte for byte."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import casework
from directory_app.access import mark_of
from directory_app.licences import actions as licences
from directory_app.models import (
    Act,
    Claim,
    Confirmation,
    Evidence,
    Flag,
    HiddenField,
    Interview,
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
    Revision,
    now,
)

from ..factories import (
    make_account,
)
from .walks import WALKS, check_licence


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
