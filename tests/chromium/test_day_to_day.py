"""A therapist's day on a phone: what is new, an answer, and everything in one file."""

from __future__ import annotations

import zipfile

from .test_accessibility import faults
from .test_contact import WRITING_MS, fits

WORDS = "May I come on a Wednesday, and do you have a step at the door?"


def test_a_therapist_sees_what_is_new_answers_and_takes_everything_along(open_page, tmp_path):
    visitor = open_page("/therapists/marisol-etcheverry-portland/message", width=360)
    visitor.get_by_label("Your name").fill("Wanda Wednesday")
    visitor.get_by_label("Your e-mail").fill("wanda@example.org")
    visitor.get_by_label("Your message").fill(WORDS)
    visitor.get_by_label("No emergency sign is true of me").check()
    visitor.get_by_role("button", name="Check your message").click()
    visitor.wait_for_timeout(WRITING_MS)
    visitor.get_by_role("button", name="Send the message").click()
    visitor.get_by_role("heading", level=1, name="Your message is on its way").wait_for()

    page = open_page("/my-listing", width=390, role="therapist")
    assert "wait" in page.locator(".next-words").inner_text()
    assert fits(page)
    page.locator(".next a").click()
    page.get_by_role("link", name="Wanda Wednesday").click()
    assert WORDS in page.locator(".thread").inner_text()
    # Looking at it for a moment is enough for it to count as read.
    page.get_by_role("button", name="Mark as new").wait_for()
    page.get_by_label("Your answer").fill("Yes, and there is no step.")
    assert fits(page)
    page.get_by_role("button", name="Send the answer").click()
    assert "Yes, and there is no step." in page.locator(".thread").inner_text()
    assert faults(page) == []

    page.goto("/my-data/export")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Make the file").click()
    path = tmp_path / "everything.zip"
    downloading.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("data.json").decode()
    assert WORDS in text
    assert "wanda@example.org" not in text
