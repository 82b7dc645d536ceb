"""The form of a letter: subject, body, why."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from ...rules.letters import LONGEST_BODY, LONGEST_SUBJECT, Fault, Text
from .why import WhyForm


class LetterForm(WhyForm):
    """Both parts are templates. Line ends may matter in them, so nothing is tidied."""

    subject = TextAreaField(
        "Subject",
        [
            InputRequired("A letter needs a subject."),
            Length(max=LONGEST_SUBJECT, message="Keep the subject under 1,000 characters."),
        ],
        render_kw={"rows": 2},
    )
    body = TextAreaField(
        "Text",
        [
            InputRequired("A letter needs a text."),
            Length(max=LONGEST_BODY, message="Keep the text under 10,000 characters."),
        ],
        render_kw={"rows": 18},
    )

    def text(self) -> Text:
        """What was typed."""
        return Text(self.subject.data or "", self.body.data or "")

    def tell(self, faults: list[Fault]) -> None:
        """Put what is wrong beside the field it is in."""
        for fault in faults:
            field = self[fault.part]
            field.errors = [*field.errors, f"{field.label.text}, {str(fault)[:1].lower()}{str(fault)[1:]}"]
