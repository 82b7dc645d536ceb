"""The queue, the case page and decisions as a moderator sees them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app.listings import actions as listing_actions
from directory_app.models import (
    AuditEntry,
    Decision,
    Flag,
    FlagKind,
    FlagState,
    OutgoingMail,
    PublicListing,
    Revision,
    RevisionState,
    now,
)

from ..factories import CLINICAL, make_account, make_listing, make_revision, submit


def waiting(session, **facts) -> Revision:
    return make_listing(session, "submitted", **facts).revisions[-1]


def moderator_in(browser, session):
    account = make_account(session, "moderator")
    browser.sign_in(account)
    return account


def test_the_queue_shows_the_oldest_first_with_its_age_and_promise(browser, session):
    for name, days in (("Newer", 1), ("Oldest", 9), ("Middle", 4)):
        listing = make_listing(session, name=name)
        submit(session, listing.revisions[0], days_ago=days)
    moderator_in(browser, session)
    page = browser.open("/moderation/")
    assert [a.text for a in page.soup.select(".queue th a")] == ["Oldest", "Middle", "Newer"]
    assert "9 days ago" in page.text
    assert "late" in page.text


def test_an_approved_listing_is_public_and_its_therapist_gets_a_letter(browser, session, another_browser):
    revision = waiting(session, name="Ada New")
    moderator_in(browser, session)
    browser.open("/moderation/")
    browser.follow("Ada New")
    browser.choose("Approve")
    page = browser.press("Save the decision")
    assert page.url.startswith("/moderation/licences/"), "the next case"
    assert "Ada New is approved and public" in page.text
    assert "Ada New" in another_browser.open("/search?place=Portland, OR").text
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.recipient == revision.listing.account.email
    assert f"/therapists/{revision.listing.slug}" in letter.text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "approve")).one()
    assert (entry.target_id, entry.before["state"], entry.after["state"]) == (revision.id, "submitted", "approved")


def test_asking_for_changes_needs_a_reason_and_keeps_the_note(browser, session):
    revision = waiting(session)
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Ask for changes")
    browser.fill("Note to the therapist", "Please say how you plan the hour.")
    page = browser.press("Save the decision")
    assert page.status == 422
    assert page.errors == ["Choose a reason from the list."]
    assert page.value("Note to the therapist") == "Please say how you plan the hour."
    assert page.is_chosen("Ask for changes")
    options = [o.attributes["value"] for o in page.control("Reason").css("option") if o.attributes["value"]]
    browser.fill("Reason", options[0])
    assert browser.press("Save the decision").url == "/moderation/"
    assert session.get(Revision, revision.id).state is RevisionState.CHANGES_REQUESTED
    assert "how you plan the hour" in session.scalars(select(OutgoingMail)).one().text


@pytest.mark.parametrize("reason", ["Something is missing", "A promise about health", "Another reason"])
def test_a_letter_that_speaks_of_a_note_does_not_leave_without_one(browser, session, reason):
    revision = waiting(session)
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Ask for changes")
    browser.fill("Reason", reason)
    page = browser.press("Save the decision")
    assert (page.status, page.errors) == (422, ["The letter of this reason speaks of a note. Write the note."])
    assert page.is_chosen("Ask for changes")
    assert page.control("Reason").css_first("option[selected]").text() == reason
    assert session.scalars(select(OutgoingMail)).all() == []
    browser.fill("Note to the therapist", "The fourth answer is empty.")
    assert "is sent back with your note" in browser.press("Save the decision").text


def test_words_about_a_part_are_a_note(browser, session):
    revision = waiting(session)
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Ask for changes")
    browser.fill("Reason", "Something is missing")
    browser.fill("Question 2", "It is empty.")
    browser.press("Save the decision")
    assert "It is empty." in session.scalars(select(OutgoingMail)).one().text


def test_a_moderator_who_wrote_no_note_is_not_told_of_one(browser, session):
    revision = waiting(session, name="Ada New")
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Ask for changes")
    browser.fill("Reason", "The answers are hard to follow")
    page = browser.press("Save the decision")
    assert "Ada New is sent back. The therapist gets a letter" in page.text


def test_a_rejected_listing_is_not_found_by_search(browser, session):
    revision = waiting(session, name="Rita Rejected")
    moderator_in(browser, session)
    page = browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Reject")
    browser.fill("Note to the therapist", "Please change it.")
    browser.fill(
        "Reason", next(o.attributes["value"] for o in page.control("Reason").css("option") if o.attributes["value"])
    )
    browser.press("Save the decision")
    assert "Rita Rejected" not in browser.open("/search?place=Portland, OR").text


def test_the_second_of_two_moderators_is_told_and_loses_nothing(browser, another_browser, session):
    revision = waiting(session)
    first = moderator_in(browser, session)
    moderator_in(another_browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    another_browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Approve")
    browser.press("Save the decision")
    another_browser.choose("Approve")
    another_browser.fill("Note to the therapist", "A long and careful note of the second moderator.")
    page = another_browser.press("Save the decision")
    assert page.status == 409
    assert "already approved" in page.text
    assert first.email in page.text
    assert "careful note of the second moderator" in page.html
    assert "Nothing waits here: approved." in another_browser.follow("Open it as it stands now").text
    assert len(session.scalars(select(Decision)).all()) == 1


def test_the_second_of_two_moderators_sees_the_whole_decision_that_was_not_taken(browser, another_browser, session):
    answers = {**CLINICAL, "Q2": ("yes", "My method will stop your back pain for ever.")}
    revision = waiting(session, answers=answers)
    first = moderator_in(browser, session)
    moderator_in(another_browser, session)
    for one in (browser, another_browser):
        one.open(f"/moderation/cases/{revision.id}")
    browser.choose("Approve")
    browser.press("Save the decision")
    another_browser.choose("Reject")
    another_browser.fill("Reason", "The answers are hard to follow")
    another_browser.fill("Note to the therapist", "Shorten.")
    another_browser.check("Promises a result in question 2")
    page = another_browser.press("Save the decision")
    assert page.status == 409
    kept = {label.text(): page.value(label.text()) for label in page.all(".saved-text label")}
    assert kept == {
        "Your decision": "Reject",
        "Reason": "The answers are hard to follow",
        "Note to the therapist": "Shorten.",
        "Flags without ground": "Promises a result in question 2",
    }
    assert f"{first.email} decided on {now().day} {now():%B %Y} at" in page.text
    assert "Warning signs" not in page.one(".error-page").text()
    assert "If you write to us" not in page.text
    assert page.link("Work list") == "/moderation/"


def test_the_second_of_two_reads_in_plain_words_that_it_was_sent_back(browser, another_browser, session):
    revision = waiting(session)
    moderator_in(browser, session)
    moderator_in(another_browser, session)
    another_browser.open(f"/moderation/cases/{revision.id}")
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Ask for changes")
    browser.fill(
        "Reason",
        next(o.attributes["value"] for o in browser.page.control("Reason").css("option") if o.attributes["value"]),
    )
    browser.fill("Note to the therapist", "Please change it.")
    browser.press("Save the decision")
    another_browser.choose("Approve")
    assert "This listing is already sent back for changes." in another_browser.press("Save the decision").text


def test_a_case_that_was_withdrawn_and_sent_again_must_be_read_again(browser, session):
    revision = waiting(session)
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    revision.move(RevisionState.DRAFT)
    session.flush()
    revision.bio = "Something else"
    submit(session, revision)
    browser.choose("Approve")
    page = browser.press("Save the decision")
    assert page.status == 409
    assert session.get(Revision, revision.id).state is RevisionState.SUBMITTED


def test_the_case_page_shows_old_and_new_of_every_changed_field(browser, session):
    listing = make_listing(session, "published", name="Ada", bio="The old text about me.")
    answers = {**CLINICAL, "Q5": ("moderate", "A little more oil than before.")}
    edit = submit(
        session, make_revision(session, listing, 2, name="Ada", bio="The new text about me.", answers=answers)
    )
    moderator_in(browser, session)
    page = browser.open(f"/moderation/cases/{edit.id}")
    changed = [row.h3.text for row in page.soup.select(".comparison-row")]
    assert changed[0] == "About"
    assert any("choice" in label for label in changed)
    assert "The [removed: old ] text about me." in page.text
    assert "The [added: new ] text about me." in page.text
    assert page.soup.select_one(".comparison-row ins").find(string=True, recursive=False).strip() == "new"


def test_approving_an_edit_replaces_the_public_version(browser, session, another_browser):
    listing = make_listing(session, "published", name="Ada", bio="The old text.")
    old = listing.revisions[0]
    edit = submit(session, make_revision(session, listing, 2, name="Ada", bio="The new text."))
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{edit.id}")
    browser.choose("Approve")
    browser.press("Save the decision")
    assert "The new text." in another_browser.open(f"/therapists/{listing.slug}").text
    assert session.get(Revision, old.id).state is RevisionState.REPLACED


def sent_back(browser, session, revision, choice):
    """The letter about a version that a moderator does not take as it is."""
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose(choice)
    browser.fill("Reason", "Another reason")
    browser.fill("Note to the therapist", "Say it in your own words.")
    browser.press("Save the decision")
    return session.scalars(select(OutgoingMail)).one()


@pytest.mark.parametrize("choice", ["Ask for changes", "Reject"])
def test_who_sent_in_an_edit_reads_that_the_approved_version_stays_public(browser, session, choice):
    listing = make_listing(session, "published")
    submit(session, make_revision(session, listing, 2, name="Ada Edited"))
    letter = sent_back(browser, session, listing.revisions[-1], choice)
    assert "listing" not in letter.subject
    assert "your changes were read" in letter.text
    assert "The version that was approved before stays public." in letter.text


@pytest.mark.parametrize("choice", ["Ask for changes", "Reject"])
def test_who_sent_in_a_first_version_reads_of_the_listing(browser, session, choice):
    revision = waiting(session)
    letter = sent_back(browser, session, revision, choice)
    assert "your listing was read" in letter.text
    assert "stays public" not in letter.text


def test_flags_are_shown_with_their_words(browser, session):
    answers = {**CLINICAL, "Q2": ("yes", "My method will stop your back pain, guaranteed. Call 503 555 0142 now.")}
    revision = waiting(session, answers=answers)
    moderator_in(browser, session)
    page = browser.open(f"/moderation/cases/{revision.id}")
    assert "Promises a result in question 2" in page.text
    assert "will stop" in page.text
    assert "Contact details inside the text in question 2" in page.text


def test_a_draft_is_nobodys_business(browser, session):
    draft = make_listing(session).revisions[0]
    moderator_in(browser, session)
    assert browser.open(f"/moderation/cases/{draft.id}").status == 404
    assert browser.open("/moderation/cases/999999").status == 404


def test_what_was_taken_back_is_not_read_while_its_therapist_changes_it(browser, session):
    revision = waiting(session, bio="What I sent in.")
    moderator_in(browser, session)
    listing_actions.withdraw(session, revision, revision.listing.account)
    revision.bio = "What I think of writing."
    session.commit()
    page = browser.open(f"/moderation/cases/{revision.id}")
    assert "took version 1 back" in page.text
    assert "What I think of writing." not in page.text


def test_an_empty_queue_says_so(browser, session):
    moderator_in(browser, session)
    assert "Nothing waits" in browser.open("/moderation/").text


def test_a_token_of_another_session_is_refused_and_the_note_is_shown_again(app, browser, session):
    revision = waiting(session)
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.page.one(".case-decision form input[name=csrf_token]").attrs["value"] = "stale"
    browser.choose("Approve")
    browser.fill("Note to the therapist", "What I wrote while the form grew old.")
    page = browser.press("Save the decision")
    assert page.status == 400
    assert "open for too long" in page.text
    assert "while the form grew old" in page.html
    assert session.get(Revision, revision.id).state is RevisionState.SUBMITTED
    browser.press("Send it again")
    assert session.get(Revision, revision.id).state is RevisionState.APPROVED


def test_a_flag_found_without_ground_lets_the_text_count_in_full(browser, session):
    words = "myofascial, fascia, slow, sustained, no oil, trigger points, release, connective tissue, restriction"
    revision = waiting(session, answers={**CLINICAL, "Q2": ("yes", words)})
    before = revision.score.rank_score
    moderator = moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Approve")
    browser.check("A list of keywords instead of an answer in question 2")
    browser.press("Save the decision")
    flag = session.scalars(select(Flag).where(Flag.kind == FlagKind.KEYWORD_LIST)).one()
    assert (flag.state, flag.reviewed_by_id) == (FlagState.DISMISSED, moderator.id)
    after = session.get(Revision, revision.id).score
    assert after.rank_score != before
    assert session.get(PublicListing, revision.listing_id).rank_score == after.rank_score
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "approve")).one()
    assert entry.after["unfounded_flags"] == [flag.id]


def test_flags_that_are_not_ticked_stand(browser, session):
    revision = waiting(session, answers={**CLINICAL, "Q2": ("yes", "My method will stop your back pain for ever.")})
    moderator_in(browser, session)
    browser.open(f"/moderation/cases/{revision.id}")
    browser.choose("Approve")
    browser.press("Save the decision")
    assert session.scalars(select(Flag)).one().state is FlagState.UPHELD
    assert "stands" in browser.open(f"/moderation/cases/{revision.id}").text
