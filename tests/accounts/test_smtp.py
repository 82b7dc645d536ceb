"""Letters leave over SMTP where a server is configured."""

from __future__ import annotations

import socket

import pytest
from aiosmtpd.controller import Controller

from directory_app import create_app, delivery, mail, migrations

from ..conftest import TESTING


class Mailbox:
    """Keeps what arrives."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.letters.append(envelope)
        return "250 kept"


@pytest.fixture
def mailbox():
    handler = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


def test_a_letter_arrives_with_its_subject_text_and_sender(mailbox, tmp_path):
    settings = {key: value for key, value in TESTING.items() if key != "MAIL_BACKEND"}
    app = create_app(
        {
            **settings,
            "DATA": str(tmp_path),
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": mailbox.port,
            "MAIL_TLS": False,
            "MAIL_FROM": "Clear Hands <hello@example.org>",
        }
    )
    migrations.upgrade(app)
    with app.extensions["sessions"]() as session:
        mail.queue(session, "ana@example.org", "Grüße", "Schöner Text — with a dash\n")
        session.commit()
    assert delivery.sweep(app) == 1
    assert delivery.sweep(app) == 0
    [letter] = mailbox.letters
    assert letter.rcpt_tos == ["ana@example.org"]
    assert letter.mail_from == "hello@example.org"
    body = letter.content.decode()
    assert "From: Clear Hands <hello@example.org>" in body
    assert "Subject: =?utf-8?" in body
    app.extensions["engine"].dispose()
