"""Forms of claims: how to prove it, a code, a document; and a moderator's decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ..forms import Form, choices
from ..models import ClaimProof, Listing
from .documents import LARGEST, content_type_of

NOTE_LENGTH = 2000


class ClaimForm(Form):
    """How a therapist wants to prove that a listing is theirs."""

    proof = RadioField("How can you show that it is yours?", validators=[InputRequired("Choose a way.")])

    def offer(self, ways: Sequence[ClaimProof], listing: Listing) -> ClaimForm:
        """Fill in the ways there are, with as much of the contact as its owner recognises."""
        last = listing.phone[-2:]
        labels = {
            ClaimProof.EMAIL: f"By a code to the published e-mail address, {masked(listing.public_email)}",
            ClaimProof.PHONE: f"By a code that a moderator reads out on the published number, ending in {last}",
            ClaimProof.DOCUMENT: "By a photo or PDF of my licence, for a moderator to look at",
        }
        self.proof.choices = choices((one.value, labels[one]) for one in ways)
        return self


class ClaimCodeForm(Form):
    """The code that came by letter or by telephone."""

    code = StringField(
        "Code",
        description="Eight digits. Gaps do not matter.",
        validators=[InputRequired("Type the code."), Length(max=40, message="A code has eight digits.")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )

    def refuse(self, left: int) -> None:
        """It was not the right one."""
        more = f"You can try {left} more {'time' if left == 1 else 'times'}." if left else "Ask for a new one."
        self.code.errors = [f"This is not the code, or it is older than an hour. {more}"]


class DocumentForm(Form):
    """A licence, as a photo or a PDF."""

    document = FileField(
        "Your licence",
        description="A PDF, JPEG or PNG of at most 6 MB, with name, number and board to be read.",
        validators=[FileRequired("Choose a file.")],
        render_kw={"accept": "application/pdf,image/jpeg,image/png"},
    )
    content = b""
    content_type = ""

    def validate_document(self, field: Any) -> None:
        """Look at the content; the name and what the browser says of it do not count."""
        if field.data:
            self.content = field.data.stream.read(LARGEST + 1)
            try:
                self.content_type = content_type_of(self.content)
            except ValueError as error:
                raise ValidationError(str(error)) from None


class DecideClaimForm(Form):
    """Accept or refuse, and why."""

    outcome = RadioField(
        "Your decision",
        choices=choices(
            (
                ("accept", "Accept: the listing belongs to this account from now on; other claims to it are refused"),
                ("refuse", "Refuse: nothing changes hands"),
            )
        ),
        validators=[InputRequired("Choose a decision.")],
    )
    note = TextAreaField(
        "Why",
        description="The claimant reads it.",
        validators=[
            InputRequired("Write why."),
            Length(max=NOTE_LENGTH, message="Keep it under 2,000 characters."),
        ],
        render_kw={"rows": 5},
    )

    @property
    def accepts(self) -> bool:
        """Whether the listing changes hands."""
        return str(self.outcome.data) == "accept"


def masked(email: str) -> str:
    """As much of an address as its owner recognises: m•••@e•••.org."""
    name, _, host = email.partition("@")
    first, _, end = host.rpartition(".")
    return f"{name[:1]}•••@{first[:1]}•••.{end}" if name and first else ""
