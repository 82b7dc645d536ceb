"""Who is listed already: lines taken in before, and listings that may be the same person. Nothing is merged."""

from __future__ import annotations

import hashlib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import ImportMark, ImportRow, Licence, Listing, Location, Revision, RevisionState, Verdict
from ..places.edits import edits
from ..places.folding import fold

MADE = (Verdict.NEW, Verdict.CHANGED)
ALIVE = (RevisionState.SUBMITTED, RevisionState.APPROVED, RevisionState.DRAFT, RevisionState.CHANGES_REQUESTED)
MOST_NAMES = 50_000
SHORT_WORD = 4


@dataclass(frozen=True)
class Contact:
    """By what somebody can be recognised."""

    name: str = ""
    cities: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    licences: tuple[tuple[str, str], ...] = ()

    def marks(self, digest: str) -> dict[int, str]:
        """Hashes by which another line of the same file is known, and what they stand for."""
        said = {f"e-mail address {self.email.casefold()}": "has the same e-mail address"} if self.email else {}
        said |= {f"phone {self.phone}": "has the same telephone number"} if self.phone else {}
        said |= {f"licence {number} {fold(region)}": "has the same licence number" for number, region in self.licences}
        said |= {f"name {fold(self.name)} {fold(city)}": "has the same name in the same town" for city in self.cities}
        return {_number(f"digest {digest}"): "says the same", **{_number(text): what for text, what in said.items()}}


@dataclass(frozen=True)
class Twin:
    """A listing that may be the same person, and why; `line` where it is another line of the file."""

    reason: str
    listing_id: int | None = None


@dataclass
class Names:
    """Names by town, read once for each town and kept while there is room. Lines of the file itself are added."""

    towns: OrderedDict[str, dict[str, list[tuple[str, Twin]]]] = field(default_factory=OrderedDict)
    held: int = 0

    def load(self, session: Session, cities: Iterable[str]) -> None:
        """Read the towns that are not known yet."""
        wanted = {city for city in cities if city and city not in self.towns}
        if not wanted:
            return
        while self.held > MOST_NAMES and self.towns:
            _, dropped = self.towns.popitem(last=False)
            self.held -= sum(map(len, dropped.values()))
        for city in wanted:
            self.towns[city] = defaultdict(list)
        rows = session.execute(
            select(Location.city, Revision.name, Revision.listing_id)
            .join(Revision, Revision.id == Location.revision_id)
            .where(Location.city.in_(wanted), Revision.state.in_(ALIVE))
            .distinct()
        )
        for city, name, listing_id in rows:
            reason = f"Listing {listing_id}, {name}, has nearly the same name in the same town."
            self.add((city,), name, Twin(reason, listing_id))

    def add(self, cities: Iterable[str], name: str, twin: Twin) -> None:
        """One more name in these towns."""
        folded = fold(name)
        for city in cities:
            town = self.towns.get(city)
            for word in set(folded.split()) if town is not None else ():
                town[word].append((folded, twin))  # type: ignore[index]
                self.held += 1

    def near(self, cities: Iterable[str], name: str) -> Twin | None:
        """Somebody of nearly this name in one of these towns."""
        folded = fold(name)
        words = folded.split()
        for city in cities:
            town = self.towns.get(city, {})
            for word in words:
                for other, twin in town.get(word, ()):
                    if alike(folded, other):
                        return twin
        return None


def alike(one: str, other: str) -> bool:
    """Whether two folded names may be the same: words in another order, a word more, one slip of the finger."""
    mine, theirs = one.split(), other.split()
    if sorted(mine) == sorted(theirs):
        return True
    fewer, more = sorted((set(mine), set(theirs)), key=len)
    if len(fewer) > 1 and fewer <= more:
        return True
    differing = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    if len(mine) != len(theirs) or len(differing) != 1:
        return False
    return max(map(len, differing[0])) > SHORT_WORD and edits(*differing[0], 1) <= 1


def taken_in_before(session: Session, digests: Sequence[str]) -> dict[str, int | None]:
    """Lines of any file that were taken in with the same facts: the listing each made, None once that was deleted."""
    rows = session.execute(
        select(ImportRow.digest, ImportRow.listing_id)
        .where(ImportRow.digest.in_(digests), ImportRow.outcome.in_(MADE))
        .order_by(ImportRow.run_id, ImportRow.line)
    )
    found: dict[str, int | None] = {}
    for digest, listing_id in rows:
        found[digest] = listing_id if listing_id is not None else found.get(digest)
    return found


def by_key(session: Session, keys: Sequence[str]) -> dict[str, Listing | None]:
    """Listings that lines with these keys made; None where it was deleted since."""
    rows = session.execute(
        select(ImportRow.key, Listing)
        .outerjoin(Listing, Listing.id == ImportRow.listing_id)
        .where(ImportRow.key.in_([key for key in keys if key]), ImportRow.outcome.in_(MADE))
        .order_by(ImportRow.run_id, ImportRow.line)
    )
    return {row[0]: row[1] for row in rows}


def twins(session: Session, people: Sequence[Contact], names: Names) -> list[Twin | None]:
    """For each of these people a listing that may be theirs, by the strongest sign there is."""
    emails = _emails(session, people)
    phones = _phones(session, people)
    licences = _licences(session, people)
    names.load(session, {city for one in people for city in one.cities})
    found: list[Twin | None] = []
    for one in people:
        numbers = ((number, fold(region)) for number, region in one.licences)
        found.append(
            emails.get(one.email.casefold())
            or phones.get(one.phone)
            or next((licences[pair] for pair in numbers if pair in licences), None)
            or names.near(one.cities, one.name)
        )
    return found


def other_lines(session: Session, run_id: int, marks: Iterable[int]) -> dict[int, int]:
    """Which earlier line of the same file has each of these marks."""
    rows = select(ImportMark.mark, ImportMark.line).where(ImportMark.run_id == run_id, ImportMark.mark.in_(set(marks)))
    return {row[0]: row[1] for row in session.execute(rows)}


def _emails(session: Session, people: Sequence[Contact]) -> dict[str, Twin]:
    wanted = {spelt for one in people if one.email for spelt in (one.email, one.email.casefold())}
    rows = session.execute(select(Listing.public_email, Listing.id).where(Listing.public_email.in_(wanted)))
    return {row[0].casefold(): _twin(row[1], "the same e-mail address") for row in rows}


def _phones(session: Session, people: Sequence[Contact]) -> dict[str, Twin]:
    wanted = {one.phone for one in people if one.phone}
    rows = session.execute(select(Listing.phone, Listing.id).where(Listing.phone.in_(wanted)))
    return {row[0]: _twin(row[1], "the same telephone number") for row in rows}


def _licences(session: Session, people: Sequence[Contact]) -> dict[tuple[str, str], Twin]:
    wanted = {number for one in people for number, _ in one.licences}
    if not wanted:
        return {}
    rows = session.execute(select(Licence.number, Licence.region, Licence.listing_id).where(Licence.number.in_(wanted)))
    return {(row[0], fold(row[1])): _twin(row[2], "the same licence number") for row in rows}


def _twin(listing_id: int, what: str) -> Twin:
    return Twin(f"Listing {listing_id} has {what}.", listing_id)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
