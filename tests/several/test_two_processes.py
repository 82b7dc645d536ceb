"""What is done in one process holds in another: accounts, sign-ins, decisions, search, limits. Two real servers."""

from __future__ import annotations

import re
import time

import pytest
from sqlalchemy import select

from directory_app import create_app
from directory_app.models import OutgoingMail

from ..browser import PASSWORD, Browser
from ..conftest import TESTING
from ..factories import make_account, make_listing
from ..services.postgres import fresh_database
from ..services.processes import two_processes
from ..services.sqlite import copy_database

ADDRESS = "nadia@example.org"


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def directory(request, tmp_path_factory):
    """A prepared directory, its two processes, and how the test itself reads and writes it."""
    folder = tmp_path_factory.mktemp("two")
    settings = {"DATA": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}
    if request.param == "sqlite":
        copy_database(request.getfixturevalue("sqlite_app"), folder)
    else:
        template = request.getfixturevalue("prepared_postgres")
        settings["DATABASE_URL"] = fresh_database(request.getfixturevalue("postgres_server"), template)
    # Both kinds of directory count together in Redis: SQLite may have several processes too.
    redis_server = request.getfixturevalue("redis_server")
    redis_server.client().flushall()
    settings["REDIS_URL"] = redis_server.url
    app = create_app({**TESTING, **settings})
    with two_processes(**settings) as site, app.extensions["sessions"]() as session:
        yield site, session
    app.extensions["engine"].dispose()


def in_a_second(look):
    """What `look` answers once it answers, within a second."""
    ends = time.monotonic() + 1
    while not (found := look()) and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def test_an_account_made_in_one_process_is_confirmed_in_the_other_and_its_sign_in_ends_in_both(directory):
    site, session = directory
    site.at = 0
    browser = Browser(site)
    browser.open("/account/register")
    browser.fill("E-mail", ADDRESS)
    browser.fill("Password", PASSWORD)
    assert browser.press("Create the account").h1 == "Look into your mail"
    letter = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == ADDRESS)).one()
    link = re.search(r"https?://[^/\s]+(/account/confirm/\S+)", letter.text)[1]
    session.rollback()
    site.at = 1
    browser.open(link)
    browser.press("Confirm my address")
    site.at = 0
    browser.open("/account/sign-in")
    browser.fill("E-mail", ADDRESS)
    browser.fill("Password", PASSWORD)
    browser.press("Sign in")
    site.at = 1
    assert browser.open("/my-listing").h1 == "Start your listing"
    stolen = browser.client.get_cookie("session")
    browser.sign_out()
    site.at = 0
    browser.client.set_cookie("session", stolen.value)
    assert browser.open("/my-listing").url.startswith("/account/sign-in")


def test_a_decision_in_one_process_is_found_and_taken_back_in_the_other_within_a_second(directory):
    site, session = directory
    site.at = 0
    visitor = Browser(site)
    assert "Ada Twofold" not in visitor.open("/search?place=Portland,+OR").text
    listing = make_listing(session, "submitted", name="Ada Twofold")
    moderator = make_account(session, "moderator")
    session.commit()
    revision_id = listing.revisions[0].id
    site.at = 1
    staff = Browser(site)
    staff.sign_in(moderator)
    staff.open(f"/moderation/cases/{revision_id}")
    staff.choose("Approve")
    assert "Ada Twofold is approved and public" in staff.press("Save the decision").text
    site.at = 0
    assert in_a_second(lambda: "Ada Twofold" in visitor.open("/search?place=Portland,+OR").text)
    session.refresh(listing)
    address = f"/therapists/{listing.slug}"
    session.rollback()
    assert visitor.open(address).h1 == "Ada Twofold"
    site.at = 1
    staff.open(f"/moderation/cases/{revision_id}")
    staff.press("Undo this decision")
    site.at = 0
    assert in_a_second(lambda: visitor.open(address).status == 404)
    assert "Ada Twofold" not in visitor.open("/search?place=Portland,+OR").text


def test_wrong_passwords_are_counted_together(directory):
    site, session = directory
    account = make_account(session)
    session.commit()
    browser, answers = Browser(site), []
    for number in range(12):
        site.at = number % 2
        browser.open("/account/sign-in")
        browser.fill("E-mail", account.email)
        browser.fill("Password", f"a wrong one {number}")
        answers.append(browser.press("Sign in").status)
    assert answers[:10].count(429) == 0
    assert answers[10:] == [429, 429]
