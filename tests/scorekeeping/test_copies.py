"""Near-copies of other therapists, of our own pages and of known texts are found, count less, and are shown."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import scorekeeping
from directory_app.models import Fingerprint, Flag, FlagKind
from directory_app.scorekeeping import QUESTIONS

from ..factories import CLINICAL, make_account, make_listing, weight_of_text

ORIGINAL = (
    "I start with slow pressure along the side of the spine, no lotion, and wait for the tissue to give before I "
    "follow it down towards the hip and the outer thigh."
)
NEAR = ORIGINAL.replace("lotion", "oil")
OWN_WORDS = (
    "My hands stay in one spot until the layer under the skin moves again, then I drift toward the sacrum and repeat "
    "the same thing with a forearm, all of it dry."
)


def answers(text):
    return {**CLINICAL, "Q2": ("yes", text)}


def copies_of(session, revision):
    rows = session.scalars(select(Flag).where(Flag.revision_id == revision.id, Flag.kind == FlagKind.COPIED))
    return {flag.question_id: flag.detail for flag in rows}


def bare(text):
    return {question_id: ("yes", text) if question_id == "Q2" else (None, None) for question_id in CLINICAL}


def test_a_near_copy_of_somebody_else_is_flagged_with_whom_and_how_much(session):
    first = make_listing(session, "submitted", answers=bare(ORIGINAL), name="Ada Original").revisions[0]
    second = make_listing(session, "submitted", answers=bare(NEAR)).revisions[0]
    assert copies_of(session, first) == {}
    detail = copies_of(session, second)["Q2"]
    assert detail["revision_id"] == first.id
    assert detail["source"] == "Ada Original"
    assert 0.5 <= detail["share"] < 1


def test_the_text_of_a_copy_counts_less(session):
    original = make_listing(session, "submitted", answers=bare(ORIGINAL)).revisions[0]
    copy = make_listing(session, "submitted", answers=bare(ORIGINAL)).revisions[0]
    whole, held_back = (weight_of_text(one.score.question("Q2")) for one in (original, copy))
    assert held_back == pytest.approx(whole / 3)


def test_whoever_wrote_first_is_not_accused_when_read_again(session):
    first = make_listing(session, "submitted", answers=bare(ORIGINAL)).revisions[0]
    make_listing(session, "submitted", answers=bare(ORIGINAL))
    scorekeeping.rescore(session, first)
    assert copies_of(session, first) == {}


def test_own_words_on_the_same_subject_are_no_copy(session):
    make_listing(session, "submitted", answers=bare(ORIGINAL))
    other = make_listing(session, "submitted", answers=bare(OWN_WORDS)).revisions[0]
    assert copies_of(session, other) == {}


def test_the_words_of_the_question_make_no_copy(session):
    asked = QUESTIONS[0].asked_as.rstrip("?")
    for own in (
        "Surely, and I begin with the glutes and end at the quads.",
        "Aye, as long as nobody minds my cold hands.",
    ):
        answers = {**bare(None), "Q2": (None, None), "Q1": ("yes_whole_hour", f"{asked}? {own}")}
        revision = make_listing(session, "submitted", answers=answers).revisions[0]
    assert copies_of(session, revision) == {}


def test_short_answers_are_never_copies(session):
    for _ in range(2):
        revision = make_listing(session, "submitted", answers=bare("Yes, slowly and without oil.")).revisions[0]
    assert copies_of(session, revision) == {}


def test_the_same_text_in_a_later_version_of_ones_own_is_no_copy(session):
    from ..factories import make_revision, submit

    listing = make_listing(session, "published", answers=bare(ORIGINAL))
    edit = submit(session, make_revision(session, listing, 2, answers=bare(ORIGINAL)))
    assert copies_of(session, edit) == {}


def test_a_passage_of_our_own_page_is_recognised(browser, session):
    page = browser.open("/for-therapists")
    passage = page.text[page.text.index("A listing here is built") :][:320]
    revision = make_listing(session, "submitted", answers=bare(passage)).revisions[0]
    assert copies_of(session, revision)["Q2"]["source"] == "a page of this directory"


def test_the_moderator_sees_whom_it_is_close_to(browser, session):
    first = make_listing(session, "submitted", answers=bare(ORIGINAL), name="Ada Original").revisions[0]
    second = make_listing(session, "submitted", answers=bare(ORIGINAL)).revisions[0]
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open(f"/moderation/cases/{second.id}")
    assert "100 % the same as Ada Original" in page.text
    assert page.link("Ada Original") == f"/moderation/cases/{first.id}#answers"


def test_samples_go_with_the_texts_they_are_of(session):
    revision = make_listing(session, "submitted", answers=bare(ORIGINAL)).revisions[0]
    count = len(session.scalars(select(Fingerprint).where(Fingerprint.revision_id == revision.id)).all())
    assert count == 32
    revision.answer("Q2").text = "Short."
    scorekeeping.rescore(session, revision)
    assert session.scalars(select(Fingerprint).where(Fingerprint.revision_id == revision.id)).all() == []
