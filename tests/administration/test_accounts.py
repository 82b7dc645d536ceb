"""Accounts in the hands of administrators: what they can do, what nobody can, and what its owner hears of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory_app import chain
from directory_app.administration import account_actions
from directory_app.errors import RuleRefused
from directory_app.models import Account, AuditEntry, Passkey, SignIn, now

from ..browser import PASSWORD, Browser
from ..factories import make_account, make_listing
from ..letters import letters_to


def roles(session, account):
    session.expire_all()
    return sorted(role.name for role in session.get(Account, account.id).roles)


def step(browser, account, name, button, reason=""):
    browser.open(f"/administration/accounts/{account.id}/{name}")
    if reason:
        browser.fill("Reason", reason)
    return browser.press(button)


def test_the_list_finds_accounts_by_address_and_state(administrator, session):
    make_listing(session, "published", account=make_account(session, email="mara@example.org"))
    make_account(session, email="blocked@example.org", active=False)
    page = administrator.open("/administration/accounts?q=MARA")
    assert "1 account." in page.text
    row = page.soup.find("tbody").find("tr")
    assert "therapist in use public no not known" in " ".join(row.get_text(" ").split())
    assert "blocked@example.org" in administrator.open("/administration/accounts?state=blocked").text
    staff = administrator.open("/administration/accounts?state=no-second-factor").text
    assert administrator.account.email in staff
    assert "mara@" not in staff


def test_a_reason_typed_before_the_password_is_asked_again_comes_back(administrator, session):
    account = make_account(session)
    address = f"/administration/accounts/{account.id}/make-moderator"
    administrator.open(address)
    administrator.fill("Reason", "She has read our guide.")
    with time_machine.travel(now() + timedelta(minutes=25)):
        page = administrator.press("Make this account a moderator")
        assert page.url.startswith("/account/verify")
        assert roles(session, account) == ["therapist"]
        administrator.fill("Password", PASSWORD)
        page = administrator.press("Continue")
        assert "She has read our guide." in page.html
        administrator.press("Save it")
    assert roles(session, account) == ["moderator", "therapist"]


def test_a_role_is_given_and_taken_with_a_letter_each(app, session, administrator):
    account = make_account(session)
    other = Browser(app, session)
    other.sign_in(account)
    step(administrator, account, "make-moderator", "Make this account a moderator")
    assert roles(session, account) == ["moderator", "therapist"]
    assert other.open("/moderation/").status == 200
    step(administrator, account, "end-moderator", "Take the role of moderator away", "Thank you for two years.")
    assert roles(session, account) == ["therapist"]
    assert other.open("/moderation/").url.startswith("/account/sign-in"), "it is signed out everywhere"
    subjects = [letter.subject for letter in letters_to(session, account.email)]
    assert subjects[-2:] == ["You are a moderator now", "Your role has ended"]
    assert "Thank you for two years." in letters_to(session, account.email)[-1].text
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "role_taken")).one()
    assert (entry.actor_name, entry.after, entry.reason) == (
        administrator.account.email, {"role": "moderator"}, "Thank you for two years.",
    )  # fmt: skip
    assert "Role taken (moderator)" in administrator.open(f"/administration/accounts/{account.id}").text


def test_nobody_does_anything_to_their_own_account(administrator, session):
    own = administrator.account
    assert "This is your own account." in administrator.open(f"/administration/accounts/{own.id}").text
    for name in ("end-administrator", "block", "end-sign-ins", "reset-second-factor", "make-moderator"):
        page = step(administrator, own, name, administrator.open(f"/administration/accounts/{own.id}/{name}").h1, "x")
        assert page.status == 409
        assert "This is your own account." in page.text
    assert roles(session, own) == ["administrator"]


def test_of_two_administrators_who_take_each_others_role_one_stays(session, administrator):
    first, second = session.get(Account, administrator.account.id), make_account(session, "administrator")
    make_account(session, "administrator", active=False)
    account_actions.take_role(session, second, first, "administrator")
    for do in (account_actions.take_role, account_actions.block):
        with pytest.raises(RuleRefused, match="This is the last administrator"):
            do(session, first, second, "administrator")


def test_a_blocked_account_is_out_at_once_and_cannot_come_back_until_it_is_unblocked(app, session, administrator):
    account = make_listing(session, "published").account
    other = Browser(app, session)
    other.sign_in(account)
    assert step(administrator, account, "block", "Block this account").errors == [
        "Write a reason. The owner of the account reads it."
    ]
    administrator.fill("Reason", "Somebody else uses this account.")
    administrator.press("Block this account")
    assert other.open("/my-listing").url.startswith("/account/sign-in")
    other.fill("E-mail", account.email)
    other.fill("Password", PASSWORD)
    assert other.press("Sign in").url.startswith("/account/sign-in")
    assert "Somebody else uses this account." in letters_to(session, account.email)[-1].text
    step(administrator, account, "unblock", "Unblock this account")
    other.sign_in(account)
    assert other.open("/my-listing").status == 200


def test_a_lost_second_factor_is_reset_as_the_command_does_it(session, administrator):
    account = make_account(session, "moderator", tf_primary_method="authenticator", tf_totp_secret="x")
    account.webauthn.append(
        Passkey(
            credential_id=b"k", public_key=b"k", sign_count=0, name="key", usage="first", backup_state=False,
            device_type="single_device", lastuse_datetime=now(),
        )
    )  # fmt: skip
    session.add(SignIn(account_id=account.id, key_hash="k", device="A browser", two_factors=True))
    session.commit()
    step(administrator, account, "reset-second-factor", "Reset the second factor", "Asked for by telephone.")
    session.expire_all()
    account = session.get(Account, account.id)
    assert (account.tf_primary_method, account.webauthn) == (None, [])
    assert session.scalars(select(SignIn).where(SignIn.account_id == account.id)).all() == []
    assert letters_to(session, account.email)[-1].subject == "Your second factor was removed"


def test_whoever_invites_a_moderator_twice_is_led_back_to_the_form(session, administrator):
    moderator = make_account(session, "moderator")
    administrator.open("/administration/invite")
    administrator.fill("E-mail address", moderator.email)
    administrator.choose("Moderator: decides")
    page = administrator.press("Send the invitation")
    assert page.status == 409
    assert "This account is a moderator already." in page.text
    assert administrator.follow("Open it as it stands now").url == "/administration/invite"


def test_somebody_new_is_invited_by_letter_and_gets_in_with_its_link(app, session, administrator):
    administrator.open("/administration/invite")
    administrator.fill("E-mail address", "New.Moderator@Example.org")
    administrator.choose("Moderator: decides")
    assert "A letter has gone to" in administrator.press("Send the invitation").text
    account = session.scalars(select(Account).where(Account.email.ilike("new.moderator@example.org"))).one()
    assert roles(session, account) == ["moderator"]
    letter = letters_to(session, account.email)[-1]
    assert letter.subject == "You are invited to be a moderator"
    link = re.search(r"/account/recover/\S+", letter.text)[0]
    invited = Browser(app, session)
    invited.open(link)
    invited.fill("New password", "violet harbour kettle 58")
    assert invited.press("Save the password").status == 200
    assert invited.open("/moderation/").status == 200


def test_who_registered_an_address_that_is_not_theirs_gets_no_role_with_it(app, session, administrator):
    account = make_account(session, email="new.moderator@example.org", confirmed_at=None)
    page = step(administrator, account, "make-moderator", "Make this account a moderator")
    assert "Nobody has shown yet that the address of this account is theirs." in page.text
    assert roles(session, account) == ["therapist"]
    administrator.open("/administration/invite")
    administrator.fill("E-mail address", account.email)
    administrator.choose("Moderator: decides")
    administrator.press("Send the invitation")
    assert letters_to(session, account.email)[-1].subject == "You are invited to be a moderator"
    stranger = Browser(app, session)
    stranger.open("/account/sign-in")
    stranger.fill("E-mail", account.email)
    stranger.fill("Password", PASSWORD)
    assert stranger.press("Sign in").h1 == "Sign in"
    assert stranger.open("/moderation/").h1 == "Sign in"


def test_the_password_is_asked_for_again_before_anything_is_done(session, administrator):
    account = make_account(session)
    with time_machine.travel(now() + timedelta(minutes=25)):
        page = administrator.open(f"/administration/accounts/{account.id}/make-administrator")
    assert "make-administrator" not in page.url.split("?")[0]
    assert roles(session, account) == ["therapist"]


def test_all_of_it_leaves_the_chain_of_the_audit_whole(session, administrator):
    account = make_account(session)
    step(administrator, account, "make-administrator", "Make this account an administrator")
    assert chain.verify(session).fault == ""
