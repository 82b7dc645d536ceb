"""What reads like the promise of a result and what does not; what hides in a text."""

from __future__ import annotations

import pytest

from directory_app.scorekeeping.claims import claims_in, promises_in
from directory_app.scorekeeping.hidden import hidden_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I cure back pain.", "cure"),
        ("Results guaranteed!", "guaranteed"),
        ("This will stop your pain.", "will stop"),
        ("Not only will it help, it is permanent.", "permanent"),
        ("You walk out healed.", "walk out healed"),
    ],
)
def test_a_promise_is_found_with_its_words_and_told_to_moderators(text, words):
    assert promises_in(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "I cannot guarantee anything.",
        "Nobody can promise a cure.",
        "Massage doesn’t cure a disc.",
        "We can stop at any time, and you can stop me when it hurts.",
        "There is no miracle in it, it takes time.",
    ],
)
def test_a_promise_that_is_denied_or_about_the_session_is_none(text):
    assert claims_in(text) == []


@pytest.mark.parametrize(
    "text", ["It flushes toxins.", "I realign the pelvis.", "I treat sciatica.", "I diagnose first."]
)
def test_softer_claims_are_named_with_a_reason_and_no_moderator_is_told(text):
    (found,) = claims_in(text)
    assert found.reason.endswith(".")
    assert not found.flagged


def test_a_denial_ends_with_its_clause():
    assert promises_in("I do not use oil. I cure backs.") == ["cure"]


def test_words_a_jurisdiction_refuses_are_found_whole():
    found = claims_in("I am a specialist. Specialisterne is another word.", {"specialist": "Not here."})
    assert [one.words for one in found] == ["specialist"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slow\u200b work", ["slow·"]),
        ("mas\u00adsage", ["mas·sage"]),
        ("fаscia", ["fаscia"]),
        ("👩‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿", []),
        ("می‌خواهم", []),
        ("e\u0301 naïve", []),
    ],
)
def test_hidden_characters_are_shown_where_they_stand_and_scripts_and_emoji_are_left_alone(text, words):
    assert hidden_words(text) == words
