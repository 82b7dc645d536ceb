"""Changing the e-mail address: asked for here, confirmed at the new address, told to the old one before and after."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ...access import anyone, signed_in
from ...db import session
from ...login import fresh, letters, me
from .. import actions, queries
from ..forms import AddressForm, PressForm
from .blueprint import blueprint

ASKED = "A letter with a link has gone to {}. Nothing changes until you open the link."


@blueprint.route("/account/e-mail", methods=["GET", "POST"])
@signed_in
@fresh
def address() -> str | tuple[str, int] | Response:
    """Ask for another address. Whether somebody has it already is told to that address only."""
    form = AddressForm()
    if form.validate_on_submit():
        email = str(form.email.data)
        if email.lower() == me().email.lower():
            form.email.errors = ["This is the address you have."]
            return render_template("accounts/address.html", form=form, account=me(), waiting=None), 422
        _tell(actions.ask_for_address(session, me(), email))
        session.commit()
        flash(ASKED.format(email), "success")
        return redirect(url_for("accounts.account"), 303)
    waiting = queries.waiting_address(session, me())
    return render_template(
        "accounts/address.html", form=form, account=me(), waiting=waiting
    ), 422 if form.errors else 200


@blueprint.post("/account/e-mail/withdraw")
@signed_in
def withdraw_address() -> Response:
    """Keep the address there is."""
    actions.withdraw_address(session, me())
    session.commit()
    flash("Your address stays as it is.", "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.route("/account/e-mail/confirm/<token>", methods=["GET", "POST"])
@anyone
def confirm_address(token: str) -> str | tuple[str, int] | Response:
    """Open the link, then press the button: programs that look through mail only open links."""
    waiting = queries.address_of_link(session, token[:200])
    form = PressForm()
    if waiting is not None and not form.validate_on_submit():
        return render_template("accounts/confirm_address.html", form=form, waiting=waiting, token=token)
    changed = actions.confirm_address(session, waiting) if waiting is not None else None
    if changed is None:
        session.commit()
        return render_template("accounts/link_over.html"), 410
    account, old = changed
    letters.write(old, "account_address_changed")
    letters.note(account, "address_changed")
    session.commit()
    flash(f"Your address is now {account.email}. Sign in with it from now on.", "success")
    return redirect(url_for("accounts.account" if current_user.is_authenticated else "security.login"), 303)


def _tell(asked: actions.Asked) -> None:
    """A link to the new address, or word of the attempt if it is somebody's; a warning to the present one."""
    page = url_for("accounts.confirm_address", token=asked.key)
    link = current_app.config["BASE_ADDRESS"] + page
    if asked.is_taken:
        letters.write(asked.email, "account_new_address_taken")
    else:
        letters.write(asked.email, "account_new_address", confirm_page=link)
    letters.write(me().email, "account_new_address_asked")
    letters.note(me(), "address_change_asked")
