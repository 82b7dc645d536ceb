"""What `scoring` refuses, in sentences that can be shown to the person who sent it."""

from __future__ import annotations

from collections.abc import Sequence


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
