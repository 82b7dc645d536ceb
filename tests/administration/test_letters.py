"""Letters in an administrator's own words: previewed, refused with the line, sent, and never missing."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from directory_app import mail, rules
from directory_app.models import LetterText, OutgoingMail
from directory_app.rules.letters import Text

FACTS = {
    "name": "Mara",
    "due": "3 March",
    "is_public": False,
    "my_listing": "https://x.example",
    "bio": "",
    "answers": [],
}
OWN = "Dear {{ name }},\n\nwe have it, and answer by {{ due }}."


def test_every_letter_that_ships_can_be_previewed_and_saved_as_it_is(session):
    for name in mail.names():
        text = rules.letters.text_of(session, name)
        assert rules.letters.faults(session, name, text) == [], name
        shown = rules.letters.preview(session, name, text)
        assert shown.subject, name
        assert shown.body, name
        assert "{" not in shown.subject + shown.body, name
        assert not re.search(r"\[[a-z_.0-9 ]+\]", shown.subject + shown.body), (name, "a sample is missing")
        assert not any("[" in one or "00:00" in one for _, one in rules.letters.placeholders(session, name)), name


def test_the_list_of_letters_shows_subjects_as_they_are_read(session, administrator):
    page = administrator.open("/administration/letters")
    assert "{" not in page.text
    assert "You are invited to be a moderator" in page.text
    assert "Your appeal was upheld (or another, depending on what happened)" in page.text


def test_a_letter_is_previewed_saved_sent_and_taken_back(session, administrator):
    administrator.open("/administration/letters/submitted")
    administrator.fill("Subject", "Your listing is here, {{ name }}")
    administrator.fill("Text", OWN)
    page = administrator.press("Preview")
    assert "Your listing is here, Mara Lindqvist" in page.text
    assert session.get(LetterText, "submitted") is None
    administrator.fill("Why", "Shorter.")
    assert "Saved." in administrator.press("Save").text
    letter = mail.write(session, "a@example.org", "submitted", **FACTS)
    assert (letter.subject, letter.text) == (
        "Your listing is here, Mara", "Dear Mara,\n\nwe have it, and answer by 3 March.",
    )  # fmt: skip
    administrator.open("/administration/letters/submitted")
    administrator.press("Back to the original")
    assert session.get(LetterText, "submitted") is None
    assert mail.write(session, "a@example.org", "submitted", **FACTS).subject == "We have your listing"
    page = administrator.open("/administration/letters/submitted")
    administrator.press("Back to this state")
    assert session.get(LetterText, "submitted").body == OWN


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("One\n{{ nam }}", "line 2: this letter knows no “nam”."),
        ("One\n\n{% if name %}", "line 3: "),
        ("{{ name.__class__ }}", "line 1: this letter knows no “.__class__”."),
        ("{{ name['__class__'] }}", "line 1: access to attribute"),
        ("a\nb\n{{ 1/0 }}", "line 3: division by zero."),
        ("{{ name|nofilter }}", "line 1: No filter named"),
        ("{% include 'goodbye.txt' %}", "line 1: letters have no parts"),
        ("{{ 'x' * 999999999 }}", "line 1: letters have no parts"),
        ("{{ '%999999999d' % 1 }}", "line 1: letters have no parts"),
        ("{{ 'x'|center(999999999) }}", "line 1: No filter named"),
        ("{{ range(9) }}", "line 1: this letter knows no “range”."),
    ],
)
def test_a_faulty_text_is_refused_with_its_line_and_nothing_typed_is_lost(session, body, words):
    fault = rules.letters.faults(session, "submitted", Text("Subject", body))[0]
    assert str(fault).lower().startswith(words.lower())


def test_a_refusal_shows_the_line_beside_the_text(session, administrator):
    administrator.open("/administration/letters/submitted")
    administrator.fill("Text", "One\n{{ nam }}")
    administrator.fill("Why", "x")
    page = administrator.press("Save")
    assert page.status == 422
    assert page.errors == ["Text, line 2: this letter knows no “nam”."]
    assert page.value("Text") == "One\n{{ nam }}"
    assert session.get(LetterText, "submitted") is None


def test_a_text_that_fails_later_is_logged_and_the_original_is_sent(session, caplog):
    session.add(LetterText(name="submitted", subject="Hello", body="{{ gone_since }}"))
    session.flush()
    with caplog.at_level(logging.ERROR):
        letter = mail.write(session, "a@example.org", "submitted", **FACTS)
    assert letter.subject == "We have your listing"
    assert "letter submitted: its changed text fails with UndefinedError" in caplog.text
    assert "Mara" not in caplog.text


def test_no_letter_reaches_a_row_of_a_table(session):
    row = OutgoingMail(recipient="secret@example.org", subject="", text="")
    session.add(LetterText(name="goodbye", subject="{{ x.recipient }}", body="y"))
    session.flush()
    assert mail.write(session, "a@example.org", "goodbye", x=row).subject == "Your account is deleted"
    assert session.scalars(select(OutgoingMail.subject)).all() == ["Your account is deleted"]
