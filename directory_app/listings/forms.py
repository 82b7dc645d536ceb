"""Forms of the steps of a listing. Nothing is required to save a step; what is malformed gets a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ..choices import CURRENCIES, DAYS, GENDERS, PRIVACY
from ..drafts import fingerprint
from ..forms import Form, choices
from ..models import BIO_LENGTH, NAME_LENGTH, Technique
from ..places import UnknownPlace, countries
from ..places.distance import KM_PER_MILE
from . import parsing
from .facts import About, Contact, LicenceFacts, PlaceOfWork, Practical

MINUTES = (30, 45, 60, 75, 90, 120)
YES_NO = {"": "I leave this open", "yes": "Yes", "no": "No"}
TRUTH: dict[str, bool | None] = {"": None, "yes": True, "no": False}
WORDS: dict[bool | None, str] = {value: key for key, value in TRUTH.items()}


def short(label: str, length: int = NAME_LENGTH, description: str = "") -> StringField:
    """A line of text of limited length."""
    limit = Length(max=length, message=f"Keep this under {length} characters.")
    return StringField(label, description=description, validators=[limit])


def yes_no(label: str) -> RadioField:
    """A plain fact that may be left open."""
    return RadioField(label, choices=choices(YES_NO.items()), default="")


class Step(Form):
    """A step that remembers what it held when it was opened, so that a second tab is noticed."""

    opened = HiddenField()

    @classmethod
    def showing(cls, facts: Any) -> Any:
        """The form filled in with what is stored; on POST with what was typed."""
        return cls(data={**asdict(facts), "opened": fingerprint(facts)})


class AboutForm(Step):
    """Who the therapist is."""

    name = short("Your name", description="As visitors should read it.")
    practice = short("Name of your practice", description="Leave empty if you work under your own name.")
    credentials = short("Letters after your name", 60, "For example LMT, RMT or BTEC Level 5.")
    pronouns = short("Pronouns", 40, "If you want to show them.")
    gender = SelectField(
        "Gender",
        description="Some visitors look for a woman or a man. Leave it open if you like.",
        choices=choices([("", "I leave this open"), *GENDERS.items()]),
    )
    bio = TextAreaField(
        "About you and your work",
        description="A few sentences: how long, where you trained, whom you like to work with.",
        validators=[Length(max=BIO_LENGTH, message=f"Keep this under {BIO_LENGTH:,} characters.")],
    )
    website = short("Website", 300, "Starts with https://")

    def validate_website(self, field: StringField) -> None:
        """Only web addresses become links."""
        if not field.data:
            return
        if "://" not in field.data:
            field.data = "https://" + field.data
        try:
            parts = urlsplit(field.data)
            wrong = parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "")
        except ValueError:
            wrong = True
        if wrong or any(c.isspace() for c in field.data):
            raise ValidationError("This does not look like a web address. It starts with https://")

    def facts(self) -> About:
        """What was typed."""
        names = ("name", "practice", "pronouns", "gender", "credentials", "bio", "website")
        return About(**{name: self[name].data or "" for name in names})


class PlaceForm(Step):
    """Where sessions happen, and what visitors see of it."""

    country = SelectField("Country")
    street = short("Street and number", 200, "Shown only if you choose to show the full address.")
    city = short("City")
    region = short("State, province or region", description="For example OR or Oregon.")
    postal_code = short("Postal code", 20)
    privacy = RadioField("What visitors see", choices=choices(PRIVACY.items()), default="area")
    travel = DecimalField(
        "How far you travel",
        description="Only if you travel to clients.",
        places=None,
        validators=[Optional(), NumberRange(0.1, 500, "Give a distance between 0.1 and 500.")],
    )
    travel_unit = SelectField("Unit of that distance", choices=choices([("mi", "miles"), ("km", "km")]), default="mi")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = choices((one.code, one.name) for one in countries())

    @classmethod
    def showing(cls, facts: PlaceOfWork) -> PlaceForm:
        """The form filled in; the distance in miles where people think in miles."""
        unit = "mi" if facts.country in {"US", "GB"} else "km"
        km = facts.mobile_radius_km
        travel = None if km is None else round(Decimal(km / (KM_PER_MILE if unit == "mi" else 1)), 1)
        return cls(data={**asdict(facts), "opened": fingerprint(facts), "travel": travel, "travel_unit": unit})

    def validate_city(self, field: StringField) -> None:
        """A place needs a town or a postal code to be found."""
        if not field.data and not self.postal_code.data:
            raise ValidationError("Give at least a city or a postal code.")

    def validate_street(self, field: StringField) -> None:
        """A full address has a street."""
        if self.privacy.data == "exact" and not field.data:
            raise ValidationError("Give the street, or choose to show less than the full address.")

    def complain(self, unknown: UnknownPlace) -> None:
        """Say that the place is not known, and what may have been meant."""
        sentence = "We do not know this place."
        if unknown.suggestions:
            sentence += f" Did you mean {', '.join(unknown.suggestions[:3])}?"
        self.city.errors = [sentence]

    def facts(self) -> PlaceOfWork:
        """What was typed, distances in kilometres."""
        names = ("street", "city", "region", "postal_code", "country", "privacy")
        km = None
        if self.travel.data is not None and self.privacy.data == "mobile":
            km = float(self.travel.data) * (KM_PER_MILE if self.travel_unit.data == "mi" else 1)
        return PlaceOfWork(**{name: self[name].data or "" for name in names}, mobile_radius_km=km)


class PracticalForm(Step):
    """Techniques, languages, prices, plain facts."""

    techniques = SelectMultipleField(
        "Techniques you use", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    languages = short("Languages you work in", 200, "Separate them with commas.")
    currency = SelectField("Currency of your prices", choices=choices(CURRENCIES.items()), default="USD")
    price_30 = short("Price of 30 minutes", 20)
    price_45 = short("Price of 45 minutes", 20)
    price_60 = short("Price of 60 minutes", 20)
    price_75 = short("Price of 75 minutes", 20)
    price_90 = short("Price of 90 minutes", 20)
    price_120 = short("Price of 120 minutes", 20)
    step_free = yes_no("Can clients reach you without steps?")
    home_visits = yes_no("Do you visit clients at home?")
    receipts = yes_no("Do you write receipts for insurance?")

    @classmethod
    def showing(cls, facts: Practical, techniques: Iterable[Technique]) -> PracticalForm:
        """The form filled in, offering `techniques`."""
        data: dict[str, Any] = {f"price_{minutes}": f"{amount:g}" for minutes, amount, _ in facts.prices}
        plain = {name: WORDS[getattr(facts, name)] for name in ("step_free", "home_visits", "receipts")}
        form = cls(
            data={
                **data,
                **plain,
                "opened": fingerprint(facts),
                "techniques": facts.techniques,
                "languages": ", ".join(facts.languages),
                "currency": facts.prices[0][2] if facts.prices else "USD",
            }
        )
        form.techniques.choices = choices((one.slug, one.name) for one in techniques)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Prices are read as people write them."""
        valid = bool(super().validate(extra_validators))
        for minutes in MINUTES:
            field = self[f"price_{minutes}"]
            try:
                parsing.price(field.data or "")
            except ValueError as error:
                field.errors = [*field.errors, str(error)]
                valid = False
        return valid

    def facts(self) -> Practical:
        """What was typed."""
        amounts = [(minutes, parsing.price(self[f"price_{minutes}"].data or "")) for minutes in MINUTES]
        spoken = [part.strip() for part in (self.languages.data or "").split(",") if part.strip()]
        return Practical(
            techniques=list(self.techniques.data or []),
            languages=list(dict.fromkeys(spoken)),
            prices=[(minutes, amount, self.currency.data) for minutes, amount in amounts if amount is not None],
            step_free=TRUTH[self.step_free.data or ""],
            home_visits=TRUTH[self.home_visits.data or ""],
            receipts=TRUTH[self.receipts.data or ""],
        )


class ContactForm(Form):
    """What counts at once. Hours are one line a day."""

    phone = short(
        "Phone number for clients", 60, "With + and the country code if it is not a number of the country below."
    )
    phone_country = SelectField("Country of the number", choices=[])
    public_email = short(
        "E-mail address for clients", 255, "It is shown to visitors. It may differ from the one you sign in with."
    )
    accepting_clients = yes_no("Do you accept new clients?")
    mon = short("Monday", 80, "For example 9am-5pm, or 9-12, 14-18. Empty means closed.")
    tue = short("Tuesday", 80)
    wed = short("Wednesday", 80)
    thu = short("Thursday", 80)
    fri = short("Friday", 80)
    sat = short("Saturday", 80)
    sun = short("Sunday", 80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone_country.choices = choices((one.code, one.name) for one in countries())
        self.phone_country.data = self.phone_country.data or "US"

    @classmethod
    def showing(cls, facts: Contact) -> ContactForm:
        """The form filled in with what is stored."""
        days = {day: parsing.hours_text(facts.hours.get(day, [])) for day in DAYS}
        accepting = WORDS[facts.accepting_clients]
        return cls(
            data={**days, "phone": facts.phone, "public_email": facts.public_email, "accepting_clients": accepting}
        )

    def validate_public_email(self, field: StringField) -> None:
        """An address that could receive a letter."""
        if field.data:
            try:
                field.data = validate_email(field.data, check_deliverability=False).normalized
            except EmailNotValidError:
                raise ValidationError("This does not look like an e-mail address.") from None

    def validate(self, extra_validators: Any = None) -> bool:
        """Hours and the number are read as people write them, and shown back as they were understood."""
        valid = bool(super().validate(extra_validators))
        readers: dict[str, Any] = {day: lambda typed: parsing.hours_text(parsing.hours(typed)) for day in DAYS}
        readers["phone"] = lambda typed: parsing.phone(typed, self.phone_country.data or "US")
        for name, read in readers.items():
            try:
                self[name].data = read(self[name].data or "")
            except ValueError as error:
                self[name].errors = [*self[name].errors, str(error)]
                valid = False
        return valid

    def facts(self) -> Contact:
        """What was typed."""
        days = {day: parsing.hours(self[day].data or "") for day in DAYS}
        return Contact(
            phone=self.phone.data or "",
            public_email=self.public_email.data or "",
            hours={day: spans for day, spans in days.items() if spans},
            accepting_clients=TRUTH[self.accepting_clients.data or ""],
        )


class LicenceForm(Form):
    """One licence, or that the place of work has none."""

    number = short("Licence or registration number", 60)
    board = short("Board or register", 200, "For example Oregon Board of Massage Therapists.")
    region = short("State or country it is for")
    expires_on = DateField("Valid until", validators=[Optional()])
    none_exists = BooleanField("No licence for massage exists where I work")

    @classmethod
    def showing(cls, stated: list[LicenceFacts]) -> LicenceForm:
        """The form with the first licence stated."""
        return cls(data=asdict(stated[0]) if stated else {})

    def validate_number(self, field: StringField) -> None:
        """A number belongs to a register that can be looked up."""
        if field.data and self.none_exists.data:
            raise ValidationError("Give a number or say that no licence exists, not both.")

    def validate_board(self, field: StringField) -> None:
        """The register can be looked up."""
        if self.number.data and not field.data:
            raise ValidationError("Name the board or register of this number.")

    def facts(self, stated: list[LicenceFacts]) -> list[LicenceFacts]:
        """What was typed in place of the first licence; further ones stay."""
        one = LicenceFacts(
            number=self.number.data or "",
            board=self.board.data or "",
            region=self.region.data or "",
            expires_on=self.expires_on.data,
            none_exists=bool(self.none_exists.data),
        )
        return [*([one] if one.number or one.none_exists else []), *stated[1:]]
