"""Prices, hours, numbers and addresses as people write them. Every function raises ValueError with a sentence."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_PHONE = 40
LARGEST_PRICE = Decimal(5000)
MONEY_WORDS = re.compile(r"\b(?:USD|CAD|GBP|EUR|AUD|NZD|dollars?|pounds?|euros?)\b|[A-Z]{0,2}[$£€]", re.IGNORECASE)
NO_CENTS = re.compile(r"[.,]\s*[-–—]+$")
AMOUNT = re.compile(r"(\d{1,3}(?:[ .,’']\d{3})+|\d+)(?:[.,](\d{1,2}))?")

CLOSED = {"", "closed", "-", "–", "—", "none", "off"}
NAMED_TIMES = {"noon": "12pm", "midday": "12pm", "midnight": "24:00"}
ONE_TIME = r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*([ap])?(?:\.?\s?m\.?)?"
SPAN = re.compile(rf"{ONE_TIME}\s*(?:-|–|—|\bto\b|\buntil\b)\s*{ONE_TIME}", re.IGNORECASE)
HOURS_ADVICE = "Write hours such as 9am-5pm or 09:00-17:00, or leave the day empty."
HALF_DAY = 12 * 60
EARLIEST_UNMARKED = 6 * 60


def price(typed: str) -> Decimal | None:
    """An amount: "$95", "95.00", "1,200", "95,-", "95,50" and "95 USD" are understood. None for nothing."""
    if not typed.strip():
        return None
    match = AMOUNT.fullmatch(NO_CENTS.sub("", MONEY_WORDS.sub("", typed).strip()))
    if match is None:
        raise ValueError("Write a price as a number, such as 95 or 95.50.")
    amount = Decimal(f"{re.sub(r'[^0-9]', '', _ascii(match[1]))}.{_ascii(match[2] or '0')}")
    if not 0 < amount <= LARGEST_PRICE:
        raise ValueError("A price must be above zero and at most 5,000.")
    return amount.quantize(Decimal("0.01"))


def hours(typed: str) -> list[list[str]]:
    """Opening times of one day as pairs: "9am-5pm", "9-5", "09:00–12:30, 14-18". Empty for closed."""
    text = typed.strip().lower()
    if text in CLOSED:
        return []
    for word, time in NAMED_TIMES.items():
        text = re.sub(rf"\b{word}\b", time, text)
    spans = sorted(_span(part.strip()) for part in re.split(r"[,;/&]|\band\b", text) if part.strip())
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError("These times overlap.")
    return [[_clock(start), _clock(end)] for start, end in spans]


def hours_text(spans: list[list[str]]) -> str:
    """Opening times as they are shown back: "09:00–12:30, 14:00–18:00"."""
    return ", ".join(f"{start}–{end}" for start, end in spans)


def phone(typed: str, country: str) -> str:
    """A telephone number in international spelling; `country` (two letters) is assumed where no + is written."""
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed[:60], country)
    except phonenumbers.NumberParseException:
        raise ValueError("This does not look like a telephone number.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("This telephone number has too few or too many digits.")
    written = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    if len(written) > LONGEST_PHONE:
        raise ValueError("This telephone number has too few or too many digits.")
    return written


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


def _span(part: str) -> tuple[int, int]:
    """Start and end in minutes. Without am and pm "9-5" is a day at work, not a night."""
    match = SPAN.fullmatch(part)
    if match is None:
        raise ValueError(HOURS_ADVICE)
    start, end = _minutes(match[1], match[2], match[3]), _minutes(match[4], match[5], match[6])
    if match[6] == "p" and not match[3] and start + HALF_DAY < end:
        start += HALF_DAY
    if not match[3] and not match[6] and start < EARLIEST_UNMARKED and start < end <= HALF_DAY and part[0] != "0":
        start, end = start + HALF_DAY, end + HALF_DAY
    if not match[6] and end <= start and end < HALF_DAY and (match[3] or start <= HALF_DAY):
        end += HALF_DAY
    if start >= end:
        raise ValueError("The end must be after the start, as in 9am-5pm.")
    return start, end


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if half and not 1 <= hours <= 12:
        raise ValueError("With am and pm an hour goes from 1 to 12.")
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError("There is no such time of day.")
    return hours * 60 + minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _ascii(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(int(c)) if c.isdigit() else c for c in digits)
