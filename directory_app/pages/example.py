"""An invented answer and its reading, which the start page shows to explain how answers are read."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExampleQuestion:
    """A question as the answer component shows it."""

    id: str
    title: str
    asked_as: str


@dataclass(frozen=True)
class ExampleCriterion:
    """A line of the reading."""

    label: str
    points: float = 0.0
    note: str = ""
    costs: bool = False

    @property
    def earns(self) -> bool:
        """Whether it brought points."""
        return self.points > 0


@dataclass(frozen=True)
class Example:
    """An answer in pieces, each with the criteria it met, and the criteria themselves."""

    question: ExampleQuestion
    choice_label: str
    segments: list[tuple[str, list[str]]]
    criteria: list[ExampleCriterion] = field(default_factory=list)


LITTLE = "Little or no oil during the specific work"
LATE = "Oil only at the end"
WHY = "Says why: grip, not sliding"
SMOOTH = "Uses it to smooth out"
SKIN = "Asks about skin, allergy or preference"

EXAMPLE = Example(
    question=ExampleQuestion("example", "Oil", "Do you use a lot of oil?"),
    choice_label="None, or only at the end",
    segments=[
        ("No. ", []),
        ("I work dry for most of the session", [LITTLE]),
        (" because ", []),
        ("oil makes my hands slide and I lose contact with the muscle", [WHY]),
        (". A little goes on ", []),
        ("in the last five minutes", [LATE]),
        (" to ", []),
        ("smooth everything out", [SMOOTH]),
        (".", []),
    ],
    criteria=[
        ExampleCriterion(LITTLE, 4),
        ExampleCriterion(LATE, 3),
        ExampleCriterion(WHY, 2),
        ExampleCriterion(SMOOTH, 1),
        ExampleCriterion(SKIN),
    ],
)
