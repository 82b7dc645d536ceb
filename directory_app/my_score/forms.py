"""The forms of an appeal and of an objection."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from ..forms import Form, choices
from ..models import APPEAL_LENGTH, OBJECTION_LENGTH
from .items import Item, ItemKind

SAYS = {
    ItemKind.FOUND: "We found this in your answer: {}.",
    ItemKind.COSTS: "We took off points for this: {}.",
    ItemKind.NOT_OWN: "We read this as not said of your own practice: {}.",
    ItemKind.MISSING: "We did not find this in your answer: {}.",
    ItemKind.HELD: "We held points back for this: {}.",
    ItemKind.FLAG: "We told a moderator of this: {}.",
}


class AppealForm(Form):
    """Why a decision should be looked at again."""

    text = TextAreaField(
        "Why do you think the decision is wrong?",
        description="In your own words. Name the part that was misread, or the fact that was overlooked.",
        validators=[
            InputRequired("Write why the decision should be looked at again."),
            Length(max=APPEAL_LENGTH, message="Shorten this to 2,000 characters; it has %(length)d."),
        ],
        render_kw={"rows": 8, "dir": "auto"},
    )


class ObjectionForm(Form):
    """Which line is wrong, and why."""

    item = RadioField("What was read wrong?", validators=[InputRequired("Choose what was read wrong.")])
    text = TextAreaField(
        "What do your words say instead?",
        description="A sentence or two is enough. A moderator reads it beside your answer.",
        validators=[
            InputRequired("Write what your words say instead."),
            Length(max=OBJECTION_LENGTH, message="Shorten this to 1,000 characters; it has %(length)d."),
        ],
        render_kw={"rows": 5, "dir": "auto"},
    )

    def offer(self, found: Sequence[Item]) -> ObjectionForm:
        """Fill in the lines of the reading."""
        self.item.choices = choices((one.id, item_words(one)) for one in found)
        return self


def item_words(item: Item) -> str:
    """A line in whole sentences, with the words it rests on."""
    quoted = ", ".join(f"“{words}”" for words in item.words)
    rests_on = f" Your words for it: {quoted}." if quoted else ""
    return SAYS[item.kind].format(item.label.removesuffix(".")) + rests_on
