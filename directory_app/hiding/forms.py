"""The form that hides parts of a listing."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField as HiddenInputField
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ..forms import NOTE_MISSING, Form, choices, offer_reasons
from ..models import Reason
from .actions import Order

NOTE_LENGTH = 2000


class HideForm(Form):
    """Which parts, why, and a note; `report` is the number of the report that led here."""

    report = HiddenInputField()
    parts = SelectMultipleField(
        "What to hide",
        description="It is gone at once from the page, lists, map, search, pictures and what machines read.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired("Choose what to hide.")],
    )
    reason = SelectField(
        "Reason",
        description="The therapist reads its letter.",
        validators=[InputRequired("Choose a reason from the list.")],
    )
    note = TextAreaField(
        "Note to the therapist",
        description="What to put right, in kind and plain words. Never name who reported it. Optional, unless the "
        "letter of the reason speaks of it.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
        render_kw={"rows": 4},
    )

    def offer(self, parts: Iterable[tuple[str, str]], reasons: Iterable[Reason]) -> HideForm:
        """Fill in what can be hidden and the list of reasons."""
        self.parts.choices = choices(parts)
        self.noted = offer_reasons(self.reason, reasons)
        return self

    def validate_note(self, field: TextAreaField) -> None:
        """No letter speaks of a note that is not there."""
        if self.reason.data in self.noted and not field.data:
            raise ValidationError(NOTE_MISSING)

    def order(self) -> Order:
        """The form as the action wants it."""
        number = self.report.data or ""
        return Order(
            tuple(self.parts.data or ()),
            self.reason.data,
            self.note.data or "",
            int(number) if number.isdecimal() and len(number) < 10 else None,
        )
