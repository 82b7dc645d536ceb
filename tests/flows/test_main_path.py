"""The main path from end to end: a therapist writes a listing, moderators decide, a visitor finds it."""

from __future__ import annotations

import re
from urllib.parse import quote

from sqlalchemy.orm import Session

from ..browser import PASSWORD, Browser, Page, words
from ..factories import make_account
from ..letters import letters_to

ADDRESS = "nadia@example.org"
QUESTIONS = [
    (
        "Yes, the whole hour",
        "Yes. The whole hour can stay on your low back, hips and thighs, because they all attach to the pelvis.",
    ),
    ("Yes", "I press slowly, without oil, and wait until the fascia softens before I move on."),
    ("Routinely", "When the pelvis tips forward, tight hip flexors can add load to the low back."),
    ("Routinely", "Trigger points in gluteus medius and piriformis can refer pain to the low back."),
    ("Very little", "Hardly any. I work dry first, so that I can feel and hold the tissue."),
]


def register(browser: Browser, session: Session) -> None:
    browser.open("/for-therapists")
    browser.open("/account/register")
    browser.fill("E-mail", ADDRESS)
    browser.fill("Password", PASSWORD)
    assert browser.press("Create the account").h1 == "Look into your mail"
    link = re.search(r"https?://[^/\s]+(/account/confirm/\S+)", letters_to(session, ADDRESS)[-1].text)
    assert link is not None
    browser.open(link[1])
    browser.press("Confirm my address")
    browser.open("/account/sign-in")
    browser.fill("E-mail", ADDRESS)
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")


def fill_in_the_steps(browser: Browser) -> Page:
    assert browser.open("/my-listing").h1 == "Start your listing"
    assert browser.press("Start").h1 == "Who you are"
    browser.fill("Your name", "Nadia Flowe")
    browser.fill("Letters after your name", "LMT")
    browser.fill("About you", "I have treated backs for eleven years, in a quiet room by the park.")
    assert browser.press("Save and continue").h1 == "Your photo"
    assert browser.press("Save and continue").h1 == "Where you work"
    browser.fill("Street and number", "44 Hidden Lane")
    browser.fill("Town or city", "Portland")
    browser.fill("State, province", "OR")
    browser.fill("Postal code", "97205")
    assert "exactly what visitors will see" in browser.press("Save and continue").text
    assert browser.follow("Continue").h1 == "Techniques, prices, access"
    browser.check("Trigger point work")
    browser.fill("Languages", "English, Arabic")
    browser.fill("Price of 60 minutes", "$105")
    assert browser.press("Save and continue").h1 == "Contact and hours"
    browser.fill("Phone number", "503 555 0188")
    browser.fill("Monday", "9am-5pm")
    assert browser.press("Save and continue").h1 == "Licences"
    browser.fill("Board or register", "Oregon Board of Massage Therapists")
    browser.fill("Licence or registration number", "LMT-20881")
    return browser.press("Save and continue")


def answer_the_questions(browser: Browser) -> Page:
    for number, (choice, text) in enumerate(QUESTIONS, 1):
        assert browser.page is not None
        assert f"Question {number} of 5" in browser.page.text
        browser.choose(choice)
        browser.fill("In your own words", text)
        browser.press("Save and continue")
    assert browser.page is not None
    return browser.page


def profile_words(page: Page) -> tuple[str, list[str]]:
    """The score and the marked words of a profile or a preview."""
    score = page.soup.select_one(".score-number")
    assert score is not None
    return words(score), [words(mark) for mark in page.soup.select("mark")]


def decide(browser: Browser, name: str, decision: str, reason: str = "", note: str = "") -> None:
    kinds = (browser.open(f"/moderation/?kind={kind}") for kind in ("new", "edit"))
    assert any(name in page.text for page in kinds)
    browser.follow(name)
    browser.choose(decision)
    if reason:
        browser.fill("Reason", reason)
    browser.fill("Note to the therapist", note)
    browser.press("Save the decision")


def search(browser: Browser) -> Page:
    return browser.open(f"/search?place={quote('Portland, OR')}&radius=25")


def unmarked(page):
    """The text of a page without the marks in answers and their numbers."""
    return re.sub(r"<sup>.*?</sup>|<[^>]+>", "", page.html)


def test_a_therapist_is_listed_found_and_edited(browser, another_browser, session, app):
    register(browser, session)
    assert "Question 1 of 5" in fill_in_the_steps(browser).text
    page = answer_the_questions(browser)
    assert page.h1 == "Check your listing"
    assert "Still missing" not in page.text
    assert "44 Hidden Lane" in page.text
    preview = browser.follow("Preview")
    assert preview.h1 == "Nadia Flowe"
    seen_before = profile_words(preview)
    browser.follow("Check and send it in")
    assert browser.press("Send it in").h1 == "Sent in"
    assert "We have your listing" in letters_to(session, ADDRESS)[-1].subject

    visitor, first, second = Browser(app, session), another_browser, Browser(app, session)
    assert "Nadia Flowe" not in search(visitor).text

    first.sign_in(make_account(session, "moderator"))
    decide(first, "Nadia Flowe", "Ask for changes", "The answers are hard to follow", "Please say more about oil.")
    assert "Please change something" in letters_to(session, ADDRESS)[-1].subject

    page = browser.open("/my-listing")
    assert "Please change something" in page.text
    assert "left us unsure" in page.text
    assert "Please say more about oil." in page.text
    browser.follow("Question 5")
    assert browser.page.value("In your own words") == QUESTIONS[4][1]
    browser.fill(
        "In your own words", "Almost none. I work dry to hold the tissue and smooth out with a few drops at the end."
    )
    page = browser.press("Save and continue")
    assert page.h1 == "Check your listing"
    seen_before = profile_words(browser.follow("Preview"))
    browser.follow("Check and send it in")
    assert browser.press("Send it in").h1 == "Sent in"
    assert "Please say more about oil." not in browser.open("/my-listing").text

    second.sign_in(make_account(session, "moderator"))
    decide(second, "Nadia Flowe", "Approve")
    letter = letters_to(session, ADDRESS)[-1]
    assert "approved" in letter.subject

    row = next(one for one in search(visitor).soup.select(".listing-row") if "Nadia Flowe" in one.text)
    quoted = words(row.blockquote)
    assert any(quoted.strip("“”… ")[:40] in text for _, text in QUESTIONS), quoted
    profile = visitor.follow("Nadia Flowe")
    assert profile.h1 == "Nadia Flowe"
    assert f"/therapists/{profile.url.rsplit('/', 1)[1]}" in letter.text
    assert profile_words(profile) == seen_before
    assert seen_before[1], "the profile marks the words it counts"
    assert "$105" in profile.text
    assert "+1 503-555-0188" not in profile.html, "programs that gather numbers read profiles"
    assert "+1 503-555-0188" in visitor.open(f"{profile.url}/contact").text
    assert "Hidden Lane" not in profile.html

    browser.open("/my-listing")
    browser.press("Edit my listing")
    browser.follow("Question 1")
    browser.fill(
        "In your own words", "New words: the full hour may go to your hips and low back if that is where it hurts."
    )
    browser.press("Save and continue")
    assert "New words" not in unmarked(visitor.open(profile.url))
    browser.open("/my-listing/check")
    browser.press("Send it in")
    assert "New words" not in unmarked(visitor.open(profile.url))
    assert "Nadia Flowe" in search(visitor).text
    decide(first, "Nadia Flowe", "Approve")
    assert "New words" in unmarked(visitor.open(profile.url))
    assert QUESTIONS[0][1] not in unmarked(visitor.open(profile.url))
