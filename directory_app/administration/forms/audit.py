"""The form that looks through the audit. It is sent by GET, and again by POST to take the rows away."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length

from ...forms import Form, choices
from ...template_filters import deed_words
from ..audit_search import LONGEST


class AuditForm(Form):
    """Who, what, about what, when."""

    class Meta(Form.Meta):
        """Looking changes nothing."""

        csrf = False

    who = StringField("Who", [Length(max=LONGEST)], description="An address, a number of an account, or “system”.")
    action = SelectField("What", validate_choice=False)
    about = StringField(
        "About", [Length(max=LONGEST)], description="For example “listing 12”, a kind such as “technique”, or a name."
    )
    since = DateField("From")
    until = DateField("Until")

    def offering(self, actions: Sequence[str]) -> AuditForm:
        """Fill in what there is to choose from."""
        named = sorted((deed_words(one), one) for one in actions)
        self.action.choices = choices([("", "Anything"), *((one, words) for words, one in named)])
        return self
