"""Cards to hand to clients: what the page and the PDF both show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..confirming import grouped
from ..typesetting import PAPERS, pdf_of
from .pictures import QrPicture, qr_picture

TEMPLATE = "confirmations/sheet.typ"
TITLE = "Cards for your clients"
ASK = "What happened in your session?"
PLEDGE = "Five facts, one minute, no name, no account. Your therapist never learns who answered or what."
HOW = "Scan the picture, or open"


@dataclass(frozen=True)
class Card:
    """One code with the address it opens and its picture."""

    code: str
    address: str
    picture: QrPicture


@dataclass(frozen=True)
class Sheet:
    """All cards of a sheet; `enter` is the address where a code can be typed."""

    therapist: str
    expires_on: date
    enter: str
    cards: list[Card]


def sheet_of(therapist: str, expires_on: date, codes: list[str], site: str) -> Sheet:
    """The cards of these codes; `site` is the address of the site."""
    cards = []
    for code in map(grouped, codes):
        address = f"{site}/confirm/{code}"
        cards.append(Card(code, address, qr_picture(address)))
    return Sheet(therapist, expires_on, f"{site}/confirm".partition("://")[2], cards)


def pdf_of_sheet(sheet: Sheet, paper: str, site_name: str) -> bytes:
    """The sheet as a PDF, eight cards a page."""
    facts = {
        "paper": PAPERS[paper],
        "site": site_name,
        "title": f"{TITLE}: {sheet.therapist}",
        "therapist": sheet.therapist,
        "ask": ASK,
        "pledge": PLEDGE,
        "how": HOW,
        "enter": sheet.enter,
        "until": f"{sheet.expires_on.day} {sheet.expires_on:%B %Y}",
        "cards": [{"code": one.code, "address": one.address, "picture": one.picture.svg} for one in sheet.cards],
    }
    return pdf_of(TEMPLATE, facts)
