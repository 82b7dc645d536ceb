"""Reaching a therapist in a real browser: on a phone, with scripts and without, and on paper."""

from __future__ import annotations

import pytest

from directory_app.warning_signs import EMERGENCY

from .test_accessibility import faults

PROFILE = "/therapists/marisol-etcheverry-portland"
OWN_PHONE = "+1 503 555 0100"
# The trap for programs: nobody writes in less than three seconds.
WRITING_MS = 3200


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_visitor_writes_from_a_phone_and_the_therapist_reads_it(open_page, scripts):
    words = f"Do you have time on Tuesday? Scripts: {scripts}."
    page = open_page(PROFILE, width=360, scripts=scripts)
    page.get_by_role("link", name="Write a message").click()
    page.get_by_label("Your name").fill("Vera Visitor")
    page.get_by_label("Your e-mail").fill("vera@example.org")
    page.get_by_label("Your message").fill(words)
    page.get_by_label("No emergency sign is true of me").check()
    page.get_by_label("Ask the five questions too").check()
    assert fits(page)
    page.get_by_role("button", name="Check your message").click()
    assert page.locator("h1").inner_text() == "Check your message"
    assert "5. Do you use a lot of oil?" in page.locator("main").inner_text()
    assert fits(page)
    if scripts:
        assert faults(page) == []
    page.wait_for_timeout(WRITING_MS)
    page.get_by_role("button", name="Send the message").click()
    assert page.locator("h1").inner_text() == "Your message is on its way"
    therapist = open_page("/my-listing/messages", width=360, role="therapist")
    assert words in therapist.locator("main").inner_text()
    assert fits(therapist)
    assert faults(therapist) == []


def test_phone_and_email_appear_after_one_press(open_page):
    page = open_page(PROFILE, width=360)
    assert OWN_PHONE not in page.content()
    page.get_by_role("link", name="Show phone and e-mail").click()
    link = page.get_by_role("link", name=OWN_PHONE)
    assert link.get_attribute("href") == "tel:+15035550100"
    assert link.bounding_box()["height"] >= 24


def test_the_trap_is_out_of_sight_and_out_of_reach(open_page):
    page = open_page(f"{PROFILE}/message", width=360)
    box = page.locator(".trap").bounding_box()
    assert box["x"] + box["width"] <= 0
    page.get_by_label("Your message").focus()
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || ''"))
    assert "homepage" not in reached


def test_a_visitor_reports_and_a_moderator_closes_the_report(open_page):
    page = open_page(f"{PROFILE}/report", width=360)
    page.get_by_label("The text is copied").check()
    page.get_by_label("What happened?").fill("I read this on another page.")
    page.wait_for_timeout(WRITING_MS)
    page.get_by_role("button", name="Send the report").click()
    assert page.locator("h1").inner_text() == "Thank you for your report"
    page = open_page("/moderation/reports", width=320, role="moderator")
    assert fits(page)
    assert faults(page) == []
    page.get_by_role("link", name="Marisol Etcheverry").click()
    assert "I read this on another page." in page.locator("main").inner_text()
    assert fits(page)
    assert faults(page) == []
    page.get_by_label("Nothing here breaks the rules").check()
    page.get_by_role("button", name="Close the report").click()
    assert "is closed" in page.locator("main").inner_text()


@pytest.mark.parametrize("paper", [{"width": 720, "height": 1050}, {"width": 744, "height": 980}])
def test_a_profile_on_paper_has_no_navigation_and_says_where_it_stands(open_page, paper):
    page = open_page(PROFILE)
    page.set_viewport_size(paper)
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert f"{PROFILE}/contact" in text
    assert "Portland, OR" in text
    for gone in ("Find a therapist", "Sign in", "Write a message", "Copy the link", "Report this listing"):
        assert gone not in text, gone
    after = "getComputedStyle(document.querySelector('.dated time'), '::after').content"
    assert "20" in page.evaluate(after), "a day on paper is a date"
    assert fits(page)
    assert page.locator(".plot:visible").count() == 5


def test_a_profile_can_be_passed_on(open_page, site):
    page = open_page(PROFILE, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.address}{PROFILE}"
    page = open_page(PROFILE, scripts=False)
    assert page.get_by_role("button", name="Copy the link").count() == 0
    assert page.get_by_role("link", name=PROFILE).count() == 1


def test_on_a_phone_the_number_stands_in_the_first_screen_below_the_emergency_signs(open_page):
    page = open_page(f"{PROFILE}/contact", width=390)
    number, signs = page.get_by_role("link", name=OWN_PHONE).bounding_box(), page.locator(".red-flags").bounding_box()
    assert signs["y"] + signs["height"] <= number["y"]
    assert number["y"] + number["height"] < 844


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_form_of_a_message_is_not_far_below_the_emergency_signs(open_page, scripts):
    page = open_page(f"{PROFILE}/message", width=320, scripts=scripts)
    tick = page.get_by_label("No emergency sign is true of me")
    signs = page.locator(".red-flags > ul > li")
    assert signs.all_inner_texts() == [one.text for one in EMERGENCY]
    for sign in signs.all():
        assert sign.is_visible()
        assert sign.bounding_box()["y"] < tick.bounding_box()["y"]
    assert tick.bounding_box()["y"] < 1350
    other = page.locator(".red-flags details li").first
    assert not other.is_visible()
    page.get_by_text("any of 11 other signs").click()
    assert other.is_visible()
    page.evaluate("window.scrollTo(0, 0)")
    page.get_by_role("link", name="To your message").click()
    assert 0 <= tick.bounding_box()["y"] < 200


def test_a_message_without_the_tick_shows_all_signs_at_once(open_page):
    page = open_page(f"{PROFILE}/message", width=320)
    page.get_by_role("button", name="Check your message").click()
    assert page.locator(".red-flags details li").first.is_visible()


def test_on_the_smallest_phone_the_contact_is_one_touch_below_the_first_screen(open_page):
    page = open_page(f"{PROFILE}/contact", width=320)
    way = page.get_by_role("link", name="To their contact")
    box = way.bounding_box()
    assert box["y"] + box["height"] < 500
    way.press("Enter")
    assert page.get_by_role("link", name=OWN_PHONE).bounding_box()["y"] < 400
    assert page.locator(".contact-card").evaluate("one => one === document.activeElement")
