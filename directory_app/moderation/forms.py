"""Forms of a case: the decision about a version, its flags, notes, taking a listing down and putting it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wtforms import IntegerField, RadioField, SelectChoice, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from .. import choices as choices_of
from ..choices import FLAGS, flag_place
from ..forms import NOTE_MISSING, Form, choices, offer_reasons
from ..models import (
    CASE_NOTE_LENGTH,
    NEEDS_REASON,
    DecisionKind,
    Flag,
    Reason,
)
from ..scorekeeping import QUESTIONS
from ..versions import VersionPart
from .deciding import Verdict

NOTE_LENGTH = 2000
PART_LENGTH = 500
KINDS = {
    DecisionKind.APPROVE: "Approve: it becomes public at once",
    DecisionKind.APPROVE_PARTS: "Approve some parts, send the others back",
    DecisionKind.ASK_FOR_CHANGES: "Ask for changes",
    DecisionKind.REJECT: "Reject",
}
# Parts of a listing for which a moderator can say what to change; questions stand by their ids.
PARTS = {
    **choices_of.PARTS,
    **{question.id: f"Question {question.id[1:]}: {question.title}" for question in QUESTIONS},
}


class DecisionForm(Form):
    """Kind, reason and note; the version is the one the moderator saw."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    kind = RadioField(
        "Your decision",
        choices=choices((kind.value, label) for kind, label in KINDS.items()),
        validators=[InputRequired("Choose a decision.")],
    )
    sent_back = SelectMultipleField(
        "Parts to send back",
        description="Only for approving some parts. The others become public; these stay with the therapist.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = SelectField(
        "Reason",
        description="Needed unless you approve all. The therapist reads its letter.",
    )
    note = TextAreaField(
        "Note to the therapist",
        description="What to change, in kind and plain words. Optional, unless the letter of the reason speaks of it.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
    )

    unfounded = SelectMultipleField(
        "Flags without ground",
        description="Tick those that are wrong here. The text then counts in full; the others stand.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
    )

    def offer(
        self, reasons: Iterable[Reason], flags: Iterable[Flag], changed: Sequence[VersionPart] = ()
    ) -> DecisionForm:
        """Fill in the list of reasons, the flags nobody has reviewed and the parts that an edit changes."""
        self.sent_back.choices = choices((part.key, part.label) for part in changed)
        if not self.tells_parts_apart:
            self.kind.choices = [one for one in self.kind.choices if one.value != DecisionKind.APPROVE_PARTS]
        self.noted = offer_reasons(self.reason, reasons)
        self.unfounded.choices = [SelectChoice(value=flag.id, label=flag_words(flag)) for flag in flags]
        return self

    @property
    def tells_parts_apart(self) -> bool:
        """Whether there are parts of which some can be approved and others sent back."""
        return len(self.sent_back.choices or ()) > 1

    def validate_sent_back(self, field: SelectMultipleField) -> None:
        """Some parts go back and some do not."""
        if self.kind.data != DecisionKind.APPROVE_PARTS:
            return
        if not field.data:
            raise ValidationError("Tick the parts that go back.")
        if len(field.data) == len(field.choices):
            raise ValidationError("Leave one part unticked. To send everything back, ask for changes.")

    def validate_reason(self, field: SelectField) -> None:
        """Whoever does not approve all says why."""
        needed = self.kind.data in {kind.value for kind in NEEDS_REASON}
        if needed and not field.data:
            raise ValidationError("Choose a reason from the list.")

    def validate_note(self, field: TextAreaField) -> None:
        """No letter speaks of a note that is not there; words about a part are one."""
        needed = self.kind.data in {kind.value for kind in NEEDS_REASON} and self.reason.data in self.noted
        if needed and not field.data and not any(part.data for _, part in self.parts()):
            raise ValidationError(NOTE_MISSING)

    def verdict(self) -> Verdict:
        """The decision as the action wants it."""
        kind = DecisionKind(self.kind.data)
        reason = self.reason.data if kind in NEEDS_REASON else None
        unfounded = frozenset(self.unfounded.data or [])
        about = tuple((part, field.data) for part, field in self.parts() if field.data) if reason else ()
        back = tuple(self.sent_back.data or ()) if kind is DecisionKind.APPROVE_PARTS else ()
        return Verdict(kind, reason or None, self.note.data or "", unfounded, about, back)

    def parts(self) -> list[tuple[str, TextAreaField]]:
        """The fields for what to change, part by part."""
        return [(part, self[f"change_{part}"]) for part in PARTS]


for part, label in PARTS.items():
    field = TextAreaField(
        label,
        validators=[Length(max=PART_LENGTH, message=f"{label}: keep it under {PART_LENGTH} characters.")],
        render_kw={"rows": 2},
    )
    setattr(DecisionForm, f"change_{part}", field)


class SuspendForm(Form):
    """Why a listing is taken down."""

    reason = SelectField("Reason", description="The therapist reads its letter.")
    note = TextAreaField(
        "Note to the therapist",
        description="What was found and what would help. Optional, unless the letter of the reason speaks of it.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
    )

    def offer(self, reasons: Iterable[Reason]) -> SuspendForm:
        """Fill in the list of reasons."""
        self.noted = offer_reasons(self.reason, reasons)
        return self

    def validate_reason(self, field: SelectField) -> None:
        """Nobody is taken down without a reason."""
        if not field.data:
            raise ValidationError("Choose a reason from the list.")

    def validate_note(self, field: TextAreaField) -> None:
        """No letter speaks of a note that is not there."""
        if self.reason.data in self.noted and not field.data:
            raise ValidationError(NOTE_MISSING)

    def verdict(self) -> Verdict:
        """The decision as the action wants it."""
        return Verdict(DecisionKind.SUSPEND, self.reason.data, self.note.data or "")


class RestoreForm(Form):
    """A note when a suspension is lifted."""

    note = TextAreaField(
        "Note to the therapist",
        description="Optional.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
    )

    def verdict(self) -> Verdict:
        """The decision as the letter wants it."""
        return Verdict(DecisionKind.RESTORE, note=self.note.data or "")


class ReviewFlagsForm(Form):
    """Which flags of a public text have no ground, and why."""

    unfounded = SelectMultipleField(
        "Flags without ground",
        description="Tick those that are wrong here. The text then counts in full; the others stand.",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        coerce=int,
    )
    why = TextAreaField(
        "Why",
        description="Kept in the audit, for whoever reads this later.",
        validators=[
            InputRequired("Write why, for whoever reads this later."),
            Length(max=NOTE_LENGTH, message="Keep it under 2,000 characters."),
        ],
        render_kw={"rows": 3},
    )

    def offer(self, flags: Iterable[Flag]) -> ReviewFlagsForm:
        """Fill in the flags nobody has reviewed."""
        self.unfounded.choices = [SelectChoice(value=flag.id, label=flag_words(flag)) for flag in flags]
        return self


class NoteForm(Form):
    """A note to the other moderators."""

    text = TextAreaField(
        "Note to other moderators",
        description="Shown to moderators only. The therapist gets it, without your name, with an export of their data: "
        "write what you could say to their face, and name nobody who reported something.",
        validators=[
            InputRequired("Write the note first."),
            Length(max=CASE_NOTE_LENGTH, message="Keep the note under 2,000 characters."),
        ],
        render_kw={"rows": 3},
    )


def flag_words(flag: Flag) -> str:
    """A flag in plain words, with the question it is about."""
    place = f" in {flag_place(flag, 'them')}" if flag.question_id else ""
    return FLAGS[flag.kind.value] + place
