"""Forms about accounts: looking for them, one step, and inviting staff."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from ...forms import EmailAddress, Form, OneLine, choices
from ...models.account import EMAIL_LENGTH
from ..account_actions import Step
from ..account_queries import STATES

REASON_LENGTH = 500


class AccountSearchForm(Form):
    """Looks for accounts. It is sent by GET."""

    class Meta(Form.Meta):
        """Looking changes nothing."""

        csrf = False

    q = StringField("Address holds", [Length(max=EMAIL_LENGTH, message="That is longer than any address.")])
    state = SelectField("State", choices=choices(STATES.items()), default="")


class StepForm(Form):
    """Why something is done to an account."""

    reason = TextAreaField(
        "Reason",
        description="Kept in the audit. The owner of the account reads it in a letter.",
        validators=[Length(max=REASON_LENGTH, message="Keep the reason under 500 characters.")],
        render_kw={"rows": 3},
    )

    def of(self, step: Step) -> StepForm:
        """The form of this step, which may need a reason."""
        self.needed = step.needs_reason
        if not step.needs_reason:
            self.reason.label.text = "Reason (optional)"
        return self

    def validate_reason(self, field: TextAreaField) -> None:
        """Some steps need one."""
        if getattr(self, "needed", False) and not field.data:
            raise ValidationError("Write a reason. The owner of the account reads it.")


class InviteForm(Form):
    """Whom to invite, as what."""

    email = StringField(
        "E-mail address",
        [InputRequired("Type an e-mail address."), Length(max=EMAIL_LENGTH), OneLine(), EmailAddress()],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    role = RadioField(
        "As",
        choices=choices(
            (
                ("moderator", "Moderator: decides about listings, reports and appeals"),
                ("administrator", "Administrator: changes rules and accounts too"),
            )
        ),
        validators=[InputRequired("Choose a role.")],
    )
