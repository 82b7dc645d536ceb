"""Lines of a file made ready for a batch: read, understood, their places found. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import ImportRun, Technique
from ..places import FoundPlace, UnknownPlace, locate
from ..places.folding import fold
from ..workplaces import PlaceOfWork, completed
from . import moving_in, whole
from .columns import match
from .facts import Consent, Facts
from .known import Contact
from .reader import Reader
from .sheets import COMPLETE, Line, Sheet

MOST_PLACES_KEPT = 20_000
Found = FoundPlace | str


@dataclass(frozen=True)
class Prepared:
    """One line, read: who it is about, what it is known by, and why it cannot be used."""

    number: int
    part: float
    contact: Contact
    digest: str = ""
    key: str = ""
    problems: tuple[str, ...] = ()
    facts: Facts | None = None
    found: tuple[FoundPlace, ...] = ()
    document: Mapping[str, Any] | None = field(default=None, repr=False)


class Preparer:
    """Reads the lines of one run. Places that were looked up once are remembered."""

    def __init__(self, session: Session, run: ImportRun, folder: Path) -> None:
        columns = tuple(str(name) for name in run.columns)
        self.sheet = Sheet(folder / run.stored, run.kind, run.encoding, run.separator, columns)
        techniques: dict[str, str] = {}
        for one in session.scalars(select(Technique)):
            techniques |= {fold(one.name): one.slug, fold(one.slug.replace("-", " ")): one.slug}
        self.reader = Reader(
            match(columns, run.mapping).columns, techniques, Consent(run.source, run.consent_note, run.consented_on)
        )
        self.places: dict[tuple[str, str, str, str], Found] = {}

    def prepare(self, session: Session, line: Line) -> Prepared:
        """A line as a batch needs it."""
        if line.problem:
            return Prepared(line.number, line.part, Contact(), problems=(line.problem,))
        if self.sheet.kind == COMPLETE and line.document is not None:
            contact, problems = moving_in.read(line.document)
            digest = whole.digest_of(line.document)
            return Prepared(line.number, line.part, contact, digest, problems=tuple(problems), document=line.document)
        return self._facts(session, line.number, line.part, line.cells)

    def _facts(self, session: Session, number: int, part: float, cells: Mapping[str, str]) -> Prepared:
        facts, problems = self.reader.read(cells)
        found: list[FoundPlace] = []
        for place in facts.places:
            one = self._find(session, place)
            if isinstance(one, str):
                problems.append(one)
            else:
                found.append(one)
        contact = _contact(facts, found)
        if problems:
            return Prepared(number, part, contact, problems=tuple(problems))
        return Prepared(number, part, contact, facts.digest, facts.known_by, facts=facts, found=tuple(found))

    def _find(self, session: Session, place: PlaceOfWork) -> Found:
        """The middle of a place, or a sentence that it is not known."""
        asked = (place.city, place.region, place.postal_code, place.country)
        if asked not in self.places:
            if len(self.places) >= MOST_PLACES_KEPT:
                self.places.clear()
            try:
                self.places[asked] = locate(session, *asked)
            except UnknownPlace as unknown:
                named = " ".join(part for part in (place.city, place.region, place.postal_code) if part)
                meant = f" Is it {' or '.join(unknown.suggestions[:3])}?" if unknown.suggestions else ""
                self.places[asked] = f"The place “{named[:80]}” is not known in the country {place.country}.{meant}"
        return self.places[asked]


def _contact(facts: Facts, found: list[FoundPlace]) -> Contact:
    cities = dict.fromkeys(completed(place, point).city for place, point in zip(facts.places, found, strict=False))
    licences = tuple((one.number, one.region) for one in facts.licences if one.number)
    return Contact(facts.name, tuple(city for city in cities if city), facts.email, facts.phone, licences)
