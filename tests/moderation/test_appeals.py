"""Appeals and objections from both sides: made once and in time, answered by somebody else, with an effect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from directory_app.models import (
    Appeal,
    AppealOutcome,
    AuditEntry,
    Decision,
    DecisionKind,
    RevisionState,
    now,
)

from ..browser import Browser, words
from ..factories import make_account, make_listing, make_revision, submit
from .asking import answer, appeal, letters, reject


@pytest.fixture
def therapist(browser, session):
    """The browser of somebody whose listing waits."""
    browser.listing = make_listing(session, "submitted", name="Ada Ruiz")
    browser.sign_in(browser.listing.account)
    return browser


def test_a_decision_names_the_parts_to_change_and_leads_to_them(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working, part="Say how slow.")
    page = therapist.open("/my-listing")
    assert "What to change Question 2 : Say how slow." in page.text
    tasks = [words(one) for one in page.soup.select(".task")]
    marked = [one for one in tasks if "A change is asked for" in one]
    assert marked == ["Question 2: Myofascial techniques A change is asked for Completed"]
    assert "Question 2: Say how slow." in letters(session, therapist.listing.account)[-1].text
    assert therapist.follow("Question 2").url == "/my-listing/questions/Q2"


def test_an_upheld_appeal_puts_the_version_back_into_the_queue(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    assert "Your appeal is with the moderators" in appeal(therapist).text
    assert "You appealed today." in therapist.open("/my-listing").text
    page = moderators[1].open("/moderation/")
    assert "Appeal" in page.soup.select_one(".work-list").text
    assert "Ada Ruiz" in moderators[1].follow("Appeals").text
    answered = answer(moderators[1], session, "The therapist is right: the version goes back into the queue")
    assert "is answered" in answered.text
    assert therapist.listing.working.state is RevisionState.SUBMITTED
    assert "A moderator answers by" in therapist.open("/my-listing").text
    subject = [one.subject for one in letters(session, therapist.listing.account)]
    assert subject[-2:] == ["We have your appeal", "Your appeal was upheld"]
    assert "I read it again." in letters(session, therapist.listing.account)[-1].text
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["appealed", "appeal_upheld"]
    assert "Nothing is open" in moderators[1].open("/moderation/appeals").text


def test_an_upheld_appeal_queues_no_version_that_visitors_see_already(browser, moderators, session):
    listing = make_listing(session, "published", name="Ada Ruiz")
    edit = make_revision(session, listing, 2, name="Ada Ruiz")
    submit(session, edit)
    browser.sign_in(listing.account)
    reject(moderators[0], edit)
    appeal(browser)
    answered = answer(
        moderators[1], session, "The therapist is right: the decision counts no more, and visitors see all"
    )
    assert "is answered" in answered.text
    assert edit.state is RevisionState.REJECTED
    assert "Visitors see all of that version already" in letters(session, listing.account)[-1].text


def test_a_refused_appeal_leaves_the_decision_and_says_why(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    answer(moderators[1], session, "The decision stands", "It still promises a result.")
    page = therapist.open("/my-listing")
    assert "the decision stands" in page.text
    assert "It still promises a result." in page.text
    assert therapist.listing.working.state is RevisionState.REJECTED


def test_whoever_decided_does_not_answer_while_somebody_else_can(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    page = moderators[0].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    assert "another moderator answers" in page.text
    version = str(therapist.listing.working.version)
    typed = [("outcome", "refused"), ("note", "Because I say so."), ("version", version)]
    page = moderators[0].post(page.url, typed)
    assert page.status == 403
    assert "Because I say so." in page.html
    moderators[1].account.active = False
    session.flush()
    assert "is answered" in answer(moderators[0], session, "The decision stands").text


def test_the_second_moderator_is_told_who_was_faster(therapist, moderators, session, app):
    third = Browser(app, session)
    third.sign_in(make_account(session, "moderator"))
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    form = third.open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    answer(moderators[1], session)
    third.page = form
    third.choose("The decision stands")
    third.fill("Note to the therapist", "A note that took me an hour.")
    page = third.press("Save the answer")
    assert page.status == 409
    assert moderators[1].account.email in page.text
    assert "A note that took me an hour." in page.html
    assert session.scalars(select(Appeal.outcome)).one() is AppealOutcome.UPHELD


def test_while_an_appeal_waits_nobody_is_told_to_change_anything(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    assert "Read what the moderator asks for" in therapist.open("/my-listing").text
    assert "appeal" not in words(therapist.open("/my-listing/check").soup.main)
    appeal(therapist)
    page = therapist.open("/my-listing")
    assert words(page.soup.select_one(".next")) == "Your appeal is being read; there is nothing to do."
    assert "Leave your listing unchanged until the answer comes" in page.text
    assert "Change it below" not in page.text
    page = therapist.open("/my-listing/check")
    assert "Leave your listing unchanged until the answer comes" in page.text
    assert "If you send it in now, a moderator reads it anew, whatever comes of the appeal." in page.text
    answer(moderators[1], session, "The decision stands")
    assert "Read what the moderator asks for" in therapist.open("/my-listing").text
    assert "whatever comes of the appeal" not in therapist.open("/my-listing/check").text


def test_an_appeal_of_a_version_changed_since_does_not_send_in_what_is_half_written(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    therapist.open("/my-listing/about")
    therapist.fill("About you", "Half a sen")
    therapist.press("Save and continue")
    assert "it does not go back into the queue by itself, even if you are right" in therapist.open("/my-listing").text
    page = moderators[1].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    assert "has changed the version since" in page.text
    answer(moderators[1], session, "The therapist is right: the decision counts no more, and the version waits for")
    assert therapist.listing.working.state is RevisionState.REJECTED
    assert "this decision counts no more" in therapist.open("/my-listing").text
    assert "You have changed your listing since" in letters(session, therapist.listing.account)[-1].text


def test_a_case_that_changed_while_it_was_open_is_not_answered(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    moderators[1].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    therapist.listing.working.bio = "Other words."
    session.flush()
    moderators[1].choose("The therapist is right")
    moderators[1].fill("Note to the therapist", "Fine.")
    assert moderators[1].press("Save the answer").status == 409
    assert session.scalars(select(Appeal.closed_at)).one() is None


def test_a_decision_is_appealed_once_within_thirty_days_and_in_2000_characters(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    page = appeal(therapist, "x" * 2001)
    assert (page.status, page.errors) == (422, ["Shorten this to 2,000 characters; it has 2001."])
    assert page.value("Why do you think the decision is wrong?") == "x" * 2001
    assert therapist.open(page.url).status == 200
    assert therapist.press("Send the appeal").errors == ["Write why the decision should be looked at again."]
    form = therapist.open(page.url)
    appeal(therapist)
    therapist.page = form
    therapist.fill("Why do you think the decision is wrong?", "A second one.")
    therapist.press("Send the appeal")
    assert [one.text for one in session.scalars(select(Appeal))] == ["You misread the second answer."]


def test_after_thirty_days_it_is_too_late(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    decision = session.scalars(select(Decision)).one()
    decision.created_at = now() - timedelta(days=31)
    session.flush()
    assert "Appeal it" not in therapist.open("/my-listing").text
    page = therapist.open(f"/my-listing/decisions/{decision.id}/appeal")
    assert "cannot be appealed any more" in page.text
    assert therapist.post(page.url, [("text", "Please.")]).status == 409


def test_an_approval_and_a_decision_about_somebody_else_are_not_appealed(therapist, moderators, session):
    other = make_listing(session, "published")
    decision = Decision(revision=other.approved, kind=DecisionKind.APPROVE)
    session.add(decision)
    session.flush()
    assert therapist.open(f"/my-listing/decisions/{decision.id}/appeal").status == 404


def test_an_answer_needs_a_finding_and_a_note(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    moderators[1].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    page = moderators[1].press("Save the answer")
    assert page.status == 422
    assert page.errors == ["Choose what you found.", "Write why, in a sentence or two. The therapist reads it."]
