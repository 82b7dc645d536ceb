"""The number for billing in the United States: ten digits, the last of which fits the others."""

from __future__ import annotations

import pytest

from directory_app.checking.npi import npi_fault, npi_of
from directory_app.models import Listing

from ..factories import make_listing


@pytest.mark.parametrize("typed", ["1234567893", "123-456 7893", "1245319599"])
def test_a_right_number_is_taken_however_it_is_spaced(typed):
    assert npi_fault(typed) == ""
    assert len(npi_of(typed)) == 10


@pytest.mark.parametrize("position", range(10))
def test_one_wrong_digit_is_always_noticed(position):
    right = "1234567893"
    for digit in set("0123456789") - {right[position]}:
        assert npi_fault(right[:position] + digit + right[position + 1 :])


@pytest.mark.parametrize("typed", ["", "123456789", "12345678931", "12345X7893", "3234567891", "١٢٣٤٥٦٧٨٩٣"])
def test_what_cannot_be_one_gets_a_sentence(typed):
    assert npi_fault(typed).endswith(".")


def test_a_therapist_may_give_it_and_visitors_never_see_it(session, browser, another_browser):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    browser.open("/my-listing/licence")
    browser.fill("NPI", "1234567890")
    page = browser.press("Save")
    assert page.status == 422
    assert "its last digit does not fit" in page.text
    browser.fill("NPI", "1234-567-893")
    browser.press("Save")
    assert session.get(Listing, listing.id).npi == "1234567893"
    assert browser.open("/my-listing/licence").value("NPI") == "1234567893"
    assert "1234567893" not in another_browser.open(f"/therapists/{listing.slug}").html


def test_an_npi_is_not_taken_for_a_licence(session, browser):
    listing = make_listing(session, "published")
    browser.sign_in(listing.account)
    browser.open("/my-listing/licence")
    browser.fill("Board or register", "NPI registry")
    assert "An NPI is no licence" in browser.press("Save").text
