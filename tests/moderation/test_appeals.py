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
    Flag,
    FlagState,
    Listing,
    OutgoingMail,
    PublicListing,
    Revision,
    RevisionState,
    now,
)

from ..browser import Browser
from ..factories import CLINICAL, make_account, make_listing

CLAIMING = {**CLINICAL, "Q2": ("yes", CLINICAL["Q2"][1] + " Results are guaranteed.")}


@pytest.fixture
def moderators(app, session):
    """Browsers of two moderators."""
    made = [Browser(app, session), Browser(app, session)]
    for browser in made:
        browser.account = make_account(session, "moderator")
        browser.sign_in(browser.account)
    return made


@pytest.fixture
def therapist(browser, session):
    """The browser of somebody whose listing waits."""
    browser.listing = make_listing(session, "submitted", name="Ada Ruiz")
    browser.sign_in(browser.listing.account)
    return browser


def reject(moderator, revision, *, part=""):
    moderator.open(f"/moderation/cases/{revision.id}")
    moderator.choose("Reject")
    moderator.fill("Reason", "Another reason")
    if part:
        moderator.fill("Question 2", part)
    assert moderator.press("Save the decision").status == 200


def appeal(therapist, text="You misread the second answer."):
    therapist.open("/my-listing")
    therapist.follow("Appeal it")
    therapist.fill("Why do you think the decision is wrong?", text)
    return therapist.press("Send the appeal")


def answer(moderator, session, outcome="The therapist is right", note="I read it again."):
    number = session.scalars(select(Appeal.id).order_by(Appeal.id.desc())).first()
    moderator.open(f"/moderation/appeals/{number}")
    moderator.choose(outcome)
    moderator.fill("Note to the therapist", note)
    return moderator.press("Save the answer")


def letters(session, account):
    return session.scalars(
        select(OutgoingMail).where(OutgoingMail.recipient == account.email).order_by(OutgoingMail.id)
    ).all()


def test_a_decision_names_the_parts_to_change_and_leads_to_them(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working, part="Say how slow.")
    page = therapist.open("/my-listing")
    assert "What to change Question 2 : Say how slow." in page.text
    assert "Question 2: Say how slow." in letters(session, therapist.listing.account)[-1].text
    assert therapist.follow("Question 2").url == "/my-listing/questions/Q2"


def test_an_upheld_appeal_puts_the_version_back_into_the_queue(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    assert "Your appeal is with the moderators" in appeal(therapist).text
    assert "You appealed today." in therapist.open("/my-listing").text
    page = moderators[1].open("/moderation/")
    assert "1 open" in page.text
    assert "Ada Ruiz" in moderators[1].follow("Appeals and objections").text
    assert "is answered" in answer(moderators[1], session).text
    assert therapist.listing.working.state is RevisionState.SUBMITTED
    assert "A moderator answers by" in therapist.open("/my-listing").text
    subject = [one.subject for one in letters(session, therapist.listing.account)]
    assert subject[-2:] == ["We have your appeal", "Your appeal was upheld"]
    assert "I read it again." in letters(session, therapist.listing.account)[-1].text
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["appealed", "appeal_upheld"]
    assert "Nothing is open" in moderators[1].open("/moderation/appeals").text


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


def test_an_appeal_of_a_version_changed_since_does_not_send_in_what_is_half_written(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    therapist.open("/my-listing/about")
    therapist.fill("About you", "Half a sen")
    therapist.press("Save and continue")
    page = moderators[1].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    assert "has changed the version since" in page.text
    answer(moderators[1], session)
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


def object_to(browser, line, question_id="Q2", text="I never said that."):
    browser.open(f"/my-listing/score/{question_id}/objection")
    browser.choose(line)
    browser.fill("What do your words say instead?", text)
    return browser.press("Send it to a moderator")


def test_an_upheld_objection_to_a_flag_lets_it_fall_and_moves_the_public_score(browser, session, moderators):
    listing = make_listing(session, "published", answers=CLAIMING)
    before = session.get(PublicListing, listing.id).rank_score
    browser.sign_in(listing.account)
    assert "Promises a result" in browser.open("/my-listing/score").text
    page = object_to(browser, "A moderator was told: Promises a result")
    assert page.url == "/my-listing/score"
    assert "A moderator answers by" in page.text
    page = moderators[0].open("/moderation/appeals")
    assert "Objection, question 2" in page.text
    answer(moderators[0], session, "The therapist is right")
    assert session.scalars(select(Flag.state).where(Flag.revision_id == listing.approved.id)).all() == [
        FlagState.DISMISSED
    ]
    assert session.get(PublicListing, listing.id).rank_score > before
    page = browser.open("/my-listing/score")
    assert "You were right" in page.text
    assert "A moderator found a flag without ground" in page.text
    assert "What holds it down" not in page.text


def test_an_upheld_objection_to_a_line_is_noted_in_public_and_moves_no_points(
    browser, session, moderators, another_browser
):
    listing = make_listing(
        session, "published", answers={**CLINICAL, "Q5": ("a_lot", "I use a lot of oil throughout.")}
    )
    before = listing.approved.score.estimate
    browser.sign_in(listing.account)
    line = next(
        one.get_text()
        for one in browser.open("/my-listing/score/Q5/objection").soup.select(".option-label")
        if "Costs" in one.get_text()
    )
    object_to(browser, line.strip(), "Q5")
    answer(moderators[0], session, "The therapist is right")
    assert listing.approved.score.estimate == before
    note = "A moderator found that this reads the answer wrong."
    assert note in another_browser.open(f"/therapists/{listing.slug}").text
    assert note in browser.open("/my-listing/score").text
    listing.approved.answer("Q5").text = "I use a lot of warm oil throughout the session."
    session.flush()
    from directory_app import scorekeeping

    scorekeeping.rescore(session, listing.approved)
    assert note not in another_browser.open(f"/therapists/{listing.slug}").text


def test_a_refused_objection_is_answered_on_the_page_and_by_letter(browser, session, moderators):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "Found: Little or no oil")
    answer(moderators[0], session, "The reading holds", "You say “without oil”.")
    page = browser.open("/my-listing/score")
    assert "The reading holds , a moderator found" in page.text
    assert "You say “without oil”." in page.text
    assert letters(session, listing.account)[-1].subject == "About your objection"


def test_the_letter_can_be_read_before_it_is_sent(browser, session, moderators):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "Found: Little or no oil")
    sent = len(letters(session, listing.account))
    moderators[0].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    moderators[0].choose("The reading holds")
    moderators[0].fill("Note to the therapist", "A note to try out.")
    page = moderators[0].press("See the letter first")
    assert "The letter, not sent yet" in page.text
    assert "finds that the reading holds" in page.text
    assert page.value("Note to the therapist") == "A note to try out."
    assert len(letters(session, listing.account)) == sent
    assert session.scalars(select(Appeal.closed_at)).one() is None


def test_an_objection_says_what_is_missing_and_keeps_what_was_typed(browser, session):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    browser.open("/my-listing/score/Q2/objection")
    browser.fill("What do your words say instead?", "x" * 1001)
    page = browser.press("Send it to a moderator")
    assert page.status == 422
    assert page.errors == ["Choose what was read wrong.", "Shorten this to 1,000 characters; it has 1001."]
    assert page.value("What do your words say instead?") == "x" * 1001


def test_the_same_line_is_objected_to_once_at_a_time(browser, session):
    browser.sign_in(make_listing(session, "published").account)
    for _ in range(2):
        object_to(browser, "Found: Little or no oil")
    assert len(session.scalars(select(Appeal)).all()) == 1


def test_an_answer_needs_a_finding_and_a_note(therapist, moderators, session):
    reject(moderators[0], therapist.listing.working)
    appeal(therapist)
    moderators[1].open(f"/moderation/appeals/{session.scalars(select(Appeal.id)).one()}")
    page = moderators[1].press("Save the answer")
    assert page.status == 422
    assert page.errors == ["Choose what you found.", "Write why, in a sentence or two. The therapist reads it."]


def test_a_late_answer_is_marked_and_owned_up_to(browser, session, moderators):
    browser.sign_in(make_listing(session, "published").account)
    object_to(browser, "Found: Little or no oil")
    session.scalars(select(Appeal)).one().due_on = (now() - timedelta(days=1)).date()
    session.flush()
    assert moderators[0].open("/moderation/appeals").soup.select(".late")
    assert "and are late" in browser.open("/my-listing/score").text


def test_deleting_the_listing_deletes_its_appeals_and_leaves_no_text(browser, session):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "Found: Little or no oil", text="Words that must go.")
    session.delete(session.get(Listing, listing.id))
    session.commit()
    assert session.scalars(select(Appeal)).all() == []
    assert "Words that must go." not in "".join(str(one.after) for one in session.scalars(select(AuditEntry)))
    assert session.scalars(select(Revision)).all() == []
