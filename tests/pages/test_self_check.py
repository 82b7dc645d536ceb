"""The self-check as a page without scripts: a worksheet that is whole, and that has no way of sending anything."""

from __future__ import annotations

import pytest

from directory_app.pages import self_check
from directory_app.pages.regions import REGIONS

from ..browser import words


@pytest.fixture
def database_app(sqlite_app):
    """These pages hold nothing of the database, so that one is enough."""
    return sqlite_app


def worksheet(browser):
    return browser.open("/understand-your-pain").soup.find(attrs={"data-check": True})


def test_all_six_steps_are_on_the_page_in_order(browser):
    sheet = worksheet(browser)
    assert [words(step.find("h2")) for step in sheet.find_all(attrs={"data-step": True})] == [
        "Step 1 of 6 Check the warning signs",
        "Step 2 of 6 Where do you feel it?",
        "Step 3 of 6 How does it behave?",
        "Step 4 of 6 What have you tried so far?",
        "Step 5 of 6 What would you like?",
        "Step 6 of 6 Your summary",
    ]
    assert not [step for step in sheet.find_all(attrs={"data-step": True}) if step.has_attr("hidden")]


def test_no_answer_has_anywhere_to_go(browser):
    sheet = worksheet(browser)
    for control in sheet.find_all(["input", "select", "textarea"]):
        form = control.find_parent("form")
        assert form is None or form.get("role") == "search", control
    for form in sheet.find_all("form"):
        assert {one["name"] for one in form.find_all(attrs={"name": True})} == {"place", "radius", "unit"}


def test_what_only_a_script_can_do_is_not_offered_without_one(browser):
    sheet = worksheet(browser)
    buttons = [one for one in sheet.find_all("button") if one.get("type") == "button"]
    assert buttons
    assert all(one.has_attr("hidden") or one.find_parent(hidden=True) for one in buttons)


def test_the_picture_and_the_list_offer_the_same_places(browser):
    sheet = worksheet(browser)
    boxes = {one["id"] for one in sheet.select(".check-list input")}
    assert {area["data-area"] for area in sheet.find_all(attrs={"data-area": True})} == boxes
    assert len(boxes) == sum(len(region.sides) or 1 for region in REGIONS) == 14


def test_every_region_has_its_muscles_its_patterns_and_its_question(browser):
    cards = worksheet(browser).find_all(attrs={"data-card": True})
    assert [words(card.find("h4")) for card in cards] == [region.name for region in REGIONS]
    for card, region in zip(cards, REGIONS, strict=True):
        assert region.muscles in words(card)
        assert region.felt in words(card)
        assert region.question in words(card)


def test_the_line_on_evidence_stands_under_the_regions_and_sources_below_it(browser):
    sheet = worksheet(browser)
    line = sheet.find(class_="check-evidence")
    assert "Experts agree only moderately on where trigger points are (kappa 0.45)" in words(line)
    assert "not to name a cause" in words(line)
    assert line.find_previous(attrs={"data-card": REGIONS[-1].id})
    assert "Travell and Simons" in words(line.find_next(id="sources").parent)


def test_the_summary_ends_with_what_it_is_not(browser):
    lines = worksheet(browser).find(attrs={"data-summary": True}).find_all("p")
    assert words(lines[-1]) == "This is my own description, not a diagnosis."


def test_every_answer_fills_a_blank_and_every_blank_is_filled_by_something(browser):
    sheet = worksheet(browser)
    blanks = {part.name for sentence in self_check.SUMMARY for part in sentence if not isinstance(part, str)}
    assert {one["data-fills"] for one in sheet.find_all(attrs={"data-fills": True})} == blanks


def test_emergency_text_comes_before_the_questions_and_search_after_everything(browser):
    sheet = worksheet(browser)
    assert sheet.find(attrs={"data-halt": "stop"}).find_next(attrs={"data-step": "2"})
    assert sheet.find("form", attrs={"role": "search"}).find_previous(attrs={"data-step": "6"})
