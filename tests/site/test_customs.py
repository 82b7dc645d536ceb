"""Money, ways and clocks of countries: the file says what Babel, another reader of the same data, says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_name, get_currency_symbol, get_territory_currencies

from directory_app import parsing
from directory_app.choices import time_text
from directory_app.customs import CURRENCIES, CURRENCY_OF, MILES, SIGNS, SYMBOLS, TWELVE_HOURS
from directory_app.places import countries
from directory_app.template_filters import money

ENGLISH = Locale.parse("en")
# The data of Unicode say of these that most people there read another clock than its English texts use.
OTHER_CLOCK_IN_ENGLISH = {"ZM"}


def test_each_country_pays_with_what_babel_says():
    today = date(2026, 11, 1)
    other = {}
    for country in countries():
        said = get_territory_currencies(country.code, today, today)
        if said and CURRENCY_OF.get(country.code) not in said:
            other[country.code] = (CURRENCY_OF.get(country.code), said)
    assert other == {}


def test_names_and_signs_are_those_of_babel():
    for code, name in CURRENCIES.items():
        assert name.casefold() == get_currency_name(code, 1, locale=ENGLISH).casefold()
        assert SYMBOLS[code].strip() == get_currency_symbol(code, ENGLISH)


def test_the_clock_of_a_country_is_that_of_its_english_texts():
    other = set()
    for country in countries():
        try:
            pattern = Locale.parse(f"en_{country.code}").time_formats["short"].pattern
        except UnknownLocaleError:
            continue
        if ("a" in pattern) != (country.code in TWELVE_HOURS):
            other.add(country.code)
    assert other == OTHER_CLOCK_IN_ENGLISH


def test_ways_are_told_in_miles_in_four_countries():
    assert sorted(MILES) == ["GB", "LR", "MM", "US"]


@pytest.mark.parametrize(
    ("country", "time"), {"US": "5:00 pm", "IN": "5:00 pm", "GB": "17:00", "DE": "17:00", "": "17:00"}.items()
)
def test_the_same_hour_reads_as_people_there_write_it(country, time):
    assert time_text("17:00", country) == time


def test_an_amount_shows_with_its_sign_or_its_code():
    assert money(Decimal(900), "SEK") == "SEK 900"
    assert money(Decimal(8000), "JPY") == "¥8,000"
    assert money(Decimal(1500), "INR") == "₹1,500"
    assert money(Decimal("95.50"), "USD") == "$95.50"


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("₹1500", 1500, "INR"), ("900 kr", 900, "SEK"), ("¥8,000", 8000, "JPY"), ("R$ 200", 200, "BRL"),
        ("R450", 450, "ZAR"), ("180 zł", 180, "PLN"), ("1200 Kč", 1200, "CZK"), ("SGD 120", 120, "SGD"),
        ("HK$700", 700, "HKD"), ("$600", 600, "MXN"), ("£60", 60, "GBP"), ("THB 1,200", 1200, "THB"),
    ],
)  # fmt: skip
def test_prices_are_read_with_the_signs_of_their_country(typed, amount, currency):
    assert parsing.price(typed) == amount
    assert currency in parsing.currencies_in(typed)


def test_a_sign_of_one_country_is_not_that_of_another():
    assert "USD" not in parsing.currencies_in("₹1500")
    assert parsing.currencies_in("60") == frozenset()
    assert parsing.currencies_in("60 all in") == frozenset()
    assert parsing.currencies_in("60 ALL") == {"ALL"}
    assert SIGNS["$"] >= {"USD", "CAD", "AUD", "MXN"}


def test_a_price_of_thousands_is_a_slip_in_dollars_and_none_in_yen():
    assert parsing.too_much(Decimal(9500), "USD").startswith("A price of 9,500 is too high for US dollar.")
    assert parsing.too_much(Decimal(9500), "JPY") == ""
