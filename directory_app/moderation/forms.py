"""The decision form."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from ..forms import Form, choices
from ..models import NEEDS_REASON, DecisionKind, Reason
from .actions import Verdict

NOTE_LENGTH = 2000
KINDS = {
    DecisionKind.APPROVE: "Approve: it becomes public at once",
    DecisionKind.ASK_FOR_CHANGES: "Ask for changes",
    DecisionKind.REJECT: "Reject",
}


class DecisionForm(Form):
    """Kind, reason and note; the version is the one the moderator saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    kind = RadioField(
        "Your decision",
        choices=choices((kind.value, label) for kind, label in KINDS.items()),
        validators=[InputRequired("Choose a decision.")],
    )
    reason = SelectField(
        "Reason",
        description="Needed unless you approve. The therapist reads its letter.",
    )
    note = TextAreaField(
        "Note to the therapist",
        description="What to change, in kind and plain words. Optional.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
    )

    def offer(self, reasons: Iterable[Reason]) -> DecisionForm:
        """Fill in the list of reasons."""
        self.reason.choices = choices([("", "No reason chosen"), *((r.slug, r.label) for r in reasons)])
        return self

    def validate_reason(self, field: SelectField) -> None:
        """Whoever does not approve says why."""
        needed = self.kind.data in {kind.value for kind in NEEDS_REASON}
        if needed and not field.data:
            raise ValidationError("Choose a reason from the list.")

    def verdict(self) -> Verdict:
        """The decision as the action wants it."""
        kind = DecisionKind(self.kind.data)
        reason = self.reason.data if kind in NEEDS_REASON else None
        return Verdict(kind, reason or None, self.note.data or "")
