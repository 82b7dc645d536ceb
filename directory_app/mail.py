"""Letters: written into the database with the change they tell of, sent afterwards by a job, each at least once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from .config import data_dir
from .models import OutgoingMail, now

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
GIVE_UP_AFTER = 12
BATCH = 50
# A letter that holds a visitor's words or address is kept so long after it left; one that cannot leave, a day longer.
KEPT_AFTER_LEAVING = timedelta(days=30)
KEPT_AT_MOST = timedelta(days=31)


@dataclass(frozen=True)
class Letter:
    """What a back end needs to send."""

    recipient: str
    subject: str
    text: str
    reply_to: str = ""


@cache
def _templates() -> Environment:
    # Plain text: nothing here is ever read as HTML, so nothing is escaped.
    return Environment(
        loader=FileSystemLoader(str(data_dir("templates") / "mail")),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def write(
    session: Session, recipient: str, template: str, *, reply_to: str = "", private: bool = False, **facts: object
) -> OutgoingMail:
    """Write the letter of `mail/<template>.txt`, whose first line is the subject. It leaves after the commit.

    Who answers it writes to `reply_to`, or to the directory without one. A `private` letter is deleted 30 days after
    it left.
    """
    text = _templates().get_template(f"{template}.txt").render(**facts)
    subject, _, body = text.partition("\n")
    letter = queue(session, recipient, subject, body.lstrip("\n"))
    letter.reply_to = reply_to
    letter.forget_at = now() + KEPT_AT_MOST if private else None
    return letter


def queue(session: Session, recipient: str, subject: str, text: str) -> OutgoingMail:
    """Put a finished letter among those that wait. The subject becomes one line whatever it holds."""
    letter = OutgoingMail(recipient=recipient, subject=" ".join(subject.split())[:255], text=text)
    session.add(letter)
    return letter


def deliver_waiting(session: Session, send: Callable[[Letter], None], *, keep_text: bool = True) -> int:
    """Try every letter whose time has come; return how many left.

    A letter that fails waits twice as long each time and is given up after twelve tries. Each letter is committed
    by itself, so that a crash repeats one letter at most. `keep_text` false empties letters that have left: they hold
    tokens.
    """
    due = session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.sent_at.is_(None), OutgoingMail.next_try_at <= now(), OutgoingMail.attempts < GIVE_UP_AFTER)
        .order_by(OutgoingMail.id)
        .limit(BATCH)
    ).all()
    sent = 0
    for letter in due:
        sent += _try(letter, send, keep_text)
        session.commit()
    return sent


def forget(session: Session) -> int:
    """Delete the private letters whose time is over, and with them what rests on them; return how many."""
    gone = session.execute(
        delete(OutgoingMail).where(OutgoingMail.forget_at <= now()).returning(OutgoingMail.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def _try(letter: OutgoingMail, send: Callable[[Letter], None], keep_text: bool) -> int:
    letter.attempts += 1
    try:
        send(Letter(letter.recipient, letter.subject, letter.text, letter.reply_to))
    except Exception as error:
        letter.last_error = type(error).__name__
        letter.next_try_at = now() + min(FIRST_PAUSE * 2 ** (letter.attempts - 1), LONGEST_PAUSE)
        return 0
    letter.sent_at = now()
    letter.last_error = ""
    if letter.forget_at is not None:
        letter.forget_at = letter.sent_at + (timedelta(0) if letter.once else KEPT_AFTER_LEAVING)
    if not keep_text:
        letter.text = ""
    return 1
