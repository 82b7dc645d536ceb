"""Prices, hours, numbers and addresses as people write them. Every function raises ValueError with a sentence."""

from .contact import email, phone, web_address
from .days import week
from .money import currencies_in, price, prices, too_much
from .times import Day, day, day_text, guesses, hours, hours_text

__all__ = [
    "Day",
    "currencies_in",
    "day",
    "day_text",
    "email",
    "guesses",
    "hours",
    "hours_text",
    "phone",
    "price",
    "prices",
    "too_much",
    "web_address",
    "week",
]
