"""The form that deletes everything."""

from __future__ import annotations

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from ..forms import Form

WORD = "delete everything"
# Copied or typed along, since the label shows the words between marks.
MARKS = "“”„\"‘’'«»."


class DeleteForm(Form):
    """The words that nobody types by mistake."""

    word = StringField(
        f"Type “{WORD}”",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_word(self, field: Any) -> None:
        """Case, spaces and the quotation marks of the label do not matter."""
        if " ".join((field.data or "").casefold().strip(MARKS).split()) != WORD:
            raise ValidationError(f"Type the words “{WORD}” if you want this. Nothing was deleted.")
