"""Letters: those that wait or were given up, and the server that takes them."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..mail import GIVE_UP_AFTER
from ..models import OutgoingMail, now
from .findings import Finding, Patient, ago, judged, look, ok, wrong

SECONDS = 15.0
LONG, VERY_LONG = 1800.0, 14400.0


def findings(_patient: Patient, session: Session) -> Iterator[Finding]:
    """Look at what has not left."""
    unsent = OutgoingMail.sent_at.is_(None)
    given_up = session.scalar(select(func.count()).where(unsent, OutgoingMail.attempts >= GIVE_UP_AFTER)) or 0
    if given_up:
        yield look(
            f"{given_up} letters were given up after {GIVE_UP_AFTER} tries.",
            "See why: SELECT id, recipient, last_error FROM outgoing_mail WHERE sent_at IS NULL AND attempts >= "
            f"{GIVE_UP_AFTER}. Setting attempts to 0 lets them be tried again.",
        )
    waiting, oldest = session.execute(
        select(func.count(), func.min(OutgoingMail.created_at)).where(unsent, OutgoingMail.attempts < GIVE_UP_AFTER)
    ).one()
    age = (now() - oldest).total_seconds() if oldest is not None else 0.0
    said = f"{waiting} letters wait, the oldest for {ago(age)}."
    advice = "Look at the mail server and at the jobs below: a letter leaves within seconds where both are well."
    if age > VERY_LONG:
        yield wrong(said, advice)
    elif age > LONG:
        yield look(said, advice)
    else:
        yield ok(said if waiting else "No letter waits.")


def server_findings(patient: Patient) -> Iterator[Finding]:
    """Connect, begin TLS and sign in, as sending would, and send nothing."""
    config = patient.config
    if not config["MAIL_SERVER"]:
        yield judged(patient, "Letters become files and reach nobody.", "Set DIRECTORY_MAIL_SERVER.")
        return
    try:
        with smtplib.SMTP(config["MAIL_SERVER"], int(config["MAIL_PORT"]), timeout=SECONDS) as server:
            server.ehlo()
            yield from _spoken_to(patient, server)
    except ssl.SSLError as error:
        yield wrong(
            f"The certificate of the mail server is not good: {getattr(error, 'verify_message', '') or error.reason}.",
            "No letter leaves. Name the server as its certificate does in DIRECTORY_MAIL_SERVER, or renew that; "
            "a server on this machine needs none where DIRECTORY_MAIL_TLS is false.",
        )
    except smtplib.SMTPAuthenticationError:
        yield wrong("The mail server refuses name or password.", "Look at DIRECTORY_MAIL_USERNAME and _PASSWORD.")
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            f"The mail server does not answer as it should ({type(error).__name__}).",
            "Look at DIRECTORY_MAIL_SERVER and DIRECTORY_MAIL_PORT, and whether a firewall stands in between.",
        )


def _spoken_to(patient: Patient, server: smtplib.SMTP) -> Iterator[Finding]:
    config = patient.config
    if config["MAIL_TLS"]:
        if not server.has_extn("starttls"):
            yield wrong(
                "The mail server offers no STARTTLS.",
                "Use its port for that, often 587; or set DIRECTORY_MAIL_TLS to false where it is on this machine.",
            )
            return
        server.starttls(context=ssl.create_default_context())
        server.ehlo()
    elif config["MAIL_USERNAME"]:
        yield judged(patient, "The password of the mail server is sent unencrypted.", "Set DIRECTORY_MAIL_TLS to true.")
    if config["MAIL_USERNAME"]:
        server.login(str(config["MAIL_USERNAME"]), str(config["MAIL_PASSWORD"] or ""))
    server.noop()
    yield ok("The mail server answers and would take letters. --letter ADDRESS sends one to try it.")
