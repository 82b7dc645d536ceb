"""The step about where sessions happen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, RadioField, SelectField
from wtforms.validators import NumberRange, Optional

from ...choices import PRIVACY
from ...forms import choices
from ...places import UnknownPlace, countries, unit_of
from ...places.distance import KM_PER_MILE
from ...places.point import PostalCodeElsewhere
from ...places.postal import codes_known
from ..facts import PlaceOfWork
from .step import Step, short

TEXTS = ("street", "city", "region", "postal_code", "country", "privacy")
FARTHEST = 500
DISTANCE_ADVICE = "Write a distance as a number, such as 10 or 7.5."


class Distance(DecimalField):
    """A number of miles or kilometres, a comma or a point before its decimals."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say in words what a distance looks like."""
        try:
            super().process_formdata([value.replace(",", ".") for value in valuelist])
        except ValueError:
            raise ValueError(DISTANCE_ADVICE) from None
        typed: Decimal | None = getattr(self, "data", None)
        if typed is not None and not typed.is_finite():
            self.data = None
            raise ValueError(DISTANCE_ADVICE)


class PlaceForm(Step):
    """An address, and what visitors see of it."""

    country = SelectField("Country", render_kw={"autocomplete": "country"})
    street = short(
        "Street and number (optional)",
        200,
        "Shown only if you choose to show the full address.",
        autocomplete="street-address",
    )
    city = short("Town or city", autocomplete="address-level2")
    region = short("State, province or region", description="For example OR or Oregon.", autocomplete="address-level1")
    postal_code = short("Postal code", 20, autocomplete="postal-code")
    privacy = RadioField(
        "What visitors see",
        description="If you work at home, do not show the full address. Showing less counts at once, also where your "
        "listing is public already; showing more is read by a moderator first.",
        choices=choices(PRIVACY.items()),
        default="area",
    )
    travel = Distance(
        "How far you travel (optional)",
        description="Only if you travel to clients.",
        places=None,
        validators=[Optional(), NumberRange(0.1, FARTHEST, f"Give a distance between 0.1 and {FARTHEST}.")],
    )
    travel_unit = SelectField("Unit of that distance", choices=choices([("mi", "miles"), ("km", "km")]), default="mi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = choices((one.code, one.name) for one in countries())

    @classmethod
    def filled(cls, facts: PlaceOfWork) -> Mapping[str, Any]:
        """The distance in miles where people think in miles."""
        unit = unit_of(facts.country)
        km = facts.mobile_radius_km
        travel = None if km is None else Decimal(f"{km / _km(unit):.1f}".removesuffix(".0"))
        return {**vars(facts), "travel": travel, "travel_unit": unit}

    def complain(self, unknown: UnknownPlace) -> None:
        """Say that the place is not known, and what may have been meant; or where its postal code really is."""
        if isinstance(unknown, PostalCodeElsewhere) and not codes_known(unknown.country):
            found = f"{unknown.postal_code} is in or near {unknown.town}."
            self.postal_code.errors = [f"{found} Check the postal code and the town, and name the county as region."]
            return
        if isinstance(unknown, PostalCodeElsewhere):
            state = "province" if unknown.country == "CA" else "state"
            found = f"{unknown.postal_code} is in {unknown.town}."
            self.postal_code.errors = [f"{found} Check the postal code, the town and the {state}."]
            return
        named = f"“{unknown.text}”" if unknown.text else "this postal code"
        sentence = f"We do not know {named} in the country chosen above."
        if unknown.suggestions:
            sentence += f" Did you mean {' or '.join(unknown.suggestions[:4])}?"
        else:
            sentence += " Check the spelling, or give a larger town nearby."
        self.city.errors = [sentence]

    def facts(self) -> PlaceOfWork:
        """What was typed, distances in kilometres."""
        far: Decimal | None = self.travel.data if self.privacy.data == "mobile" else None
        km = None if far is None else float(far) * _km(self.travel_unit.data)
        return PlaceOfWork(**{name: self.optional(self[name]) for name in TEXTS}, mobile_radius_km=km)


def _km(unit: str) -> float:
    return KM_PER_MILE if unit == "mi" else 1.0
