"""What every change asks for: a reason that whoever looks later understands."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from ...forms import Form, OneLine

WHY_LENGTH = 300


class WhyForm(Form):
    """A reason, and nothing else."""

    why = StringField(
        "Why",
        description="Kept with the change, for whoever asks later.",
        validators=[
            InputRequired("Write in a few words why."),
            Length(max=WHY_LENGTH, message="Keep the reason under 300 characters."),
            OneLine(),
        ],
    )
