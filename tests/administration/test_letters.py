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
    "told": [],
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


LOST = "is missing: whoever gets this letter cannot go on without it."


def test_a_letter_is_not_saved_without_the_link_it_is_for(session, administrator):
    administrator.open("/administration/letters/account_reset")
    administrator.fill("Text", "Hello, choose a new one soon.")
    administrator.fill("Why", "Shorter.")
    page = administrator.press("Save")
    assert (page.status, page.errors) == (422, [f"Text, the word {{{{ reset_link }}}} {LOST}"])
    assert session.get(LetterText, "account_reset") is None
    administrator.fill("Text", "{% if reset_link %}Hello, choose a new one soon.{% endif %}")
    assert administrator.press("Save").status == 422, "to ask about it is not to show it"
    administrator.fill("Text", "Hello, choose a new one soon: {{ reset_link }}")
    assert "Saved." in administrator.press("Save").text


def test_an_earlier_text_without_its_link_does_not_come_back(session, administrator):
    for body in ("Soon.", "Soon: {{ reset_link }}"):
        rules.letters.save_letter(session, "account_reset", Text("A new password", body), administrator.account, "x")
    administrator.open("/administration/letters/account_reset")
    page = administrator.press("Back to this state")
    assert f"nothing was changed. The word {{{{ reset_link }}}} {LOST}" in page.text
    assert session.get(LetterText, "account_reset").body == "Soon: {{ reset_link }}"


def test_every_letter_keeps_what_people_need_from_it(session):
    lost = {name: rules.letters.faults(session, name, Text("Hello", "Hello.")) for name in mail.names()}
    needed = {
        name: [re.search(r"{{ (.+) }}", fault.words)[1] for fault in found] for name, found in lost.items() if found
    }
    assert needed == {
        "account_confirm": ["confirmation_link"],
        "account_exists": ["reset_link"],
        "account_invited": ["invite_link"],
        "account_new_address": ["confirm_page"],
        "account_reset": ["reset_link"],
        "account_waits": ["reset_link"],
        "claim_code": ["code"],
        "decision_approve_parts": ["appeal"],
        "decision_ask_for_changes": ["appeal"],
        "decision_reject": ["appeal"],
        "decision_suspend": ["appeal"],
        "message_copy": ["addresses.conversation"],
        "reminder": ["stop"],
        "reply": ["addresses.conversation"],
    }
    for name in mail.names():
        shown = re.sub('"[^"]*"', "", " ".join(re.findall("{{.*?}}", rules.letters.original(session, name).body)))
        used = set(re.findall(r"\b\w+_link\b|\bcode\b", shown))
        assert used <= set(needed.get(name, [])), (name, "a new link or code is to be needed too")


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
