"""The form of an interview: notes and, if wanted, a step of the scale for each question; and the one that withdraws."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ..forms import Day, Form, choices
from ..models import InterviewWay, now
from ..scorekeeping import QUESTIONS
from ..scorekeeping.interviews import SCALE, Heard, Weighed, weigh

NOTES_LENGTH = 2000
REASON_LENGTH = 1000
OLDEST = timedelta(days=365)
WAYS = {InterviewWay.VIDEO: "Video call", InterviewWay.PHONE: "Telephone", InterviewWay.IN_PERSON: "In person"}
BY_NOTES = "As the notes are read"


class InterviewForm(Form):
    """When and how, then every question; a question without notes was not asked.

    `seen` names the answers whose effect the page showed last: only these can be saved.
    """

    seen = HiddenField()
    held_on = Day("Held on", validators=[InputRequired("Write the day of the interview.")])
    way = RadioField(
        "How",
        choices=choices((way.value, label) for way, label in WAYS.items()),
        validators=[InputRequired("Choose how it was held.")],
    )

    def validate_held_on(self, field: Day) -> None:
        """An interview lies in the past, and not so far that nobody remembers it."""
        today = now().date()
        if field.data is not None and field.data > today:
            raise ValidationError("This day is still to come. Record the interview once it was held.")
        if field.data is not None and field.data < today - OLDEST:
            raise ValidationError("This is more than a year ago. Hold a new interview.")

    def validate(self, extra_validators: object = None) -> bool:
        """Something was asked, and each value has a ground that can be read."""
        right = bool(super().validate(extra_validators))
        if not any(self[f"notes_{one.id}"].data for one in QUESTIONS):
            self.form_errors.append("Write down what was said about at least one question.")
            right = False
        for question in QUESTIONS:
            notes, step = self[f"notes_{question.id}"], self[f"step_{question.id}"]
            if step.data and not notes.data:
                notes.errors = [f"Question {question.id[1:]}: write down what was said. A step alone is no ground."]
                right = False
            elif (
                notes.data
                and not (notes.errors or step.errors)
                and weigh(Heard(question.id, notes.data, step.data or "")) is None
            ):
                step.errors = [
                    f"Question {question.id[1:]}: these notes are in a language that is not read. Choose a step, or "
                    "write them in English."
                ]
                right = False
        return right

    def weighed(self) -> tuple[Weighed, ...]:
        """What was said about each question that was asked, with its value."""
        heard = [Heard(q.id, self[f"notes_{q.id}"].data or "", self[f"step_{q.id}"].data or "") for q in QUESTIONS]
        return tuple(found for one in heard if one.notes and (found := weigh(one)) is not None)

    def digest(self) -> str:
        """What names these answers of this day."""
        said = [str(self.held_on.data), str(self.way.data)]
        said += [str(self[f"{part}_{q.id}"].data or "") for q in QUESTIONS for part in ("notes", "step")]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()

    def day(self) -> date:
        """The day it was held."""
        found: date = self.held_on.data
        return found


for one in QUESTIONS:
    notes = TextAreaField(
        f"What was said about question {one.id[1:]}",
        validators=[Length(max=NOTES_LENGTH, message="Keep the notes under 2,000 characters; they have %(length)d.")],
        render_kw={"rows": 5, "dir": "auto"},
    )
    step = SelectField(
        f"Value for question {one.id[1:]}",
        choices=choices([("", BY_NOTES), *((name, label) for name, (_, label) in SCALE.items())]),
        default="",
    )
    setattr(InterviewForm, f"notes_{one.id}", notes)
    setattr(InterviewForm, f"step_{one.id}", step)


class WithdrawForm(Form):
    """Why an interview is taken back."""

    reason = TextAreaField(
        "Why",
        description="The therapist reads it in a letter. For example: the notes belong to another person.",
        validators=[
            InputRequired("Write why, in a sentence."),
            Length(max=REASON_LENGTH, message="Keep it under 1,000 characters; it has %(length)d."),
        ],
        render_kw={"rows": 4},
    )
