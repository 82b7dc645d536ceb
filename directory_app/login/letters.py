"""Letters about an account: Flask-Security's own, put among ours, and those that tell of a change; its audit."""

from __future__ import annotations

import logging
from typing import Any

import flask
from flask import Flask, after_this_request, current_app, request
from flask_security import (
    MailUtil,
    password_changed,
    password_reset,
    tf_code_confirmed,
    tf_disabled,
    tf_profile_changed,
    user_confirmed,
    user_failed_authn,
    wan_deleted,
    wan_registered,
)
from flask_security.recoverable import generate_reset_link

from .. import audit, mail
from ..db import session
from ..models import Account, NewAddress, now
from .network import network_prefix

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)

# Flask-Security's name of a letter, and ours.
TEMPLATES = {
    "welcome": "account_confirm",
    "confirmation_instructions": "account_confirm",
    "welcome_existing": "account_exists",
    "reset_instructions": "account_reset",
    "reset_notice": "account_password_changed",
    "change_notice": "account_password_changed",
}


class QueuedMail(MailUtil):  # type: ignore[misc]
    """Flask-Security's letters, put among ours; links carry the configured address whatever Host a request named."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Queue the letter in the request's own transaction."""
        links = {name: _at_home(str(kwargs.get(name) or "")) for name in ("confirmation_link", "reset_link")}
        letter, account = TEMPLATES[template.rpartition("/")[2]], kwargs["user"]
        if account.confirmed_at is None and account.password is None:
            # Registered more than once, see `login._registered_again`: a link that only confirms would open nothing.
            letter = "account_waits"
            if not links["reset_link"]:
                link, _ = generate_reset_link(account)  # type: ignore[no-untyped-call]
                links["reset_link"] = _at_home(link)
        write(str(recipient), letter, **links)
        # Some letters come with no change of the account, and then the library would not commit.
        after_this_request(commit_if_done)


def init_app(app: Flask) -> None:
    """Listen to what happens to accounts. Every change is audited, told to its owner, and noted in the log."""
    for signal, action, letter in (
        (password_changed, "password_changed", ""),
        (password_reset, "password_reset", ""),
        (user_confirmed, "address_confirmed", ""),
        (tf_profile_changed, "second_factor_on", "account_second_factor_on"),
        (tf_disabled, "second_factor_off", "account_second_factor_off"),
        (wan_registered, "passkey_added", "account_passkey_added"),
        (wan_deleted, "passkey_removed", "account_passkey_removed"),
    ):
        signal.connect(_noting(action, letter), app, weak=False)
    tf_code_confirmed.connect(_set_up_at_the_door, app)
    user_failed_authn.connect(_failed, app)


def write(recipient: str, template: str, **facts: Any) -> None:
    """Write a letter about an account, with the addresses that all of them may name."""
    home = current_app.config["BASE_ADDRESS"]
    mail.write(
        session,
        recipient,
        template,
        site_name=current_app.config["SITE_NAME"],
        account_page=f"{home}/account",
        recover_page=f"{home}/account/recover",
        help_page=f"{home}/about",
        **facts,
    )


def note(account: Account | None, outcome: str) -> None:
    """One line of the log: which account, from which part of the network, with what outcome; never who or what."""
    number = account.id if account else "-"
    log.info("sign-in at=%s account=%s network=%s outcome=%s", f"{now():%FT%TZ}", number, network_prefix(), outcome)


def commit_if_done(response: Any) -> Any:
    """Commit after an answer that is no error. For what Flask-Security leaves uncommitted."""
    if response.status_code < 400:
        session.commit()
    return response


def _noting(action: str, letter: str) -> Any:
    def told(app: Flask, user: Any, **facts: Any) -> None:
        account = user._get_current_object() if hasattr(user, "_get_current_object") else user
        name = str(facts.get("name") or "")
        audit.record(session, "account", account.id, account, action, target_name=account.email)
        note(account, action)
        if action == "second_factor_off":
            account.mf_recovery_codes = None
            account.tf_last_counter = None
        if action in ("password_reset", "password_changed"):
            _end_waiting_address(account)
        if letter:
            write(account.email, letter, name=name)

    return told


def _end_waiting_address(account: Account) -> None:
    """A new password ends what somebody else may have begun."""
    waiting = session.get(NewAddress, account.id)
    if waiting is not None:
        session.delete(waiting)


def _set_up_at_the_door(app: Flask, user: Account, **_: Any) -> None:
    """Who had to set a second factor up before being let in has just done so; other codes are ordinary sign-ins."""
    if flask.session.get("tf_state") == "validating_profile":
        _noting("second_factor_on", "account_second_factor_on")(app, user)


def _failed(app: Flask, user: Account, auth_type: str = "", **_: Any) -> None:
    note(user, f"wrong_{auth_type}")


def _at_home(link: str) -> str:
    return link.replace(request.host_url, current_app.config["BASE_ADDRESS"] + "/")
