"""The step about licences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import wtforms
from wtforms import BooleanField, FieldList, FormField, StringField
from wtforms.validators import Optional, ValidationError

from ...checking import npi_fault
from ...forms import Day
from ...models import MOST_LICENCES, Jurisdiction, now
from ..facts import LicenceFacts
from .step import Step, short

# Elsewhere only some towns or nobody asks for a licence, so that there may be none.
LICENSING = frozenset({"licensed", "registered"})


class OneLicence(wtforms.Form):
    """One licence: its number, who gave it, where and until when."""

    board = short("Board or register", 200, "For example Oregon Board of Massage Therapists.")
    number = short("Licence or registration number", 60)
    region = short("State, province or country it is for")
    expires_on = Day("Valid until (optional)", validators=[Optional()])

    def validate_number(self, field: StringField) -> None:
        """A number for billing says nothing about a licence."""
        if field.data and re.search(r"\bNPI\b|NPPES", f"{field.data} {self.board.data or ''}", re.IGNORECASE):
            raise ValidationError("An NPI is no licence. Write it into the field for it, and here the licence number.")

    def validate_board(self, field: StringField) -> None:
        """A moderator has to know where to look the number up."""
        if self.number.data and not field.data:
            raise ValidationError("Name the board or register of this number.")

    def validate_expires_on(self, field: Day) -> None:
        """A licence that ran out is none; what ends today may still hold where it is yesterday."""
        if field.data and field.data < now().date() - timedelta(days=1):
            ended = f"{field.data.day} {field.data:%B %Y}"
            raise ValidationError(f"This licence ended on {ended}. Give the day of the new one, or leave it empty.")

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
    npi = short(
        "NPI, only in the United States (optional)", 20, "A number for billing, of ten digits. Visitors never see it."
    )

    @classmethod
    def filled(cls, facts: list[LicenceFacts]) -> Mapping[str, Any]:
        """Every licence stated; the NPI is filled in by the view."""
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

    def validate_npi(self, field: StringField) -> None:
        """Ten digits, the last of which fits the others."""
        if field.data and (fault := npi_fault(field.data)):
            raise ValidationError(fault)

    def facts(self, stated: list[LicenceFacts]) -> list[LicenceFacts]:
        """What was typed, row by row."""
        if self.none_exists.data:
            kept = next((one for one in stated if one.none_exists), LicenceFacts(none_exists=True))
            where = next((row.form.region.data for row in self.licences if row.form.region.data), "")
            return [replace(kept, region=where or kept.region)]
        typed = (row.form.facts() for row in self.licences)
        return list(dict.fromkeys(one for one in typed if one != LicenceFacts()))
