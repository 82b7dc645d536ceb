"""The form of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import EmailField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ..forms import EmailAddress, OneLine, VisitorForm, choices
from ..models import REPORT_NOTE_LENGTH, ReportReason
from ..models.account import EMAIL_LENGTH
from .actions import Complaint

NEEDS_NOTE = "other"


class ReportForm(VisitorForm):
    """Why, what happened, and where to answer for those who want an answer."""

    reason = RadioField("What is wrong?", validators=[InputRequired("Choose what is wrong.")])
    note = TextAreaField(
        "What happened?",
        description="What you saw, and when. Leave out what you do not want a moderator to read.",
        validators=[Length(max=REPORT_NOTE_LENGTH, message=f"Shorten this to {REPORT_NOTE_LENGTH:,} characters.")],
        render_kw={"rows": 6},
    )
    email = EmailField(
        "Your e-mail, if you want an answer",
        description="The therapist never sees it. It is deleted from the report when we have answered.",
        validators=[
            OneLine(),
            Length(max=EMAIL_LENGTH, message=f"An e-mail address has at most {EMAIL_LENGTH} characters."),
            EmailAddress(),
        ],
        render_kw={"autocomplete": "email"},
    )

    def offer(self, reasons: Iterable[ReportReason]) -> ReportForm:
        """Fill in the list of reasons."""
        self.reason.choices = choices((one.slug, f"{one.label}.\n{one.plain}") for one in reasons)
        return self

    def validate_note(self, field: Any) -> None:
        """“Something else” says nothing by itself."""
        if self.reason.data == NEEDS_NOTE and not field.data:
            raise ValidationError("Write what is wrong.")

    def complaint(self) -> Complaint:
        """The report as the action wants it."""
        return Complaint(self.reason.data, self.note.data or "", self.email.data or "")
