"""The client's minute in a real browser: from the card on a telephone to the receipt, with scripts and without."""

from __future__ import annotations

import pytest

from .test_accessibility import faults

PAGE = "/my-listing/confirmations"
# The trap for programs: nobody answers five questions in less than three seconds.
ANSWERING_MS = 3200


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def link(open_page):
    """Where the picture on a card leads."""
    page = open_page(PAGE, role="therapist")
    page.get_by_label("1 code", exact=True).check()
    page.get_by_role("button", name="Make codes").click()
    assert faults(page) == []
    code = page.locator(".client-card-code").inner_text()
    return f"/confirm/{code}"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_client_answers_on_a_telephone_in_a_minute(open_page, link, scripts):
    page = open_page(link, width=320, scripts=scripts)
    assert fits(page)
    assert faults(page) == [] if scripts else True
    for question, answer in enumerate(("yes", "partly", "no", "unsure", "none"), start=1):
        radio = page.locator(f"input[name=q{question}][value={answer}]")
        radio.check()
    page.wait_for_timeout(ANSWERING_MS)
    page.get_by_role("button", name="Send my answers").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thank you"
    word = page.locator(".receipt-word").inner_text()
    assert fits(page)
    page.get_by_role("link", name="Take back what you sent").click()
    assert page.get_by_label("Your receipt word").input_value() == word
    page.get_by_role("button", name="Take my answers back").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your answers are taken back"
    page.goto(link)
    assert "What happened in your session" in page.get_by_role("heading", level=1).inner_text()
