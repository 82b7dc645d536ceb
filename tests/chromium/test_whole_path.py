"""A therapist with a telephone, from signing up to sending in, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import sign_in

PASSWORD = "willow-lantern-harbour-9"
QUESTIONS = [
    (
        "Yes, the whole hour",
        "The whole hour can stay on your low back, hips and thighs, because they pull on each other.",
    ),
    ("Yes", "I press slowly, without oil, and wait until the fascia softens before I move on."),
    ("Routinely", "When the pelvis tips forward, tight hip flexors can add load to the low back, for some people."),
    ("Routinely", "Trigger points in gluteus medius and piriformis can refer pain to the low back."),
    ("Very little", "Hardly any. I work dry first, so that I can feel and hold the tissue."),
]


def go_on(page: Page, heading: str, button: str = "Save and continue") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    arrived(page, heading)


def arrived(page: Page, heading: str) -> None:
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("footer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, heading


def register(page: Page, email: str) -> None:
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    go_on(page, "Look into your mail", "Create the account")
    page.goto("/development/outbox")
    page.locator(".letter a").first.click()
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    sign_in(page, email, PASSWORD)
    arrived(page, "Start your listing")


def fill_in_the_steps(page: Page) -> None:
    go_on(page, "Who you are", "Start")
    page.get_by_label("Your name", exact=True).fill("Ines Okonkwo")
    page.get_by_label("Letters after your name").fill("LMT")
    page.get_by_label("About you").fill("Eleven years of treating backs, in a quiet room by the park.")
    go_on(page, "Your photo")
    go_on(page, "Where you work")
    page.get_by_label("Street and number").fill("44 Hidden Lane")
    page.get_by_label("Postal code", exact=True).fill("97205")
    go_on(page, "Where you work")
    expect(page.locator(".place-map circle.map-area")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    arrived(page, "Techniques, prices, access")
    page.get_by_label("Trigger point work").check()
    page.get_by_label("Price of 60 minutes").fill("$95")
    go_on(page, "Contact and hours")
    page.get_by_label("Phone number").fill("503 555 0188")
    page.get_by_label("All days at once").fill("Mon-Fri 9-5, Sat by appointment")
    go_on(page, "Contact and hours")
    expect(page.get_by_label("Friday")).to_have_value("09:00–17:00")
    go_on(page, "Licences")
    page.get_by_label("Board or register").fill("Oregon Board of Massage Therapists")
    page.get_by_label("Licence or registration number").fill("LMT-20881")
    page.get_by_role("button", name="Save and continue").click()


def answer_the_questions(page: Page) -> None:
    for number, (choice, text) in enumerate(QUESTIONS, 1):
        expect(page.get_by_text(f"Question {number} of 5")).to_be_visible()
        page.get_by_label(choice, exact=True).check()
        page.get_by_label("In your own words").fill(text)
        page.get_by_role("button", name="Save and continue").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_signing_up_to_sending_in(open_page, scripts):
    page = open_page("/account/register", scripts=scripts, width=390)
    register(page, f"whole-{scripts}@example.org".lower())
    fill_in_the_steps(page)
    answer_the_questions(page)
    arrived(page, "Check your listing")
    page.get_by_role("link", name="Preview as visitors see it").click()
    expect(page.locator(".score-number")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    assert "Hidden Lane" not in page.content()
    page.goto("/my-listing/check")
    go_on(page, "Sent in", "Send it in")
