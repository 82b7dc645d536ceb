"""Reading an answer while it is written, on a phone: one request at a time, no stolen focus, and a bad connection."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error, expect

from .conftest import sign_in

WORDS = "In your own words"
PHONE = 390
STATE = "[data-reading-state]"
SAID = "[data-reading-said]"


@pytest.fixture
def phone(open_page):
    """The second question on a phone, of somebody who changes a listing, with a list of the readings asked for."""
    page = open_page("/my-listing", width=PHONE, role="therapist")
    if page.get_by_role("button", name="Edit my listing").count():
        page.get_by_role("button", name="Edit my listing").click()
    page.asked = []
    page.on("request", lambda one: page.asked.append(one) if one.url.endswith("/reading") else None)
    page.goto("/my-listing/questions/Q2")
    return page


def test_an_answer_is_read_while_it_is_typed_and_the_focus_stays(phone):
    assert phone.get_by_role("button", name="Read my answer").count() == 0
    area = phone.get_by_label(WORDS)
    area.fill("")
    area.press_sequentially("Slow, without oil, until the fascia softens. I will fix you.", delay=5)
    phone.locator("mark.mark-costs", has_text="will fix").wait_for()
    assert phone.locator("mark", has_text="without").count() == 1
    assert phone.evaluate("document.activeElement.name") == "text"
    expect(phone.locator(STATE)).to_contain_text("Read as you write.")
    expect(phone.locator("[data-reading-said]")).to_contain_text("not mentioned")
    assert 1 <= len(phone.asked) <= 3
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_newer_text_ends_the_older_request_and_its_answer_never_shows(phone):
    held = []
    phone.route("**/reading", lambda route: held.append(route) if not held else route.continue_())
    area = phone.get_by_label(WORDS)
    area.fill("The older words about toxins.")
    phone.locator("[aria-busy=true]").wait_for()
    area.fill("The newer words, slow and without oil.")
    phone.locator(".live-reading mark", has_text="without oil").wait_for()
    assert phone.locator(".live-reading", has_text="toxins").count() == 0
    assert phone.asked[0].failure
    assert len(phone.asked) == 2


def test_words_taken_back_before_they_were_read_never_show(phone):
    held = []

    def hold(route):
        held.append(route)

    phone.route("**/reading", hold)
    area = phone.get_by_label(WORDS)
    area.press("ControlOrMeta+End")
    area.press_sequentially(" Toxins!")
    phone.locator("[aria-busy=true]").wait_for()
    for _ in " Toxins!":
        area.press("Backspace")
    phone.wait_for_timeout(1000)
    for route in held:
        with suppress(Error):  # It was ended by then.
            route.continue_()
    phone.wait_for_timeout(500)
    assert held
    assert phone.locator(".live-reading", has_text="Toxins").count() == 0


def test_a_trouble_is_said_aloud_and_is_over_once_the_words_shown_are_those_typed(phone):
    phone.context.set_offline(True)
    area = phone.get_by_label(WORDS)
    area.press("ControlOrMeta+End")
    area.press_sequentially("x")
    expect(phone.locator(SAID)).to_contain_text("No connection just now. Your text stays here")
    area.press("Backspace")
    expect(phone.locator(STATE)).to_contain_text("Read as you write.")
    expect(phone.locator(SAID)).to_contain_text("not mentioned")


def test_the_same_is_said_once(phone):
    phone.evaluate(
        """() => { window.told = []; const said = document.querySelector("[data-reading-said]");
        new MutationObserver(() => window.told.push(said.textContent)).observe(said, {childList: true}); }"""
    )
    area = phone.get_by_label(WORDS)
    for letter in "ab":
        area.fill(f"Nothing in particular {letter}")
        expect(phone.locator(".live-reading .answer-words")).to_contain_text(f"particular {letter}")
        phone.wait_for_timeout(1800)
    assert len(phone.evaluate("window.told")) == 1


def test_what_a_browser_puts_back_before_the_script_runs_is_read(open_page):
    page = open_page("/my-listing/questions/Q3", width=PHONE, role="therapist")
    page.add_init_script(
        """document.addEventListener("readystatechange", () => {
        if (document.readyState === "interactive") document.querySelector("textarea").value = "Put back, dry."; });"""
    )
    page.goto("/my-listing/questions/Q3")
    expect(page.locator(".live-reading .answer-words")).to_contain_text("Put back")


def test_without_a_connection_the_text_stays_and_is_read_when_it_comes_back(phone):
    phone.context.set_offline(True)
    area = phone.get_by_label(WORDS)
    area.fill("Slow and sustained.")
    expect(phone.locator(STATE)).to_contain_text("No connection")
    assert area.input_value() == "Slow and sustained."
    phone.context.set_offline(False)
    expect(phone.locator(".live-reading .answer-words")).to_contain_text("Slow")
    expect(phone.locator(STATE)).to_contain_text("Read as you write.")


def test_saving_without_a_connection_leads_nowhere_and_works_once_it_is_back(phone):
    area = phone.get_by_label(WORDS)
    area.fill("Slow, dry, and not lost.")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Save and continue").click()
    expect(phone.get_by_role("alert")).to_contain_text("Nothing was sent, and what you typed stays here.")
    assert area.input_value() == "Slow, dry, and not lost."
    phone.context.set_offline(False)
    expect(phone.get_by_role("alert")).to_have_count(0)
    phone.get_by_role("button", name="Save and continue").click()
    phone.goto("/my-listing/questions/Q2")
    assert phone.get_by_label(WORDS).input_value() == "Slow, dry, and not lost."


def test_a_machine_without_any_network_still_saves_on_a_site_of_its_own(phone):
    phone.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });")
    phone.reload()
    phone.get_by_label(WORDS).fill("Written on a train, on a site of this machine.")
    phone.get_by_role("button", name="Save and continue").click()
    phone.wait_for_url("**/questions/Q3")
    phone.goto("/my-listing/questions/Q2")
    assert phone.get_by_label(WORDS).input_value() == "Written on a train, on a site of this machine."


def test_whoever_was_signed_out_is_told_so_and_keeps_the_text(phone):
    phone.context.clear_cookies()
    area = phone.get_by_label(WORDS)
    area.fill("Slow and sustained.")
    expect(phone.locator(STATE)).to_contain_text("You were signed out. Your text stays here")
    assert area.input_value() == "Slow and sustained."


def test_a_new_sign_in_in_another_tab_is_not_called_signed_out(phone, site):
    other = phone.context.new_page()
    other.goto("/my-listing")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other, *site.sign_ins["therapist"])
    phone.get_by_label(WORDS).fill("Slow and sustained.")
    expect(phone.locator(STATE)).to_contain_text("This page is from before you last signed in. Copy your text")


def test_a_listing_sent_in_from_another_tab_is_said_so(phone):
    other = phone.context.new_page()
    other.goto("/my-listing/questions/Q5")
    other.get_by_label(WORDS).fill("Hardly any, and only when the work is done.")
    other.get_by_role("button", name="Save").first.click()
    other.goto("/my-listing/check")
    other.get_by_role("button", name="Send").first.click()
    other.get_by_role("heading", name="Sent in").wait_for()
    phone.get_by_label(WORDS).fill("Slow and sustained.")
    expect(phone.locator(STATE)).to_contain_text("Your listing cannot be changed at the moment")
    other.goto("/my-listing")
    other.get_by_role("button", name="Take it back").click()


@pytest.mark.parametrize("text", ["🙂👩‍👩‍👧 e\u0301", "a\nb\n\nc", "  spaces around \u00a0\n"])
def test_browser_and_server_count_the_same(phone, text):
    phone.get_by_label(WORDS).fill(text)
    phone.get_by_label("Sometimes").check()
    expect(phone.locator(STATE)).to_contain_text("Read as")
    counted = phone.locator("#text-limit").inner_text().split(" ")[0]
    assert phone.locator(".live-left").text_content().split(" ")[0] == counted


def test_without_scripts_a_button_reads_and_saves_nothing(open_page, phone):
    page = open_page("/my-listing/questions/Q3", width=PHONE, role="therapist", scripts=False)
    before = page.get_by_label(WORDS).input_value()
    page.get_by_label(WORDS).fill("One side pulls harder than the other, for some people.")
    page.get_by_role("button", name="Read my answer").click()
    assert page.url.endswith("/questions/Q3#reading")
    assert page.locator(".live-reading mark").count() > 0
    assert page.get_by_label(WORDS).input_value() == "One side pulls harder than the other, for some people."
    page.goto("/my-listing/questions/Q3")
    assert page.get_by_label(WORDS).input_value() == before
