"""Objections to how an answer was read, from both sides: what upholding does, and what it does not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from directory_app import publishing, scorekeeping
from directory_app.models import Appeal, AuditEntry, Flag, FlagState, Listing, PublicListing, Revision, now

from ..factories import CLINICAL, make_listing
from .asking import answer, letters, object_to

CLAIMING = {**CLINICAL, "Q2": ("yes", CLINICAL["Q2"][1] + " Results are guaranteed.")}


def test_an_upheld_objection_to_a_flag_lets_it_fall_and_moves_the_public_score(browser, session, moderators):
    listing = make_listing(session, "published", answers=CLAIMING)
    before = session.get(PublicListing, listing.id).rank_score
    browser.sign_in(listing.account)
    assert "Promises a result" in browser.open("/my-listing/score").text
    page = object_to(browser, "We told a moderator of this: Promises a result")
    assert page.url == "/my-listing/score"
    assert "A moderator answers by" in page.text
    page = moderators[0].open("/moderation/appeals")
    assert "Objection, question 2" in page.text
    answer(moderators[0], session, "The therapist is right: the flag falls")
    assert session.scalars(select(Flag.state).where(Flag.revision_id == listing.approved.id)).all() == [
        FlagState.DISMISSED
    ]
    assert session.get(PublicListing, listing.id).rank_score > before
    page = browser.open("/my-listing/score")
    assert "You were right" in page.text
    assert "A moderator found a flag without ground" in page.text
    assert "What was flagged" not in page.text


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
        if "took off points" in one.get_text()
    )
    object_to(browser, line.strip(), "Q5")
    answer(moderators[0], session, "The therapist is right: it was read wrong, which is said beside it")
    assert listing.approved.score.estimate == before
    note = "A moderator found that this reads the answer wrong."
    assert note in another_browser.open(f"/therapists/{listing.slug}").text
    assert note in browser.open("/my-listing/score").text
    listing.approved.answer("Q5").text = "I use a lot of warm oil throughout the session."
    session.flush()
    scorekeeping.rescore(session, listing.approved)
    publishing.refresh(session, listing)
    assert note not in another_browser.open(f"/therapists/{listing.slug}").text


def test_an_upheld_objection_to_one_of_several_lines_not_read_as_own_is_noted_where_they_stand_together(
    browser, session, moderators, another_browser
):
    text = "A colleague of mine knows how trigger points in the gluteus medius refer pain. I give a calm hour."
    listing = make_listing(session, "published", answers={**CLINICAL, "Q4": (None, text)})
    browser.sign_in(listing.account)
    object_to(browser, "We read this as not said of your own practice: Trigger points", "Q4")
    answer(moderators[0], session, "The therapist is right")
    page = another_browser.open(f"/therapists/{listing.slug}")
    (line,) = page.soup.select(".answer-legend .apart")
    assert "A moderator found that this reads the answer wrong." in line.get_text()


def test_a_refused_objection_is_answered_on_the_page_and_by_letter(browser, session, moderators):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "We found this in your answer: Little or no oil")
    answer(moderators[0], session, "The reading holds", "You say “without oil”.")
    page = browser.open("/my-listing/score")
    assert "The reading holds , a moderator found" in page.text
    assert "You say “without oil”." in page.text
    assert letters(session, listing.account)[-1].subject == "About your objection"


def test_the_letter_can_be_read_before_it_is_sent(browser, session, moderators):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "We found this in your answer: Little or no oil")
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
        object_to(browser, "We found this in your answer: Little or no oil")
    assert len(session.scalars(select(Appeal)).all()) == 1


def test_what_was_answered_is_not_asked_again_of_the_same_words(browser, session, moderators):
    browser.sign_in(make_listing(session, "published").account)
    object_to(browser, "We found this in your answer: Little or no oil")
    answer(moderators[0], session, "The reading holds")
    page = object_to(browser, "We found this in your answer: Little or no oil", text="But still.")
    assert page.status == 400
    assert "answered this objection already" in page.text
    assert len(session.scalars(select(Appeal)).all()) == 1


def test_a_late_answer_is_marked_and_owned_up_to(browser, session, moderators):
    browser.sign_in(make_listing(session, "published").account)
    object_to(browser, "We found this in your answer: Little or no oil")
    session.scalars(select(Appeal)).one().due_on = (now() - timedelta(days=1)).date()
    session.flush()
    assert moderators[0].open("/moderation/appeals").soup.select(".late")
    assert "and are late" in browser.open("/my-listing/score").text


def test_deleting_the_listing_deletes_its_appeals_and_leaves_no_text(browser, session):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    object_to(browser, "We found this in your answer: Little or no oil", text="Words that must go.")
    session.delete(session.get(Listing, listing.id))
    session.commit()
    assert session.scalars(select(Appeal)).all() == []
    assert "Words that must go." not in "".join(str(one.after) for one in session.scalars(select(AuditEntry)))
    assert session.scalars(select(Revision)).all() == []
