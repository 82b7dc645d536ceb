"""Forms of the pages about accounts."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ..forms import LARGEST_NUMBER, EmailAddress, Form, OneLine
from ..models.account import EMAIL_LENGTH


class AddressForm(Form):
    """Another e-mail address."""

    email = StringField(
        "New e-mail address",
        [InputRequired("Type your new e-mail address."), Length(max=EMAIL_LENGTH), OneLine(), EmailAddress()],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )


class EndForm(Form):
    """Which sign-in to end."""

    sign_in = IntegerField("Sign-in", [Optional(), NumberRange(1, LARGEST_NUMBER)])


class PressForm(Form):
    """A button and nothing else: only the token against forged requests."""
