"""The form of a message."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ..forms import EmailAddress, OneLine, VisitorForm
from ..models import MESSAGE_LENGTH, NAME_LENGTH
from ..models.account import EMAIL_LENGTH
from .wording import Note


class MessageForm(VisitorForm):
    """Who writes, where to answer, and what. With the five questions, own words may be left out."""

    name = StringField(
        "Your name",
        validators=[
            InputRequired("Write your name, or what the therapist may call you."),
            OneLine(),
            Length(max=NAME_LENGTH, message=f"Shorten your name to {NAME_LENGTH} characters."),
        ],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your e-mail",
        description="The therapist answers there. You also get a copy.",
        validators=[
            InputRequired("Write your e-mail address, so that the therapist can answer."),
            OneLine(),
            Length(max=EMAIL_LENGTH, message=f"An e-mail address has at most {EMAIL_LENGTH} characters."),
            EmailAddress(),
        ],
        render_kw={"autocomplete": "email"},
    )
    text = TextAreaField(
        "Your message",
        description="For example when you would like to come. Leave out what you do not want to put in a letter.",
        validators=[Length(max=MESSAGE_LENGTH, message=f"Shorten your message to {MESSAGE_LENGTH:,} characters.")],
        render_kw={"rows": 7},
    )
    with_questions = BooleanField("Ask the five questions too: they are put below your words")

    def validate_text(self, field: Any) -> None:
        """Something has to be said or asked."""
        if not field.data and not self.with_questions.data:
            raise ValidationError("Write a message, or tick the box with the five questions.")

    def note(self) -> Note:
        """The message as the therapist will read it."""
        return Note.of(
            self.name.data or "", self.email.data or "", self.text.data or "", bool(self.with_questions.data)
        )
