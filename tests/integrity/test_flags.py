"""Flags of what is public: shown with their evidence, reviewed with a reason, and the score follows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import scorekeeping
from directory_app.casework.undoing import too_late
from directory_app.integrity.actions import review_flag
from directory_app.models import (
    Act,
    AuditEntry,
    DecisionKind,
    Flag,
    FlagKind,
    FlagState,
    Jurisdiction,
    Privacy,
    PublicListing,
    now,
)
from directory_app.moderation.deciding import Verdict, decide
from directory_app.questionnaire.actions import save_answer
from directory_app.scorekeeping import flags as raised
from directory_app.scorekeeping import load_rubric

from ..factories import CLINICAL, PORTLAND, make_account, make_flag, make_listing, make_revision, submit

CURE = {**CLINICAL, "Q2": ("yes", f"{CLINICAL['Q2'][1]} I will cure your back for good.")}


@pytest.fixture
def moderator(browser, session):
    browser.account = make_account(session, "moderator")
    browser.sign_in(browser.account)
    return browser


def flags_of(session, listing):
    wanted = select(Flag).where(Flag.revision_id == listing.revisions[-1].id).order_by(Flag.id)
    return {one.kind: one for one in session.scalars(wanted)}


def test_a_flag_without_ground_falls_and_the_public_score_rises(session, moderator):
    listing = make_listing(session, "published", name="Ada Near", answers=CURE)
    before = listing.approved.score.rank_score
    page = moderator.open("/moderation/integrity")
    assert "Promises a result" in page.text
    page = moderator.follow("Ada Near")
    assert page.soup.find("mark").get_text() == "what was noticed: cure"
    moderator.choose("There is no ground for it")
    assert any("Write why" in one for one in moderator.press("Save").errors)
    moderator.choose("There is no ground for it")
    moderator.fill("Why", "It is the name of a course.")
    page = moderator.press("Save what you found")
    assert "has no ground" in page.text
    assert "No flag is open" in page.text
    session.expire_all()
    assert listing.approved.score.rank_score > before
    assert session.get(PublicListing, listing.id).rank_score == listing.approved.score.rank_score
    flag = flags_of(session, listing)[FlagKind.CLAIM]
    assert (flag.state, flag.reason) == (FlagState.DISMISSED, "It is the name of a course.")
    kept = session.scalars(select(AuditEntry).where(AuditEntry.action == "flag_dismissed")).one()
    assert (kept.actor_name, kept.reason) == (moderator.account.email, "It is the name of a course.")


def test_a_flag_that_stands_changes_no_score_and_can_be_reviewed_again(session, moderator):
    listing = make_listing(session, "published", answers=CURE)
    before, flag = listing.approved.score.rank_score, flags_of(session, listing)[FlagKind.CLAIM]
    for choice, state in (("The flag is right", "upheld"), ("There is no ground", "dismissed"), ("The flag", "upheld")):
        moderator.open(f"/moderation/integrity/flags/{flag.id}")
        moderator.choose(choice)
        moderator.fill("Why", "Looked at once more.")
        moderator.press("Save what you found")
        session.expire_all()
        assert flag.state.value == state
        assert (listing.approved.score.rank_score > before) == (state == "dismissed")


def test_the_second_of_two_moderators_is_told_and_keeps_what_was_typed(session, moderator):
    listing = make_listing(session, "published", answers=CURE)
    flag = flags_of(session, listing)[FlagKind.CLAIM]
    moderator.open(f"/moderation/integrity/flags/{flag.id}")
    flag.state, flag.reason = FlagState.UPHELD, "I was first."
    moderator.choose("There is no ground")
    moderator.fill("Why", "My own opinion.")
    page = moderator.press("Save what you found")
    assert page.status == 409
    assert "My own opinion." in page.text
    session.expire_all()
    assert flag.reason == "I was first."


def test_the_list_is_filtered_by_kind_and_drafts_are_left_out(session, moderator):
    make_flag(session, make_listing(session, "published", name="Ada Near").approved, "echo")
    make_flag(session, make_listing(session, "submitted", name="Bea Waits").revisions[0], "unsafe")
    make_flag(session, make_listing(session, name="Cleo Writes").revisions[0], "echo")
    page = moderator.open("/moderation/integrity")
    assert "Ada Near" in page.text
    assert "Bea Waits" in page.text
    assert "Cleo Writes" not in page.text
    moderator.fill("Kind", "echo")
    page = moderator.press("Show")
    assert "Ada Near" in page.text
    assert "Bea Waits" not in page.text
    assert moderator.open("/moderation/integrity?kind=nonsense").status == 400


def test_an_address_is_noticed_only_where_the_place_is_private(session):
    answers = {**CLINICAL, "Q1": ("partly", "Come to 12 Example Street and ring twice, then we plan the hour.")}
    private = make_listing(session, "published", answers=answers)
    shown = make_listing(session, "published", answers=answers, place={**PORTLAND, "privacy": Privacy.EXACT})
    assert FlagKind.ADDRESS_IN_TEXT in flags_of(session, private)
    assert FlagKind.ADDRESS_IN_TEXT not in flags_of(session, shown)


def test_words_that_the_rules_of_the_place_refuse_raise_a_flag_there_and_nowhere_else(session):
    session.get_one(Jurisdiction, "US-OR").refused_words = ["specialist"]
    bio = "I am a specialist for backs."
    here = make_listing(session, "published", bio=bio)
    there = make_listing(session, "published", bio=bio, place={**PORTLAND, "city": "Boise", "region": "ID"})
    flag = flags_of(session, here)[FlagKind.REFUSED_WORD]
    assert flag.detail == {"words": ["specialist"]}
    assert FlagKind.REFUSED_WORD not in flags_of(session, there)


def test_the_new_kinds_lower_no_score(session):
    bio = "Beautiful young ladies at 12 Example Street, no pain, no gain."
    listing = make_listing(session, "published", bio=bio)
    before = listing.approved.score.rank_score
    found = flags_of(session, listing)
    assert {FlagKind.UNSAFE, FlagKind.ADDRESS_IN_TEXT} <= set(found)
    for flag in found.values():
        flag.state = FlagState.DISMISSED
    scorekeeping.rescore(session, listing.approved)
    assert listing.approved.score.rank_score == before


def test_a_promise_in_the_description_can_be_sent_in_and_lowers_no_score(session, moderator):
    listing = make_listing(session, "published", name="Ada Near", bio="I will cure your back.")
    before = listing.approved.score.rank_score
    moderator.open("/moderation/integrity")
    assert "It changes no score" in moderator.follow("Ada Near").text
    flag = flags_of(session, listing)[FlagKind.CLAIM]
    flag.state = FlagState.DISMISSED
    scorekeeping.rescore(session, listing.approved)
    assert listing.approved.score.rank_score == before


def test_the_demonstrations_and_ordinary_texts_raise_none_of_the_new_kinds(session):
    listing = make_listing(session)
    kinds = {kind for kind, _, _ in raised.find(listing.revisions[0], load_rubric())}
    assert not kinds & {FlagKind.UNSAFE, FlagKind.ADDRESS_IN_TEXT}


def test_a_therapist_is_told_before_a_moderator_sees_it(session, browser):
    listing = make_listing(session, bio="Find me at 12 Example Street for a happy ending.")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/check")
    assert "An address stands in this text" in page.text
    assert "This could be misread" in page.text


def sent_in_again(session, listing, words):
    """The second answer in other words, and the version before a moderator once more."""
    revision = listing.revisions[-1]
    save_answer(session, revision, listing.account, "Q2", "yes", words)
    return submit(session, revision)


def sent_back(session, listing, *, unfounded=frozenset()):
    revision = listing.revisions[-1]
    verdict = Verdict(DecisionKind.ASK_FOR_CHANGES, "health-claim", "Leave out the promise.", unfounded)
    decide(session, revision, make_account(session, "moderator"), verdict, version=revision.version)


def test_a_flag_found_to_stand_goes_when_its_words_are_gone(session, moderator):
    listing = make_listing(session, "submitted", name="Ada Near", answers=CURE)
    sent_back(session, listing)
    assert flags_of(session, listing)[FlagKind.CLAIM].state is FlagState.UPHELD
    held_down = listing.revisions[-1].score.rank_score
    sent_in_again(session, listing, CLINICAL["Q2"][1])
    assert FlagKind.CLAIM not in flags_of(session, listing)
    assert listing.revisions[-1].score.rank_score > held_down
    assert "Promises a result" not in moderator.open(f"/moderation/cases/{listing.revisions[-1].id}").text


def test_a_flag_found_to_stand_stays_while_its_words_do(session):
    listing = make_listing(session, "submitted", answers=CURE)
    sent_back(session, listing)
    sent_in_again(session, listing, f"{CURE['Q2'][1]} Slowly.")
    assert flags_of(session, listing)[FlagKind.CLAIM].state is FlagState.UPHELD


def test_a_flag_without_ground_stays_fallen_when_the_same_words_come_back(session):
    listing = make_listing(session, "submitted", answers=CURE)
    sent_back(session, listing, unfounded=frozenset({flags_of(session, listing)[FlagKind.CLAIM].id}))
    sent_in_again(session, listing, CLINICAL["Q2"][1])
    sent_back(session, listing)
    sent_in_again(session, listing, CURE["Q2"][1])
    assert flags_of(session, listing)[FlagKind.CLAIM].state is FlagState.DISMISSED


def without_ground(session, listing, kind):
    """A moderator sends the listing back and finds one of its flags without ground."""
    sent_back(session, listing, unfounded=frozenset({flags_of(session, listing)[kind].id}))
    assert flags_of(session, listing)[kind].state is FlagState.DISMISSED


def test_a_flag_without_ground_counts_again_when_other_words_raise_it(session, moderator):
    listing = make_listing(session, "submitted", name="Ada Near", answers=CURE)
    without_ground(session, listing, FlagKind.CLAIM)
    sent_in_again(session, listing, f"{CURE['Q2'][1]} Slowly.")
    assert flags_of(session, listing)[FlagKind.CLAIM].state is FlagState.DISMISSED, "the same words stay fallen"
    before = listing.revisions[-1].score.rank_score
    sent_back(session, listing)
    sent_in_again(session, listing, f"{CLINICAL['Q2'][1]} Results are guaranteed.")
    flag = flags_of(session, listing)[FlagKind.CLAIM]
    assert (flag.state, flag.reviewed_at, flag.detail["words"]) == (FlagState.OPEN, None, ["guaranteed"])
    assert listing.revisions[-1].score.rank_score < before
    assert "guaranteed" in moderator.open("/moderation/integrity").text


def test_another_contact_or_another_text_without_words_counts_again(session):
    listing = make_listing(session, "submitted", answers={**CLINICAL, "Q2": ("yes", "Ask at www.one.example first.")})
    without_ground(session, listing, FlagKind.CONTACT_IN_TEXT)
    sent_in_again(session, listing, "Better ask at www.two.example first.")
    assert flags_of(session, listing)[FlagKind.CONTACT_IN_TEXT].state is FlagState.OPEN
    salad = ["oil hip fascia slow " * 12, "pelvis muscle release thigh " * 12]
    other = make_listing(session, "submitted", answers={**CLINICAL, "Q2": ("yes", salad[0])})
    without_ground(session, other, FlagKind.KEYWORD_LIST)
    sent_in_again(session, other, salad[1])
    assert flags_of(session, other)[FlagKind.KEYWORD_LIST].state is FlagState.OPEN


def test_a_refused_word_that_fell_in_one_name_does_not_fall_in_another(session):
    session.get_one(Jurisdiction, "US-OR").refused_words = ["specialist"]
    listing = make_listing(session, "published", practice="School for Specialists, Specialist Ada")
    flag = flags_of(session, listing)[FlagKind.REFUSED_WORD]
    flag.state, flag.reviewed_at = FlagState.DISMISSED, now()
    session.flush()
    for number, practice, state in ((2, listing.approved.practice, "dismissed"), (3, "Specialist for backs", "open")):
        edit = make_revision(session, listing, number, name=listing.approved.name, practice=practice)
        scorekeeping.rescore(session, edit)
        assert flags_of(session, listing)[FlagKind.REFUSED_WORD].state == state
        listing.revisions.remove(edit)
        session.flush()


def test_the_review_of_a_flag_that_is_gone_can_no_longer_be_undone(session, moderator):
    listing = make_listing(session, "submitted", answers=CURE)
    flag = flags_of(session, listing)[FlagKind.CLAIM]
    review_flag(session, flag, moderator.account, FlagState.UPHELD, "It is a promise.", seen="open")
    sent_back(session, listing)
    sent_in_again(session, listing, CLINICAL["Q2"][1])
    assert too_late(session, session.scalars(select(Act).where(Act.what == "flag")).one())


LEFT = "Yes, I use myofascial techniques for [NUMBER] years, slowly and with little oil, so that fascia can glide."
UNFILLED = {**CLINICAL, "Q2": ("yes", LEFT)}


def test_a_therapist_is_told_that_a_form_was_not_filled_in(session, browser):
    browser.sign_in(make_listing(session, answers=UNFILLED).account)
    assert "Write your own words where the gaps are" in browser.open("/my-listing/check").text


def test_moderators_see_the_gaps_of_a_form_that_was_not_filled_in(session, moderator):
    flag = flags_of(session, make_listing(session, "published", answers=UNFILLED))[FlagKind.UNFILLED]
    page = moderator.open(f"/moderation/integrity/flags/{flag.id}")
    assert "A form that was not filled in" in page.text
    assert page.soup.find("mark").get_text().endswith("[NUMBER]")
    assert "weight 1 instead of 3" in page.text


def test_ordinary_words_that_promises_use_too_raise_no_flag_and_a_promise_in_french_still_does(session):
    ordinary = "Your privacy is guaranteed, I always work slowly, and the hour can be 100% on your low back."
    answers = {**CLINICAL, "Q2": ("yes", f"{CLINICAL['Q2'][1]} {ordinary}")}
    assert FlagKind.CLAIM not in flags_of(session, make_listing(session, "submitted", answers=answers))
    french = "Je travaille lentement et sans huile sur les hanches, et je garantis que le mal de dos disparaîtra."
    listing = make_listing(session, "submitted", answers={**CLINICAL, "Q2": ("yes", french)})
    assert FlagKind.CLAIM in flags_of(session, listing)


def test_moderators_read_both_places_that_say_opposite_things(session, moderator):
    oily = {
        **CLINICAL,
        "Q2": ("yes", "Slow holds, without any oil."),
        "Q5": ("minimal", "Plenty of warm oil from start to finish."),
    }
    flag = flags_of(session, make_listing(session, "published", answers=oily))[FlagKind.CONTRADICTION]
    page = moderator.open(f"/moderation/integrity/flags/{flag.id}")
    about = page.soup.select_one("section[aria-labelledby=text]")
    assert [one.get_text() for one in about.find_all("h3")] == ["Question 2", "Question 5", "The choice of question 5"]
    marks = [[mark.get_text() for mark in one.find_all("mark")] for one in about.find_all("blockquote")]
    noticed = "what was noticed: "
    assert marks == [[f"{noticed}without any oil"], [f"{noticed}warm oil"], [f"{noticed}Very little"]]
    flag.detail = {"words": ["warm oil"]}
    session.flush()
    page = moderator.open(f"/moderation/integrity/flags/{flag.id}")
    about = page.soup.select_one("section[aria-labelledby=text]")
    assert [one.get_text() for one in about.find_all("mark")] == [f"{noticed}warm oil"], "a flag from before"
    assert about.find("h3") is None


def test_whose_text_was_copied_does_not_judge_the_copy(session, moderator, another_browser):
    make_listing(session, "published", account=moderator.account, name="Ada Original")
    copy = make_listing(session, "published", name="Cleo Copied")
    flag = flags_of(session, copy)[FlagKind.COPIED]
    assert "Cleo Copied" not in moderator.open("/moderation/integrity").text
    assert moderator.open(f"/moderation/integrity/flags/{flag.id}").status == 403
    another_browser.sign_in(make_account(session, "moderator"))
    assert "Cleo Copied" in another_browser.open("/moderation/integrity").text
    assert another_browser.open(f"/moderation/integrity/flags/{flag.id}").status == 200
