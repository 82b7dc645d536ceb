"""Letters leave after the commit, at least once, and a broken mail server loses none."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy import select

from directory_app import mail
from directory_app.models import OutgoingMail, now


def test_a_letter_waits_and_is_tried_again_when_the_server_is_down(session):
    mail.queue(session, "a@example.org", "Hello", "Text")
    session.flush()

    def down(_letter):
        raise ConnectionRefusedError

    assert mail.deliver_waiting(session, down) == 0
    letter = session.scalars(select(OutgoingMail)).one()
    assert letter.sent_at is None
    assert letter.last_error == "ConnectionRefusedError"
    sent = []
    assert mail.deliver_waiting(session, sent.append) == 0, "it must pause before the next try"
    with time_machine.travel(now() + timedelta(minutes=5)):
        assert mail.deliver_waiting(session, sent.append) == 1
        assert mail.deliver_waiting(session, sent.append) == 0
    assert [one.subject for one in sent] == ["Hello"]


def test_a_subject_never_carries_a_second_header_line(session):
    letter = mail.queue(session, "a@example.org", "Hello\r\nBcc: b@example.org", "Text")
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_letters_that_left_keep_no_token_in_production(session):
    mail.queue(session, "a@example.org", "Hello", "https://example.org/account/recover/secret")
    session.flush()
    mail.deliver_waiting(session, lambda letter: None, keep_text=False)
    assert session.scalars(select(OutgoingMail)).one().text == ""
