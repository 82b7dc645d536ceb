"""The step about techniques, prices and access."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ... import parsing
from ...customs import CURRENCIES, CURRENCY_OF, ELSEWHERE
from ...forms import choices
from ...models import MOST_OWN_TECHNIQUES, OWN_TECHNIQUE_LENGTH, Technique
from ..facts import Practical
from .step import TRUTH, WORDS, Step, Written, limit, short, yes_no

MINUTES = (30, 45, 60, 75, 90, 120)
LONGEST_LINES = 600
# People also write "English and Spanish", "English/Spanish", "Deutsch & Englisch", "English y español".
BETWEEN_LANGUAGES = re.compile(r"[,;\n/&+]|(?<=\s)(?:and|und|et|y)(?=\s)", re.IGNORECASE)
PRICE_FIELD = re.compile(r"price_(\d{1,4})")
PLAIN = ("step_free", "home_visits", "receipts")


class PracticalForm(Step):
    """Techniques, languages, prices, plain facts. Prices are fields of their own, named price_60 and so on."""

    techniques = SelectMultipleField(
        "Techniques you use (optional)", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    own_techniques = short(
        "Techniques that are missing above, in your own words (optional)",
        300,
        "Five at most, with commas between them. They stand on your page as you write them and are found by their "
        "words; the filters of the search know the list above only.",
    )
    languages = short("Languages you work in (optional)", 200, "Separate them with commas.")
    currency = SelectField("Currency of your prices", choices=choices(CURRENCIES.items()))
    more_prices = TextAreaField(
        "Other lengths (optional)",
        description="One a line, as you would write it: 50 min – 80, or $120/75 min. They get fields of their own.",
        validators=[limit(LONGEST_LINES)],
        render_kw={"rows": "3"},
    )
    step_free = yes_no("Can clients reach you without steps?")
    home_visits = yes_no("Do you visit clients at home?")
    receipts = yes_no("Do you write receipts for insurance?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[tuple[int, Decimal]] = []
        self.known: dict[str, str] = {}

    def __iter__(self) -> Iterator[Written]:
        """The fields as they stand on the page: those of prices, which each form adds, before other lengths."""
        every = list(super().__iter__())
        prices = [field for field in every if PRICE_FIELD.fullmatch(field.name)]
        for field in every:
            if field.name == "more_prices":
                yield from prices
            if field not in prices:
                yield field

    @classmethod
    def showing(cls, facts: Practical) -> Any:
        """The form with a price for each usual length, and for each other length that has one."""
        priced = cls._priced({*MINUTES, *(minutes for minutes, _, _ in facts.prices)})
        return super(PracticalForm, priced).showing(facts)  # type: ignore[misc]

    @classmethod
    def as_sent(cls, sent: MultiDict[str, str], values: Mapping[str, Any]) -> Any:
        """The form with a price for each length that came."""
        return cls._priced({int(found[1]) for name in sent if (found := PRICE_FIELD.fullmatch(name))})(sent)

    @classmethod
    def _priced(cls, lengths: Iterable[int]) -> type[PracticalForm]:
        return type(cls.__name__, (cls,), {f"price_{minutes}": _price(minutes) for minutes in sorted(lengths)})

    @classmethod
    def filled(cls, facts: Practical) -> Mapping[str, Any]:
        """Prices without cents where there are none."""
        return {
            **{f"price_{minutes}": f"{amount:.2f}".removesuffix(".00") for minutes, amount, _ in facts.prices},
            **{name: WORDS[getattr(facts, name)] for name in PLAIN},
            "techniques": facts.techniques,
            "own_techniques": ", ".join(facts.own_techniques),
            "languages": ", ".join(facts.languages),
            "currency": facts.prices[0][2] if facts.prices else None,
        }

    def offering(self, techniques: Sequence[Technique], country: str) -> PracticalForm:
        """Techniques to choose from, and the currency of the country where nothing has a price yet."""
        self.known = {one.name.casefold(): one.slug for one in techniques}
        self.techniques.choices = choices((one.slug, one.name) for one in techniques)
        self.currency.data = self.currency.data or CURRENCY_OF.get(country, ELSEWHERE)
        return self

    def price_fields(self) -> list[Written]:
        """The fields of prices, shortest session first."""
        return [field for field in self if field.name.startswith("price_")]

    def validate_own_techniques(self, field: StringField) -> None:
        """A few short names; who has more picks the ones that matter."""
        own = _listed(field.data or "")
        if len(own) > MOST_OWN_TECHNIQUES:
            raise ValidationError(f"Give {MOST_OWN_TECHNIQUES} techniques of your own at most.")
        if any(len(one) > OWN_TECHNIQUE_LENGTH for one in own):
            raise ValidationError(f"Keep each technique to {OWN_TECHNIQUE_LENGTH} characters and put commas between.")

    def validate_more_prices(self, field: TextAreaField) -> None:
        """Lines with a length and a price, none of which says something else than a field above."""
        try:
            self.lines = parsing.prices(field.data or "") if len(field.data or "") <= LONGEST_LINES else []
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what fields say together: one price a length, one currency."""
        alone: bool = super().validate(extra_validators)
        said: dict[int, set[Decimal]] = {}
        for minutes, amount in [*self._amounts(), *self.lines]:
            said.setdefault(minutes, set()).add(amount)
        twice = [minutes for minutes, amounts in said.items() if len(amounts) > 1]
        if twice:
            self.more_prices.errors = [f"There are two prices for {twice[0]} minutes. Leave one of them out."]
        foreign = self._foreign()
        if foreign:
            name = CURRENCIES.get(str(self.currency.data), "")
            self.currency.errors = [f"“{foreign}” names another currency than {name}. Choose the right one here."]
        amounts = [amount for amounts in said.values() for amount in amounts]
        too_much = parsing.too_much(max(amounts, default=Decimal(0)), str(self.currency.data))
        if too_much and not foreign:
            self.currency.errors = [too_much]
        return alone and not twice and not foreign and not too_much

    def _foreign(self) -> str:
        """The first price written with the sign of another currency than the one chosen."""
        written = (str(one.data or "")[:LONGEST_LINES] for one in (*self.price_fields(), self.more_prices))
        meant = ((typed, parsing.currencies_in(typed)) for typed in written)
        return next((typed[:40] for typed, codes in meant if codes and self.currency.data not in codes), "")

    def understood(self) -> list[str]:
        """Prices that were read from lines, and techniques that are on the list."""
        said = [f"{minutes} minutes {amount:.2f}".removesuffix(".00") for minutes, amount in self.lines]
        return [*said, *(f"“{one}” is on the list and ticked" for one in self._on_the_list())]

    def facts(self) -> Practical:
        """What was typed."""
        ticked = [*(self.techniques.data or []), *(self.known[one.casefold()] for one in self._on_the_list())]
        own = [one for one in _listed(self.optional(self.own_techniques)) if one.casefold() not in self.known]
        return Practical(
            techniques=list(dict.fromkeys(ticked)),
            own_techniques=own,
            languages=_languages(self.optional(self.languages)),
            prices=[(*one, self.currency.data) for one in sorted({*self._amounts(), *self.lines})],
            **{name: TRUTH[self.optional(self[name])] for name in PLAIN},
        )

    def _amounts(self) -> list[tuple[int, Decimal]]:
        """Lengths and prices of the fields that were filled in and understood."""
        read = [(field.name, getattr(field, "understood", None)) for field in self.price_fields()]
        return [(int(name.removeprefix("price_")), amount) for name, amount in read if amount is not None]

    def _on_the_list(self) -> list[str]:
        return [one for one in _listed(self.optional(self.own_techniques)) if one.casefold() in self.known]


def _listed(typed: str) -> list[str]:
    """The parts between commas, semicolons or lines, each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", typed))
    return list(dict.fromkeys(part for part in parts if part))


def _languages(typed: str) -> list[str]:
    """Languages with a capital, each once."""
    named = (one[0].upper() + one[1:] for one in _listed(BETWEEN_LANGUAGES.sub(",", typed)))
    return list({one.casefold(): one for one in named}.values())


def _price(minutes: int) -> Written:
    return Written(f"Price of {minutes} minutes", parsing.price, 20, named=True)
