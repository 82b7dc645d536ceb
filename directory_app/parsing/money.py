"""Prices as people write them, alone and with the length of a session."""

from __future__ import annotations

import re
from decimal import Decimal

from ..customs import CURRENCIES
from ..customs import SIGNS as CURRENCY_SIGNS

# What the column of an amount has room for.
LARGEST_AMOUNT = Decimal(1_000_000)
# Money of which a session takes tens or hundreds: a price of thousands is a slip. Of others it may take hundreds of
# thousands.
LARGEST_PRICE = Decimal(5000)
LARGE_UNITS = frozenset({"USD", "CAD", "GBP", "EUR", "AUD", "NZD", "CHF"})
LONGEST_SESSION = 480
SHORTEST_SESSION = 10
WORDS = {
    "euro": {"EUR"}, "euros": {"EUR"}, "pound": {"GBP"}, "pounds": {"GBP"}, "quid": {"GBP"}, "us$": {"USD"},
    "c$": {"CAD"}, "au$": {"AUD"}, "fr.": {"CHF"}, "franken": {"CHF"}, "francs": {"CHF"}, "franc": {"CHF"},
    "yen": {"JPY"}, "rupees": {"INR", "PKR", "LKR", "NPR", "MUR"}, "rand": {"ZAR"}, "kronor": {"SEK"},
    "kroner": {"DKK", "NOK"}, "pesos": {"MXN", "ARS", "CLP", "COP", "CUP", "DOP", "PHP", "UYU"}, "zloty": {"PLN"},
}  # fmt: skip
# A single letter stands for money only where it is the rand: of others it may as well be part of a line.
SIGNS = {
    **{sign: codes for sign, codes in CURRENCY_SIGNS.items() if sign == "r" or not (len(sign) == 1 and sign.isalpha())},
    **WORDS,
}
# In small letters some codes are words: all, try, top, mad.
CODES = "|".join(sorted(set(CURRENCIES) - LARGE_UNITS))
LETTERS = sorted(
    (
        sign
        for sign in {*SIGNS, "dollar", "dollars", "bucks"} - {code.lower() for code in set(CURRENCIES) - LARGE_UNITS}
        if sign[-1].isalpha() or sign == "fr."
    ),
    key=len,
)
PLAIN_SIGNS = "".join(sorted(sign for sign in SIGNS if len(sign) == 1 and not sign.isalpha()))
MONEY = re.compile(
    rf"[A-Z]{{0,2}}[{re.escape(PLAIN_SIGNS)}]|"
    rf"\b(?:(?-i:{CODES})|{'|'.join(map(re.escape, reversed(LETTERS)))})(?![^\W\d_])",
    re.IGNORECASE,
)
# What stands behind a price and changes nothing: a session, each.
AROUND_PRICE = re.compile(
    r"\b(?:per|a|each|pro|par|la|die|the|session|sitzung|behandlung|séance|seance|treatment|hour|stunde|heure|incl\.?|"
    r"inkl\.?|vat|mwst\.?|tax|tva|ttc)\b|/\s*(?:session|hour|h|std\.?|sitzung)\b",
    re.IGNORECASE,
)
NO_CENTS = re.compile(r"[.,]\s*[-–—]+$")
# "95 € 50" and "95€50": the sign stands where the comma would.
SIGN_INSIDE = re.compile(r"(?<=\d)\s*[€£$]\s*(?=\d{2}$)")
AMOUNT = re.compile(r"(\d{1,3}(?:[ .,’'\u202f]\d{3})+|\d+)(?:[.,](\d{1,2}))?")
DOLLARS = CURRENCY_SIGNS["$"]
PRICE_ADVICE = "Write a price as a number, such as 95 or 95.50."

MINUTES = re.compile(r"(?<![\d.,])(\d{2,3})\s*(?:-\s*)?(?:min(?:ute[ns]?|uten|s)?\b\.?|['′’](?!\d))", re.IGNORECASE)
HOURS = re.compile(
    r"(?<![\d.,])(\d)(?:[.,](\d{1,2})|\s?(½|1/2|¼|¾))?\s*(?:-\s*)?"
    r"(?:hours?|hrs?|h|stunden?|std|heures?)(?![^\W\d_])\.?"
    r"(?:(\d{2})(?![\d.,])|\s(\d{2})(?=\s*[:=])|\s*(?:and\s+|und\s+|et\s+)?(\d{1,2})\s*min\w*\.?)?",
    re.IGNORECASE,
)
IN_WORDS = tuple(
    (re.compile(pattern, re.IGNORECASE), minutes)
    for pattern, minutes in (
        (r"\b(?:an?|one|1)\s+hour\s+and\s+a\s+half\b|\beineinhalb\s+stunden\b|\bune\s+heure\s+et\s+demie\b", 90),
        (r"\bhalf\s+(?:an?\s+)?hour\b|\b(?:eine\s+)?halbe\s+stunde\b|\b(?:une\s+)?demi[- ]heure\b", 30),
        (r"\bthree\s+quarters\s+of\s+an\s+hour\b|\bdreiviertelstunde\b", 45),
        (r"\b(?:an|one|eine|une)\s+(?:hour|stunde|heure)\b", 60),
        (r"\btwo\s+hours\b|\bzwei\s+stunden\b|\bdeux\s+heures\b", 120),
    )
)
FRACTIONS = {"½": 30, "1/2": 30, "¼": 15, "¾": 45}
ROUND_SUM = re.compile(r"(?<=\d)[.,]\s*[-–—]+")
AROUND_LINE = re.compile(r"\b(?:for|für|fur|pour|at|je|à|massage|session|costs?|is)\b|[-–—−:/=@()|→•*~]", re.IGNORECASE)
BETWEEN_LINES = re.compile(r"[\n;]|,\s+(?=\D*\d{2})|\s+(?:and|und|et|&)\s+(?=[$£€]?\s?\d)", re.IGNORECASE)
MOST_LINES = 30
LONGEST_TYPED = 1_000


def price(typed: str) -> Decimal | None:
    """An amount: "$95", "95.00", "1,200", "95,-", "95,50", "95 € 50" and "95 USD" are understood. None for nothing."""
    if not typed.strip():
        return None
    if len(typed) > LONGEST_TYPED:
        raise ValueError(PRICE_ADVICE)
    plain = SIGN_INSIDE.sub(".", typed.strip())
    plain = " ".join(part for part in AROUND_PRICE.sub(" ", MONEY.sub(" ", plain)).split() if part != ".")
    match = AMOUNT.fullmatch(NO_CENTS.sub("", plain))
    if match is None:
        raise ValueError(PRICE_ADVICE)
    amount = Decimal(f"{re.sub(r'[^0-9]', '', _ascii(match[1]))}.{_ascii(match[2] or '0')}")
    if not 0 < amount < LARGEST_AMOUNT:
        raise ValueError("A price must be above zero and below a million.")
    return amount.quantize(Decimal("0.01"))


def too_much(amount: Decimal, currency: str) -> str:
    """What is wrong with an amount that no session costs in that currency, as a sentence; empty where nothing is."""
    if currency in LARGE_UNITS and amount > LARGEST_PRICE:
        return f"A price of {amount:,.0f} is too high for {CURRENCIES[currency]}. Is it another currency?"
    return ""


def prices(typed: str) -> list[tuple[int, Decimal]]:
    """Prices by length as (minutes, amount): "$120/60 min", "60 min – 95 €", "1h30: 110", several on their own lines.

    Raises ValueError for the first line that cannot be read, quoting it.
    """
    if len(typed) > LONGEST_TYPED:
        raise ValueError(f"Shorten this to {LONGEST_TYPED:,} characters.")
    lines = [line.strip(" ,") for line in BETWEEN_LINES.split(typed) if line.strip(" ,")]
    if len(lines) > MOST_LINES:
        raise ValueError(f"Give {MOST_LINES} prices at most.")
    return [_line(line) for line in lines]


def currencies_in(typed: str) -> frozenset[str]:
    """The currencies that signs or words in a text can mean; empty where it names none."""
    found = [match.lower() for match in MONEY.findall(typed)]
    meant = [frozenset(SIGNS.get(one) or DOLLARS) for one in found]
    return frozenset.intersection(*meant) if meant else frozenset()


def _line(line: str) -> tuple[int, Decimal]:
    minutes, rest = _length(line)
    if minutes is None:
        raise ValueError(f"“{line[:60]}”: say how long and how much, such as 50 min – 80.")
    try:
        amount = price(" ".join(AROUND_LINE.sub(" ", ROUND_SUM.sub("", rest)).split()))
    except ValueError as unreadable:
        sentence = str(unreadable)
        advice = "say how long and how much, such as 50 min – 80." if sentence == PRICE_ADVICE else sentence
        raise ValueError(f"“{line[:60]}”: {advice}") from None
    if amount is None:
        raise ValueError(f"“{line[:60]}”: say how much it costs, such as 50 min – 80.")
    if not SHORTEST_SESSION <= minutes <= LONGEST_SESSION:
        raise ValueError(f"“{line[:60]}”: a session takes {SHORTEST_SESSION} to {LONGEST_SESSION} minutes.")
    return minutes, amount


def _length(line: str) -> tuple[int | None, str]:
    """How many minutes a line names, and the line without them."""
    for pattern, minutes in IN_WORDS:
        if pattern.search(line):
            return minutes, pattern.sub(" ", line, count=1)
    found = MINUTES.search(line)
    hours = HOURS.search(line)
    if hours and (found is None or hours.start() < found.start()):
        part = FRACTIONS.get(hours[3] or "", 0) + round(60 * float(f"0.{_ascii(hours[2])}") if hours[2] else 0)
        total = int(hours[1]) * 60 + part + int(hours[4] or hours[5] or hours[6] or 0)
        return total, line[: hours.start()] + " " + line[hours.end() :]
    if found:
        return int(found[1]), line[: found.start()] + " " + line[found.end() :]
    return None, line


def _ascii(digits: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(str(int(c)) if c.isdigit() else c for c in digits)
