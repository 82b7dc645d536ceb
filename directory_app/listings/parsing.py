"""Prices, hours and telephone numbers as people write them. Every function raises ValueError with a sentence."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import phonenumbers

LARGEST_PRICE = Decimal(5000)
DAY_PART = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?m?\.?$", re.IGNORECASE)
CLOSED = {"", "closed", "-", "–", "none", "off"}


def price(typed: str) -> Decimal | None:
    """An amount: "$95", "95.00", "1,200", "95,-" and "95,50" are understood. None for nothing."""
    text = re.sub(r"[^\d.,-]", "", typed.replace("–", "-")).removesuffix("-").strip(".,")
    if not typed.strip():
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", text):
        text = text.replace(",", "")
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError("Write a price as a number, such as 95 or 95.50.") from None
    if not amount.is_finite() or amount <= 0 or amount > LARGEST_PRICE:
        raise ValueError("A price must be above zero and at most 5,000.")
    return amount.quantize(Decimal("0.01"))


def hours(typed: str) -> list[list[str]]:
    """Opening times of one day as pairs: "9am-5pm", "09:00–12:30, 14-18". Empty for closed."""
    if typed.strip().lower() in CLOSED:
        return []
    return [_span(part) for part in re.split(r"[,;]|\band\b", typed) if part.strip()]


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
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _span(part: str) -> list[str]:
    ends = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", part.strip())
    if len(ends) != 2:
        raise ValueError("Write hours such as 9am-5pm or 09:00-17:00, or leave the day empty.")
    start, end = (_time(text) for text in ends)
    if start >= end:
        raise ValueError("The end must be after the start, as in 9am-5pm.")
    return [start, end]


def _time(text: str) -> str:
    match = DAY_PART.match(text.strip())
    if match is None:
        raise ValueError("Write hours such as 9am-5pm or 09:00-17:00, or leave the day empty.")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("With am and pm an hour goes from 1 to 12.")
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError("There is no such time of day.")
    return f"{hour:02}:{minute:02}"
