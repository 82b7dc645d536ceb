"""How often visitors may do what costs somebody else time, with an application of its own that counts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from directory_app import create_app
from directory_app.models import Listing, OutgoingMail

from ..browser import Browser
from ..conftest import TESTING
from ..factories import make_listing
from ..services.sqlite import copy_database
from ..waiting import a_minute_ago


@pytest.fixture
def limited(sqlite_app, tmp_path):
    """An application over a copy of the database whose limits are on, and two public listings."""
    copy_database(sqlite_app, tmp_path)
    app = create_app({**TESTING, "RATELIMIT_ENABLED": True, "DATA": str(tmp_path)})
    with app.extensions["sessions"]() as session:
        slugs = [make_listing(session, "published").slug for _ in range(2)]
        session.commit()
    yield app, slugs
    app.extensions["engine"].dispose()


def write(app, slug, number, network):
    """Write one message from an address of the network; the status of the answer to the last button."""
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = network
    with a_minute_ago():
        browser.open(f"/therapists/{slug}/message")
    browser.fill("Your name", "Vera Visitor")
    browser.fill("Your e-mail", f"vera{number}@example.org")
    browser.fill("Your message", f"This is message number {number}, with some words in it.")
    browser.check("No emergency sign is true of me")
    if browser.press("Check your message").status == 200:
        browser.press("Send the message")
    return browser


def test_the_sixth_message_of_an_hour_from_one_network_is_held_up_and_its_text_kept(limited):
    app, slugs = limited
    answers = [write(app, slugs[number % 2], number, "192.0.2.7") for number in range(6)]
    assert [one.page.status for one in answers] == [200] * 5 + [429]
    page = answers[-1].page
    assert "Five messages an hour can be sent from one connection." in page.text
    assert "This is message number 5, with some words in it." in page.html
    assert "What you typed is not lost: it stands below." in page.text
    assert page.link("Telephone and e-mail of this therapist") == f"/therapists/{slugs[1]}/contact"
    assert "cookies" not in page.text
    assert int(page.headers["Retry-After"]) > 0
    assert write(app, slugs[0], 9, "198.51.100.7").page.status == 200, "another network is not held up"


def test_a_message_that_was_held_up_goes_on_with_one_press_once_the_hour_is_over(limited):
    app, slugs = limited
    held = [write(app, slugs[0], number, "192.0.2.7") for number in range(6)][-1]
    assert held.press("Send it again").status == 429
    app.extensions["limits"].reset()
    page = held.press("Send it again")
    assert page.h1 == "Check your message", "that is where it was held up"
    assert "This is message number 5, with some words in it." in page.text
    assert held.press("Send the message").h1 == "Your message is on its way"


def test_the_twenty_first_message_of_a_day_to_one_therapist_is_held_up(limited):
    app, slugs = limited
    statuses = [write(app, slugs[0], number, f"192.0.2.{number}").page.status for number in range(21)]
    assert statuses == [200] * 20 + [429]
    assert write(app, slugs[1], 22, "192.0.2.99").page.status == 200, "another therapist can be written to"


def test_correcting_and_checking_a_message_counts_for_nothing(limited):
    app, slugs = limited
    browser = Browser(app)
    for _ in range(12):
        browser.open(f"/therapists/{slugs[0]}/message")
        assert browser.press("Check your message").status == 422


def test_contact_details_cannot_be_gathered_by_the_hundred(limited):
    app, slugs = limited
    browser = Browser(app)
    statuses = [browser.open(f"/therapists/{slugs[number % 2]}/contact").status for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert "Wait an hour, or write a message." in browser.page.text


def test_the_sixth_report_of_an_hour_is_held_up(limited):
    app, slugs = limited
    browser = Browser(app)
    for number in range(6):
        with a_minute_ago():
            browser.open(f"/therapists/{slugs[0]}/report")
        browser.choose("Something else")
        browser.fill("What happened?", f"Report number {number}, in some more words.")
        browser.press("Send the report")
    assert browser.page.status == 429
    assert "Report number 5, in some more words." in browser.page.html


def test_ten_messages_a_day_in_one_conversation(limited):
    app, slugs = limited
    write(app, slugs[0], 1, "203.0.113.9")
    with app.extensions["sessions"]() as session:
        copy = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "vera1@example.org")).one()
    address = next(line for line in copy.text.splitlines() if "/conversation/" in line)
    browser = Browser(app)
    statuses = []
    for number in range(11):
        with a_minute_ago():
            page = browser.open(address)
        browser.fill("Write again", f"Once more, {number}.")
        page = browser.press("Send")
        statuses.append(page.status)
    assert statuses == [200] * 10 + [429]
    assert "Ten messages a day can be sent in one conversation." in page.text
    assert "Once more, 10." in page.html, "what was typed is not lost"


def test_the_limit_of_a_conversation_does_not_begin_anew_with_another_spelling_of_its_address(limited):
    app, slugs = limited
    write(app, slugs[0], 1, "203.0.113.9")
    with app.extensions["sessions"]() as session:
        copy = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "vera1@example.org")).one()
    address = next(line for line in copy.text.splitlines() if "/conversation/" in line)
    statuses = []
    for number in range(11):
        browser = Browser(app)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        with a_minute_ago():
            browser.open(address + "!!!!" * number)
        browser.fill("Write again", f"Once more, {number}.")
        statuses.append(browser.press("Send").status)
    assert statuses == [200] * 10 + [429]


def test_what_is_counted_by_holds_no_address(limited):
    app, slugs = limited
    write(app, slugs[0], 1, "203.0.113.9")
    kept = " ".join(app.extensions["limits"].storage.events)
    assert "203.0.113.9" in kept, "this is where counts lie"
    assert "vera1" not in kept


def test_the_file_with_everything_is_made_six_times_an_hour(limited):
    app, slugs = limited
    with app.extensions["sessions"]() as session:
        account = session.scalars(select(Listing).where(Listing.slug == slugs[0])).one().account
    browser = Browser(app)
    browser.sign_in(account)
    token = browser.open("/my-data/export").soup.find("input", attrs={"name": "csrf_token"})["value"]
    answers = [browser.client.post("/my-data/export", data={"csrf_token": token}) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 6 + [429]
    for one in answers:
        one.close()
