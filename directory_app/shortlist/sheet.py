"""The call card as a PDF of one page."""

from __future__ import annotations

from dataclasses import asdict

from ..typesetting import PAPERS
from ..typesetting import pdf_of as typeset
from .call_card import CallCard

TEMPLATE = "shortlist/call_card.typ"


def pdf_of(card: CallCard, *, paper: str, site: str, safety_address: str, profile_address: str = "") -> bytes:
    """The card as a PDF on `paper` (a4 or letter); the addresses are whole and become links."""
    facts = {
        **asdict(card),
        "paper": PAPERS[paper],
        "site": site,
        "safety_address": safety_address,
        "profile_address": profile_address,
    }
    return typeset(TEMPLATE, facts)
