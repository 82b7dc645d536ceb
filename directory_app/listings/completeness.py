"""What a listing still lacks before it can be sent in, in plain words with the step where it is given."""

from __future__ import annotations

from dataclasses import dataclass

from ..jurisdictions import Rules
from ..models import Jurisdiction, Privacy, Revision
from ..scorekeeping import QUESTIONS

UNKNOWN = Rules()


@dataclass(frozen=True)
class Missing:
    """One thing that is missing, and the step that takes it: about, place, practical, contact, licence, a question."""

    step: str
    words: str


def missing(revision: Revision, rules: Rules = UNKNOWN) -> list[Missing]:
    """Everything missing, in the order of the steps; empty when the listing can be sent in under `rules`."""
    listing = revision.listing
    checks = [
        ("about", "your name", bool(revision.name)),
        ("about", "a few words about you", bool(revision.bio)),
        ("place", "a place where you work", any(place.public_lat is not None for place in revision.locations)),
        ("place", "the street, or a choice to show less than the full address", _address_is_whole(revision)),
        ("practical", "the price of a session", bool(revision.prices)),
        ("contact", "a phone number or an e-mail address for clients", bool(listing.phone or listing.public_email)),
        *(("licence", _licence_words(one), False) for one in rules.lacking(listing.licences)),
        *((q.id, f"an answer to “{q.asked_as}”", _answered(revision, q.id)) for q in QUESTIONS),
    ]
    return [Missing(step, words) for step, words, given in checks if not given]


def _licence_words(place: Jurisdiction) -> str:
    return f"your licence number for {place.name}, where only licensed people may advertise massage"


def _address_is_whole(revision: Revision) -> bool:
    return all(place.street or place.privacy is not Privacy.EXACT for place in revision.locations)


def _answered(revision: Revision, question_id: str) -> bool:
    answer = revision.answer(question_id)
    return answer is not None and bool(answer.choice or answer.text)
