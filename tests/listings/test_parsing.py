"""Prices, hours, numbers and addresses as people write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_app import parsing

from ..waiting import least_seconds


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("95", "95"),
        ("$95", "95"),
        ("95.00", "95"),
        ("95.5", "95.50"),
        ("95,50", "95.50"),
        ("95,-", "95"),
        ("95.–", "95"),
        ("£ 60", "60"),
        ("CA$120", "120"),
        ("70 €", "70"),
        ("95 USD", "95"),
        ("80 dollars", "80"),
        ("1,200", "1200"),
        ("1.200", "1200"),
        ("1.200,50", "1200.50"),
        ("1 200", "1200"),
        ("٩٥", "95"),
    ],
)
def test_a_price_is_understood_as_people_write_it(typed, amount):
    assert parsing.price(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed", ["about 95", "95 or 100", "-5", "0", "1000000", "NaN", "1e3", "95.5055", "9x5", "<b>9</b>"]
)
def test_what_is_no_price_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\w+ .*\.$"):
        parsing.price(typed)


def test_no_price_is_no_price():
    assert parsing.price("  ") is None


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("9am-5pm", "09:00–17:00"),
        ("9-5", "09:00–17:00"),
        ("9 to 5", "09:00–17:00"),
        ("9-5pm", "09:00–17:00"),
        ("1-5pm", "13:00–17:00"),
        ("1-5", "13:00–17:00"),
        ("11am-2", "11:00–14:00"),
        ("8.30 - 12:15", "08:30–12:15"),
        ("09:00–17:00", "09:00–17:00"),
        ("9h30 until 18h00", "09:30–18:00"),
        ("9-12, 14-18", "09:00–12:00, 14:00–18:00"),
        ("2 p.m. - 6 p.m. and 9 a.m. - noon", "09:00–12:00, 14:00–18:00"),
        ("6pm-midnight", "18:00–24:00"),
        ("12pm-1pm", "12:00–13:00"),
        ("01:00-05:00", "01:00–05:00"),
        ("closed", ""),
        ("  ", ""),
        ("–", ""),
    ],
)
def test_hours_are_understood_and_shown_back(typed, shown):
    assert parsing.hours_text(parsing.hours(typed)) == shown


@pytest.mark.parametrize(
    "typed", ["by appointment", "9", "25-26", "9:70-10", "13am-2pm", "18-9", "9-12, 11-14", "9-5-7"]
)
def test_what_is_no_time_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\w+ .*\.$"):
        parsing.hours(typed)


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 23), st.integers(0, 59))
def test_hours_shown_back_are_understood_as_the_same(hour, minute, later_hour, later_minute):
    start, end = f"{hour:02}:{minute:02}", f"{later_hour:02}:{later_minute:02}"
    if start < end:
        assert parsing.hours(f"{start}–{end}") == [[start, end]]


@given(st.text(max_size=80))
def test_whatever_is_typed_gives_a_value_or_a_sentence(typed):
    readers = (parsing.price, parsing.hours, parsing.email, parsing.web_address, lambda text: parsing.phone(text, "US"))
    for read in readers:
        sentence = "No error."
        try:
            read(typed)
        except ValueError as unreadable:
            sentence = str(unreadable)
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_numbers_are_brought_into_one_spelling():
    assert parsing.phone("(503) 555-0142", "US") == "+1 503-555-0142"
    assert parsing.phone("020 7946 0000", "GB") == "+44 20 7946 0000"
    assert parsing.phone("+44 20 7946 0000", "US") == "+44 20 7946 0000"
    assert parsing.phone("", "US") == ""


@pytest.mark.parametrize("typed", ["12", "call me", "+1 503 555 0142 ext. 123456789012345678901234567"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="telephone number"):
        parsing.phone(typed, "US")


def test_web_addresses_are_completed_and_only_web_addresses_pass():
    assert parsing.web_address("example.org/me") == "https://example.org/me"
    assert parsing.web_address("http://example.org:8080") == "http://example.org:8080"
    for typed in ("javascript:alert(1)", "mailto:a@example.org", "example", "https://", "a b.org", "https://me@x.org"):
        with pytest.raises(ValueError, match="web address"):
            parsing.web_address(typed)


@pytest.mark.parametrize("typed", ["9" + " " * 76 + "-", "9 - " * 20, "1,000" * 16, "$" * 80, "(" * 80])
def test_nothing_typed_takes_long_to_read(typed):
    def read():
        for one in (parsing.price, parsing.hours, parsing.email, parsing.web_address):
            with suppress(ValueError):
                one(typed)

    assert least_seconds(read) < 0.5


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("9 bis 17 Uhr", "09:00–17:00"),
        ("von 9.30 Uhr bis 18 Uhr", "09:30–18:00"),
        ("8–12 und 13–17 Uhr", "08:00–12:00, 13:00–17:00"),
        ("9h à 17h", "09:00–17:00"),
        ("de 9 h 30 à 18 h", "09:30–18:00"),
        ("9h–12h et 14h–18h", "09:00–12:00, 14:00–18:00"),
        ("midi–18h", "12:00–18:00"),
        ("10 till 4", "10:00–16:00"),
        ("between 9 and 5", "09:00–17:00"),
        ("9−5", "09:00–17:00"),
        ("0900-1700", "09:00–17:00"),
        ("9 a – 5 p", "09:00–17:00"),
        ("noon to 6pm", "12:00–18:00"),
        ("by appointment", "by appointment"),
        ("By appt. only", "by appointment"),
        ("nach Vereinbarung", "by appointment"),
        ("n. V.", "by appointment"),
        ("sur rendez-vous", "by appointment"),
        ("10-2, else by appointment", "10:00–14:00, by appointment"),
        ("9–5 (by appointment)", "09:00–17:00, by appointment"),
        ("geschlossen", ""),
        ("fermé", ""),
        ("Ruhetag", ""),
    ],
)
def test_a_day_is_understood_in_several_languages_and_on_both_clocks(typed, shown):
    assert parsing.day_text(parsing.day(typed)) == shown
    assert parsing.day_text(parsing.day(shown)) == shown, "what is shown back is understood as the same"


WORKDAYS = "mon tue wed thu fri"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon-Fri 9-5, Sat by appointment", {WORKDAYS: "09:00–17:00", "sat": "by appointment"}),
        ("Mo–Fr 9–17 Uhr, Sa nach Vereinbarung", {WORKDAYS: "09:00–17:00", "sat": "by appointment"}),
        ("lundi au vendredi 9h-12h et 14h-18h", {WORKDAYS: "09:00–12:00, 14:00–18:00"}),
        ("Du lundi au vendredi de 9h30 à 18h sauf mercredi", {"mon tue thu fri": "09:30–18:00", "wed": ""}),
        ("Mon - Fri: 9:00 AM - 5:00 PM", {WORKDAYS: "09:00–17:00"}),
        ("Monday through Friday, 9 to 5", {WORKDAYS: "09:00–17:00"}),
        ("weekdays 9–5, weekends by appointment", {WORKDAYS: "09:00–17:00", "sat sun": "by appointment"}),
        ("Mon-Fri 9-5, closed Wednesdays", {"mon tue thu fri": "09:00–17:00", "wed": ""}),
        ("closed Wednesdays", {"wed": ""}),
        ("M-F 9-5", {WORKDAYS: "09:00–17:00"}),
        ("MWF 10-2", {"mon wed fri": "10:00–14:00"}),
        ("Tue/Thu 1–7 pm", {"tue thu": "13:00–19:00"}),
        ("Sa-Mo 10-16", {"sat sun mon": "10:00–16:00"}),
        ("9-5 Mon-Fri, 10-2 Sat", {WORKDAYS: "09:00–17:00", "sat": "10:00–14:00"}),
        ("Mon 9 a.m. – noon\nTuesdays: closed\nWed 0900-1700", {"mon": "09:00–12:00", "tue": "", "wed": "09:00–17:00"}),
        ("every day except Sunday 9-5", {f"{WORKDAYS} sat": "09:00–17:00"}),
        ("By appointment only", {f"{WORKDAYS} sat sun": "by appointment"}),
        ("We are open Mon 9am-5pm", {"mon": "09:00–17:00"}),
    ],
)
def test_a_whole_week_is_understood_from_one_text(typed, days):
    expected = {day: hours for group, hours in days.items() for day in group.split()}
    assert {day: parsing.day_text(one) for day, one in parsing.week(typed).items()} == expected


@pytest.mark.parametrize("typed", ["hello", "Mon-Fri", "Mon 25-26", "whenever, Mon 9-5", "Mon 9-5 Tue", "5 stars"])
def test_a_week_that_was_not_understood_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\w+ .*\.$"):
        parsing.week(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("$120/60 min", [(60, "120")]),
        ("60 min – 95 €", [(60, "95")]),
        ("60 Minuten 85,- €", [(60, "85")]),
        ("1 Std. 90 €", [(60, "90")]),
        ("1h30: 110", [(90, "110")]),
        ("1.5 hours £90", [(90, "90")]),
        ("une heure 70€50", [(60, "70.50")]),
        ("an hour and a half - 120", [(90, "120")]),
        ("half an hour 40", [(30, "40")]),
        ("90min=CHF 150", [(90, "150")]),
        ("50'-80", [(50, "80")]),
        ("60 mins: £60 per session", [(60, "60")]),
        ("60 min $95, 90 min $130", [(60, "95"), (90, "130")]),
        ("60 min: $95 and 90 min: $1,300", [(60, "95"), (90, "1300")]),
        ("45 min 60€; 60 min 75 €\n90 min 105 €", [(45, "60"), (60, "75"), (90, "105")]),
    ],
)
def test_prices_with_their_lengths_are_understood(typed, read):
    assert parsing.prices(typed) == [(minutes, Decimal(amount)) for minutes, amount in read]


@pytest.mark.parametrize(
    "typed", ["60 - 95", "free", "60 min", "60 min 95 90", "120 min 6000000", "5 min 10", "ask me"]
)
def test_lines_that_are_no_prices_are_refused_and_quoted(typed):
    with pytest.raises(ValueError, match=rf"^“{typed}”: .*\.$"):
        parsing.prices(typed)


def test_signs_say_which_currencies_they_can_mean():
    assert parsing.currencies_in("95 €") == {"EUR"}
    assert parsing.currencies_in("£60") == {"GBP", "FKP", "GIP", "SHP", "SSP", "SYP"}
    assert "USD" in parsing.currencies_in("$95")
    assert parsing.currencies_in("CA$95") == {"CAD"}
    assert parsing.currencies_in("95") == set()


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("(503) 555-0142 ext. 3", "US", "+1 503-555-0142 ext. 3"),
        ("503.555.0142 x12", "US", "+1 503-555-0142 ext. 12"),
        ("0049 30 901820", "US", "+49 30 901820"),
        ("Tel.: 030 901820", "DE", "+49 30 901820"),
        ("Mobile 07700 900123", "GB", "+44 7700 900123"),
        ("+44 (0)20 7946 0000", "US", "+44 20 7946 0000"),
        ("01 42 68 53 00", "FR", "+33 1 42 68 53 00"),
        ("1-800-MASSAGE", "US", "+1 800-627-7243"),
    ],
)
def test_numbers_are_understood_as_they_stand_on_cards(typed, country, number):
    assert parsing.phone(typed, country) == number
    assert parsing.phone(number, "US") == number


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("555-0142", "US"),
        ("+1 555-0142", "US"),
        ("7946 0958", "GB"),
        ("Tel. 901820", "DE"),
        ("5550 1234", "AU"),
        ("123 4567", "IT"),
        ("555-0142 ext. 3", "CA"),
    ],
)
def test_a_number_that_reaches_nobody_from_elsewhere_asks_for_its_area_code(typed, country):
    with pytest.raises(ValueError, match=r"Give the number with its area code\."):
        parsing.phone(typed, country)


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("30 901820", "DE", "+49 30 901820"),
        ("(0) 30 901820", "DE", "+49 30 901820"),
        ("+49 901820", "DE", "+49 901820"),
        ("06 1234567", "IT", "+39 06 123 4567"),
        ("33 12 34 56", "DK", "+45 33 12 34 56"),
        ("6123 4567", "SG", "+65 6123 4567"),
        ("555 555 0142", "US", "+1 555-555-0142"),
    ],
)
def test_a_number_that_has_its_area_is_taken_however_that_is_written(typed, country, number):
    assert parsing.phone(typed, country) == number


def test_two_numbers_in_one_field_are_noticed():
    with pytest.raises(ValueError, match="Give one telephone number"):
        parsing.phone("503 555 0142 or 503 555 0143", "US")


@given(st.text(alphabet="mon tuewdhfrisaclb-–,.;:&/0123456789apmh€$\n", max_size=120))
def test_whatever_is_typed_for_a_week_or_prices_gives_a_value_or_a_sentence(typed):
    for read in (parsing.week, parsing.prices, parsing.day):
        sentence = "No error."
        try:
            read(typed)
        except ValueError as unreadable:
            sentence = str(unreadable)
        assert sentence.endswith(".")
