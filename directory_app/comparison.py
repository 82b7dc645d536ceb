"""Old and new content of a listing side by side: field by field, and within a field word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from .choices import DAYS, GENDERS
from .models import Listing, Location, Revision, SessionPrice, Technique
from .parsing import Day, day_text
from .places.slugs import country_name
from .scorekeeping import QUESTIONS

# A word or sign with the space behind it; what is compared is the word alone.
WORDS = re.compile(r"(?:\w+(?:['’]\w+)*|[^\w\s])\s*|\s+")
# Marks within a field help only while most of it stays; below this share the whole text is another one.
ALIKE = 0.35
# Shorter runs stand in any two texts about the same thing.
SHORTEST_PASSAGE = 3
TECHNIQUES = "Techniques"
PLACES = "Places"
# The country of a place as `_place` writes it.
COUNTRY = re.compile(r"\b[A-Z]{2}(?= \(visitors see: )")


@dataclass(frozen=True)
class Piece:
    """A run of text; `marked` where it is on one side only, or, of two near-copies, where both share it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class FieldRow:
    """One field: what the public sees (empty for a new listing) and what is asked for.

    `key` names the part of a version it belongs to.
    """

    label: str
    old: str
    new: str
    key: str = ""

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.old != self.new

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both sides with what only one of them says marked."""
        return word_difference(self.old, self.new)


FIELDS: tuple[tuple[str, str, Callable[[Revision], str]], ...] = (
    ("name", "Name", lambda r: r.name),
    ("practice", "Practice", lambda r: r.practice),
    ("pronouns", "Pronouns", lambda r: r.pronouns),
    ("gender", "Gender", lambda r: GENDERS.get(r.gender, r.gender)),
    ("credentials", "Credentials", lambda r: r.credentials),
    ("bio", "About", lambda r: r.bio),
    ("website", "Website", lambda r: r.website),
    ("places", PLACES, lambda r: "\n".join(_place(place) for place in r.locations)),
    ("techniques", TECHNIQUES, lambda r: ", ".join(r.techniques)),
    ("own_techniques", "Techniques in own words", lambda r: ", ".join(r.own_techniques)),
    ("languages", "Languages", lambda r: ", ".join(r.languages)),
    ("prices", "Prices", lambda r: "\n".join(_price(price) for price in r.prices)),
    ("step_free", "Step-free access", lambda r: _yes_no(r.step_free)),
    ("home_visits", "Home visits", lambda r: _yes_no(r.home_visits)),
    ("receipts", "Receipts for insurance", lambda r: _yes_no(r.receipts)),
)


def technique_names(session: Session) -> dict[str, str]:
    """What each technique is called, also those that nobody can choose any more."""
    found = session.execute(select(Technique.slug, Technique.name))
    return {row[0]: row[1] for row in found}


def compare(old: Revision | None, new: Revision, names: Mapping[str, str]) -> list[FieldRow]:
    """Every field with a value on either side, changed ones marked; answers come last, choice and words apart.

    `names` are those of techniques.
    """
    return [_named(row, names) for row in _compare(old, new)]


def compare_with(said: Mapping[str, str], new: Revision, names: Mapping[str, str]) -> list[FieldRow]:
    """The fields that differ from what `words_of` said of an earlier state."""
    now = words_of(new)
    rows = [FieldRow(label, said.get(label, ""), now.get(label, "")) for label in {**now, **said}]
    return [_named(row, names) for row in rows if row.changed]


def words_of(revision: Revision) -> dict[str, str]:
    """Every field with a value, in words under its label.

    Techniques and countries stay as they are stored, so that one that is renamed later does not count as changed.
    """
    return {row.label: row.new for row in _compare(None, revision)}


def at_once(listing: Listing) -> list[tuple[str, str]]:
    """What a therapist changes at once, without review, as labels and words; empty where nothing is given."""
    said = {day: Day(listing.hours.get(day) or [], by_appointment=day in listing.by_appointment) for day in DAYS}
    days = [f"{DAYS[day]} {day_text(one)}" for day, one in said.items() if day_text(one)]
    return [
        ("Phone", listing.phone),
        ("E-mail", listing.public_email),
        ("Accepting new clients", _yes_no(listing.accepting_clients)),
        ("Hours", "; ".join(days)),
    ]


def word_difference(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; marked are the words that only one of them has. Texts with little in common are whole."""
    if not old or not new:
        return [Piece(old, bool(old))], [Piece(new, bool(new))]
    here, there = WORDS.findall(old), WORDS.findall(new)
    found = SequenceMatcher(None, [one.strip() for one in here], [one.strip() for one in there], autojunk=False)
    if found.ratio() < ALIKE:
        return [Piece(old, True)], [Piece(new, True)]
    gone, come = [], []
    for tag, start, end, from_, to in found.get_opcodes():
        gone.append(Piece("".join(here[start:end]), tag != "equal"))
        come.append(Piece("".join(there[from_:to]), tag != "equal"))
    return _joined(gone), _joined(come)


def shared_passages(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts in pieces; marked is what both say, word for word, for three words and more, whatever its place."""
    here, there = WORDS.findall(one), WORDS.findall(other)
    mine, theirs = [False] * len(here), [False] * len(there)
    spoken = [(n, word.strip().casefold()) for n, word in enumerate(here) if word[0].isalnum()]
    heard = [(n, word.strip().casefold()) for n, word in enumerate(there) if word[0].isalnum()]
    runs: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(heard) - SHORTEST_PASSAGE + 1):
        runs.setdefault(tuple(word for _, word in heard[start : start + SHORTEST_PASSAGE]), []).append(start)
    for start in range(len(spoken) - SHORTEST_PASSAGE + 1):
        run = tuple(word for _, word in spoken[start : start + SHORTEST_PASSAGE])
        for other_start in runs.get(run, ()):
            _mark(mine, spoken[start][0], spoken[start + SHORTEST_PASSAGE - 1][0])
            _mark(theirs, heard[other_start][0], heard[other_start + SHORTEST_PASSAGE - 1][0])
    return (
        _joined([Piece(word, marked) for word, marked in zip(here, mine, strict=True)]),
        _joined([Piece(word, marked) for word, marked in zip(there, theirs, strict=True)]),
    )


def _compare(old: Revision | None, new: Revision) -> list[FieldRow]:
    rows = [FieldRow(label, read(old) if old else "", read(new), key) for key, label, read in FIELDS]
    for question in QUESTIONS:
        labels = {choice.value: choice.label for choice in question.choices}
        chosen = _choice(old, question.id, labels), _choice(new, question.id, labels)
        rows.append(FieldRow(f"{question.title}: choice", *chosen, question.id))
        said = _words(old, question.id), _words(new, question.id)
        rows.append(FieldRow(f"{question.title}: own words", *said, question.id))
    return [row for row in rows if row.old or row.new]


def _named(row: FieldRow, names: Mapping[str, str]) -> FieldRow:
    if row.label == PLACES:
        old, new = (COUNTRY.sub(lambda code: country_name(code[0]), side) for side in (row.old, row.new))
        return replace(row, old=old, new=new)
    if row.label != TECHNIQUES:
        return row
    old, new = (", ".join(names.get(slug, slug) for slug in side.split(", ")) for side in (row.old, row.new))
    return replace(row, old=old, new=new)


def _mark(marks: list[bool], first: int, last: int) -> None:
    marks[first : last + 1] = [True] * (last + 1 - first)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The same text in as few pieces as it takes."""
    joined: list[Piece] = []
    for one in pieces:
        if joined and joined[-1].marked == one.marked:
            joined[-1] = Piece(joined[-1].text + one.text, one.marked)
        elif one.text:
            joined.append(one)
    return joined


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
    far = f"; travels up to {place.mobile_radius_km:.0f} km" if place.mobile_radius_km is not None else ""
    return f"{private} (visitors see: {place.public_label}{far})"


def _price(price: SessionPrice) -> str:
    return f"{price.minutes} minutes: {price.amount:.2f} {price.currency}"


def _yes_no(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: ""}[value]
