"""Prices, hours, numbers and addresses as people write them."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_app.listings import parsing


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
    "typed", ["about 95", "95 or 100", "-5", "0", "5001", "NaN", "1e3", "95.505", "9x5", "<b>9</b>"]
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
    started = time.perf_counter()
    for read in (parsing.price, parsing.hours, parsing.email, parsing.web_address):
        try:
            read(typed)
        except ValueError:
            continue
    assert time.perf_counter() - started < 0.5
