"""What a look-up answers: the place found, or that the place is unknown with what may have been meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..errors import DirectoryError
from ..models.place import PostalCode
from .known_areas import KnownArea
from .readings import NamedPlace

Kind = Literal["city", "postal_code", "point"]


@dataclass(frozen=True)
class FoundPlace:
    """A city's or a postal code's middle in degrees, or a point typed in degrees.

    `label` finds the same place again. `region` is what people write (OR, ON, England), `country` two letters.
    `others` are the other readings of what was typed, largest first; they have none of their own. `near_code` is a
    postal code that was typed of which only this town is known.
    """

    label: str
    lat: float
    lon: float
    country: str
    region: str
    kind: Kind
    city: str
    postal_code: str = ""
    others: tuple[FoundPlace, ...] = ()
    near_code: str = ""


class UnknownPlace(DirectoryError):
    """No place is known by `text` (as typed, shortened); `suggestions` are labels of places that may be meant.

    `is_an_area` where it is a state or country, too large to search around; `area` is a region, quarter or small town
    whose towns are suggested.
    """

    def __init__(
        self, text: str, suggestions: tuple[str, ...] = (), *, is_an_area: bool = False, area: KnownArea | None = None
    ) -> None:
        super().__init__(f"unknown place {text[:80]!r}")
        self.text = text
        self.suggestions = suggestions
        self.is_an_area = is_an_area
        self.area = area

    @property
    def holds_digits(self) -> bool:
        """Whether a postal code may have been meant."""
        return any(letter.isdigit() for letter in self.text)


def found_city(place: NamedPlace) -> FoundPlace:
    """A place of the gazetteer as an answer."""
    return FoundPlace(place.label, place.lat, place.lon, place.country, place.region, "city", place.name)


def found_code(code: PostalCode) -> FoundPlace:
    """A postal code as an answer."""
    return FoundPlace(
        label_of_code(code), code.lat, code.lon, code.country, code.region, "postal_code", code.city, code.code
    )


def label_of_code(code: PostalCode) -> str:
    """A postal code as it stands in an address: Portland, OR 97201."""
    return f"{code.city}, {code.region} {code.code}"
