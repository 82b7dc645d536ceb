"""What questions and sentences of the self-check are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "radio"
    MANY = "checkbox"
    SCALE = "scale"
    LINE = "line"


@dataclass(frozen=True)
class Choice:
    """An answer to tick, and the words it puts into the summary."""

    label: str
    says: str


@dataclass(frozen=True)
class Question:
    """A question of the self-check. `fills` names the blank that its answers go into."""

    id: str
    text: str
    fills: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Blank:
    """A blank of a sentence with the words around it, left out together while nothing fills it.

    `otherwise` stands in the blank instead of leaving it out.
    """

    name: str
    before: str = ""
    after: str = ""
    otherwise: str = ""


Sentence = tuple[str | Blank, ...]


def choices(*pairs: tuple[str, str]) -> tuple[Choice, ...]:
    """Answers with the words they put into the summary."""
    return tuple(Choice(label, says) for label, says in pairs)


def same(*labels: str) -> tuple[Choice, ...]:
    """Answers whose own words go into the summary."""
    return tuple(Choice(label, label[0].lower() + label[1:]) for label in labels)


def scale(what: str) -> tuple[Choice, ...]:
    """The answers from 0 to 10."""
    return tuple(Choice(str(number), f"{what}{number}/10") for number in range(11))
