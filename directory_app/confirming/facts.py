"""The five facts a client is asked about: what happened in the session, as choices with the value each counts as.

They mirror the five questions of the questionnaire. Nothing asks how it felt or whether it helped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

UNSURE = "unsure"


@dataclass(frozen=True)
class Choice:
    """One answer and what it counts as, 0 to 1; None counts as nothing."""

    value: str
    label: str
    counts: float | None


@dataclass(frozen=True)
class Fact:
    """One question to a client, and the words by which pages name what was reported."""

    question_id: str
    topic: str
    ask: str
    hint: str
    shown_as: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class SessionFacts:
    """What one client reports: the month, and a choice for each question."""

    month: date
    answers: dict[str, str]


_DO_NOT_KNOW = Choice(UNSURE, "I do not remember, or it did not come up", None)

FACTS = (
    Fact(
        "Q1",
        "Time on the area",
        "Was most of the time spent on the area you came for?",
        "For low back pain: the low back, hips and thighs together.",
        "Most of the session on the area the client came for",
        (
            Choice("yes", "Yes, most or all of it", 1.0),
            Choice("partly", "About half", 0.5),
            Choice("no", "No, it was spread over the whole body", 0.0),
            _DO_NOT_KNOW,
        ),
    ),
    Fact(
        "Q2",
        "Slow pressure",
        "Was there slow, sustained pressure without much oil?",
        "Hands or forearms that stay and wait, more than long gliding strokes.",
        "Slow, sustained pressure",
        (
            Choice("yes", "Yes, for most of the work", 1.0),
            Choice("partly", "For a part of it", 0.5),
            Choice("no", "No, mostly gliding or flowing strokes", 0.0),
            _DO_NOT_KNOW,
        ),
    ),
    Fact(
        "Q3",
        "Posture",
        "Did the therapist look at your posture or movement, or explain it?",
        "Before, during or after the massage.",
        "Looked at posture or movement, or explained it",
        (
            Choice("yes", "Yes", 1.0),
            Choice("partly", "Briefly", 0.5),
            Choice("no", "No", 0.0),
            _DO_NOT_KNOW,
        ),
    ),
    Fact(
        "Q4",
        "Hip muscles",
        "Did the therapist explain how muscles of the hips can be felt in the low back?",
        "This is called referred pain. An earlier session counts too.",
        "Explained how hip muscles can be felt in the low back",
        (
            Choice("yes", "Yes", 1.0),
            Choice("partly", "Briefly", 0.5),
            Choice("no", "No", 0.0),
            _DO_NOT_KNOW,
        ),
    ),
    Fact(
        "Q5",
        "Oil",
        "How much oil or lotion was used?",
        "",
        "Little or no oil, or only at the end",
        (
            Choice("none", "None, or only at the end", 1.0),
            Choice("little", "A little", 0.75),
            Choice("some", "Some, on and off", 0.5),
            Choice("lots", "Plenty, most of the session", 0.0),
            _DO_NOT_KNOW,
        ),
    ),
)


def counted(answers: dict[str, str]) -> dict[str, float]:
    """What each answered question counts as; what a client did not know is left out."""
    values = {(fact.question_id, one.value): one.counts for fact in FACTS for one in fact.choices}
    found = {question_id: values.get((question_id, value)) for question_id, value in answers.items()}
    return {question_id: value for question_id, value in found.items() if value is not None}


def months(first: date, today: date) -> list[date]:
    """The first days of all months from that of `first` to this one, the newest first."""
    found, month = [], today.replace(day=1)
    while month >= first.replace(day=1):
        found.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return found
