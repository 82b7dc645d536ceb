"""Telephone numbers, e-mail and web addresses as people write them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_PHONE = 40
LONGEST_TYPED = 60
# "Tel.:", "Mobile", "T " before a number.
CALLED = re.compile(r"^\s*[^\W\d_]{1,12}\.?\s*:?\s+(?=[+(\d])|^\s*[^\W\d_]{1,12}\.?:\s*(?=[+(\d])")
BETWEEN_NUMBERS = re.compile(r"\s*(?:[/;|,]|\bor\b|\boder\b|\bou\b|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
SHORTEST_NUMBER = 7


def phone(typed: str, country: str) -> str:
    """A telephone number in international spelling with its extension, if any: "+1 503-555-0142 ext. 3".

    `country` (two letters) is assumed where neither + nor 00 is written.
    """
    if not typed.strip():
        return ""
    written = CALLED.sub("", typed[:LONGEST_TYPED])
    parts = [part for part in BETWEEN_NUMBERS.split(written) if sum(c.isdigit() for c in part) >= SHORTEST_NUMBER]
    if len(parts) > 1:
        raise ValueError("Give one telephone number. Clients can ask for others.")
    try:
        number = phonenumbers.parse(re.sub(r"^\s*00(?=\d)", "+", written), country)
    except phonenumbers.NumberParseException:
        raise ValueError("This does not look like a telephone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("This telephone number has too few or too many digits.")
    shown = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    if len(shown) > LONGEST_PHONE:
        raise ValueError("This telephone number has too few or too many digits.")
    return shown


def email(typed: str) -> str:
    """An e-mail address that could receive a letter, in its usual spelling."""
    if not typed:
        return ""
    try:
        return str(validate_email(typed, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise ValueError("This does not look like an e-mail address, such as name@example.org.") from None


def web_address(typed: str) -> str:
    """A web address, completed with https://. Other schemes than http and https are refused."""
    if not typed:
        return ""
    address = typed if re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", typed, re.IGNORECASE) else f"https://{typed}"
    try:
        parts = urlsplit(address)
        right = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        right = False
    if not right or any(c.isspace() for c in address):
        raise ValueError("This does not look like a web address, such as https://example.org.")
    return address
