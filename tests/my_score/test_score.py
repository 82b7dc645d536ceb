"""The page of a therapist's own score: what it shows of what is public, of an edit, and of a draft."""

from __future__ import annotations

from datetime import timedelta

from directory_app import scorekeeping
from directory_app.listings.actions import begin_edit
from directory_app.models import Evidence, EvidenceKind, now

from ..browser import words
from ..factories import CLINICAL, make_account, make_listing, submit


def test_the_page_shows_figures_contributions_spans_and_criteria(browser, session):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    score = listing.approved.score
    assert page.h1 == "My score"
    assert f"range {score.low:.0f}–{score.high:.0f}" in page.text
    assert page.soup.select(".plot")
    assert page.soup.select("mark.mark-earns")
    assert score.rubric_version in page.text
    assert "reports of 12 clients" in page.text
    assert "Read for the first time" in page.text


def test_an_answer_of_few_words_says_what_it_counts_and_the_figures_are_those_of_the_score(browser, session):
    long = "Slow pressure on the hip flexors and glutes. " + " ".join(text for _, text in CLINICAL.values())
    listing = make_listing(
        session, "published", answers={"Q2": ("yes", long), "Q5": ("minimal", "Little, to keep grip.")}
    )
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    few, enough = (
        words(next(one for one in page.soup.select(".my-score-rests > div") if title in words(one)))
        for title in ("Oil", "Myofascial")
    )
    # Four different words of forty.
    assert "with 32 % of the weight of a longer answer, since few words are less to go by" in few
    assert "few words" not in enough
    score, now_shown = (
        listing.approved.score,
        scorekeeping.outlook(session, listing.approved, listing.approved.score, []),
    )
    assert (round(now_shown.now.estimate, 6), round(now_shown.now.low, 6)) == (
        round(score.estimate, 6),
        round(score.low, 6),
    )


def test_topics_are_named_and_no_wording_is(browser, session):
    browser.sign_in(make_listing(session, "published").account)
    page = browser.open("/my-listing/score")
    topics = " ".join(words(one) for one in page.soup.select(".my-score-open"))
    assert "Warms the tissue first" in topics


def open_topics(browser, listing):
    """What stands under “Topics your answers do not speak to”, by title."""
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    return {words(one.dt): words(one.dd) for one in page.soup.select(".my-score-open > div")}


def test_choices_without_words_do_not_mention_every_topic(browser, session):
    only_chosen = {question: (choice, None) for question, (choice, _) in CLINICAL.items()}
    told = open_topics(browser, make_listing(session, "published", answers=only_chosen))
    assert set(told.values()) == {"Nothing is said in your own words."}
    assert len(told) == len(CLINICAL)


def test_a_question_whose_every_topic_is_said_stands_there_only_for_an_open_choice(browser, session):
    every = (
        "Hardly any oil. With myofascial work none, so that my hands grip and the tissue is felt and do not slide; a "
        "little at the end to smooth things out. I ask about allergies and whether you like oil."
    )
    oil = {"Q5": ("none_or_only_at_the_end", every)}
    assert "Oil" not in open_topics(browser, make_listing(session, "published", answers={**CLINICAL, **oil}))
    browser.sign_out()
    left_open = make_listing(session, "published", answers={**CLINICAL, "Q5": (None, every)})
    told = open_topics(browser, left_open)
    assert told["Oil"] == "The choice is left open."


def test_an_edit_is_read_beside_what_is_public(browser, session):
    listing = make_listing(session, "published")
    edit = begin_edit(session, listing, listing.account)
    edit.answer("Q5").text = "Plenty of warm oil, all the time."
    session.flush()
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    assert "Your changes would be read as" in page.text
    assert "Plenty" not in page.text
    page = browser.follow("look at them")
    assert "Plenty" in page.text
    assert "Public now:" in page.text
    assert "was read wrong" not in page.text
    assert browser.open("/my-listing/score/Q5/objection?of=changes").url == "/my-listing/score"


def test_what_was_read_as_said_of_others_is_stored_shown_apart_and_can_be_objected_to(browser, session):
    text = "A colleague of mine knows how trigger points in the gluteus medius refer pain. I give a calm hour."
    listing = make_listing(session, "published", answers={**CLINICAL, "Q4": (None, text)})
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    assert "gluteus medius" in {words(mark).partition(" (")[0] for mark in page.soup.select("mark.mark-apart")}
    assert "Said of others or of another time" in page.text
    page = browser.open("/my-listing/score/Q4/objection")
    assert "We read this as not said of your own practice: Names hip muscles" in page.text
    assert "We did not find this in your answer: Names hip muscles" not in page.text


def test_what_can_be_objected_to_stands_in_whole_sentences(browser, session):
    listing = make_listing(session, "published", answers={**CLINICAL, "Q5": ("moderate", "Hardly any oil.")})
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score/Q5/objection")
    offered = [words(one) for one in page.soup.select("label") if one.find_previous_sibling("input", type="radio")]
    assert "We found this in your answer: Little or no oil. Your words for it: “Hardly any oil”." in offered
    assert all(one.startswith("We ") and one.endswith(".") for one in offered)


def test_a_draft_is_read_as_it_stands_and_nothing_is_stored(browser, session):
    listing = make_listing(session)
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    assert "Nothing of this is public." in page.text
    assert listing.revisions[0].scores == []


def test_how_it_moved_is_a_picture_and_a_list(browser, session):
    listing = make_listing(session, "published")
    listing.approved.scores[0].computed_at -= timedelta(days=3)
    session.add_all(
        Evidence(listing_id=listing.id, question_id=f"Q{n}", kind=EvidenceKind.INTERVIEW, value=1.0, observed_at=now())
        for n in range(1, 6)
    )
    session.flush()
    scorekeeping.rescore(session, listing.approved)
    browser.sign_in(listing.account)
    page = browser.open("/my-listing/score")
    assert len(page.soup.select(".history-plot circle")) == 2
    assert "An interview was added" in page.text
    assert "which counts in full until" in page.text


def test_the_score_of_a_waiting_listing_can_be_seen_and_objected_to(browser, session):
    listing = make_listing(session)
    submit(session, listing.revisions[0])
    browser.sign_in(listing.account)
    assert "wait for a moderator" in browser.open("/my-listing/score").text
    assert browser.follow("Something in question 2 was read wrong").h1 == "What was read wrong?"


def test_without_a_listing_there_is_no_score(browser, session):
    browser.sign_in(make_account(session))
    assert browser.open("/my-listing/score").url == "/my-listing"


def test_an_unknown_question_is_not_found(browser, session):
    browser.sign_in(make_listing(session, "published").account)
    assert browser.open("/my-listing/score/Q9/objection").status == 404


def test_a_flag_names_all_the_places_that_say_opposite_things(browser, session):
    oily = {
        **CLINICAL,
        "Q2": ("yes", "Slow holds, without any oil."),
        "Q5": ("minimal", "Plenty of warm oil from start to finish."),
    }
    browser.sign_in(make_listing(session, "published", answers=oily).account)
    flagged = browser.open("/my-listing/score").soup.select_one(".my-score-flags").get_text(" ", strip=True)
    assert "Two places say opposite things in question 2, question 5 and the choice of question 5: “" in flagged
