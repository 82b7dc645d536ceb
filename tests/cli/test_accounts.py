"""Making staff from the command line."""

from __future__ import annotations

import re

from sqlalchemy import select

from directory_app.models import Account

from ..factories import make_account


def create(app, session, *arguments):
    session.commit()
    done = app.test_cli_runner().invoke(args=["directory", "create-staff", *arguments])
    session.expire_all()
    return done


def test_the_link_lets_the_new_moderator_choose_a_password_and_work(app, browser, session):
    done = create(app, session, "mod@example.org")
    assert done.exit_code == 0, done.output
    path = re.search(r"https?://[^/]+(/\S+)", done.output).group(1)
    browser.open(path)
    browser.fill("New password", "quiet lantern meadow 5")
    browser.press("Save the password")
    browser.open("/account/sign-in")
    browser.fill("E-mail", "mod@example.org")
    browser.fill("Password", "quiet lantern meadow 5")
    assert browser.press("Sign in").url == "/moderation/"


def test_an_account_that_exists_gains_the_role(app, session):
    make_account(session, email="ana@example.org")
    assert create(app, session, "Ana@Example.org", "--role", "administrator").exit_code == 0
    account = session.scalars(select(Account)).one()
    assert {role.name for role in account.roles} == {"therapist", "administrator"}


def test_nonsense_is_refused_in_one_line(app, session):
    done = create(app, session, "nobody")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert done.output.count("\n") == 1
