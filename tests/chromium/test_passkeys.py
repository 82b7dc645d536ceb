"""A passkey is made and used on a telephone; a password can be shown before it is sent."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

TELEPHONE = {"width": 390, "height": 844}
# A telephone that asks for a fingerprint, and gets the right one.
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def telephone(chromium, site):
    """A telephone with passkeys. They belong to names, so the site is opened by one, not by a number."""
    address = f"http://localhost:{urlsplit(site.address).port}"
    context = chromium.new_context(viewport=TELEPHONE, base_url=address)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda one: complaints.append(one.text) if "Content Security Policy" in one.text else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert complaints == []


def test_a_therapist_adds_a_passkey_signs_in_with_it_and_removes_it(telephone, site):
    page = telephone
    email, password = site.sign_ins["therapist"]
    page.goto("/account/sign-in")
    page.get_by_label("E-mail address").fill(email)
    field = page.get_by_label("Password", exact=True)
    field.fill(password)
    page.get_by_role("button", name="Show the password").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the new passkey").fill("Ana’s telephone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Ana’s telephone").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/my-listing/score")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/my-listing/score")
    page.goto("/account/sessions")
    assert "with two factors" in page.locator("main").inner_text()
    page.goto("/account/passkeys")
    assert "Last used today" in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Remove").click()
    assert "Your account" in page.locator("main").inner_text()
    assert page.get_by_role("heading", name="Ana’s telephone").count() == 0


def test_a_passkey_brings_back_what_was_sent_after_the_sign_in_had_ended(telephone, site):
    page = telephone
    email, password = site.sign_ins["therapist"]
    page.goto("/account/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/account/passkeys")
    page.get_by_label("Name of the new passkey").fill("Telephone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Telephone").wait_for()
    page.goto("/account/e-mail")
    page.get_by_label("New e-mail address").fill("written.meanwhile@example.org")
    elsewhere = page.context.new_page()
    elsewhere.goto("/account")
    elsewhere.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("button", name="I forgot my password").click()
    page.get_by_role("button", name="Go on with what I typed").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="What you had typed is here").wait_for()
    assert page.locator("main textarea").input_value() == "written.meanwhile@example.org"
    page.get_by_role("button", name="Throw it away").click()
    page.goto("/account/passkeys")
    page.get_by_role("button", name="Remove").click()


def test_a_device_without_a_passkey_of_this_site_is_told_what_to_do(telephone):
    page = telephone
    page.goto("/account/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    note = page.locator("[data-passkey-note]")
    note.get_by_text("Nothing came back from your device").wait_for()
    page.get_by_role("link", name="Sign in with your password").click()
    assert page.locator("h1").inner_text() == "Sign in"
