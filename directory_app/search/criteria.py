"""What a visitor looks for, read from the address of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ..errors import BadParameter
from ..pagination import page_number
from ..places.coordinates import typed_point
from ..places.distance import KM_PER_MILE
from ..places.folding import clean, fold
from ..publishing.lines import FARTHEST_BEYOND
from .filters import GROUPS, Filter, Group
from .position import Position, position_from, token_of

T = TypeVar("T")

DEFAULT_RADIUS = 25.0
ANY_RADIUS = "any"
LARGEST_RADIUS_KM = 20_040.0
RADIUS = re.compile(r"[0-9]{1,5}(?:\.[0-9]+)?")
LONGEST_WORDS = 500
MOST_VALUES = 12
PLAIN = ("place", "near", "radius", "unit", "words", "order", "page", "after")
PARAMETERS = frozenset({*PLAIN, *(group.name for group in GROUPS)})
# What newsletters, social networks and advertisements put behind the links they pass on. It asks for nothing.
TRACES = frozenset({
    "dclid", "fbclid", "gad_campaignid", "gad_source", "gbraid", "gclid",
    "igsh", "igshid", "mc_cid", "mc_eid", "msclkid", "ref",
    "srsltid", "ttclid", "twclid", "wbraid", "yclid",
})  # fmt: skip
TRACES_IN_FRONT = "utm_"
# What stands in the field of the place while a search goes around the position of the browser.
NEAR_YOU = "Near you"
# What people type who mean their own position. Folded.
OWN_POSITION = frozenset({
    "around here", "around me", "close by", "close to me", "current location", "here", "my location", "my position",
    "near by", "near here", "near me", "near you", "nearby", "nearest", "where i am",
})  # fmt: skip


class Order(StrEnum):
    """How results are sorted; the formulas stand on the page about the score."""

    BEST_FIT = "best-fit"
    NEAREST = "nearest"
    MOST_CLINICAL = "most-clinical"
    MOST_RELAXING = "most-relaxing"
    RECENTLY_CONFIRMED = "recently-confirmed"


@dataclass(frozen=True)
class Criteria:
    """A search: `radius` in `unit` (mi or km; None: as far as needed) around `place` as it was typed.

    `near` is the rounded point that a browser told, and `place` too while the search goes around it.
    `words` as typed; `filters` in the order of their groups; page `page` from 1, where known standing behind `after`.
    Without `unit_chosen` the unit is that of the country around, once it is known. Prices are compared in `currency`.
    """

    place: str = ""
    radius: float | None = DEFAULT_RADIUS
    unit: str = "mi"
    order: Order = Order.BEST_FIT
    page: int = 1
    words: str = ""
    filters: tuple[Filter, ...] = ()
    after: Position | None = None
    unit_chosen: bool = True
    near: str = ""
    currency: str = ""

    @property
    def around_position(self) -> bool:
        """Whether the search goes around the position that a browser told, rather than a place that somebody typed."""
        return bool(self.near) and self.place == self.near

    @property
    def means_position(self) -> bool:
        """Whether words for one's own position were typed, which only a browser can tell."""
        return fold(self.place) in OWN_POSITION

    @property
    def radius_km(self) -> float:
        """The radius in kilometres; as far as needed is all the way round."""
        if self.radius is None:
            return LARGEST_RADIUS_KM
        return self.radius * KM_PER_MILE if self.unit == "mi" else self.radius

    @property
    def farthest(self) -> float | None:
        """As far, in `unit`, the nearest are looked for where nobody is inside the radius; None: as far as needed."""
        return None if self.radius is None else self.radius + FARTHEST_BEYOND[self.unit]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return not (self.place or self.words or self.filters)

    def values_of(self, group: Group) -> tuple[str, ...]:
        """The values that are chosen of a filter."""
        return tuple(value for one in self.filters if one.group is group for value in one.values)

    def without(self, group: Group, value: str) -> Criteria:
        """This search without one value of a filter, on its first page."""
        left = (
            replace(one, values=tuple(v for v in one.values if v != value)) if one.group is group else one
            for one in self.filters
        )
        return replace(self, filters=tuple(one for one in left if one.values), page=1, after=None)

    def measured_in(self, unit: str) -> Criteria:
        """This search in the unit of the country around, where none was chosen."""
        return self if self.unit_chosen else replace(self, unit=unit)

    def with_words(self, words: str) -> Criteria:
        """This search with other words, on its first page."""
        return replace(self, words=words, page=1, after=None)

    def with_filters(self, chosen: Iterable[tuple[Group, str]]) -> Criteria:
        """This search with more values of filters, on its first page; of a scale the last."""
        added = list(chosen)
        filters = (
            _filter(group, [*self.values_of(group), *(value for other, value in added if other is group)])
            for group in GROUPS
        )
        return replace(self, filters=tuple(one for one in filters if one), page=1, after=None)

    def address(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the page with this search, with some values changed. What is empty is left out."""
        other = replace(self, **changes)
        radius = ANY_RADIUS if other.radius is None else _written(other.radius)
        values: dict[str, Any] = {
            **({"near": other.near} if other.around_position else {"place": other.place or None}),
            "radius": radius,
            "unit": other.unit if other.unit_chosen else None,
            "words": other.words or None,
            "order": other.order.value,
            **{one.group.name: list(one.values) for one in other.filters},
        }
        if other.page > 1:
            values["page"] = other.page
            values["after"] = f"{other.order.value}.{token_of(other.after)}" if other.after else None
        return {name: value for name, value in values.items() if value is not None}


def criteria_from(parameters: Mapping[str, Sequence[str]]) -> Criteria:
    """Read the parameters of an address; of a repeated plain one the last counts, and all have to mean something.

    What others put behind a link to follow it is passed over. Raises BadParameter with a sentence for the first that
    means nothing.
    """
    unknown = sorted(name for name in set(parameters) - PARAMETERS if not _is_trace(name))
    if unknown:
        known = ", ".join((*PLAIN[:-1], *(group.name for group in GROUPS[:-1])))
        raise BadParameter(
            unknown[0][:40], f"A search knows no “{unknown[0][:40]}”. It knows {known} and {GROUPS[-1].name}."
        )

    def last_of(name: str, read: Callable[[str], T]) -> T:
        return [read(typed) for typed in parameters.get(name) or [""]][-1]

    order = last_of("order", lambda typed: Order(_one_of("order", typed or Order.BEST_FIT.value, tuple(Order))))
    page, after = last_of("page", lambda typed: page_number(typed.strip())), last_of("after", _after)
    if after is not None and after[0] != order.value:
        # It tells where somebody stands in another order, or is of an earlier release that did not say in which.
        page, after = (1 if after[0] else page), None
    place, near = last_of("place", lambda typed: " ".join(typed.split())), last_of("near", _near)
    criteria = Criteria(
        place=near if near and ("place" not in parameters or place == NEAR_YOU) else place,
        radius=last_of("radius", _radius),
        unit=last_of("unit", lambda typed: _one_of("unit", typed or "mi", ("mi", "km"))),
        order=order,
        page=page,
        words=last_of("words", _words),
        filters=tuple(one for one in (_filter(group, parameters.get(group.name, ())) for group in GROUPS) if one),
        after=after[1] if after else None,
        unit_chosen=bool((parameters.get("unit") or [""])[-1]),
        near=near,
    )
    if criteria.radius is not None and criteria.radius_km > LARGEST_RADIUS_KM:
        raise BadParameter("radius", "The radius is larger than half the way round the earth.")
    return criteria


def _is_trace(name: str) -> bool:
    return name.lower() in TRACES or name.lower().startswith(TRACES_IN_FRONT)


def _near(typed: str) -> str:
    if not typed.strip():
        return ""
    point = typed_point(typed)
    if point is None:
        raise BadParameter("near", "The point near you must be two numbers of degrees, such as 45.52, -122.68.")
    return point.label


def _radius(typed: str) -> float | None:
    if not typed.strip():
        return DEFAULT_RADIUS
    if typed.strip() == ANY_RADIUS:
        return None
    # The letters of a number alone: Python would also read 1_0, 1e-9 and the digits of other scripts.
    radius = float(typed) if RADIUS.fullmatch(typed.strip()) else 0.0
    if not radius:
        raise BadParameter("radius", "The radius must be a number above zero, such as 25.")
    return radius


def _written(radius: float) -> str:
    """A radius as `_radius` reads it again."""
    short = f"{radius:g}"
    return short if RADIUS.fullmatch(short) and float(short) == radius else f"{Decimal(repr(radius)):f}"


def _words(typed: str) -> str:
    words = clean(typed)
    if len(words) > LONGEST_WORDS:
        raise BadParameter(
            "words", f"That is longer than {LONGEST_WORDS} characters. Type a name, or a few words that matter most."
        )
    return words


def _filter(group: Group, typed: Sequence[str]) -> Filter | None:
    # An empty value is a choice left open, as "any price" is sent by the form.
    values = tuple(dict.fromkeys(group.meant(value) for value in typed if value))
    if not values:
        return None
    if len(values) > MOST_VALUES:
        raise BadParameter(group.name, f"A search takes at most {MOST_VALUES} values of {group.name}.")
    for value in values:
        if not group.knows(value):
            known = f" Known are: {', '.join(value for value, _ in group.values)}." if group.values else ""
            raise BadParameter(group.name, f"“{value[:40]}” is not a known {group.name}.{known}")
    if group.single:
        values = (group.meant([value for value in typed if value][-1]),)
    if group.values:
        values = tuple(value for value, _ in group.values if value in values)
    return Filter(group, values)


def _after(typed: str) -> tuple[str, Position] | None:
    """The order that a place of the list before was in, empty where it does not say, and the place."""
    if not typed:
        return None
    order, _, token = typed.rpartition(".")
    position = position_from(token)
    if position is None or (order and order not in tuple(Order)):
        raise BadParameter("after", "This link to a next page is incomplete. Start the search again.")
    return order, position


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadParameter(name, f"“{value[:40]}” is not a known {name}. Known are: {', '.join(known)}.")
    return value
