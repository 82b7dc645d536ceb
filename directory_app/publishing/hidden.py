"""What of an approved version visitors do not see because a moderator has hidden it, and the version without it.

Everything public is made of a `Shown`, so that what is hidden is in no page, picture, list, map or search.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Date, Select, bindparam, cast, false, func, literal, null, select
from sqlalchemy.orm import Session

from ..models import HiddenField, Listing, Location, Privacy, Revision
from ..places import public_point
from ..places.point import middle_of_cell
from ..places.slugs import country_name
from ..scorekeeping import QUESTIONS, Reading

PHOTO, BIO = "photo", "bio"
# An address by itself: `place:` and the key of its place.
PLACE = "place:"
ADDRESS_WORDS = ("Full address, down to the area", "hide")
# What else can be hidden, with the step in which its therapist changes it. Contact changes without review.
PARTS: dict[str, tuple[str, str]] = {
    "phone": ("Phone number", "contact"),
    "public_email": ("E-mail address", "contact"),
    PHOTO: ("Photo", "photo"),
    BIO: ("Text about them", "about"),
    "practice": ("Name of the practice", "about"),
    "credentials": ("Credentials behind the name", "about"),
    "website": ("Website", "about"),
    "own_techniques": ("Techniques in their own words", "practical"),
    **{q.id: (f"Words of question {q.id[1:]}: {q.title}", q.id) for q in QUESTIONS},
}
GONE = "gone"
_HIDDEN = select(HiddenField).where(
    HiddenField.listing_id.in_(bindparam("listings", expanding=True)), HiddenField.lifted_at.is_(None)
)
INSTANT = frozenset({"phone", "public_email"})
REGION_IN_ADDRESS = frozenset({"US", "CA"})


@dataclass(frozen=True)
class Place:
    """A place of work as far as visitors may know it; degrees are those of its public point."""

    location: Location
    privacy: Privacy
    label: str
    lat: float | None
    lon: float | None

    @property
    def exact(self) -> bool:
        """Whether street and postal code are shown."""
        return self.privacy is Privacy.EXACT


@dataclass(frozen=True)
class Shown:
    """What a version shows of itself; `hidden` are the parts that are left out."""

    revision: Revision
    hidden: frozenset[str]

    def text(self, part: str) -> str:
        """A text of the version or of its listing, empty where it is hidden."""
        owner = self.revision.listing if part in INSTANT else self.revision
        return "" if part in self.hidden else str(getattr(owner, part))

    @property
    def photo(self) -> str:
        """The digest of the photo, empty without one."""
        return self.revision.photo.digest if self.revision.photo and PHOTO not in self.hidden else ""

    @property
    def own_techniques(self) -> list[str]:
        """Techniques in the therapist's own words."""
        return [] if "own_techniques" in self.hidden else list(self.revision.own_techniques)

    @property
    def answers(self) -> list[str]:
        """The words of all answers."""
        return [answer.text or "" for answer in self.revision.answers if answer.question_id not in self.hidden]

    @property
    def places(self) -> list[Place]:
        """The places of work, each with what may be known of it."""
        return [self._place(one) for one in self.revision.locations]

    def _place(self, one: Location) -> Place:
        if one.privacy is Privacy.EXACT and PLACE + one.place_key in self.hidden:
            lat, lon = _area(one)
            return Place(one, Privacy.AREA, area_label(one), lat, lon)
        return Place(one, one.privacy, one.public_label, one.public_lat, one.public_lon)

    def readings(self, found: Sequence[Reading]) -> list[Reading]:
        """Readings without the words that are hidden: what a question brought stays, why does not show."""
        return [_wordless(one) if one.question.id in self.hidden else one for one in found]


def shown_of(session: Session, revision: Revision) -> Shown:
    """What visitors see of an approved version."""
    return shown_of_all(session, [revision])[0]


def shown_of_all(session: Session, revisions: Sequence[Revision]) -> list[Shown]:
    """The same for several versions, looked up at once."""
    listings = [revision.listing_id for revision in revisions]
    rows = session.scalars(_HIDDEN, {"listings": listings}).all()
    return [Shown(revision, _hidden_of([r for r in rows if r.listing_id == revision.listing_id], revision))
            for revision in revisions]  # fmt: skip


def _hidden_of(rows: Sequence[HiddenField], revision: Revision) -> frozenset[str]:
    """The parts of a version that are hidden. An address is, under whatever key it stands in this version."""
    places = [PLACE + place.place_key for row in rows for place in revision.locations if _is_address(row, place)]
    return frozenset([*places, *(row.part for row in rows if not _is_place(row.part) and holds(row, revision))])


def _is_place(part: str) -> bool:
    return part.startswith(PLACE)


def _is_address(row: HiddenField, place: Location) -> bool:
    return _is_place(row.part) and row.content == _address_digest(place)


def _address_digest(place: Location) -> str:
    said = repr((place.street, place.city, place.region, place.postal_code, place.country))
    return hashlib.sha256(f"{PLACE}{said}".encode()).hexdigest()


def everything(revision: Revision) -> Shown:
    """A version with nothing hidden, as its therapist previews it."""
    return Shown(revision, frozenset())


def holds(row: HiddenField, revision: Revision) -> bool:
    """Whether what was hidden is still what the version says; something else in its place was approved and shows."""
    if _is_place(row.part):
        return any(_is_address(row, place) and place.privacy is Privacy.EXACT for place in revision.locations)
    return not row.content or row.content == digest_of(revision, row.part)


def standing(session: Session, listing: Listing) -> list[HiddenField]:
    """What is hidden of a listing now, the latest first."""
    rows = session.scalars(
        select(HiddenField)
        .where(HiddenField.listing_id == listing.id, HiddenField.lifted_at.is_(None))
        .order_by(HiddenField.id.desc())
    ).all()
    approved = listing.approved
    return [row for row in rows if approved is None or holds(row, approved)]


def waiting_requests() -> Select[*tuple[Any, ...]]:
    """Listings whose therapist says that what is hidden is put right, as rows of the work list."""
    return (
        select(
            literal("hidden").label("kind"),
            HiddenField.listing_id.label("subject_id"),
            HiddenField.listing_id.label("listing_id"),
            func.min(HiddenField.asked_at).label("opened_at"),
            cast(null(), Date).label("due_on"),
            false().label("urgent"),
        )
        .where(HiddenField.asked_at.is_not(None), HiddenField.lifted_at.is_(None))
        .group_by(HiddenField.listing_id)
    )


def parts_of(revision: Revision) -> list[str]:
    """The parts that a version shows something of and that can be hidden: exact addresses, then the order of PARTS."""
    shown = everything(revision)
    addresses = [PLACE + place.location.place_key for place in shown.places if place.exact]
    there = {
        PHOTO: bool(shown.photo),
        "own_techniques": bool(shown.own_techniques),
        **{answer.question_id: bool(answer.text) for answer in revision.answers},
    }
    return addresses + [part for part in PARTS if (there[part] if part in there else _has_text(shown, part))]


def _has_text(shown: Shown, part: str) -> bool:
    return hasattr(shown.revision.listing if part in INSTANT else shown.revision, part) and bool(shown.text(part))


def digest_of(revision: Revision, part: str) -> str:
    """A digest of what a version says in a part; empty for what changes without review."""
    if part in INSTANT:
        return ""
    if part not in PARTS and not _is_place(part):
        # A question that is asked no more, or something that a file brought: there is nothing to hide.
        return GONE
    shown = everything(revision)
    if _is_place(part):
        found = next((one for one in revision.locations if PLACE + one.place_key == part), None)
        return _address_digest(found) if found else GONE
    if part == PHOTO:
        said = shown.photo
    elif part == "own_techniques":
        said = repr(shown.own_techniques)
    elif part in {question.id for question in QUESTIONS}:
        answer = revision.answer(part)
        said = (answer.text if answer else "") or ""
    else:
        said = shown.text(part)
    return hashlib.sha256(f"{part}:{said}".encode()).hexdigest()


def words_of(part: str) -> tuple[str, str]:
    """A part in words, and the step in which its therapist changes it."""
    return ADDRESS_WORDS if _is_place(part) else PARTS.get(part, (part, "about"))


def area_label(place: Location) -> str:
    """How a place is called that shows its neighbourhood only."""
    behind = place.region if place.country in REGION_IN_ADDRESS else country_name(place.country)
    return ", ".join(part for part in (place.city, behind) if part)


def _area(place: Location) -> tuple[float | None, float | None]:
    if place.public_lat is None or place.public_lon is None:
        return None, None
    middle = (place.public_lat, place.public_lon)
    if place.private_lat is None:
        return middle_of_cell(*middle)
    return public_point(Privacy.AREA, place.private_lat, place.private_lon, middle)


def _wordless(reading: Reading) -> Reading:
    return replace(reading, text="", segments=[], criteria=[], found=[], open=(), held=(), guards=(), hidden=True)
