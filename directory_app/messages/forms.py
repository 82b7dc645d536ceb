"""The forms of a conversation."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ..forms import EmailAddress, Form, NoAddress, OneLine, VisitorForm, choices
from ..models import MESSAGE_LENGTH, NAME_LENGTH, ReportReason
from ..models.account import EMAIL_LENGTH
from .actions import MessageComplaint
from .wording import Note

KEY_LENGTH = 40
NEEDS_NOTE = "message-other"
NO_INBOX = (
    "This therapist has no inbox here yet and can only answer by mail. Tick the box, or telephone if the listing has "
    "a number."
)
WHY_SHOWN = (
    "The box has to be ticked here: this therapist has no inbox yet and can only answer from a mailbox of their own, "
    "straight to yours."
)


class MessageForm(VisitorForm):
    """Who writes, where to answer, and what. With the five questions, own words may be left out.

    `signs_read` lets whoever has a sign write once a doctor was asked or will be. It is one sentence for all, so that
    no tick tells of an illness, and it is no part of the message.
    """

    has_inbox = True
    signs_read = BooleanField(
        "No emergency sign is true of me. If another sign is, I have seen a doctor about it, or will before a massage",
        description="The therapist does not see this, and it is not kept.",
        validators=[InputRequired("Read the signs above, then tick the box below them.")],
    )
    name = StringField(
        "Your name",
        validators=[
            InputRequired("Write your name, or what the therapist may call you."),
            OneLine(),
            NoAddress(),
            Length(max=NAME_LENGTH, message=f"Shorten your name to {NAME_LENGTH} characters."),
        ],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "Your e-mail",
        description="Answers come there, and a copy of your message.",
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
    shares_email = BooleanField(
        "Show my e-mail address to the therapist",
        description="Then you can be answered straight from a mailbox. Without the tick answers reach you through this "
        "directory, and the therapist does not see your address.",
    )
    with_questions = BooleanField("Ask the five questions too: they are put below your words")

    def for_therapist(self, has_inbox: bool) -> MessageForm:
        """Ask for what answers need: where the therapist has no inbox here, an address that is shown."""
        self.has_inbox = has_inbox
        if not has_inbox:
            self.shares_email.description = WHY_SHOWN
        return self

    def validate_shares_email(self, field: Any) -> None:
        """Nobody writes what cannot be answered."""
        if not self.has_inbox and not field.data:
            raise ValidationError(NO_INBOX)

    def validate_text(self, field: Any) -> None:
        """Something has to be said or asked."""
        if not field.data and not self.with_questions.data:
            raise ValidationError("Write a message, or tick the box with the five questions.")

    def note(self) -> Note:
        """The message as the therapist will read it."""
        return Note.of(
            self.name.data or "",
            self.email.data or "",
            self.text.data or "",
            bool(self.with_questions.data),
            bool(self.shares_email.data),
        )


class AnswerForm(VisitorForm):
    """What a visitor writes in a conversation that is there already."""

    text = TextAreaField(
        "Write again",
        validators=[
            InputRequired("Write something first."),
            Length(max=MESSAGE_LENGTH, message=f"Shorten your message to {MESSAGE_LENGTH:,} characters."),
        ],
        render_kw={"rows": 5},
    )


class OnceForm(Form):
    """A form of somebody signed in that counts once, however often it is sent."""

    once = HiddenField()

    @classmethod
    def opened(cls) -> Any:
        """The form as it is first shown, or as it was sent."""
        return cls(data={"once": secrets.token_hex(16)})

    def validate_once(self, field: Any) -> None:
        """Nobody types this."""
        if not field.data or len(field.data) > KEY_LENGTH:
            raise ValidationError("Open the page again and send it once more.")


class ReplyForm(OnceForm):
    """What a therapist answers."""

    text = TextAreaField(
        "Your answer",
        validators=[
            InputRequired("Write your answer first."),
            Length(max=MESSAGE_LENGTH, message=f"Shorten your answer to {MESSAGE_LENGTH:,} characters."),
        ],
        render_kw={"rows": 8},
    )


class MessageReportForm(OnceForm):
    """Why a message is shown to the moderators."""

    reason = RadioField("What is wrong with it?", validators=[InputRequired("Choose what is wrong with it.")])
    note = TextAreaField(
        "Anything a moderator should know",
        validators=[Length(max=MESSAGE_LENGTH, message=f"Shorten this to {MESSAGE_LENGTH:,} characters.")],
        render_kw={"rows": 4},
    )

    def offer(self, reasons: Iterable[ReportReason]) -> MessageReportForm:
        """Fill in the list of reasons."""
        self.reason.choices = choices((one.slug, f"{one.label}.\n{one.plain}") for one in reasons)
        return self

    def validate_note(self, field: Any) -> None:
        """“Something else” says nothing by itself."""
        if self.reason.data == NEEDS_NOTE and not field.data:
            raise ValidationError("Write what is wrong.")

    def complaint(self) -> MessageComplaint:
        """The report as the action wants it."""
        return MessageComplaint(self.reason.data, self.note.data or "", self.once.data or "")
