"""What `scoring` refuses, in sentences that can be shown to the person who sent it."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN = 60


class ScoringError(ValueError):
    """Base of everything this package raises on purpose."""


class InvalidAnswer(ScoringError):
    """An answer names a question or choice the rubric does not have, or has the wrong shape."""

    def __init__(self, question_id: str, reason: str) -> None:
        super().__init__(f"{question_id}: {reason}" if question_id else reason)
        self.question_id = question_id
        self.reason = reason


class InvalidRubric(ScoringError):
    """A rubric file cannot be used. `faults` lists every fault found, each beginning with its key."""

    def __init__(self, file: str, faults: Sequence[str]) -> None:
        super().__init__(f"{file}: {'; '.join(faults)}")
        self.file = file
        self.faults = tuple(faults)


def must_be_text(text: object, question_id: str = "") -> None:
    """Raise InvalidAnswer unless `text` is a string."""
    if not isinstance(text, str):
        raise InvalidAnswer(question_id, f"the text of an answer must be a string, not {type_of(text)}")


def type_of(value: object) -> str:
    """What kind of thing was handed in, for a message."""
    return "None" if value is None else f"a value of type {type(value).__name__}"


def shortened(value: object) -> str:
    """What was handed in, short enough for a message: the beginning of a text, of anything else only its type."""
    if not isinstance(value, str):
        return type_of(value)
    return str(value) if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def quoted(value: object) -> str:
    """As `shortened`, with quotation marks around a text."""
    return repr(shortened(value)) if isinstance(value, str) else type_of(value)
