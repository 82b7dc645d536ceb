"""The form by which a moderator reviews a flag or a pattern of accounts."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from ..forms import Form, choices
from ..models import FlagState

REASON_LENGTH = 1000
OF_A_FLAG = {FlagState.UPHELD: "The flag is right and stands", FlagState.DISMISSED: "There is no ground for it"}
OF_ACCOUNTS = {
    FlagState.UPHELD: "These accounts belong together and should not",
    FlagState.DISMISSED: "There is an honest reason for it",
}


class ReviewForm(Form):
    """What was found, and why; `seen` is the state in which the page showed it."""

    seen = HiddenField()
    state = RadioField("What did you find?", validators=[InputRequired("Choose what you found.")])
    reason = TextAreaField(
        "Why",
        description="A sentence. It is kept in the audit.",
        validators=[
            InputRequired("Write why, in a sentence."),
            Length(max=REASON_LENGTH, message="Keep it under 1,000 characters; it has %(length)d."),
        ],
        render_kw={"rows": 4},
    )

    def offer(self, outcomes: dict[FlagState, str]) -> ReviewForm:
        """Fill in what can be found."""
        if outcomes is OF_A_FLAG:
            self.reason.description = "A sentence. The therapist reads it beside their score; it is kept in the audit."
        self.state.choices = choices((state.value, label) for state, label in outcomes.items())
        return self

    def result(self) -> FlagState:
        """What was found as the action wants it."""
        return FlagState(self.state.data)
