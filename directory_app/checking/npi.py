"""The National Provider Identifier of the United States: ten digits with a check digit. It is no licence."""

from __future__ import annotations

import re

DIGITS = 10
# The check digit is that of ISO 7812 over the number with this in front, as the standard of the identifier says.
ISSUER = "80840"
FIRST = frozenset("12")
BETWEEN = re.compile(r"[\s.\-–]+")


def npi_of(typed: str) -> str:
    """What was typed without spaces, hyphens and points."""
    return BETWEEN.sub("", typed)


def npi_fault(typed: str) -> str:
    """Why this cannot be such a number, in a sentence; empty for one that can be."""
    number = npi_of(typed)
    if not (number.isascii() and number.isdigit() and len(number) == DIGITS):
        return f"An NPI has {DIGITS} digits, such as 1234567893. This has {len(number)} characters."
    if number[0] not in FIRST:
        return "An NPI begins with 1 or 2."
    if not _adds_up(ISSUER + number):
        return "One digit of this NPI must be wrong: its last digit does not fit the others. Compare it once more."
    return ""


def _adds_up(digits: str) -> bool:
    """Whether the last digit is the one that Luhn's rule gives."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
