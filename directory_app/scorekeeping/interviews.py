"""What was said in an interview: read by the same rubric as answers, and what it would do to a score.

A score that is shown before an interview is saved is computed by the rules that compute it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

import scoring
from scoring.languages import UNREAD

from ..models import EvidenceKind, Revision, Score, now
from .outlook import standing_flags
from .questions import QUESTIONS, Question
from .reading import Reading, read_text
from .rescore import months_between, score_text, score_with

# How far what was said goes towards the clinical end of a question, where the notes alone do not say it.
SCALE: dict[str, tuple[float, str]] = {
    "not": (0.0, "Not at all: the other way of working"),
    "little": (0.25, "A little, or seldom"),
    "partly": (0.5, "Partly, or with some clients"),
    "mostly": (0.75, "Mostly"),
    "fully": (1.0, "Fully, as a matter of course"),
}


@dataclass(frozen=True)
class Heard:
    """What was said about one question: the notes, and a step of the scale in place of their reading, or none."""

    question_id: str
    notes: str
    step: str = ""


@dataclass(frozen=True)
class Weighed:
    """What was heard with its value, 0 to 1. `reading` is how the rubric reads the notes, `by_scale` whether the
    value comes from the scale."""

    heard: Heard
    question: Question
    value: float
    reading: Reading
    read_value: float | None
    by_scale: bool


@dataclass(frozen=True)
class Change:
    """One question before and after: its estimate in per cent, its points in the rank score, its level."""

    question: Question
    estimate: tuple[float, float]
    points: tuple[float, float]
    level: tuple[str, str]


@dataclass(frozen=True)
class Effect:
    """The whole score before and after, and each question of it."""

    before: Score
    after: Score
    changes: list[Change]


def weigh(heard: Heard) -> Weighed | None:
    """The value of what was heard; None for notes in a language that is not read, without a step of the scale."""
    question = next(one for one in QUESTIONS if one.id == heard.question_id)
    found = score_text(question.id, heard.notes)
    read_value = None if found.language == UNREAD else found.score
    value = SCALE[heard.step][0] if heard.step else read_value
    if value is None:
        return None
    return Weighed(heard, question, value, read_text(question, heard.notes), read_value, bool(heard.step))


def observed(held_on: date) -> datetime:
    """The moment an interview of a day counts from: the middle of that day, never in the future."""
    return min(datetime.combine(held_on, time(12), UTC), now())


def effect(session: Session, revision: Revision, values: Mapping[str, float], held_on: date) -> Effect:
    """What an interview with these values by question would do to the score of a version."""
    age = months_between(observed(held_on), now())
    more = [scoring.Evidence(EvidenceKind.INTERVIEW.value, one, value, age) for one, value in values.items()]
    standing = standing_flags(session, revision)
    before, after = (score_with(session, revision, standing, added) for added in ([], more))
    return Effect(before, after, [_change(question, before, after) for question in QUESTIONS])


def _change(question: Question, before: Score, after: Score) -> Change:
    pair = before.question(question.id), after.question(question.id)
    one, two = ((part.estimate * 100, part.contribution, part.level) if part else (0.0, 0.0, "L0") for part in pair)
    return Change(question, (one[0], two[0]), (one[1], two[1]), (one[2], two[2]))
