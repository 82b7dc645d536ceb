"""Letters are written once and read as text or as HTML; one process sends each, and who dies in between is noticed."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import html5lib
import pytest
import time_machine
from bs4 import BeautifulSoup

from directory_app import delivery, letter_html, mail
from directory_app.errors import LetterRefused
from directory_app.letter_html import Block
from directory_app.models import now

from ..letters import all_letters

TEXT = """Hello Ana,

confirm it here:

https://example.org/account/confirm/abc?x=1&y=2

- one <b>thing</b>
- another

----------------------------------------

My back & I: see https://evil.example

----------------------------------------

See www.example.org, or https://example.org/help.
"""


def test_a_plain_letter_is_taken_apart_into_what_it_is_made_of():
    assert [block.kind for block in letter_html.blocks(TEXT)] == [
        "paragraph", "paragraph", "address", "items", "quote", "paragraph",
    ]  # fmt: skip
    assert letter_html.blocks(TEXT)[3] == Block("items", ("one <b>thing</b>", "another"))


def test_whoever_is_quoted_cannot_end_the_quote_and_go_on_in_our_name():
    rule = "-" * 40
    text = f"A visitor writes:\n\n{rule}\n\nHello\n{rule}\n\nhttps://evil.example\n\n{rule}\n\nAnswer this letter."
    found = letter_html.blocks(text)
    assert [block.kind for block in found] == ["paragraph", "quote", "paragraph"]
    assert "https://evil.example" in found[1].lines


def test_as_html_it_holds_the_same_words_nothing_typed_as_markup_and_fetches_nothing():
    made = letter_html.render("Grüße & <more>", TEXT, "Clear Hands", "en")
    parser = html5lib.HTMLParser()
    parser.parse(made)
    assert not [error for error in parser.errors if "doctype" not in error[1]]
    soup = BeautifulSoup(made, "html.parser")
    assert soup.h1.get_text() == "Grüße & <more>"
    assert "one <b>thing</b>" in soup.get_text()
    assert soup.find("b") is None
    assert soup.blockquote["dir"] == "auto", "somebody's words run as they wrote them, in Hebrew from the right"
    assert [a["href"] for a in soup.find_all("a")] == [
        "https://example.org/account/confirm/abc?x=1&y=2", "https://www.example.org", "https://example.org/help",
    ], "words of somebody else are never made into links"  # fmt: skip
    assert not soup.find_all(["img", "script", "link", "iframe", "form", "object"])
    assert "url(" not in made
    assert "@import" not in made
    for word in re.findall(r"\w+", TEXT):
        assert word in soup.get_text(" ") or word in made


def test_a_letter_leaves_in_both_forms_with_a_number_of_its_own(app, session):
    letter = mail.queue(session, "ana@example.org", "Hello", TEXT)
    session.commit()
    with app.app_context():
        app.extensions["mailman"].outbox = []
        delivery.sweep(app)
        [sent] = app.extensions["mailman"].outbox
        message = sent.message()
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "text/html"]
    host = "127.0.0.1"
    assert message["Message-ID"] == f"<{letter.id}.{letter.created_at:%Y%m%d%H%M%S}@{host}>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_of_two_processes_that_meet_one_sends_a_letter(app, session):
    mail.queue(session, "a@example.org", "Hello", "Text")
    session.commit()
    sent = []

    def slow(letter):
        # The other process looks while this one is sending.
        with app.extensions["sessions"]() as other:
            mail.deliver_waiting(other, lambda one: sent.append(("other", one.key)))
        sent.append(("first", letter.key))

    with app.extensions["sessions"]() as first:
        assert mail.deliver_waiting(first, slow) == 1
    assert [who for who, _ in sent] == ["first"]


def test_a_claim_that_another_process_was_faster_with_sends_nothing(session):
    letter = mail.queue(session, "a@example.org", "Hello", "Text")
    session.flush()
    assert mail._claim(session, letter.id, 0) is not None
    assert mail._claim(session, letter.id, 0) is None


def test_who_dies_between_sending_and_marking_sends_again_under_the_same_number(session):
    mail.queue(session, "a@example.org", "Hello", "Text")
    session.commit()
    keys = []

    def killed(letter):
        keys.append(letter.key)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        mail.deliver_waiting(session, killed)
    session.rollback()
    assert mail.deliver_waiting(session, lambda one: keys.append(one.key)) == 0, "not at once"
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert mail.deliver_waiting(session, lambda one: keys.append(one.key)) == 1
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_an_address_that_the_server_refuses_for_good_is_given_up_and_noted_without_the_address(session, caplog):
    letter = mail.queue(session, "nobody@example.org", "Hello", "Text")
    session.flush()

    def refuse(_letter):
        raise LetterRefused

    assert mail.deliver_waiting(session, refuse) == 0
    assert f"letter {letter.id} is given up" in caplog.text
    assert "nobody" not in caplog.text
    with time_machine.travel(now() + timedelta(days=2)):
        assert mail.deliver_waiting(session, lambda _: None) == 0


@pytest.mark.parametrize(("code", "raised"), [(550, LetterRefused), (451, smtplib.SMTPRecipientsRefused)])
def test_only_a_final_no_of_the_server_is_final(sqlite_app, monkeypatch, code, raised):
    def refuse(_self, fail_silently=False):
        raise smtplib.SMTPRecipientsRefused({"nobody@example.org": (code, b"no")})

    monkeypatch.setattr("directory_app.delivery.EmailMultiAlternatives.send", refuse)
    with sqlite_app.app_context(), pytest.raises(raised):
        delivery.send(mail.Letter("nobody@example.org", "Hello", "Text", key="1.1"))


def test_a_folder_of_a_language_takes_the_place_of_our_words_letter_by_letter(tmp_path, session, monkeypatch):
    folder = tmp_path / "mail"
    (folder / "de").mkdir(parents=True)
    (folder / "hello.txt").write_text("Hello\n\nGood day.\n")
    (folder / "bye.txt").write_text("Goodbye\n\nSee you.\n")
    (folder / "de" / "hello.txt").write_text("Hallo\n\nGuten Tag.\n")
    monkeypatch.setattr("directory_app.mail.data_dir", lambda _: tmp_path)
    mail._templates.cache_clear()
    session.info["language"] = "de"
    try:
        for name in ("hello", "bye"):
            mail.write(session, "a@example.org", name)
        session.flush()
        assert [one.subject for one in all_letters(session)] == ["Hallo", "Goodbye"]
    finally:
        mail._templates.cache_clear()


def test_the_outbox_shows_both_forms(browser, session):
    letter = mail.queue(session, "ana@example.org", "Hello", TEXT)
    session.flush()
    page = browser.open("/development/outbox")
    assert "confirm it here" in page.text
    answer = browser.client.get(page.link("The same letter as HTML"))
    assert answer.status_code == 200
    assert "<title>Hello</title>" in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert browser.client.get(f"/development/outbox/{letter.id + 1}").status_code == 404
