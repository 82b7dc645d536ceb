"""The step about contact and hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from ...choices import DAYS
from ...forms import choices
from ...places import countries
from .. import parsing
from ..facts import Contact
from .step import TRUTH, WORDS, Step, Written, short, yes_no


class ContactForm(Step):
    """What counts at once. Hours are one line a day."""

    phone = short(
        "Phone number for clients", 60, "With + and the country code if it is abroad.", type="tel", autocomplete="tel"
    )
    phone_country = SelectField("Country of the number")
    public_email = Written(
        "E-mail address for clients",
        parsing.email,
        254,
        description="It is shown to visitors. It may differ from the one you sign in with.",
        render_kw={"type": "email", "autocomplete": "email"},
    )
    accepting_clients = yes_no("Do you accept new clients?")
    mon = Written("Monday", parsing.hours, named=True)
    tue = Written("Tuesday", parsing.hours, named=True)
    wed = Written("Wednesday", parsing.hours, named=True)
    thu = Written("Thursday", parsing.hours, named=True)
    fri = Written("Friday", parsing.hours, named=True)
    sat = Written("Saturday", parsing.hours, named=True)
    sun = Written("Sunday", parsing.hours, named=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone_country.choices = choices((one.code, one.name) for one in countries())

    @classmethod
    def filled(cls, facts: Contact) -> Mapping[str, Any]:
        """Hours as they were understood."""
        return {
            **{day: parsing.hours_text(facts.hours.get(day, [])) for day in DAYS},
            "phone": facts.phone,
            "public_email": facts.public_email,
            "accepting_clients": WORDS[facts.accepting_clients],
        }

    def offering(self, country: str) -> ContactForm:
        """The country assumed for a number without a country code."""
        self.phone_country.data = self.phone_country.data or country
        return self

    def validate_phone(self, field: StringField) -> None:
        """A number that could be called."""
        try:
            field.data = parsing.phone(field.data or "", self.phone_country.data)
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from None

    def facts(self) -> Contact:
        """What was typed."""
        days = {day: self[day].understood for day in DAYS}
        return Contact(
            phone=self.optional(self.phone),
            public_email=self.public_email.understood,
            hours={day: spans for day, spans in days.items() if spans},
            accepting_clients=TRUTH[self.optional(self.accepting_clients)],
        )
