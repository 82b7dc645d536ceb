"""The step about the licence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional, ValidationError

from ..facts import LicenceFacts
from .step import Step, short

FORMATS = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y"]


class Day(DateField):
    """A day as calendars and people write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say in words what a day looks like."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Write the day such as 2027-01-31 or 31 January 2027.") from None


class LicenceForm(Step):
    """One licence, or that the place of work has none."""

    board = short("Board or register", 200, "For example Oregon Board of Massage Therapists.")
    number = short("Licence or registration number", 60)
    region = short("State, province or country it is for")
    expires_on = Day("Valid until (optional)", format=FORMATS, validators=[Optional()])
    none_exists = BooleanField("No licence for massage exists where I work")

    @classmethod
    def filled(cls, facts: list[LicenceFacts]) -> Mapping[str, Any]:
        """The first licence stated."""
        return vars(facts[0]) if facts else {}

    def validate_number(self, field: StringField) -> None:
        """A number belongs to a register, and where no licence exists there is none."""
        if field.data and self.none_exists.data:
            raise ValidationError("Give a number or say that no licence exists, not both.")

    def validate_board(self, field: StringField) -> None:
        """A moderator has to know where to look the number up."""
        if self.number.data and not field.data:
            raise ValidationError("Name the board or register of this number.")

    def facts(self, stated: list[LicenceFacts]) -> list[LicenceFacts]:
        """What was typed in place of the first licence; further ones stay."""
        one = LicenceFacts(
            number=self.optional(self.number),
            board=self.optional(self.board),
            region=self.optional(self.region),
            expires_on=self.expires_on.data,
            none_exists=bool(self.none_exists.data),
        )
        return [*([one] if one != LicenceFacts() else []), *stated[1:]]
