"""Forms that answer what others brought: an appeal, a report, confirmations that came in an unusual way."""

from __future__ import annotations

from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from ..forms import Form, choices
from ..models import AppealKind, AppealOutcome, Report, ReportOutcome
from .forms import NOTE_LENGTH

OUTCOMES = {
    ReportOutcome.ACTED: "The visitor is right, and I have acted",
    ReportOutcome.NO_GROUND: "Nothing here breaks the rules",
    ReportOutcome.NOT_FOR_US: "Not for us to decide",
}
# Of a message: there the therapist reports, and the visitor is the one reported.
MESSAGE_OUTCOMES = {
    ReportOutcome.ACTED: "The therapist is right, and I have acted",
    ReportOutcome.NO_GROUND: "Nothing in the message breaks the rules",
    ReportOutcome.NOT_FOR_US: "Not for us to decide",
}
APPEAL_OUTCOMES = {
    AppealKind.DECISION: {"upheld": "The therapist is right", "refused": "The decision stands"},
    AppealKind.CRITERION: {"upheld": "The therapist is right", "refused": "The reading holds"},
}
# What upholding does, by the names of `appeal_actions.would_mean`.
EFFECTS = {
    "queued": "the version goes back into the queue",
    "restored": "the listing is public again at once",
    "paused_again": "the listing is no longer taken down and stays paused, as its therapist had it",
    "back_already": "the listing is not taken down any more, so nothing else changes",
    "public_already": "the decision counts no more, and visitors see all of the version already",
    "changed": "the decision counts no more, and the version waits for its therapist",
    "flag_fell": "the flag falls, and the text counts in full",
    "noted": "it was read wrong, which is said beside it, and points stay",
}


class AppealAnswerForm(Form):
    """What came of an appeal or an objection; the version is that of the listing as the moderator saw it."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    outcome = RadioField(
        "What did you find?",
        validators=[InputRequired("Choose what you found.")],
    )
    note = TextAreaField(
        "Note to the therapist",
        description="What you looked at and why you find so. It goes into the letter.",
        validators=[
            InputRequired("Write why, in a sentence or two. The therapist reads it."),
            Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters."),
        ],
        render_kw={"rows": 6},
    )

    def offer(self, kind: AppealKind, effect: str) -> AppealAnswerForm:
        """Fill in the outcomes in the words of an appeal or of an objection, with the effect this one would have."""
        words = APPEAL_OUTCOMES[kind]
        self.outcome.choices = choices(({**words, "upheld": f"{words['upheld']}: {EFFECTS[effect]}"}).items())
        return self

    def result(self) -> AppealOutcome:
        """The outcome as the action wants it."""
        return AppealOutcome(self.outcome.data)


class CloseReportForm(Form):
    """What a moderator found, and a note that goes into the letter to whoever reported."""

    outcome = RadioField(
        "What did you find?",
        validators=[InputRequired("Choose what you found.")],
    )
    outcome_note = TextAreaField(
        "Note",
        description="What you did and why. A visitor who left an address reads it. Optional.",
        validators=[Length(max=NOTE_LENGTH, message="Keep the note under 2,000 characters.")],
    )

    def offer(self, report: Report) -> CloseReportForm:
        """Say it in the words of a report about a listing or about a message."""
        words = MESSAGE_OUTCOMES if report.about_message else OUTCOMES
        self.outcome.choices = choices((outcome.value, label) for outcome, label in words.items())
        if report.about_message:
            self.outcome_note.description = "What you did and why. The therapist who reported it reads it. Optional."
        return self

    def result(self) -> ReportOutcome:
        """The outcome as the action wants it."""
        return ReportOutcome(self.outcome.data)


class HeldForm(Form):
    """Release or refuse what is held for one listing; `newest` is the last one that the moderator saw."""

    newest = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    outcome = RadioField(
        "Your decision",
        choices=choices(
            (
                ("release", "Release: they count from the next counting day on"),
                ("refuse", "Refuse: they never count"),
            )
        ),
        validators=[InputRequired("Choose a decision.")],
    )
    reason = TextAreaField(
        "Why",
        description="Kept in the audit. Name the pattern, for example a course day with many clients.",
        validators=[
            InputRequired("Write why, for whoever reads this later."),
            Length(max=NOTE_LENGTH, message="Keep it under 2,000 characters."),
        ],
        render_kw={"rows": 4},
    )

    @property
    def releases(self) -> bool:
        """Whether they are to count."""
        return str(self.outcome.data) == "release"
