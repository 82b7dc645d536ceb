"""The form that records a look into a register, and the one that takes it back."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from ..checking import CheckFound, same_number
from ..forms import Day, Form, choices
from ..models import CheckOutcome, Licence, now
from .queries import LicenceFile

NOTE_LENGTH = 1000
LASTS = timedelta(days=365)
LASTS_AT_MOST = timedelta(days=3 * 366)
OUTCOMES = {
    CheckOutcome.FOUND: "Found, and in force",
    CheckOutcome.NOT_FOUND: "Not found, or another person’s",
    CheckOutcome.NOT_CURRENT: "Found, but expired, suspended or revoked",
}


def _if_given() -> Optional:
    """Nothing typed is no fault of the field itself, and whether it is needed depends on what was found."""
    validator = Optional()
    validator.field_flags = {}
    return validator


class CheckForm(Form):
    """What the register says; `latest` is the newest look that the page showed."""

    latest = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    outcome = RadioField(
        "What does the register say?",
        choices=choices((outcome.value, label) for outcome, label in OUTCOMES.items()),
        validators=[InputRequired("Choose what the register says.")],
    )
    number = StringField(
        "Number as found",
        description="As the register writes it. Spaces, hyphens and capitals do not matter.",
        validators=[Length(max=60, message="Shorten this to 60 characters; it has %(length)d.")],
    )
    board = StringField(
        "Board or register",
        validators=[
            InputRequired("Name the board or register."),
            Length(max=200, message="Shorten this to 200 characters; it has %(length)d."),
        ],
    )
    looked_up_where = StringField(
        "Where you looked it up",
        description="Visitors read it after “Looked up … in”. For example: the board’s public register.",
        validators=[
            InputRequired("Say where you looked it up."),
            Length(max=300, message="Shorten this to 300 characters; it has %(length)d."),
        ],
    )
    ends_on = Day(
        "Counts until",
        description="The last day of the licence as the register has it; without one, a year from now.",
        validators=[_if_given()],
    )
    note = TextAreaField(
        "Note",
        description="Optional. If the licence was not found, its therapist reads it in the letter.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 1,000 characters; it has %(length)d.")],
        render_kw={"rows": 3},
    )
    licence: Licence

    @classmethod
    def about(cls, file: LicenceFile, *, empty: bool) -> CheckForm:
        """The form for one licence: filled in with what is likely, or on POST with what was typed."""
        licence = file.row.licence
        likely = {
            "latest": file.latest,
            "board": licence.board or (file.rules.board if file.rules else "") or "",
            "looked_up_where": "the board’s public register",
            "ends_on": _likely_end(licence),
        }
        form = cls(formdata=None, data=likely) if empty else cls()
        form.licence = licence
        return form

    def validate_number(self, field: StringField) -> None:
        """A check is about the number that is stated and about no other one."""
        if self.outcome.data != CheckOutcome.FOUND:
            return
        if not field.data:
            raise ValidationError("Write the number as the register has it.")
        if not same_number(field.data, self.licence.number):
            raise ValidationError(
                f"The listing states {self.licence.number}. If the register has another number for this person, choose "
                "“Not found” and say so in the note: the therapist can correct it."
            )

    def validate_ends_on(self, field: Day) -> None:
        """A check ends, and no later than what it is about."""
        if self.outcome.data != CheckOutcome.FOUND or field.errors:
            return
        if field.data is None:
            raise ValidationError("Write until when it counts.")
        if field.data < today():
            raise ValidationError("This day has passed. Choose “expired” above if the licence is no longer in force.")
        if field.data > today() + LASTS_AT_MOST:
            raise ValidationError("Choose a day within three years. Then somebody looks again.")

    def found(self) -> CheckFound:
        """What was found as the action wants it."""
        outcome = CheckOutcome(self.outcome.data)
        return CheckFound(
            outcome=outcome,
            number=self.number.data or "",
            board=self.board.data or "",
            looked_up_where=self.looked_up_where.data or "",
            ends_on=self.ends_on.data if outcome is CheckOutcome.FOUND else None,
            note=self.note.data or "",
        )


class WithdrawForm(Form):
    """Why a check is taken back."""

    withdraw_reason = TextAreaField(
        "Why",
        description="The therapist reads it in a letter. For example: the number belongs to somebody else.",
        validators=[
            InputRequired("Write why, in a sentence."),
            Length(max=NOTE_LENGTH, message="Keep it under 1,000 characters; it has %(length)d."),
        ],
        render_kw={"rows": 3},
    )


def _likely_end(licence: Licence) -> date:
    """The end of the licence as stated, no later than a check may count; a year where it states none that is ahead."""
    stated = licence.expires_on
    return min(stated, today() + LASTS_AT_MOST) if stated and stated >= today() else today() + LASTS


def today() -> date:
    """The day in UTC, by which checks end."""
    return now().date()
