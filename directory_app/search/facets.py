"""What the filters beside a list offer: each value, its words, how many one click on it gives, whether it is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..customs import CURRENCIES
from ..models import Technique
from ..publishing.prices import CURRENCY, price_words
from .criteria import Criteria
from .filters import GROUPS, PRICE, TECHNIQUE, Group

_NAMED = select(Technique.slug, Technique.name, Technique.plain)
# Languages and techniques beyond these are folded away.
SHOWN_AT_ONCE = 6


class Option(NamedTuple):
    """One value of a filter. `found` is how many would be found with it chosen too; where it is `chosen`, how many have
    it. `id` is the one of its box in the page, which is `single` where it excludes the others. Those found may be none,
    `empty`, or one `alone`.
    """

    found: int
    group: str
    single: bool
    id: str
    value: str
    words: str
    hint: str
    chosen: bool
    empty: bool
    alone: bool

    @property
    def call(self) -> tuple[Any, ...]:
        """What its box is rendered with, its count written out."""
        return f"{self.found:,}", *self[1:]


@dataclass(frozen=True)
class Facet:
    """A group of filters with those options that mean something here; `folded` are the less common ones."""

    group: Group
    options: list[Option]
    folded: list[Option]
    hint: str

    @property
    def chosen(self) -> int:
        """How many values are chosen."""
        return sum(option.chosen for option in (*self.options, *self.folded))

    @property
    def shown_calls(self) -> list[tuple[Any, ...]]:
        """What the boxes of `options` are rendered with."""
        return [option.call for option in self.options]

    @property
    def folded_calls(self) -> list[tuple[Any, ...]]:
        """What the boxes of `folded` are rendered with."""
        return [option.call for option in self.folded]


@dataclass(frozen=True)
class OtherwisePaid:
    """How many state their price in each of `others`, by the names of currencies, where a limit is in `currency`; and
    the search without it.
    """

    currency: str
    others: tuple[tuple[str, int], ...]
    without: Criteria


def facets(session: Session, criteria: Criteria, counts: Mapping[str, int]) -> list[Facet]:
    """The groups in their order; those without anything to choose are left out."""
    techniques = _techniques(session, criteria, counts)
    made = (_facet(group, criteria, counts, techniques) for group in GROUPS)
    return [facet for facet in made if facet.options]


def figures_of(facets: list[Facet]) -> dict[str, int]:
    """How many are found beside each box, by the id of the box."""
    return {option.id: option.found for facet in facets for option in (*facet.options, *facet.folded)}


def words_of(facets: list[Facet], group: Group, value: str) -> str:
    """A chosen value as its filter names it."""
    own = (option for facet in facets if facet.group is group for option in (*facet.options, *facet.folded))
    return next((option.words for option in own if option.value == value), group.words(value))


def otherwise_paid(criteria: Criteria, counts: Mapping[str, int]) -> OtherwisePaid | None:
    """Whom a limit of prices leaves out because their price is in other money, who meet all else that is asked for."""
    prices = next((one for one in criteria.filters if one.group is PRICE), None)
    if prices is None:
        return None
    codes = sorted(
        (-many, trait.removeprefix(CURRENCY)) for trait, many in counts.items() if trait.startswith(CURRENCY)
    )
    others = tuple((CURRENCIES.get(code, code), -many) for many, code in codes if code != criteria.currency)
    own = CURRENCIES.get(criteria.currency, criteria.currency)
    return OtherwisePaid(own, others, criteria.without(PRICE, prices.values[0])) if others else None


def _facet(
    group: Group, criteria: Criteria, counts: Mapping[str, int], techniques: Mapping[str, tuple[str, str]]
) -> Facet:
    options = list(_options(group, criteria, counts, techniques))
    if group.values:
        return Facet(group, options, [], _hint(group, criteria))
    options.sort(key=lambda option: (not option.chosen, -option.found, option.words))
    most = max(SHOWN_AT_ONCE, sum(option.chosen for option in options))
    return Facet(group, options[:most], sorted(options[most:], key=lambda option: option.words), group.hint)


def _hint(group: Group, criteria: Criteria) -> str:
    named = CURRENCIES.get(criteria.currency) if group is PRICE else None
    return f"Currency: {named}. Prices in other money are left out. {group.hint}" if named else group.hint


def _options(
    group: Group, criteria: Criteria, counts: Mapping[str, int], techniques: Mapping[str, tuple[str, str]]
) -> Iterator[Option]:
    chosen = criteria.values_of(group)
    for value in _values(group, criteria, counts):
        words, hint = techniques.get(value, ("", "")) if group is TECHNIQUE else ("", "")
        if group is PRICE:
            words = price_words(value, criteria.currency)
        found = counts.get(group.prefix + value, 0)
        yield Option(
            found=found,
            group=group.name,
            single=group.single,
            id=f"{group.name}-{value}",
            value=value,
            words=words or group.words(value),
            hint=hint,
            chosen=value in chosen,
            empty=not found,
            alone=found == 1,
        )


def _values(group: Group, criteria: Criteria, counts: Mapping[str, int]) -> list[str]:
    """Fixed values always; others where somebody offers them or they are chosen."""
    if group.values:
        return [value for value, _ in group.values]
    offered = [trait.removeprefix(group.prefix) for trait in counts if trait.startswith(group.prefix)]
    return list(dict.fromkeys([*offered, *criteria.values_of(group)]))


def _techniques(session: Session, criteria: Criteria, counts: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """Names and explanations of the techniques that are offered."""
    slugs = set(_values(TECHNIQUE, criteria, counts))
    # All of them, a few dozen: naming those that are wanted took longer than reading the rest.
    return {slug: (name, plain) for slug, name, plain in session.execute(_NAMED) if slug in slugs} if slugs else {}
