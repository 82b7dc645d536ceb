"""Confirming the address of a new account: it shows whose mailbox it is, and a password counts for whoever knows it.

Anybody can register with the address of somebody else. Its owner, who presses the button of the letter that comes then,
must not open the account to the password of whoever typed it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask
from flask import after_this_request, redirect, render_template, request, url_for
from flask_security.confirmable import confirm_email_token_status
from flask_security.recoverable import generate_reset_password_token
from flask_security.utils import do_flash, get_message

from .. import sign_ins
from ..models import Account
from .forms import PasswordChosenForm
from .letters import commit_if_done

# In the cookie a mark of the registration that this browser made last; its digest among those of the account's links.
NOTE = "registered"
CHOOSE = "choose"


def remember_here(account: Account | None = None) -> None:
    """Note in this browser that it registered `account`; one that was there already gets a note that fits nothing.

    So a cookie tells as little as the page whether an address was known.
    """
    mark = sign_ins.new_key()
    flask.session[NOTE] = mark
    if account is not None:
        account.links = {**account.links, NOTE: sign_ins.digest(mark)}


def only_when_pressed(confirm: Callable[[str], Any]) -> Callable[[str], Any]:
    """Programs that look through mail open every link in it: opening a link only asks, its button confirms.

    In another browser than the one that registered, the page asks for the password as well, or for a new one. Who comes
    back through the letter once the address is confirmed wants to get in, and needs no other letter.
    """

    def page(token: str) -> Any:
        expired, invalid, account = confirm_email_token_status(token)  # type: ignore[no-untyped-call]
        works = account is not None and not (expired or invalid)
        if works and account.confirmed_at is not None:
            do_flash(*get_message("ALREADY_CONFIRMED"))
            return redirect(url_for("security.login"), 303)
        if works and request.method == "POST" and CHOOSE in request.form:
            return _to_a_new_password(account)
        form = PasswordChosenForm(user=account) if works and not _registered_here(account) else None
        if request.method == "POST" and (form is None or form.validate_on_submit()):
            return confirm(token)
        shown = render_template("security/confirm_address.html", token=token, form=form, choose=CHOOSE)
        return shown, 422 if form and form.errors else 200

    return page


def _registered_here(account: Account) -> bool:
    mark = flask.session.get(NOTE)
    return mark is not None and account.links.get(NOTE) == sign_ins.digest(str(mark))


def _to_a_new_password(account: Account) -> Any:
    """The letter came into the same mailbox as one for a new password, so its link leads there without another."""
    token = generate_reset_password_token(account)  # type: ignore[no-untyped-call]
    after_this_request(commit_if_done)
    return redirect(url_for("security.reset_password", token=token), 303)
