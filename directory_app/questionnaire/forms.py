"""The form of one question, made from the question itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from ..forms import Form, choices
from ..models import ANSWER_LENGTH, Answer
from ..scorekeeping import question as question_named
from ..scorekeeping.questions import Question

OPEN = "I leave this open"


class AnswerForm(Form):
    """A choice, own words, both or neither; the version of the answer when the page was opened."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])
    choice = RadioField("")
    text = TextAreaField(
        "In your own words",
        validators=[
            Length(
                max=ANSWER_LENGTH,
                message=f"Shorten your answer to {ANSWER_LENGTH} characters; it has %(length)d.",
            )
        ],
        render_kw={"rows": "8", "dir": "auto"},
    )

    @classmethod
    def showing(cls, question: Question, answer: Answer | None) -> AnswerForm:
        """The form of `question` with what is stored; on POST with what was typed."""
        data = {
            "version": answer.version if answer else 0,
            "choice": (answer.choice if answer else None) or "",
            "text": (answer.text if answer else None) or "",
        }
        form = cls(data=data)._asking(question)
        if request.method == "POST" and form.choice.data is None:
            form.choice.data = ""
        return form

    @classmethod
    def as_sent(cls, sent: MultiDict[str, str], values: Mapping[str, Any]) -> AnswerForm:
        """What was sent to a question, under the words of that question."""
        return cls(sent)._asking(question_named(values["question_id"]))

    def _asking(self, question: Question) -> AnswerForm:
        self.choice.label.text = question.choice_legend
        self.choice.choices = choices([*((one.value, one.label) for one in question.choices), ("", OPEN)])
        self.text.description = question.own_words_hint
        return self

    def saved_meanwhile(self, question: Question, answer: Answer | None) -> list[tuple[str, str]]:
        """What is stored by now where something else was typed, as labels and words.

        From now on the form counts as opened after that was stored: saving it again keeps what was typed.
        """
        self.version.data = answer.version if answer else 0
        self.version.raw_data = None
        choice, text = (answer.choice, answer.text) if answer else (None, None)
        label = next((one.label for one in question.choices if one.value == choice), OPEN)
        rows = [(question.choice_legend, label)] if (self.choice.data or None) != choice else []
        return [*rows, ("In your own words", text or "")] if (self.text.data or None) != text else rows
