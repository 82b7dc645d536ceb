"""The filters of a search: groups of values, their words, and how values of a group combine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ..choices import GENDERS
from ..publishing.prices import PRICES
from ..publishing.traits import BAND_OF, LENGTHS, SAME_LANGUAGE

VALUE = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LONGEST_VALUE = 60


@dataclass(frozen=True)
class Group:
    """A group of filters. `name` is its parameter in an address and the front of its traits.

    With `every`, a listing must meet all chosen values; otherwise one of them is enough. With `single`, the values are
    steps of one scale and one is chosen. `values` have their words; a group without any takes what listings offer, by
    the `names` that are not just the value written out. `same` are other values that mean one of them.
    """

    name: str
    label: str
    every: bool = False
    single: bool = False
    values: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    names: tuple[tuple[str, str], ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    @property
    def alternatives(self) -> bool:
        """Whether each further value that is chosen lets more listings in."""
        return not (self.every or self.single)

    @property
    def prefix(self) -> str:
        """The beginning of its traits."""
        return f"{self.name}:"

    def knows(self, value: str) -> bool:
        """Whether a value may stand in an address."""
        if self.values:
            return value in dict(self.values)
        return len(value) <= LONGEST_VALUE and VALUE.fullmatch(value) is not None

    def meant(self, value: str) -> str:
        """The value that one in an address stands for."""
        return dict(self.same).get(value, value)

    def words(self, value: str) -> str:
        """A value as it is shown; values without words of their own are written out."""
        return dict((*self.values, *self.names)).get(value) or value.replace("-", " ").capitalize()


HOW = Group(
    "how",
    "How they work",
    every=True,
    values=(
        ("focus", "Whole hour on low back, hips and thighs"),
        ("myofascial", "Myofascial techniques"),
        ("posture", "Explains postural imbalance"),
        ("referral", "Explains pain referred from the hips"),
        ("oil", "Little or no oil"),
    ),
    hint="One for each of the five questions. All that you tick must be met.",
)
# What only words can show, and no choice.
EXPLAINING = frozenset({"posture", "referral"})
FACTS = Group(
    "with",
    "Practical",
    every=True,
    values=(
        ("accepting", "Accepting new clients"),
        ("evening", "Open after 18:30 (6:30 pm)"),
        ("weekend", "Open at weekends"),
        ("step-free", "Step-free access"),
        ("home-visits", "Home visits"),
        ("receipts", "Receipts for insurance"),
        ("licence", "Licence checked by a moderator"),
    ),
    hint="All that you tick must be met.",
)
PRICE = Group(
    "price",
    "60 minutes cost at most",
    single=True,
    values=tuple((str(step), str(step)) for step in PRICES),
    hint="A price never moves anybody up or down.",
)
LEVEL = Group(
    "level",
    "Evidence at least",
    single=True,
    values=(
        ("L1", "Explained in own words"),
        ("L2", "Confirmed by clients"),
        ("L3", "Checked in an interview"),
    ),
    hint="What the score rests on.",
)
LENGTH = Group(
    "length",
    "Session length",
    values=tuple((value, words) for value, _, words in LENGTHS),
    hint="Any of those that you tick.",
    same=tuple((str(minutes), value) for minutes, value in BAND_OF.items()),
)
TECHNIQUE = Group("technique", "Technique", hint="Any of those that you tick.")
LANGUAGE = Group(
    "language",
    "Language",
    names=(
        ("american-sign-language", "American Sign Language (ASL)"),
        ("mandarin", "Mandarin Chinese"),
        ("persian", "Persian (Farsi)"),
        ("tagalog", "Tagalog (Filipino)"),
    ),
    same=tuple(SAME_LANGUAGE.items()),
)
GENDER = Group("gender", "Therapist’s gender", values=tuple(GENDERS.items()))
GROUPS = (HOW, FACTS, PRICE, TECHNIQUE, LENGTH, LEVEL, LANGUAGE, GENDER)


@dataclass(frozen=True)
class Filter:
    """Chosen values of one group, at least one."""

    group: Group
    values: tuple[str, ...]

    @cached_property
    def traits(self) -> tuple[str, ...]:
        """The traits asked for."""
        return tuple(self.group.prefix + value for value in self.values)
