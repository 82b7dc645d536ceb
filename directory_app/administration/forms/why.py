"""What every change asks for: a reason that whoever looks later understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from ...forms import Form, OneLine
from ...models import RuleChange

WHY_LENGTH = 300
CHANGED = "Somebody else changed this while you wrote; it stands below. Save again to put yours in its place."


class WhyForm(Form):
    """A reason; and the last change that was there when somebody began to write."""

    seen = HiddenField()

    why = StringField(
        "Why",
        description="Kept with the change, for whoever asks later.",
        validators=[
            InputRequired("Write in a few words why."),
            Length(max=WHY_LENGTH, message="Keep the reason under 300 characters."),
            OneLine(),
        ],
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        # Pages ask it last, behind what it is about; the summary of errors follows.
        self._fields["why"] = self._fields.pop("why")

    @staticmethod
    def newest(changes: Sequence[RuleChange]) -> str:
        """The last change there is."""
        return str(max((one.id for one in changes), default=0))

    def begun_before(self, changes: Sequence[RuleChange]) -> bool:
        """Whether somebody else changed the rule since this form was opened; it is then told, once."""
        newest = self.newest(changes)
        is_old = self.is_submitted() and self.seen.data != newest
        self.seen.data = newest
        if is_old:
            self.form_errors = [CHANGED]
        return is_old
