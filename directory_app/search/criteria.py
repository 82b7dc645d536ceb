"""What a visitor looks for, read from the address of the page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ..errors import BadParameter
from ..places.distance import KM_PER_MILE

DEFAULT_RADIUS = 25.0
LARGEST_RADIUS_KM = 20_040.0
LONGEST_PLACE = 200
LAST_PAGE = 10_000
PARAMETERS = frozenset({"place", "radius", "unit", "order", "page"})


class Order(StrEnum):
    """How results are sorted; the formulas stand on the page about the score."""

    BEST_FIT = "best-fit"
    NEAREST = "nearest"
    MOST_CLINICAL = "most-clinical"


@dataclass(frozen=True)
class Criteria:
    """A search: `radius` in `unit` (mi or km) around `place` as it was typed, page `page` from 1."""

    place: str = ""
    radius: float = DEFAULT_RADIUS
    unit: str = "mi"
    order: Order = Order.BEST_FIT
    page: int = 1

    @property
    def radius_km(self) -> float:
        """The radius in kilometres."""
        return self.radius * KM_PER_MILE if self.unit == "mi" else self.radius

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the page with this search, with some values changed. Defaults of page 1 are left out."""
        other = replace(self, **changes)
        values: dict[str, Any] = {
            "place": other.place,
            "radius": f"{other.radius:g}",
            "unit": other.unit,
            "order": other.order.value,
        }
        return values if other.page == 1 else {**values, "page": other.page}


def criteria_from(parameters: Mapping[str, str]) -> Criteria:
    """Read the parameters of an address. Raises BadParameter with a sentence for the first that means nothing."""
    unknown = sorted(set(parameters) - PARAMETERS)
    if unknown:
        raise BadParameter(
            unknown[0][:40], f"A search knows no “{unknown[0][:40]}”. It knows place, radius, unit, order and page."
        )
    unit = _one_of("unit", parameters.get("unit") or "mi", ("mi", "km"))
    criteria = Criteria(
        place=" ".join(parameters.get("place", "").split())[:LONGEST_PLACE],
        radius=_radius(parameters.get("radius", "")),
        unit=unit,
        order=Order(_one_of("order", parameters.get("order") or Order.BEST_FIT.value, tuple(o.value for o in Order))),
        page=_page(parameters.get("page", "")),
    )
    if criteria.radius_km > LARGEST_RADIUS_KM:
        raise BadParameter("radius", "The radius is larger than half the way round the earth.")
    return criteria


def _radius(typed: str) -> float:
    if not typed.strip():
        return DEFAULT_RADIUS
    try:
        radius = float(typed.strip())
    except ValueError:
        raise BadParameter("radius", "The radius must be a number, such as 25.") from None
    if not math.isfinite(radius) or radius <= 0:
        raise BadParameter("radius", "The radius must be a number above zero, such as 25.")
    return radius


def _page(typed: str) -> int:
    if not typed.strip():
        return 1
    if not typed.strip().isascii() or not typed.strip().isdigit() or not 1 <= int(typed.strip()[:9]) <= LAST_PAGE:
        raise BadParameter("page", "The page must be a whole number from 1.")
    return int(typed.strip())


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadParameter(name, f"“{value[:40]}” is not a known {name}. Known are: {', '.join(known)}.")
    return value
