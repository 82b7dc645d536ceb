"""Sign-ins of the demonstration: told where they open something, and nowhere else."""

from __future__ import annotations

import pytest
from flask_security import hash_password

from directory_app.cli.demonstration import SIGN_INS, SignIn

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
