"""One cell as a value. What cannot be read for certain is refused with a sentence, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from .. import parsing
from ..choices import GENDERS
from ..customs import CURRENCIES, CURRENCY_OF, ELSEWHERE
from ..models import Privacy
from ..places.countries import country_named
from ..places.folding import fold
from ..portable import DANGEROUS

# What spreadsheets make of long numbers, and of everything that begins with a zero.
MANGLED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
SHOWN = 40
DAYS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")
MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+]00:?00)?$")
TWO_WAYS = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "on"})
NO = frozenset({"no", "n", "false", "0", "nein", "non", "off"})
SHARES = {
    "exact": Privacy.EXACT, "full address": Privacy.EXACT, "address": Privacy.EXACT, "public": Privacy.EXACT,
    "area": Privacy.AREA, "neighbourhood": Privacy.AREA, "neighborhood": Privacy.AREA, "private": Privacy.AREA,
    "postal code": Privacy.POSTAL_CODE, "postcode": Privacy.POSTAL_CODE, "zip": Privacy.POSTAL_CODE,
    "mobile": Privacy.MOBILE, "travels": Privacy.MOBILE, "home visits": Privacy.MOBILE,
}  # fmt: skip
GENDER_WORDS = {
    "woman": "woman", "female": "woman", "f": "woman", "w": "woman", "frau": "woman",
    "man": "man", "male": "man", "m": "man", "mann": "man",
    "non binary": "non-binary", "nonbinary": "non-binary", "nb": "non-binary", "divers": "non-binary",
}  # fmt: skip
SPLIT = re.compile(r"[,;|\n]")


def unfenced(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(DANGEROUS) else cell


def quoted(cell: str) -> str:
    """A cell as a sentence repeats it, shortened."""
    return f"“{cell[:SHOWN]}{'…' if len(cell) > SHOWN else ''}”"


def day(cell: str, what: str) -> date | None:
    """A day in a spelling that can be read in one way only; None for an empty cell."""
    typed = MIDNIGHT.sub("", cell.strip())
    if not typed:
        return None
    for spelling in DAYS:
        try:
            return datetime.strptime(typed, spelling).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    why = "cannot be read as a day"
    if TWO_WAYS.fullmatch(typed):
        why = "can be read in two ways, the day or the month first"
    elif SERIAL.fullmatch(typed):
        why = "is what a spreadsheet counts days by"
    raise ValueError(f"{what}: {quoted(typed)} {why}. Write it as 2026-03-31.")


def truth(cell: str, what: str) -> bool | None:
    """Yes, no or not said."""
    typed = fold(cell)
    if not typed or typed in {"unknown", "na", "n a"}:
        return None
    if typed in YES | NO:
        return typed in YES
    raise ValueError(f"{what}: write yes or no, or leave it empty; {quoted(cell)} is neither.")


def text(cell: str, what: str, longest: int) -> str:
    """Text of limited length."""
    if len(cell) > longest:
        raise ValueError(f"{what}: {len(cell):,} characters are more than {longest:,}.")
    return cell


def listed(cell: str) -> list[str]:
    """The parts between commas, semicolons, strokes or lines, each once."""
    parts = (" ".join(part.split()) for part in SPLIT.split(cell))
    return list(dict.fromkeys(part for part in parts if part))


def whole_number(cell: str, what: str) -> str:
    """A number that is a name, such as a postal code: refused where a spreadsheet has calculated with it."""
    if MANGLED.fullmatch(cell):
        raise ValueError(
            f"{what}: {quoted(cell)} was changed by a spreadsheet. Format that column as text and save it again."
        )
    return cell


def country(cell: str) -> str:
    """Two letters for a country by name or code; the United States where nothing is said."""
    if not cell:
        return "US"
    found = (
        cell.upper() if re.fullmatch(r"[A-Za-z]{2}", cell) and country_named(fold(cell)) else country_named(fold(cell))
    )
    if found is None:
        raise ValueError(f"Country: {quoted(cell)} is not known. Write its English name or its two letters.")
    return found


def postal_code(cell: str, where: str) -> str:
    """A postal code; where a first zero was lost, that is said."""
    code = re.sub(r"\.0$", "", whole_number(cell, "Postal code"))
    if where == "US" and re.fullmatch(r"\d{3,4}", code):
        raise ValueError(
            f"Postal code: {quoted(code)} has too few digits. A spreadsheet takes the first zero away: "
            "format that column as text."
        )
    return text(code, "Postal code", 20)


def privacy(cell: str) -> Privacy:
    """How much of a place visitors see; its area where nothing is said."""
    if not cell:
        return Privacy.AREA
    found = SHARES.get(fold(cell.replace("_", " ")))
    if found is None:
        raise ValueError(f"Privacy: {quoted(cell)} is none of exact, area, postal_code and mobile.")
    return found


def kilometres(cell: str) -> float | None:
    """How far somebody travels."""
    if not cell:
        return None
    try:
        far = float(cell.removesuffix("km").strip().replace(",", "."))
    except ValueError:
        far = 0.0
    if not 0.1 <= far <= 500:
        raise ValueError(f"Mobile radius km: write a number between 0.1 and 500; {quoted(cell)} is none.")
    return far


def gender(cell: str) -> str:
    """One of the directory's words; empty where nothing is said."""
    found = GENDER_WORDS.get(fold(cell)) if cell else ""
    if found is None:
        raise ValueError(
            f"Gender: {quoted(cell)} is none of {', '.join(GENDERS)}. Leave it empty where it is not known."
        )
    return found


def prices(cell: str, by_length: Mapping[int, str], named: str, where: str) -> list[tuple[int, Decimal, str]]:
    """Prices from one text and from columns for one length each, all in one currency."""
    found: dict[int, Decimal] = {}
    written = [cell, *by_length.values()]
    pairs = parsing.prices(cell) if cell else []
    for minutes, one in by_length.items():
        try:
            amount = parsing.price(one)
        except ValueError as unreadable:
            raise ValueError(f"Price of {minutes} minutes: {unreadable}") from None
        pairs += [(minutes, amount)] if amount is not None else []
    for minutes, amount in pairs:
        if found.setdefault(minutes, amount) != amount:
            raise ValueError(f"There are two prices for {minutes} minutes.")
    currency = named.upper() or CURRENCY_OF.get(where, ELSEWHERE)
    if currency not in CURRENCIES:
        raise ValueError(
            f"Currency: {quoted(named)} is none that we know. Give its code of three letters, such as USD."
        )
    foreign = next((one for one in written if (codes := parsing.currencies_in(one)) and currency not in codes), "")
    if foreign:
        raise ValueError(f"{quoted(foreign)} names another currency than {currency}. Say the right one under currency.")
    if too_much := parsing.too_much(max(found.values(), default=Decimal(0)), currency):
        raise ValueError(too_much)
    return [(minutes, found[minutes], currency) for minutes in sorted(found)]
