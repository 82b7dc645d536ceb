"""The step about licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import wtforms
from wtforms import BooleanField, DateField, FieldList, FormField, StringField
from wtforms.validators import Optional, ValidationError

from ...models import MOST_LICENCES, Jurisdiction
from ..facts import LicenceFacts
from .step import Step, short

FORMATS = ["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y"]
# Elsewhere only some towns or nobody asks for a licence, so that there may be none.
LICENSING = frozenset({"licensed", "registered"})


class Day(DateField):
    """A day as calendars and people write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say in words what a day looks like."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            raise ValueError("Write the day such as 2027-01-31 or 31 January 2027.") from None


class OneLicence(wtforms.Form):
    """One licence: its number, who gave it, where and until when."""

    board = short("Board or register", 200, "For example Oregon Board of Massage Therapists.")
    number = short("Licence or registration number", 60)
    region = short("State, province or country it is for")
    expires_on = Day("Valid until (optional)", format=FORMATS, validators=[Optional()])

    def validate_board(self, field: StringField) -> None:
        """A moderator has to know where to look the number up."""
        if self.number.data and not field.data:
            raise ValidationError("Name the board or register of this number.")

    def facts(self) -> LicenceFacts:
        """What was typed; empty for a row that was left empty or emptied."""
        return LicenceFacts(
            number=self.number.data or "",
            board=self.board.data or "",
            region=self.region.data or "",
            expires_on=self.expires_on.data,
        )


class LicenceForm(Step):
    """Licences in rows, or that the place of work has none. Emptying a row removes its licence."""

    licences = FieldList(FormField(OneLicence), min_entries=1, max_entries=MOST_LICENCES)
    none_exists = BooleanField("No licence for massage exists where I work")

    @classmethod
    def filled(cls, facts: list[LicenceFacts]) -> Mapping[str, Any]:
        """Every licence stated."""
        return {
            "licences": [vars(one) for one in facts if not one.none_exists],
            "none_exists": any(one.none_exists for one in facts),
        }

    def under(self, rules: Jurisdiction | None, *, more: bool) -> LicenceForm:
        """The rules of the place of work, where they are known; `more` asks for one empty row in addition."""
        self.licensing = rules if rules is not None and rules.licence in LICENSING else None
        if more and len(self.licences.entries) < MOST_LICENCES:
            self.licences.append_entry()
        return self

    def validate_none_exists(self, field: BooleanField) -> None:
        """Where no licence exists there is no number, and where one exists it cannot be waived."""
        if field.data and any(row.form.number.data for row in self.licences):
            raise ValidationError("Give a number or say that no licence exists, not both.")
        if field.data and self.licensing is not None:
            where = f" It comes from the {self.licensing.board}." if self.licensing.board else ""
            raise ValidationError(f"As far as we know, {self.licensing.name} does license massage therapists.{where}")

    def facts(self, stated: list[LicenceFacts]) -> list[LicenceFacts]:
        """What was typed, row by row."""
        if self.none_exists.data:
            kept = next((one for one in stated if one.none_exists), LicenceFacts(none_exists=True))
            where = next((row.form.region.data for row in self.licences if row.form.region.data), "")
            return [replace(kept, region=where or kept.region)]
        typed = (row.form.facts() for row in self.licences)
        return list(dict.fromkeys(one for one in typed if one != LicenceFacts()))
