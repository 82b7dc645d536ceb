"""The forms of a pause and of facts that hold."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from ..forms import Form

LONGEST_PAUSE_DAYS = 366


class PauseForm(Form):
    """Until when a listing is hidden, and whether visitors are told."""

    returns_on = DateField(
        "Show it again on",
        description="Leave this empty to hide it until you show it again yourself.",
        validators=[Optional()],
    )
    return_shown = BooleanField(
        "Tell visitors that day",
        description="Who opens your page then reads that the listing is paused and when you plan to be back.",
    )

    def fits(self, today: date) -> bool:
        """Whether everything can be taken: a day from tomorrow on, within a year. Tells what is wrong at the field."""
        if not self.validate():
            if self.returns_on.errors:
                self.returns_on.errors = ["Write a day such as 2027-03-01, or leave this empty."]
            return False
        day = self.returns_on.data
        if day is not None and not today < day <= today + timedelta(days=LONGEST_PAUSE_DAYS):
            self.returns_on.errors = ["Choose a day from tomorrow on, within a year."]
        elif day is None and self.return_shown.data:
            self.returns_on.errors = ["Choose the day that visitors are to be told, or take away the tick below."]
        return not self.returns_on.errors
