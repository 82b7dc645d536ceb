"""The questions a therapist answers: their wording, their choices and the criteria their texts are read by."""

from __future__ import annotations

from dataclasses import dataclass

from .criterion import Criterion


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Choice:
    """One choice: machine `value`, `label` for pages, and `claim`, what it says about the practice, 0 to 1."""

    value: str
    label: str
    claim: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Question:
    """One question. `weight` is its share of the total, all questions together 1.

    A text scores 0.9 at `full_points` points; `echo` are wordings whose repetition earns nothing. Where
    `no_denies`, a text that begins with "no" says the opposite of what earns points.
    """

    id: str
    title: str
    asked_as: str
    own_words_hint: str
    choice_legend: str
    weight: float
    choices: tuple[Choice, ...]
    criteria: tuple[Criterion, ...]
    full_points: float
    echo: tuple[str, ...] = ()
    no_denies: bool = False

    def choice(self, value: str) -> Choice | None:
        """The choice with this machine value, if there is one."""
        return next((choice for choice in self.choices if choice.value == value), None)

    @property
    def wordings(self) -> tuple[str, ...]:
        """Every wording of the question whose repetition earns nothing."""
        return (self.asked_as, self.title, self.choice_legend, *self.echo)


@dataclass(frozen=True, slots=True)
class Answer:
    """A therapist's answer to one question: the machine value of a choice and a text; None is left open."""

    choice: str | None = None
    text: str | None = None
