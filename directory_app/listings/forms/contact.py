"""The step about contact and hours."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from ... import parsing
from ...choices import DAYS
from ...forms import choices
from ...places import countries
from ..facts import Contact
from .step import TRUTH, WORDS, Step, Written, limit, short, yes_no

LONGEST_WEEK = 400


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
    week = TextAreaField(
        "All days at once, as you like to write them (optional)",
        description="For example “Mon-Fri 9-5, Sat by appointment”. It goes into the days below, where you can check "
        "it; days you do not name stay as they are.",
        validators=[limit(LONGEST_WEEK)],
        render_kw={"rows": "2"},
    )
    mon = Written("Monday", parsing.day, named=True)
    tue = Written("Tuesday", parsing.day, named=True)
    wed = Written("Wednesday", parsing.day, named=True)
    thu = Written("Thursday", parsing.day, named=True)
    fri = Written("Friday", parsing.day, named=True)
    sat = Written("Saturday", parsing.day, named=True)
    sun = Written("Sunday", parsing.day, named=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named_days: dict[str, parsing.Day] = {}
        self.phone_country.choices = choices((one.code, one.name) for one in countries())

    @classmethod
    def filled(cls, facts: Contact) -> Mapping[str, Any]:
        """Hours as they were understood."""
        return {
            **{day: parsing.day_text(_day(facts, day)) for day in DAYS},
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

    def validate_week(self, field: TextAreaField) -> None:
        """Hours of several days in one text."""
        try:
            self.named_days = parsing.week(field.data or "") if len(field.data or "") <= LONGEST_WEEK else {}
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from None

    def understood(self) -> list[str]:
        """The days as they were read from one text, or where morning and afternoon were guessed."""
        days = {day: one for day, one in self._days().items() if day in self.named_days or self._guessed(day)}
        alike = groupby(days, key=lambda day: parsing.day_text(days[day]) or "closed")
        return [*(f"{_from_to(list(group))} {text}" for text, group in alike), *self._number()]

    def facts(self) -> Contact:
        """What was typed."""
        days = self._days()
        return Contact(
            phone=self.optional(self.phone),
            public_email=self.public_email.understood,
            hours={day: one.spans for day, one in days.items() if one.spans},
            by_appointment=[day for day, one in days.items() if one.by_appointment],
            accepting_clients=TRUTH[self.optional(self.accepting_clients)],
        )

    def _days(self) -> dict[str, parsing.Day]:
        return {day: self.named_days.get(day, self[day].understood) for day in DAYS}

    def _guessed(self, day: str) -> bool:
        return parsing.guesses(self[day].data or "")

    def _number(self) -> list[str]:
        """The number where letters stood for digits, or an extension was found."""
        typed = next(iter(self.phone.raw_data or []), "")
        reads = any(c.isalpha() for c in typed) and "ext" not in typed.lower() and self.phone.data
        return [f"telephone {self.phone.data}"] if reads else []


def _from_to(days: list[str]) -> str:
    """Neighbouring days in words: "Monday to Friday"; others one by one."""
    order = list(DAYS)
    first, last = order.index(days[0]), order.index(days[-1])
    if len(days) > 2 and last - first == len(days) - 1:
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return ", ".join(DAYS[day] for day in days)


def _day(facts: Contact, day: str) -> parsing.Day:
    return parsing.Day(facts.hours.get(day, []), by_appointment=day in facts.by_appointment)
