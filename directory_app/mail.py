"""Letters: written into the database with the change they tell of, sent afterwards by a job, each at least once.

Words and subject of a letter live in one file, `templates/mail/<name>.txt`; a folder `templates/mail/<language>/` may
hold the same names in another language. The session says which language is wanted (`Session.info`). An
administrator may put another text in the place of one (`LetterText`), which is rendered in a sandbox.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from .config import data_dir
from .errors import LetterRefused, MailServerAway
from .models import Act, Base, LetterText, OutgoingMail, now

log = logging.getLogger(__name__)

DEFAULT_LANGUAGE = "en"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
GIVE_UP_AFTER = 12
BATCH = 50
# Other jobs wait while letters leave: a slow server gets the rest in the next turn.
BATCH_SECONDS = 15.0
# No letter waits longer than the longest pause, unless the clock was set back meanwhile. What lies further ahead than a
# clock is ever wrong waits on purpose.
CLOCK_OFF_AT_MOST = timedelta(days=370)
# A letter that holds a visitor's words or address is kept so long after it left; one that cannot leave, a day longer.
KEPT_AFTER_LEAVING = timedelta(days=30)
KEPT_AT_MOST = timedelta(days=31)
# Any other letter that left is of no use to anybody a month later; one that never did is looked into by the operator.
SENT_KEPT = timedelta(days=30)
UNSENT_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Letter:
    """What a back end needs to send. `key` stays the same at every try: a letter sent twice can be known as one."""

    recipient: str
    subject: str
    text: str
    reply_to: str = ""
    key: str = ""


# Plain text: nothing here is ever read as HTML, so nothing is escaped.
WAYS: dict[str, Any] = {
    "undefined": StrictUndefined,
    "autoescape": False,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


# What letters may do with a value.
FILTERS = ("join", "length", "lower", "upper", "capitalize", "trim")


class Sandbox(ImmutableSandboxedEnvironment):
    """Where templates are rendered that somebody typed: they reach what a letter was given, and nothing behind it."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No row of a table may be looked into, should a letter ever be given one."""
        return not isinstance(obj, Base) and super().is_safe_attribute(obj, attr, value)


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(str(data_dir("templates") / "mail")), **WAYS)


@cache
def sandbox() -> Sandbox:
    """The one sandbox. It loads no files, so that nothing can be included."""
    made = Sandbox(**WAYS)
    made.globals.clear()
    # Others could make endless texts of short ones.
    made.filters = {name: made.filters[name] for name in FILTERS}
    return made


def names() -> list[str]:
    """The letters there are, by their names."""
    return sorted(path.stem for path in (data_dir("templates") / "mail").glob("*.txt"))


def original(name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The source of a letter as it ships."""
    environment = _templates()
    assert environment.loader is not None
    chosen = environment.select_template(_files(name, language)).name or ""
    return environment.loader.get_source(environment, chosen)[0]


def write(
    session: Session, recipient: str, template: str, *, reply_to: str = "", private: bool = False, **facts: object
) -> OutgoingMail:
    """Write the letter of `mail/<template>.txt`, whose first line is the subject. It leaves after the commit.

    Where the folder of the session's language has a file of that name, that one is taken, and before both the text of
    an administrator.

    Who answers it writes to `reply_to`, or to the directory without one. A `private` letter is deleted 30 days after
    it left.
    """
    subject, body = _own_words(session, template, facts) or _as_shipped(session, template, facts)
    letter = queue(session, recipient, subject, body.lstrip("\n"))
    letter.reply_to = reply_to
    letter.forget_at = now() + KEPT_AT_MOST if private else None
    return letter


def _own_words(session: Session, name: str, facts: dict[str, Any]) -> tuple[str, str] | None:
    """Subject and body as an administrator wrote them; None without, or where they cannot be rendered."""
    own = session.get(LetterText, name)
    if own is None:
        return None
    try:
        return tuple(sandbox().from_string(part).render(**facts) for part in (own.subject, own.body))  # type: ignore[return-value]
    except Exception as error:
        # A letter must leave, whatever somebody typed. What the error says may hold words of a person.
        log.error("letter %s: its changed text fails with %s, so the original was sent", name, type(error).__name__)
        return None


def _as_shipped(session: Session, name: str, facts: dict[str, Any]) -> tuple[str, str]:
    language = session.info.get("language", DEFAULT_LANGUAGE)
    subject, _, body = _templates().select_template(_files(name, language)).render(**facts).partition("\n")
    return subject, body


def _files(name: str, language: str) -> list[str]:
    return [f"{language}/{name}.txt", f"{name}.txt"]


def queue(session: Session, recipient: str, subject: str, text: str) -> OutgoingMail:
    """Put a finished letter among those that wait. The subject becomes one line whatever it holds."""
    letter = OutgoingMail(recipient=recipient, subject=" ".join(subject.split())[:255], text=text)
    if not recipient:
        # A listing that nobody has claimed may have no address: the letter is kept and does not try to leave.
        letter.sent_at = now()
    session.add(letter)
    return letter


def still_to_leave() -> tuple[ColumnElement[bool], ...]:
    """The letters that wait to leave, or to be tried again, as conditions."""
    return OutgoingMail.sent_at.is_(None), OutgoingMail.attempts < GIVE_UP_AFTER


def given_up() -> tuple[ColumnElement[bool], ...]:
    """The letters that are not tried any more, as conditions."""
    return OutgoingMail.sent_at.is_(None), OutgoingMail.attempts >= GIVE_UP_AFTER


def is_waiting(session: Session) -> bool:
    """Whether a letter should leave now."""
    due = select(OutgoingMail.id).where(*still_to_leave(), _time_has_come()).limit(1)
    return session.scalars(due).first() is not None


def try_again(session: Session, letter_id: int | None = None) -> int:
    """Begin anew with a letter that was given up, or with all of them; return how many."""
    wanted = given_up() if letter_id is None else (*given_up(), OutgoingMail.id == letter_id)
    again = session.execute(
        update(OutgoingMail).where(*wanted).values(attempts=0, next_try_at=now()).returning(OutgoingMail.id),
        execution_options={"synchronize_session": False},
    )
    return len(again.all())


def deliver_waiting(session: Session, send: Callable[[Letter], None], *, keep_text: bool = True) -> int:
    """Try every letter whose time has come; return how many left.

    A letter that fails waits twice as long each time and is given up after twelve tries, or at once where the server
    refuses its address for good. Where the server is away nothing counts as a try and MailServerAway is raised: letters
    leave when it is back, however long that lasts. Each is claimed before it is sent, so that of two processes one
    sends it, and marked after it left: who dies in between leaves a letter that is sent again, with the same key.
    `keep_text` false empties letters that have left: they hold tokens.
    """
    due = session.execute(
        select(OutgoingMail.id, OutgoingMail.attempts)
        .where(*still_to_leave(), _time_has_come())
        .order_by(OutgoingMail.id)
        .limit(BATCH)
    ).all()
    sent, until = 0, time.monotonic() + BATCH_SECONDS
    for letter_id, attempts in due:
        if time.monotonic() > until:
            break
        letter = _claim(session, letter_id, attempts)
        if letter is not None:
            try:
                sent += _try(letter, send, keep_text)
            finally:
                session.commit()
    return sent


def _time_has_come() -> ColumnElement[bool]:
    """A letter may leave: its pause is over, or was reckoned by a clock that was ahead of the one of now."""
    present = now()
    ahead = and_(
        OutgoingMail.next_try_at > present + LONGEST_PAUSE, OutgoingMail.next_try_at < present + CLOCK_OFF_AT_MOST
    )
    return or_(OutgoingMail.next_try_at <= present, ahead)


def _claim(session: Session, letter_id: int, attempts: int) -> OutgoingMail | None:
    """Count the try and set the time of the next one before anything is sent; None where another process did."""
    pause = min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
    claimed = session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == letter_id, OutgoingMail.attempts == attempts, OutgoingMail.sent_at.is_(None))
        .values(attempts=attempts + 1, next_try_at=now() + pause)
        .returning(OutgoingMail.id),
        execution_options={"synchronize_session": False},
    ).all()
    session.commit()
    return session.get(OutgoingMail, letter_id, populate_existing=True) if claimed else None


def forget(session: Session) -> int:
    """Delete the private letters whose time is over, and with them what rests on them; return how many.

    Others go a month after they left, and three months after they were written where they never did. One that told of
    an act stays with it: undoing the act later writes to the same address.
    """
    present = now()
    tells = select(Act.id).where(Act.letter_id == OutgoingMail.id, Act.undone_at.is_(None)).exists()
    gone = session.execute(
        delete(OutgoingMail)
        .where(
            or_(
                OutgoingMail.forget_at <= present,
                OutgoingMail.forget_at.is_(None) & (OutgoingMail.sent_at <= present - SENT_KEPT) & ~tells,
                OutgoingMail.sent_at.is_(None) & (OutgoingMail.created_at <= present - UNSENT_KEPT),
            )
        )
        .returning(OutgoingMail.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def _try(letter: OutgoingMail, send: Callable[[Letter], None], keep_text: bool) -> int:
    key = f"{letter.id}.{letter.created_at:%Y%m%d%H%M%S}"
    try:
        send(Letter(letter.recipient, letter.subject, letter.text, letter.reply_to, key))
    except MailServerAway as error:
        letter.attempts, letter.next_try_at, letter.last_error = letter.attempts - 1, now(), type(error).__name__
        raise
    except Exception as error:
        letter.last_error = type(error).__name__
        if isinstance(error, LetterRefused):
            letter.attempts = GIVE_UP_AFTER
        if letter.attempts >= GIVE_UP_AFTER:
            # Who it was for stands in the table, not in the log.
            log.error("letter %s is given up and was not delivered: %s", letter.id, letter.last_error)
        return 0
    letter.sent_at = now()
    letter.last_error = ""
    if letter.forget_at is not None:
        letter.forget_at = letter.sent_at + (timedelta(0) if letter.once else KEPT_AFTER_LEAVING)
    if not keep_text:
        letter.text = ""
    return 1
