"""How letters leave: SMTP where a server is configured, else files in the development outbox folder."""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends import smtp

from . import letter_html
from .errors import LetterRefused, MailServerAway
from .jobs import Task
from .mail import Letter, deliver_waiting, forget, is_waiting

log = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0
# So long nobody knocks again at a mail server that was away: other jobs wait while somebody knocks.
AWAY_SECONDS = 30.0
CONNECTING_SECONDS = 20
# A server may look into a letter for long before it says that it took it. Who does not wait for that sends it twice.
TAKING_SECONDS = 120
FORGET_SECONDS = 600.0


class _CertainSMTP(smtplib.SMTP):
    """Looks at the certificate, which smtplib does not by itself: whoever stood in between could read the password."""

    def starttls(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Begin TLS with a server whose certificate is good. Raises ssl.SSLError."""
        return super().starttls(context=ssl.create_default_context())


class _ByServer(smtp.EmailBackend):  # type: ignore[misc]
    connection_class = _CertainSMTP


def init_app(app: Flask) -> None:
    """Configure Flask-Mailman from our settings."""
    has_server = bool(app.config["MAIL_SERVER"])
    app.config.setdefault("MAIL_BACKEND", _ByServer if has_server else "file")
    if app.config["MAIL_BACKEND"] == "file":
        folder = Path(app.config["DATA"]) / "outbox"
        folder.mkdir(parents=True, exist_ok=True)
        app.config["MAIL_FILE_PATH"] = str(folder.resolve())
    app.config["MAIL_USE_TLS"] = has_server and app.config["MAIL_TLS"]
    app.config["MAIL_DEFAULT_SENDER"] = app.config["MAIL_FROM"]
    app.config["MAIL_TIMEOUT"] = CONNECTING_SECONDS
    app.config["MAIL_USERNAME"] = app.config["MAIL_USERNAME"] or None
    app.config["MAIL_PASSWORD"] = app.config["MAIL_PASSWORD"] or None
    app.extensions["mail server away until"] = 0.0
    Mail(app)


def send(letter: Letter) -> None:
    """Hand one letter, as text and as HTML, to the configured back end; raises what the back end raises.

    LetterRefused where the server says that it will never take the address, MailServerAway where there is none.
    """
    host = urlsplit(current_app.config["BASE_ADDRESS"]).hostname or "localhost"
    headers = {"Message-ID": f"<{letter.key}@{host}>", "Auto-Submitted": "auto-generated"}
    answer_to = [letter.reply_to] if letter.reply_to else None
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.recipient], reply_to=answer_to, headers=headers
    )
    message.attach_alternative(as_html(letter.subject, letter.text), "text/html")
    connection = message.get_connection()
    try:
        connection.open()
    except OSError as error:
        raise MailServerAway(type(error).__name__) from error
    opened = getattr(connection, "connection", None)
    if opened is not None:
        opened.sock.settimeout(TAKING_SECONDS)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise LetterRefused from error
        raise
    finally:
        # The letter is with the server, whatever becomes of the goodbye.
        with suppress(OSError):
            connection.close()


def as_html(subject: str, text: str) -> str:
    """A letter as HTML, in the name and language of this directory."""
    return letter_html.render(subject, text, current_app.config["SITE_NAME"], current_app.config["LETTERS_LANGUAGE"])


def sweep(app: Flask) -> int:
    """Send what waits and return how many letters left. One job runner calls this every few seconds.

    While the mail server is away it is asked twice a minute.
    """
    if time.monotonic() < app.extensions["mail server away until"]:
        return 0
    try:
        with app.app_context(), app.extensions["sessions"]() as session:
            sent = deliver_waiting(session, send, keep_text=app.config["ENVIRONMENT"] != "production")
            session.commit()
            return sent
    except MailServerAway as error:
        app.extensions["mail server away until"] = time.monotonic() + AWAY_SECONDS
        log.error("the mail server is away, letters wait: %s", error)
        return 0


def forget_old(app: Flask) -> int:
    """Delete private letters, and the messages they carried, when their time is over. A job calls this."""
    with app.app_context(), app.extensions["sessions"]() as session:
        gone = forget(session)
        session.commit()
        return gone


def waiting(app: Flask) -> bool:
    """Whether a letter should leave now."""
    with app.extensions["reading_sessions"]() as session:
        return is_waiting(session)


def tasks(app: Flask) -> list[Task]:
    """What one job runner of all repeats."""
    return [
        Task("mail", SWEEP_SECONDS, lambda: sweep(app), lambda: waiting(app)),
        Task("forgetting", FORGET_SECONDS, lambda: forget_old(app)),
    ]
