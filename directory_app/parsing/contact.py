"""Telephone numbers, e-mail and web addresses as people write them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumber, ValidationResult

LONGEST_PHONE = 40
LONGEST_TYPED = 60
# "Tel.:", "Mobile", "T " before a number.
CALLED = re.compile(r"^\s*[^\W\d_]{1,12}\.?\s*:?\s+(?=[+(\d])|^\s*[^\W\d_]{1,12}\.?:\s*(?=[+(\d])")
BETWEEN_NUMBERS = re.compile(r"\s*(?:[/;|,]|\bor\b|\boder\b|\bou\b|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)
SHORTEST_NUMBER = 7
WITHOUT_AREA = "Give the number with its area code."


def phone(typed: str, country: str) -> str:
    """A telephone number in international spelling with its extension, if any: "+1 503-555-0142 ext. 3".

    `country` (two letters) is assumed where neither + nor 00 is written.
    """
    if not typed.strip():
        return ""
    written = re.sub(r"^\s*00(?=\d)", "+", CALLED.sub("", typed[:LONGEST_TYPED]))
    parts = [part for part in BETWEEN_NUMBERS.split(written) if sum(c.isdigit() for c in part) >= SHORTEST_NUMBER]
    if len(parts) > 1:
        raise ValueError("Give one telephone number. Clients can ask for others.")
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        raise ValueError("This does not look like a telephone number.") from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY or _lacks_area_code(number, written, country):
        raise ValueError(WITHOUT_AREA)
    if possible != ValidationResult.IS_POSSIBLE:
        raise ValueError("This telephone number has too few or too many digits.")
    shown = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    if len(shown) > LONGEST_PHONE:
        raise ValueError("This telephone number has too few or too many digits.")
    return shown


def _lacks_area_code(number: PhoneNumber, written: str, country: str) -> bool:
    """Whether a possible number is one of no known area, and was written without the 0 that areas begin with.

    Numbers of Germany, say, may have nearly any length, so that their length tells nothing. With + they are believed:
    there are newer areas than the library knows. So are those of the United States, where no 0 is written.
    """
    zero = country == "IT" or phonenumbers.ndd_prefix_for_region(country, True) == "0"
    national = written.strip(" ([").startswith(("0", "+"))
    possible = phonenumbers.is_possible_number(number)
    return zero and not national and possible and not phonenumbers.is_valid_number(number)


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
