"""Old and new content of a listing side by side, field by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .choices import GENDERS
from .models import Location, Revision, SessionPrice
from .scorekeeping import QUESTIONS


@dataclass(frozen=True)
class FieldRow:
    """One field: what the public sees (empty for a new listing) and what is asked for."""

    label: str
    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new


FIELDS: tuple[tuple[str, Callable[[Revision], str]], ...] = (
    ("Name", lambda r: r.name),
    ("Practice", lambda r: r.practice),
    ("Pronouns", lambda r: r.pronouns),
    ("Gender", lambda r: GENDERS.get(r.gender, r.gender)),
    ("Credentials", lambda r: r.credentials),
    ("About", lambda r: r.bio),
    ("Website", lambda r: r.website),
    ("Places", lambda r: "\n".join(_place(place) for place in r.locations)),
    ("Techniques", lambda r: ", ".join(r.techniques)),
    ("Techniques in own words", lambda r: ", ".join(r.own_techniques)),
    ("Languages", lambda r: ", ".join(r.languages)),
    ("Prices", lambda r: "\n".join(_price(price) for price in r.prices)),
    ("Step-free access", lambda r: _yes_no(r.step_free)),
    ("Home visits", lambda r: _yes_no(r.home_visits)),
    ("Receipts for insurance", lambda r: _yes_no(r.receipts)),
)


def compare(old: Revision | None, new: Revision) -> list[FieldRow]:
    """Every field with a value on either side, changed ones marked; answers come last, choice and words apart."""
    rows = [FieldRow(label, read(old) if old else "", read(new)) for label, read in FIELDS]
    for question in QUESTIONS:
        labels = {choice.value: choice.label for choice in question.choices}
        rows.append(
            FieldRow(f"{question.title}: choice", _choice(old, question.id, labels), _choice(new, question.id, labels))
        )
        rows.append(FieldRow(f"{question.title}: own words", _words(old, question.id), _words(new, question.id)))
    return [row for row in rows if row.old or row.new]


def _choice(revision: Revision | None, question_id: str, labels: dict[str, str]) -> str:
    answer = revision.answer(question_id) if revision else None
    return labels.get(answer.choice, answer.choice) if answer and answer.choice else ""


def _words(revision: Revision | None, question_id: str) -> str:
    answer = revision.answer(question_id) if revision else None
    return (answer.text or "") if answer else ""


def _place(place: Location) -> str:
    private = ", ".join(
        part for part in (place.street, place.city, place.region, place.postal_code, place.country) if part
    )
    return f"{private} (visitors see: {place.public_label})"


def _price(price: SessionPrice) -> str:
    return f"{price.minutes} minutes: {price.amount:.2f} {price.currency}"


def _yes_no(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: ""}[value]
