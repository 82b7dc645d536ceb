"""Codes on cards and receipt words: what can be mistyped is found, and nothing readable is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory_app.confirming.codes import (
    ALPHABET,
    grouped,
    hashed,
    make_code,
    make_receipt,
    read_code,
    read_receipt,
)

SECRET = "a key for tests that is long enough to be one"
codes = st.builds(lambda key, number: make_code(SECRET, key, number), st.text(max_size=20), st.integers(1, 24))


def test_no_character_looks_like_another():
    assert not set(ALPHABET) & set("O0I1LUS")
    assert len(ALPHABET) == len(set(ALPHABET)) == 29


@given(codes, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_every_wrong_character_is_found(code, place, other):
    wrong = code[:place] + other + code[place + 1 :]
    assert read_code(wrong) == (code if wrong == code else None)


@given(codes, st.integers(0, 10))
def test_two_neighbours_that_changed_places_are_found(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert read_code(swapped) == (code if swapped == code else None)


@pytest.mark.parametrize(
    "written",
    ["{}", "  {}  ", "https://directory.example.org/confirm/{}", "http://127.0.0.1:8000/CONFIRM/{}"],
)
def test_a_code_is_read_however_it_is_typed(written):
    code = make_code(SECRET, "a sheet", 1)
    for spelling in (
        grouped(code),
        code,
        code.lower(),
        " ".join(grouped(code).split("-")),
        grouped(code).replace("-", "–"),
    ):
        assert read_code(written.format(spelling)) == code


def test_an_s_is_read_as_the_five_it_must_be():
    code = next(one for one in (make_code(SECRET, "a sheet", n) for n in range(1, 200)) if "5" in one)
    assert read_code(code.replace("5", "S")) == code


@pytest.mark.parametrize("typed", ["", "K7MP", "O" * 12, "0" * 12, "K7MP-4XQ2-D9RT-K7MP", "😀" * 12, "../../x"])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


def test_the_same_form_makes_the_same_codes_and_another_form_others():
    assert make_code(SECRET, "a", 1) == make_code(SECRET, "a", 1)
    assert len({make_code(SECRET, key, n) for key in "abc" for n in range(1, 25)}) == 72
    assert make_code("another secret", "a", 1) != make_code(SECRET, "a", 1)


def test_what_is_stored_says_nothing_without_the_secret():
    code = make_code(SECRET, "a", 1)
    assert code not in hashed(SECRET, "code", code).upper()
    assert hashed(SECRET, "code", code) != hashed("another secret", "code", code)


@given(st.text(max_size=20))
def test_a_receipt_word_is_read_back_however_it_is_typed(key):
    word = make_receipt(SECRET, key)
    assert len(word) == 13
    assert read_receipt(word) == read_receipt(f" {word.upper().replace('-', ' ')} ") == word
