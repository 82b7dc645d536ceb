"""The account page, another address, and what somebody sent after their sign-in had ended."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app.models import AuditEntry, KeptForm, NewAddress, now

from ..browser import PASSWORD, Browser
from ..factories import make_account, make_listing
from ..letters import all_letters, letters_to

NEW = "new.place@example.org"


def letters(session):
    return [(one.recipient, one.subject) for one in all_letters(session)]


def link_to(session, recipient):
    newest = letters_to(session, recipient)[-1]
    return re.search(r"https?://[^/\s]+(/account/e-mail/confirm/\S+)", newest.text)[1]


def ask_for(browser, email):
    browser.open("/account/e-mail")
    browser.fill("New e-mail address", email)
    return browser.press("Send the link")


def test_the_account_says_in_plain_words_how_it_is_opened(browser, session):
    account = make_account(session)
    browser.sign_in(account)
    page = browser.follow("Account")
    assert page.h1 == "Your account"
    for words in (account.email, "Password Set", "Passkeys None", "Second factor Off", "Signed in 1 device"):
        assert words in page.text
    for action in ("Change the address", "Change the password", "Add a passkey", "Turn it on", "See where"):
        assert browser.open(page.link(action)).status == 200


def test_an_address_changes_only_when_the_new_one_confirms_and_the_old_one_is_told_twice(browser, session):
    account = make_account(session)
    old = account.email
    browser.sign_in(account)
    page = ask_for(browser, NEW)
    assert f"A letter with a link has gone to {NEW}" in page.text
    assert account.email == old
    assert letters(session) == [(NEW, "Confirm your new address"), (old, "Somebody asked to change your address")]
    page = browser.open(link_to(session, NEW))
    session.refresh(account)
    assert account.email == old, "a program that opens links in letters must not confirm"
    page = browser.press("Use this address")
    session.refresh(account)
    assert account.email == NEW
    assert NEW in page.text
    assert letters(session)[-1] == (old, "Your address was changed")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.before, entry.after) == ("address_changed", {"email": old}, {"email": NEW})
    browser.sign_out()
    assert browser.sign_in_by_form(account).url == "/my-listing"


def test_nothing_tells_that_somebody_has_the_address_already(browser, session):
    other = make_account(session, email="taken@example.org")
    browser.sign_in(make_account(session))
    free, taken = ask_for(browser, NEW), ask_for(browser, "Taken@example.org")
    said = [page.text.replace(email, "…") for page, email in ((free, NEW), (taken, "Taken@example.org"))]
    assert said[0] == said[1]
    assert ("Taken@example.org", "This address has an account already") in letters(session)
    assert other.email == "taken@example.org"


def test_a_newer_wish_an_hour_and_a_new_password_end_the_link(browser, session):
    account = make_account(session)
    browser.sign_in(account)
    ask_for(browser, NEW)
    first = link_to(session, NEW)
    ask_for(browser, NEW)
    assert browser.open(first).h1 == "This link does not work any more"
    second = link_to(session, NEW)
    with time_machine.travel(now() + timedelta(minutes=61)):
        page = browser.open(second)
        assert page.h1 == "This link does not work any more"
        assert page.link("Ask for a new link") == "/account/e-mail"
    browser.open("/account/change-password")
    browser.fill("Password you have now", PASSWORD)
    browser.fill("New password", "another meadow lantern 7")
    browser.press("Change the password")
    assert browser.open(second).status == 410
    assert session.scalars(select(NewAddress)).first() is None


def test_a_link_that_was_used_says_that_the_address_is_changed(browser, session):
    account = make_account(session)
    browser.sign_in(account)
    ask_for(browser, NEW)
    link = link_to(session, NEW)
    browser.open(link)
    browser.press("Use this address")
    page = browser.open(link)
    assert (page.status, page.h1) == (410, "This link does not work any more")
    assert "If you have pressed its button before, the address is changed: sign in with the new one." in page.text
    assert "The address of the account is as it was" not in page.text
    assert NEW in browser.follow("Look which one it has").text


def test_changing_how_an_account_is_opened_asks_again_after_ten_minutes(browser, session):
    browser.sign_in(make_account(session))
    with time_machine.travel(now() + timedelta(minutes=11)):
        for path in ("/account/e-mail", "/account/passkeys", "/account/second-factor", "/account/recovery-codes"):
            assert browser.open(path).h1 == "Is it still you?", path
        browser.open("/account/e-mail")
        browser.fill("Password", "not the password at all")
        assert browser.press("Continue").errors
        browser.fill("Password", PASSWORD)
        assert browser.press("Continue").h1 == "Change your address"


def typed_while_signed_out(app, session, browser, way):
    """A therapist writes into a step; before it is sent, the sign-in ends in one of three ways."""
    account = make_account(session)
    make_listing(session, account=account)
    browser.sign_in(account)
    browser.open("/my-listing/about")
    browser.fill("About you", "I learnt this work in Lisbon and still love it.")
    if way == "signed out in another tab":
        elsewhere = Browser(app, session)
        elsewhere.client = browser.client
        elsewhere.open("/my-listing")
        elsewhere.sign_out()
    elif way == "ended from another device":
        elsewhere = Browser(app, session)
        elsewhere.sign_in(account)
        elsewhere.open("/account/sessions")
        elsewhere.press("End all others")
    return account


@pytest.mark.parametrize("way", ["too long without use", "signed out in another tab", "ended from another device"])
def test_text_sent_after_the_sign_in_ended_comes_back_and_is_saved(app, session, browser, way):
    account = typed_while_signed_out(app, session, browser, way)
    later = timedelta(hours=25) if way == "too long without use" else timedelta()
    with time_machine.travel(now() + later):
        page = browser.press("Save and continue")
        assert (page.h1, page.status in (400, 403)) == ("Sign in", True)
        assert "What you typed is kept" in page.text
        browser.fill("E-mail", account.email)
        browser.fill("Password", "a wrong password first")
        browser.press("Sign in")
        browser.fill("Password", PASSWORD)
        page = browser.press("Sign in")
        assert page.h1 == "What you had typed is here"
        assert "still love it" in page.html
        page = browser.press("Save it")
    assert page.url == "/my-listing/photo", (page.status, page.h1, page.errors)
    assert account.listing.working.bio == "I learnt this work in Lisbon and still love it."
    assert session.scalars(select(KeptForm)).first() is None


def test_the_sign_in_of_the_page_head_does_not_lose_what_was_typed(app, session, browser):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    page = browser.press("Save and continue")
    head = page.soup.find("nav", attrs={"aria-label": "Account"}).find("a", string="Sign in")
    assert head["href"] == "#main", "another page would not carry the form along"
    browser.fill("E-mail", account.email)
    browser.fill("Password", "a wrong password first")
    page = browser.press("Sign in")
    assert page.soup.find("nav", attrs={"aria-label": "Account"}).find("a", string="Sign in")["href"] == "#main"
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").h1 == "What you had typed is here"


@pytest.mark.parametrize("way_in", ["/account/sign-in", "/account/sign-in?next=/account"])
def test_what_waits_is_offered_after_any_sign_in(app, session, browser, way_in):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    browser.open("/account")
    browser.sign_out()
    browser.open(way_in)
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").h1 == "What you had typed is here"
    assert browser.press("Save it").url == "/my-listing/photo"
    browser.sign_out()
    assert browser.sign_in_by_form(account).url == "/my-listing", "nothing waits any more"


def test_a_forgotten_password_does_not_lose_what_was_typed(app, session, browser):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    page = browser.press("I forgot my password")
    assert (page.h1, page.errors) == ("Choose a new password", [])
    assert "waits on this page" in page.text
    browser.fill("E-mail", account.email)
    page = browser.press("Send the letter")
    assert "a letter with a link is on its way" in page.text
    by_letter = Browser(app, session)
    by_letter.client = browser.client
    by_letter.open(re.search(r"https?://[^/\s]+(/account/recover/\S+)", letters_to(session, account.email)[-1].text)[1])
    by_letter.fill("New password", "another meadow lantern 7")
    by_letter.press("Save the password")
    page = browser.press("Go on with what I typed")
    browser.fill("E-mail", account.email)
    browser.fill("Password", "another meadow lantern 7")
    assert browser.press("Sign in").h1 == "What you had typed is here"
    assert browser.press("Save it").url == "/my-listing/photo"
    assert account.listing.working.bio == "I learnt this work in Lisbon and still love it."


def test_who_came_in_by_another_tab_goes_on_with_what_was_typed(app, session, browser):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    browser.press("I forgot my password")
    elsewhere = Browser(app, session)
    elsewhere.client = browser.client
    elsewhere.sign_in(account)
    page = browser.press("Go on with what I typed")
    assert page.h1 == "What you had typed is here"
    assert "still love it" in page.html


def test_walking_between_ways_in_is_no_attempt(app, session, browser):
    """A limit on letters to one address must not count who has named none."""
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    for _ in range(12):
        browser.press("I forgot my password")
        page = browser.press("Go on with what I typed")
        assert (page.h1, page.status) == ("Sign in", 200)
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").h1 == "What you had typed is here"


def test_a_passkey_that_fails_does_not_lose_what_was_typed(app, session, browser):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    page = browser.press("Use a passkey")
    assert page.h1 == "Sign in with a passkey"
    form = page.soup.find("form", attrs={"data-passkey": True})
    sent = {one["name"]: one.get("value", "") for one in form.find_all("input")}
    answer = browser.client.post(form["action"], data={**sent, "credential": "{}"})
    assert b'name="kept"' in answer.data, "the next page has to carry it on"
    page = browser.press("Sign in with your password")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").h1 == "What you had typed is here"


def test_a_sign_in_page_that_was_open_too_long_loses_neither_the_address_nor_what_was_typed(app, session, browser):
    account = typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    browser.check("Stay signed in")
    browser.client.delete_cookie("session")
    page = browser.press("Sign in")
    assert (page.h1, page.status) == ("Sign in", 400)
    assert "This page was open for too long" in page.text
    assert page.value("E-mail") == account.email
    assert page.is_chosen("Stay signed in")
    assert PASSWORD not in page.html
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").h1 == "What you had typed is here"


def test_a_sign_in_page_that_was_open_too_long_still_leads_where_it_was_to_lead(session, browser):
    account = make_account(session)
    browser.open("/account/sign-in?next=/account/sessions")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    browser.client.delete_cookie("session")
    browser.press("Sign in")
    browser.fill("Password", PASSWORD)
    assert browser.press("Sign in").url == "/account/sessions"


def kept_after_signing_out(app, session, browser, path, typed):
    """Fill in a page of one's own listing, sign out in another tab, send it, and sign in."""
    account = make_account(session)
    make_listing(session, account=account)
    browser.sign_in(account)
    browser.open(path)
    for label, value in typed.items():
        if browser.page.control(label).attributes.get("type") == "radio":
            browser.choose(label)
        else:
            browser.fill(label, value)
    elsewhere = Browser(app, session)
    elsewhere.client = browser.client
    elsewhere.open("/my-listing")
    elsewhere.sign_out()
    browser.press("Save and continue")
    browser.fill("E-mail", account.email)
    browser.fill("Password", PASSWORD)
    return browser.press("Sign in")


def test_what_was_kept_is_shown_whole_and_in_the_words_of_its_form(app, session, browser):
    page = kept_after_signing_out(
        app, session, browser, "/my-listing/practical", {"Price of 60 minutes": "85", "Languages": "Thai"}
    )
    assert (page.value("Price of 60 minutes"), page.value("Languages you work in (optional)")) == ("85", "Thai")
    assert page.value("Currency of your prices") == "US dollar"
    assert "Opened" not in page.text


def test_a_postal_code_comes_back_with_the_address_it_belongs_to(app, session, browser):
    typed = {"Street and number": "12 Alder Street", "Town": "Portland", "Postal code": "97214"}
    page = kept_after_signing_out(app, session, browser, "/my-listing/place/new", typed)
    assert (page.value("Street and number"), page.value("Postal code")) == ("12 Alder Street", "97214")


def test_a_kept_answer_stands_under_the_words_of_its_question(app, session, browser):
    page = kept_after_signing_out(
        app, session, browser, "/my-listing/questions/Q5", {"Very little": "", "In your own words": "Little."}
    )
    assert page.value("In your own words") == "Little."
    assert any("Very little" in words.get_text() for words in page.soup.find_all("textarea"))
    for machine in ("Choice", "Version", "Then"):
        assert machine not in [label.get_text() for label in page.soup.find_all("label")]


def test_a_decision_that_was_kept_names_its_reason_in_words(app, session, browser):
    moderator, waiting = make_account(session, "moderator"), make_listing(session, "submitted")
    browser.sign_in(moderator)
    browser.open(f"/moderation/cases/{waiting.revisions[0].id}")
    browser.choose("Ask for changes")
    browser.fill("Reason", "health-claim")
    browser.fill("Note to the therapist", "Please say what you do.")
    browser.client.delete_cookie("session")
    browser.press("Save the decision and tell the therapist")
    browser.fill("E-mail", moderator.email)
    browser.fill("Password", PASSWORD)
    page = browser.press("Sign in")
    assert page.h1 == "What you had typed is here"
    assert (page.value("Your decision"), page.value("Reason")) == ("Ask for changes", "Health claim")


def test_kept_text_is_for_its_owner_and_can_be_thrown_away(app, session, browser):
    typed_while_signed_out(app, session, browser, "signed out in another tab")
    browser.press("Save and continue")
    stranger = make_account(session)
    browser.fill("E-mail", stranger.email)
    browser.fill("Password", PASSWORD)
    page = browser.press("Sign in")
    assert page.h1 == "What you had typed is here", "it belongs to whoever sits before this browser"
    browser.press("Throw it away")
    assert session.scalars(select(KeptForm)).first() is None
    assert browser.open("/account/kept").h1 != "What you had typed is here"


def test_words_from_another_site_are_not_kept_as_somebodys_own(app, session):
    client = app.test_client()
    sent = {"bio": "Words of somebody else, sent from their own page."}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post("/my-listing/about", data=sent, headers=headers)
        assert answer.status_code == 400
        assert b'name="kept"' not in answer.data
