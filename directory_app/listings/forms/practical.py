"""The step about techniques, prices and access."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from ...choices import CURRENCIES
from ...forms import choices
from ...models import Technique
from .. import parsing
from ..facts import Practical
from .step import TRUTH, WORDS, Step, Written, short, yes_no

MINUTES = (30, 45, 60, 75, 90, 120)
CURRENCY_OF = {"US": "USD", "CA": "CAD", "GB": "GBP", "AU": "AUD", "NZ": "NZD"}
PLAIN = ("step_free", "home_visits", "receipts")


class PracticalForm(Step):
    """Techniques, languages, prices, plain facts. Prices are fields of their own, named price_60 and so on."""

    techniques = SelectMultipleField(
        "Techniques you use (optional)", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    languages = short("Languages you work in (optional)", 200, "Separate them with commas.")
    currency = SelectField("Currency of your prices", choices=choices(CURRENCIES.items()))
    step_free = yes_no("Can clients reach you without steps?")
    home_visits = yes_no("Do you visit clients at home?")
    receipts = yes_no("Do you write receipts for insurance?")

    @classmethod
    def showing(cls, facts: Practical) -> Any:
        """The form with a price for each usual length, and for each other length that has one."""
        lengths = sorted({*MINUTES, *(minutes for minutes, _, _ in facts.prices)})
        priced = type(cls.__name__, (cls,), {f"price_{minutes}": _price(minutes) for minutes in lengths})
        return super(PracticalForm, priced).showing(facts)  # type: ignore[misc]

    @classmethod
    def filled(cls, facts: Practical) -> Mapping[str, Any]:
        """Prices without cents where there are none."""
        return {
            **{f"price_{minutes}": f"{amount:.2f}".removesuffix(".00") for minutes, amount, _ in facts.prices},
            **{name: WORDS[getattr(facts, name)] for name in PLAIN},
            "techniques": facts.techniques,
            "languages": ", ".join(facts.languages),
            "currency": facts.prices[0][2] if facts.prices else None,
        }

    def offering(self, techniques: Iterable[Technique], country: str) -> PracticalForm:
        """Techniques to choose from, and the currency of the country where nothing has a price yet."""
        self.techniques.choices = choices((one.slug, one.name) for one in techniques)
        self.currency.data = self.currency.data or CURRENCY_OF.get(country, "EUR")
        return self

    def price_fields(self) -> list[Written]:
        """The fields of prices, shortest session first."""
        return [field for field in self if field.name.startswith("price_")]

    def facts(self) -> Practical:
        """What was typed."""
        amounts = [(int(field.name.removeprefix("price_")), field.understood) for field in self.price_fields()]
        spoken = [part.strip() for part in self.optional(self.languages).split(",") if part.strip()]
        return Practical(
            techniques=list(self.techniques.data or []),
            languages=list(dict.fromkeys(spoken)),
            prices=[(minutes, amount, self.currency.data) for minutes, amount in amounts if amount is not None],
            **{name: TRUTH[self.optional(self[name])] for name in PLAIN},
        )


def _price(minutes: int) -> Written:
    return Written(f"Price of {minutes} minutes", parsing.price, 20, named=True)
