"""Reads one line of a table: what it says of somebody, and every reason why it cannot be used, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from .. import parsing
from ..forms import clean
from ..models import (
    ANSWER_LENGTH,
    BIO_LENGTH,
    MOST_LICENCES,
    MOST_OWN_TECHNIQUES,
    MOST_PLACES,
    NAME_LENGTH,
    OWN_TECHNIQUE_LENGTH,
    SOURCE_LENGTH,
    Privacy,
    now,
)
from ..places.folding import fold
from ..scorekeeping import QUESTIONS
from ..workplaces import PlaceOfWork
from . import cells as read
from .columns import BY_NAME
from .facts import Consent, Facts, Stated

NOTE_LENGTH = 2000
LONGEST_WEEK = 400
TEXTS = {"name": NAME_LENGTH, "practice": NAME_LENGTH, "credentials": NAME_LENGTH, "pronouns": 40, "bio": BIO_LENGTH}
PLAIN_FACTS = ("accepting_clients", "step_free", "home_visits", "receipts")
LINES = frozenset({"bio", "consent_note", "hours", "prices", "languages", "techniques"})
PLACE = ("street", "city", "region", "postal_code", "country", "privacy", "mobile_radius_km")
T = TypeVar("T")


@dataclass
class Reader:
    """Reads lines of one file. `columns` lead from its names to ours, `techniques` from folded names to slugs."""

    columns: Mapping[str, str]
    techniques: Mapping[str, str]
    consent: Consent = field(default_factory=Consent)

    def read(self, cells: Mapping[str, str]) -> tuple[Facts, list[str]]:
        """What a line says, and every reason against it; empty where it can be used."""
        given = {column: _plain(cells.get(name, ""), column) for name, column in self.columns.items()}
        return _Line(given, self.techniques, self.consent).facts()


def _plain(cell: str, column: str) -> str:
    plain = str(clean(read.unfenced(cell)))
    return plain if column in LINES or column.endswith("_text") else " ".join(plain.split())


class _Line:
    """One line while it is read; problems gather."""

    def __init__(self, given: Mapping[str, str], techniques: Mapping[str, str], consent: Consent) -> None:
        self.given = given
        self.known = techniques
        self.consent = consent
        self.problems: list[str] = []

    def facts(self) -> tuple[Facts, list[str]]:
        """Everything, with what is wrong about it."""
        places = self._places()
        where = places[0].country if places else "US"
        texts: dict[str, Any] = {
            name: self._try(read.text, self._cell(name), _label(name), most) or "" for name, most in TEXTS.items()
        }
        ticked, own = self._techniques()
        hours, by_appointment = self._hours()
        by_length = {int(name[6:]): cell for name, cell in self.given.items() if name.startswith("price_") and cell}
        truths: dict[str, Any] = {name: self._try(read.truth, self._cell(name), _label(name)) for name in PLAIN_FACTS}
        found = Facts(
            key=self._try(read.text, self._cell("key"), "Key", 200) or "",
            **texts,
            gender=self._try(read.gender, self._cell("gender")) or "",
            website=self._try(_website, self._cell("website")) or "",
            email=self._try(parsing.email, self._cell("email")) or "",
            phone=self._try(_phone, self._cell("phone"), where) or "",
            places=tuple(places),
            languages=tuple(read.listed(self._try(read.text, self._cell("languages"), "Languages", 200) or "")),
            techniques=tuple(ticked),
            own_techniques=tuple(own),
            prices=tuple(self._try(read.prices, self._cell("prices"), by_length, self._cell("currency"), where) or ()),
            hours=hours,
            by_appointment=tuple(by_appointment),
            **truths,
            licences=tuple(self._licences()),
            answers=self._answers(),
            **self._consent(),
        )
        self._check(found)
        return found, self.problems

    def _cell(self, name: str) -> str:
        return self.given.get(name, "")

    def _try(self, reader: Callable[..., T], *given: Any) -> T | None:
        try:
            return reader(*given)
        except ValueError as unreadable:
            self.problems.append(str(unreadable))
            return None

    def _places(self) -> list[PlaceOfWork]:
        found = []
        for number in range(1, MOST_PLACES + 1):
            one = {name: self._cell(_numbered(name, number)) for name in PLACE}
            if any(one[name] for name in ("street", "city", "postal_code")):
                found.append(self._place(one))
        return found

    def _place(self, one: Mapping[str, str]) -> PlaceOfWork:
        where = self._try(read.country, one["country"]) or "US"
        shown = self._try(read.privacy, one["privacy"]) or Privacy.AREA
        street = self._try(read.text, one["street"], "Street", 200) or ""
        if shown is Privacy.EXACT and not street:
            self.problems.append("Privacy: the street is missing for a place that is shown exactly.")
        if not (one["city"] or one["postal_code"]):
            self.problems.append("A town or a postal code is missing.")
        return PlaceOfWork(
            street=street,
            city=self._try(read.text, one["city"], "City", NAME_LENGTH) or "",
            region=self._try(read.text, one["region"], "Region", NAME_LENGTH) or "",
            postal_code=self._try(read.postal_code, one["postal_code"], where) or "",
            country=where,
            privacy=shown.value,
            mobile_radius_km=self._try(read.kilometres, one["mobile_radius_km"]) if shown is Privacy.MOBILE else None,
        )

    def _techniques(self) -> tuple[list[str], list[str]]:
        named = read.listed(self._cell("techniques"))
        ticked = [self.known[fold(one)] for one in named if fold(one) in self.known]
        own = [one for one in named if fold(one) not in self.known]
        if len(own) > MOST_OWN_TECHNIQUES or any(len(one) > OWN_TECHNIQUE_LENGTH for one in own):
            self.problems.append(
                f"Techniques: {MOST_OWN_TECHNIQUES} that are not on the directory’s list at most, of "
                f"{OWN_TECHNIQUE_LENGTH} characters each, with commas between them."
            )
        return list(dict.fromkeys(ticked)), own

    def _hours(self) -> tuple[dict[str, list[list[str]]], list[str]]:
        typed = self._try(read.text, self._cell("hours"), "Hours", LONGEST_WEEK) or ""
        week = self._try(parsing.week, typed) or {}
        spans = {name: one.spans for name, one in week.items() if one.spans}
        return spans, [name for name, one in week.items() if one.by_appointment]

    def _licences(self) -> list[Stated]:
        found = []
        for number in range(1, MOST_LICENCES + 1):
            one = {
                name: self._cell(_numbered(f"licence_{name}", number))
                for name in ("number", "board", "region", "expires")
            }
            if any(one.values()):
                found.append(
                    Stated(
                        self._try(_licence_number, one["number"]) or "",
                        self._try(read.text, one["board"], "Licence board", 200) or "",
                        self._try(read.text, one["region"], "Licence region", NAME_LENGTH) or "",
                        self._try(read.day, one["expires"], "Licence expires"),
                    )
                )
        return found

    def _answers(self) -> dict[str, tuple[str | None, str | None]]:
        found: dict[str, tuple[str | None, str | None]] = {}
        for question in QUESTIONS:
            name = question.id.lower()
            typed, words = self._cell(f"{name}_choice"), self._cell(f"{name}_text")
            choice = _choices(question.id).get(fold(typed.replace("_", " "))) if typed else None
            if typed and choice is None:
                known = ", ".join(one.value for one in question.choices)
                self.problems.append(f"{question.id} choice: {read.quoted(typed)} is none of {known}.")
            words = self._try(read.text, words, f"{question.id} text", ANSWER_LENGTH) or ""
            if choice or words:
                found[question.id] = (choice, words or None)
        return found

    def _consent(self) -> dict[str, Any]:
        own = self._try(read.day, self._cell("consented_on"), "Consented on")
        return {
            "source": self._try(read.text, self._cell("source") or self.consent.source, "Source", SOURCE_LENGTH) or "",
            "consent_note": self._try(
                read.text, self._cell("consent_note") or self.consent.note, "Consent note", NOTE_LENGTH
            )
            or "",
            "consented_on": own if self._cell("consented_on") else self.consent.day,
        }

    def _check(self, found: Facts) -> None:
        """What must be there. What could not be read has been said already."""
        self._needed(bool(found.name), "name", "The name is missing.")
        self._needed(bool(found.places), "city", "A town or a postal code is missing.")
        self._needed(bool(found.source), "source", "Source: say where the facts come from.")
        self._needed(
            bool(found.consent_note),
            "consent_note",
            "Say how this person agreed to be listed. Without consent nobody is listed.",
        )
        self._needed(found.consented_on is not None, "consented_on", "The day of the consent is missing.")
        if found.consented_on is not None and found.consented_on > now().date():
            self.problems.append("The day of the consent lies in the future.")
        if not (self._cell("email") or self._cell("phone")):
            self.problems.append("An e-mail address or a telephone number is missing: nobody could claim the listing.")

    def _needed(self, there: bool, column: str, sentence: str) -> None:
        if not there and not self._cell(column):
            self.problems.append(sentence)


@cache
def _choices(question_id: str) -> dict[str, str]:
    """The choices of a question by what people write for them."""
    asked = next(one for one in QUESTIONS if one.id == question_id)
    return {fold(said): one.value for one in asked.choices for said in (one.value.replace("_", " "), one.label)}


def _label(name: str) -> str:
    return BY_NAME[name].label.capitalize()


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _phone(cell: str, where: str) -> str:
    return parsing.phone(read.whole_number(cell, "Phone"), where)


def _website(cell: str) -> str:
    return parsing.web_address(read.text(cell, "Website", 292))


def _licence_number(cell: str) -> str:
    return read.text(read.whole_number(cell, "Licence number"), "Licence number", 60)
