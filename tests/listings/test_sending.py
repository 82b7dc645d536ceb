"""Checking, previewing, sending in, taking back, editing and pausing a listing in a browser."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.models import (
    AuditEntry,
    Decision,
    DecisionKind,
    ListingState,
    OutgoingMail,
    Privacy,
    Reason,
    Revision,
    RevisionState,
)

from ..browser import Browser, words
from ..factories import CLINICAL, SALEM, make_account, make_listing, make_location


def signed_in(browser, session, state="draft", **facts):
    listing = make_listing(session, state, **facts)
    browser.sign_in(listing.account)
    return listing


def test_check_your_answers_shows_everything_with_links_to_change_it(browser, session):
    signed_in(browser, session, name="Ada Ruiz", bio="Nine years of backs.")
    page = browser.open("/my-listing/check")
    for said in ("Ada Ruiz", "Nine years of backs.", "60 minutes $95", "Monday 09:00–17:00", "+1 503 555 0142"):
        assert said in page.text
    assert "Myofascial release, Trigger point work" in page.text
    assert CLINICAL["Q4"][1] in page.text
    assert "Still missing" not in page.text
    assert browser.follow("Change the answer to question 4").url == "/my-listing/questions/Q4?from=check"


def test_each_place_stands_on_the_check_page_with_what_visitors_will_see_of_it(browser, session):
    listing = signed_in(browser, session)
    second = {**SALEM, "street": "5 Oak Street", "privacy": Privacy.EXACT}
    listing.revisions[0].locations.append(make_location(**second, position=1))
    page = browser.open("/my-listing/check")
    rows = {words(row.dt): words(row.dd) for row in page.soup.select("#group-place + dl > div")}
    assert rows["Place 1: your choice"].startswith("Show the neighbourhood only")
    assert rows["Place 2: address"] == "5 Oak Street, Salem, OR 97301, United States"
    assert rows["Place 2: your choice"] == "Show the full address"


def test_what_is_missing_is_listed_with_links_and_cannot_be_sent(browser, session):
    listing = signed_in(browser, session, bio="")
    listing.revisions[0].answers = [a for a in listing.revisions[0].answers if a.question_id != "Q3"]
    session.flush()
    page = browser.open("/my-listing/check")
    missing = [one.text for one in page.soup.select(".notice li a")]
    assert missing == ["A few words about you", "An answer to “I read about postural imbalance. Can you tell me more?”"]
    assert not any("Send it in" in button.text for button in page.soup.find_all("button"))
    assert browser.follow("A few words about you").h1 == "Who you are"


def test_sending_an_incomplete_listing_shows_what_is_missing_and_saves_nothing(browser, session):
    listing = signed_in(browser, session)
    browser.open("/my-listing/check")
    listing.revisions[0].prices.clear()
    session.flush()
    page = browser.press("Send it in")
    assert page.status == 422
    assert "The price of a session" in page.text
    assert session.get(Revision, listing.revisions[0].id).state is RevisionState.DRAFT


def test_promises_and_contact_details_get_a_gentle_reason_and_do_not_block(browser, session):
    answers = {**CLINICAL, "Q2": ("yes", "I will fix your back, guaranteed. Write to me@example.org.")}
    signed_in(browser, session, answers=answers)
    page = browser.open("/my-listing/check")
    assert "“guaranteed” . This promises a result." in page.text
    assert "Contact details belong in the step" in page.text
    assert browser.press("Send it in").url == "/my-listing/submitted"


def test_the_preview_shows_the_draft_with_its_reading_and_stores_nothing(browser, session):
    listing = signed_in(browser, session, name="Ada Ruiz")
    page = browser.open("/my-listing/preview")
    assert page.h1 == "Ada Ruiz"
    assert "This is a preview" in page.text
    assert page.soup.select("mark")
    assert listing.revisions[0].scores == []


def test_an_empty_draft_can_be_previewed_and_checked(browser, session):
    browser.sign_in(make_account(session))
    browser.open("/my-listing")
    browser.press("Start")
    assert browser.open("/my-listing/preview").status == 200
    assert len(browser.open("/my-listing/check").soup.select(".notice li")) == 10


def test_sending_in_says_what_happens_next_and_by_when(browser, session):
    listing = signed_in(browser, session)
    browser.open("/my-listing/check")
    page = browser.press("Send it in")
    assert page.url == "/my-listing/submitted"
    due = session.get(Revision, listing.revisions[0].id).due_on
    assert f"{due.day} {due:%B %Y}" in page.text
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == listing.account.email
    assert "/my-listing" in letter.text
    assert "waits for a moderator" in browser.open("/my-listing").text


def test_the_copy_holds_all_that_the_page_before_showed(browser, session):
    listing = signed_in(browser, session, website="https://ada.example")
    shown = browser.open("/my-listing/check").text
    browser.press("Send it in")
    letter = session.scalars(select(OutgoingMail)).one().text
    for line in (
        "- Practice: Quiet Corner Bodywork",
        "- Letters after your name: LMT",
        "- Website: https://ada.example",
        "- Visitors see: Portland, OR",
        "- Techniques: Myofascial release, Trigger point work",
        "- Languages: English",
        "- Prices: 60 minutes $95",
        "- Phone: +1 503 555 0142",
    ):
        assert line in letter, letter
        assert line.partition(": ")[2] in shown
    assert listing.revisions[0].bio in letter
    assert letter.count(listing.revisions[0].bio) == 1
    assert CLINICAL["Q5"][1] in letter


@pytest.mark.parametrize(
    ("privacy", "address"),
    [
        (Privacy.EXACT, "12 Example Street, Portland, OR 97205, United States\n"),
        (Privacy.AREA, "Portland, OR 97205, United States (the street is left out of letters)\n"),
    ],
)
def test_the_letter_names_a_street_only_where_visitors_see_it(browser, session, privacy, address):
    listing = signed_in(browser, session)
    listing.revisions[0].locations[0].privacy = privacy
    session.commit()
    browser.open("/my-listing/check")
    browser.press("Send it in")
    assert f"- Address: {address}" in session.scalars(select(OutgoingMail)).one().text


def test_pressing_twice_sends_once_and_shows_the_same_page(browser, session):
    signed_in(browser, session)
    form = browser.open("/my-listing/check")
    browser.press("Send it in")
    browser.page = form
    page = browser.press("Send it in")
    assert (page.status, page.url) == (200, "/my-listing/submitted")
    assert len(session.scalars(select(OutgoingMail)).all()) == 1
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "submitted")).all()) == 1


def test_a_listing_that_waits_can_be_taken_back_changed_and_sent_again(browser, session):
    listing = signed_in(browser, session, "submitted")
    browser.open("/my-listing")
    page = browser.press("Take it back")
    assert "You took your listing back" in page.text
    browser.open("/my-listing/about")
    browser.fill("Your name", "Ada Again")
    browser.press("Save and continue")
    browser.open("/my-listing/check")
    assert browser.press("Send it in").url == "/my-listing/submitted"
    assert session.get(Revision, listing.revisions[0].id).name == "Ada Again"


def test_taking_back_what_was_decided_meanwhile_is_told(browser, session):
    listing = signed_in(browser, session, "submitted")
    form = browser.open("/my-listing")
    browser.press("Take it back")
    browser.page = form
    page = browser.press("Take it back")
    assert page.url == "/my-listing"
    assert session.get(Revision, listing.revisions[0].id).state is RevisionState.DRAFT


def test_an_edit_leaves_the_public_listing_as_it_is(browser, another_browser, session):
    listing = signed_in(browser, session, "published", bio="The old words.")
    page = browser.open("/my-listing")
    assert "Your listing is public" in page.text
    page = browser.press("Edit my listing")
    assert "Your changes" in page.text
    browser.open("/my-listing/about")
    browser.fill("About you and your work", "The new words.")
    browser.press("Save and continue")
    assert "The old words." in another_browser.open(f"/therapists/{listing.slug}").text
    assert "The new words." in browser.open("/my-listing/preview").text
    browser.open("/my-listing/check")
    browser.press("Send it in")
    assert "The old words." in another_browser.open(f"/therapists/{listing.slug}").text


def test_a_new_number_is_public_at_once(browser, another_browser, session):
    listing = signed_in(browser, session, "published")
    browser.open("/my-listing/contact")
    browser.fill("Phone number for clients", "503 555 0177")
    page = browser.press("Save and come back later")
    assert "Visitors see it from now on" in page.text
    assert "+1 503-555-0177" in another_browser.open(f"/therapists/{listing.slug}/contact").text


def test_a_decision_is_told_with_its_reason_and_note(browser, session):
    listing = signed_in(browser, session, "changes_requested")
    reason = session.scalars(select(Reason).order_by(Reason.slug)).first()
    session.add(
        Decision(
            revision=listing.revisions[0],
            kind=DecisionKind.ASK_FOR_CHANGES,
            reason_slug=reason.slug,
            note="Say <b>how</b> you plan the hour.",
        )
    )
    session.flush()
    page = browser.open("/my-listing")
    assert reason.letter in page.text
    assert "Say <b>how</b> you plan the hour." in page.text
    assert browser.follow("Who you are").h1 == "Who you are"


def test_a_paused_listing_is_hidden_until_it_is_resumed(browser, another_browser, session):
    listing = signed_in(browser, session, "published")
    browser.open("/my-listing/pause")
    form = browser.press("Hide my listing")
    assert another_browser.open(f"/therapists/{listing.slug}").status == 404
    browser.press("Show my listing again")
    assert another_browser.open(f"/therapists/{listing.slug}").status == 200
    browser.page = form
    assert browser.press("Show my listing again").status == 200


def test_one_therapist_cannot_send_or_take_back_for_another(app, session):
    listing = make_listing(session, "submitted")
    other = Browser(app, session)
    other.sign_in(make_account(session))
    page = other.open("/my-listing")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    for path in ("withdraw", "submit", "pause", "edit"):
        answer = other.client.post(f"/my-listing/{path}", data={"csrf_token": token})
        assert answer.location == "/my-listing"
    session.expire_all()
    assert listing.revisions[0].state is RevisionState.SUBMITTED
    assert listing.state is ListingState.DRAFT


def test_an_edit_without_a_change_cannot_be_sent_in(browser, another_browser, session):
    listing = signed_in(browser, session, "published", bio="Nine years of backs.")
    browser.open("/my-listing")
    page = browser.press("Edit my listing")
    assert "Nothing is changed yet." in page.text
    # A second tab that was opened while something differed.
    another_browser.sign_in(listing.account)
    listing.working.bio = "Ten years of backs."
    session.flush()
    another_browser.open("/my-listing/check")
    listing.working.bio = "Nine years of backs."
    session.flush()
    page = browser.open("/my-listing/check")
    assert "There is no need to send it in" in page.text
    assert not page.soup.find("button", string="Send it in")
    page = another_browser.press("Send it in")
    assert (page.status, listing.working.state) == (422, RevisionState.DRAFT)
    assert "There is no need to send it in" in page.text
    assert browser.open("/my-listing/check").link("give this edit up") == "/my-listing/discard"
