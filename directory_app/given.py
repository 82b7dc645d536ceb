"""What the environment says of a setting, made into its kind: words, yes or no, whole numbers, secrets in files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .errors import InsecureConfiguration

PREFIX = "DIRECTORY_"
# May stand in a file instead, which DIRECTORY_<NAME>_FILE names: what a container or systemd hands out as secrets.
FROM_FILES = (
    "SECRET_KEY",
    "OLD_SECRET_KEYS",
    "DATABASE_URL",
    "REPLICA_URL",
    "REDIS_URL",
    "MAIL_USERNAME",
    "MAIL_PASSWORD",
)
# The address that one command copies to: it holds a password, and arguments are seen by others on the machine.
FOR_ONE_COMMAND = ("MOVE_TO",)
YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
# Whole numbers that may be less than one; without any search a directory rests, as during an attack.
FROM_ZERO = frozenset({"TRUSTED_PROXIES", "POLICIES_READ", "SEARCHES_PER_MINUTE"})
MOST = {"MAIL_PORT": 65535}
# A site without a name cannot make passkeys, and an empty folder would be whichever a command was started in.
NEVER_EMPTY = frozenset({"SITE_NAME", "DATA"})


def value(name: str, default: object) -> object:
    """The setting `name` as its variable, or the file that this names, gives it; else `default`, whose kind it has.

    Raises InsecureConfiguration, which never repeats a value.
    """
    text = _from_file(name) if name in FROM_FILES and f"{PREFIX}{name}_FILE" in os.environ else None
    text = os.environ.get(f"{PREFIX}{name}") if text is None else text
    if text is None:
        return default
    if isinstance(default, bool):
        return yes_or_no(name, text)
    if name in NEVER_EMPTY and not text.strip():
        raise InsecureConfiguration([f"{PREFIX}{name} must not be empty; leave it out for its default"])
    return _whole(name, text) if isinstance(default, int) else text


def yes_or_no(name: str, text: str) -> bool:
    """A switch. Raises InsecureConfiguration for another word: a mistyped “true” would turn a protection off."""
    word = text.strip().lower()
    if word not in YES | NO:
        raise InsecureConfiguration([f"{PREFIX}{name} must be true or false"])
    return word in YES


def unknown(names: Iterable[str]) -> list[str]:
    """Variables that look like settings and are none, such as one that is mistyped; `names` are those of settings."""
    known = {*names, *FOR_ONE_COMMAND, *(f"{name}_FILE" for name in FROM_FILES)}
    return sorted(one for one in os.environ if one.startswith(PREFIX) and one.removeprefix(PREFIX) not in known)


def _whole(name: str, text: str) -> int:
    least, most = 0 if name in FROM_ZERO else 1, MOST.get(name)
    try:
        number = int(text)
    except ValueError:
        number = least - 1
    if number < least or (most is not None and number > most):
        span = f"{least} or more" if most is None else f"from {least} to {most}"
        raise InsecureConfiguration([f"{PREFIX}{name} must be a whole number, {span}"])
    return number


def _from_file(name: str) -> str:
    variable = f"{PREFIX}{name}_FILE"
    if os.environ.get(f"{PREFIX}{name}"):
        raise InsecureConfiguration([f"{PREFIX}{name} and {variable} are both set; keep one of them"])
    try:
        text = Path(os.environ[variable]).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise InsecureConfiguration([f"{variable} names a file that cannot be read"]) from None
    return text.strip()
