"""Forms of confirmations: a code, the five facts, a receipt; and for therapists how many codes, and one to close."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.form import Form as PlainForm
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from ..confirming import FACTS, SIZES, Fact, SessionFacts, read_code, read_receipt
from ..confirming.facts import UNSURE
from ..forms import Form, VisitorForm, choices

LONGEST = 300
NOT_A_CODE = (
    "That is not a code as we print them. It has twelve characters in three groups, without O, I, L, U and the digits "
    "0 and 1. Look for one that is mistyped."
)


class CodeForm(PlainForm):
    """A code in the address of the page: nothing is changed, so nothing has to be protected."""

    code = StringField(
        "Code on your card",
        description="Twelve letters and digits, such as K7MP-4XQ2-D9RT. Small letters and gaps do not matter.",
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    read = ""

    def validate_code(self, field: Any) -> None:
        """Say so when it cannot be a code; whether it opens anything is not asked here."""
        self.read = read_code((field.data or "")[:LONGEST]) or ""
        if not self.read:
            raise ValidationError(NOT_A_CODE if field.data else "Type the code on your card.")


def _asked(fact: Fact) -> RadioField:
    return RadioField(
        fact.ask,
        description=fact.hint,
        choices=choices((one.value, one.label) for one in fact.choices),
        validators=[InputRequired(f"{fact.topic}: choose an answer, or that you do not remember.")],
    )


class ConfirmationForm(VisitorForm):
    """What happened in one session."""

    month = SelectField("When was the session?", validators=[InputRequired("Choose the month.")])
    q1 = _asked(FACTS[0])
    q2 = _asked(FACTS[1])
    q3 = _asked(FACTS[2])
    q4 = _asked(FACTS[3])
    q5 = _asked(FACTS[4])

    def offer(self, months: Sequence[date]) -> ConfirmationForm:
        """Fill in the months a session with this code can have been in."""
        self.month.choices = choices((f"{month:%Y-%m}", f"{month:%B %Y}") for month in months)
        return self

    @property
    def asked(self) -> list[Any]:
        """The five questions in their order."""
        return [self.q1, self.q2, self.q3, self.q4, self.q5]

    def validate_q5(self, field: Any) -> None:
        """A report of nothing would only spend the code."""
        if all(one.data == UNSURE for one in self.asked):
            raise ValidationError("Answer at least one question with what you remember, or close the page.")

    def facts(self) -> SessionFacts:
        """What was reported, as it is kept."""
        year, _, month = str(self.month.data).partition("-")
        answers = {fact.question_id: str(one.data) for fact, one in zip(FACTS, self.asked, strict=True)}
        return SessionFacts(date(int(year), int(month), 1), answers)


class WithdrawForm(VisitorForm):
    """The receipt of a confirmation."""

    receipt = StringField(
        "Your receipt word",
        description="Two groups of six letters, from the page after you sent your answers.",
        validators=[InputRequired("Type your receipt word."), Length(max=LONGEST)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    read = ""

    def validate_receipt(self, field: Any) -> None:
        """Say so when it cannot be one."""
        self.read = read_receipt((field.data or "")[:LONGEST])
        if field.data and not self.read:
            raise ValidationError(
                "A receipt word has twelve letters, such as bodika-ruvelo. Look for one that is missing."
            )

    def refuse(self) -> None:
        """Nothing has this receipt."""
        self.receipt.errors = [
            "Nothing can be taken back with this word. It may be mistyped, or 30 days may have passed."
        ]


class SheetForm(Form):
    """How many codes to make. `key` is new in each form, so that the same form sent twice is one sheet."""

    key = HiddenField(validators=[Regexp(r"^[\w-]{16,64}\Z", message="Open this page again.")])
    number = RadioField(
        "How many codes?",
        coerce=int,
        validators=[InputRequired("Choose how many.")],
        choices=choices((str(size), "1 code" if size == 1 else f"{size} codes, a sheet of cards") for size in SIZES),
    )

    def renew(self) -> SheetForm:
        """Give it a key that no form had."""
        self.key.data = secrets.token_urlsafe(24)
        return self

    def refuse(self, left: int) -> None:
        """Fewer may be made now."""
        words = "No more codes can be made now" if left == 0 else f"{left} more can be made now"
        self.number.errors = [f"{words}. See below when it will be more."]


class CloseCodeForm(Form):
    """One code that was lost."""

    code = StringField(
        "Code to close",
        description="For a card that was lost. It can then not be used by anybody.",
        validators=[InputRequired("Type the code.")],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    read = ""

    def validate_code(self, field: Any) -> None:
        """Say so when it cannot be a code."""
        self.read = read_code((field.data or "")[:LONGEST]) or ""
        if field.data and not self.read:
            raise ValidationError(NOT_A_CODE)
