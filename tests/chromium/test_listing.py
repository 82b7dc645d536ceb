"""A therapist with a telephone fills in the steps: a photo from the camera, a place on a map, hours in one line."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..photos import pictures
from .conftest import sign_in


@pytest.fixture
def photo(tmp_path):
    """A photo as a telephone makes it: on its side, and larger than needed."""
    path = tmp_path / "IMG_0001.JPG"
    exif = pictures.Image.Exif()
    exif[0x0112] = 6
    pictures.noise(2400, 3200).rotate(90, expand=True).save(path, "JPEG", exif=exif.tobytes(), quality=92)
    return path


@pytest.fixture
def another_photo(tmp_path):
    """One that came out better."""
    path = tmp_path / "IMG_0002.JPG"
    pictures.noise(600, 800).save(path, "JPEG")
    return path


@pytest.mark.parametrize("scripts", [True, False])
def test_the_steps_on_a_telephone(open_page, photo, another_photo, scripts):
    page = open_page("/account/register", scripts=scripts, width=390)
    email = f"steps-{scripts}@example.org".lower()
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill("willow-lantern-harbour-9")
    page.get_by_role("button", name="Create the account").click()
    page.goto("/development/outbox")
    page.locator(".letter a").first.click()
    page.get_by_role("button", name="Confirm my address").click()
    sign_in(page, email, "willow-lantern-harbour-9")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Your name", exact=True).fill("Nora Example")
    page.get_by_role("button", name="Save and continue").click()

    size = photo.stat().st_size
    assert size > 1_500_000
    page.set_input_files("input[type=file]", photo)
    if scripts:
        assert made_smaller(page)
    page.get_by_role("button", name="Save and continue").click()
    assert "Your photo is saved" in page.locator("main").inner_text()
    move(page, scripts)
    # Whichever button is pressed, a file that was chosen goes along.
    page.set_input_files("input[type=file]", another_photo)
    page.get_by_role("button", name="Save and continue").click()
    assert "Your photo is saved" in page.locator("main").inner_text()
    page.get_by_role("button", name="Save and continue").click()

    assert page.locator("h1").inner_text() == "Where you work"
    page.get_by_label("Postal code", exact=True).fill("97205")
    page.get_by_role("button", name="Save and continue").click()
    assert page.locator(".place-map circle.map-area").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Price of 60 minutes").fill("$95")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("All days at once").fill("Mon-Fri 9-5, Sat by appointment")
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_label("Friday").input_value() == "09:00–17:00"
    page.goto("/my-listing/preview")
    photo_of_profile = page.locator(".profile-head img")
    expect(photo_of_profile).to_have_js_property("complete", True)
    assert photo_of_profile.evaluate("one => one.naturalWidth") > 90


def made_smaller(page):
    """Whether the script puts a smaller photo into the place of a large one."""
    for _ in range(100):
        if page.locator("input[type=file]").evaluate("one => one.files[0].name") == "photo.jpg":
            return page.locator("input[type=file]").evaluate("one => one.files[0].size") < 1_500_000
        page.wait_for_timeout(100)
    return False


def move(page, scripts):
    """Another part of the photo, closer, with the keyboard where there are sliders."""
    if not scripts:
        page.get_by_label("Bottom", exact=True).check()
        page.get_by_label("Close", exact=True).check()
        page.get_by_role("button", name="Show how it looks").click()
        assert page.get_by_label("Bottom", exact=True).is_checked()
        return
    image = page.locator("[data-crop-whole]")
    before = image.evaluate("one => [one.style.width, one.style.top]")
    page.get_by_label("Near or far").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Down").focus()
    page.keyboard.press("Enter")
    after = image.evaluate("one => [one.style.width, one.style.top]")
    assert after[0] != before[0]
    assert after[1] != before[1]
