"""The demonstration: its sign-ins are told where they open something, and its profiles say one thing of their age."""

from __future__ import annotations

from itertools import islice

import pytest
from flask_security import hash_password
from sqlalchemy import select

from directory_app.cli import demonstration
from directory_app.cli.demonstration import SIGN_INS, SignIn
from directory_app.models import PublicListing

from ..factories import make_account


@pytest.fixture
def database_app(sqlite_app):
    """One database: accounts are asked for alike on both."""
    return sqlite_app


def test_a_database_with_an_account_is_not_filled_and_no_sign_ins_are_told(app, session):
    make_account(session, email=SIGN_INS[0].email)
    session.commit()
    result = app.test_cli_runner().invoke(args=["directory", "demonstration"])
    assert (result.exit_code, result.output) == (
        1,
        "Error: The database holds accounts already; the demonstration fills an empty one.\n",
    )


def test_only_sign_ins_whose_password_is_still_that_of_the_demonstration_are_told(app, session):
    therapist, moderator, _ = SIGN_INS
    with app.app_context():
        make_account(session, email=therapist.email, password=hash_password(therapist.password))
        make_account(session, "moderator", email=moderator.email, password=hash_password("another password"))
        assert SignIn.present(session) == [therapist]


def test_hours_of_a_profile_are_as_old_as_its_phone_and_prices(app, browser, session, monkeypatch):
    # All of them take a minute.
    people = list(islice(demonstration._people(), 2))
    monkeypatch.setattr(demonstration, "_people", lambda: people)
    with app.app_context():
        demonstration.load_demonstration(session, lambda _: None)
    session.commit()
    slugs = session.scalars(select(PublicListing.slug)).all()
    assert len(slugs) == len(people)
    for slug in slugs:
        facts = browser.open(f"/therapists/{slug}").soup.select(".fact-date, .profile-contact .dated")
        assert [fact.get_text(" ", strip=True).split()[0] for fact in facts] == ["Phone", "As", "Confirmed"]
        assert len({fact.find("time")["datetime"] for fact in facts}) == 1
