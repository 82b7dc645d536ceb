"""The account page: how its owner gets in, each part with its state and one thing to do."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...access import needs_second_factor, signed_in
from ...db import session
from ...login import me, sessions
from .. import queries
from .blueprint import blueprint


@blueprint.get("/account")
@signed_in
def account() -> str:
    """Address, password, passkeys, second factor, recovery codes and sign-ins in plain words."""
    own = me()
    return render_template(
        "accounts/account.html",
        account=own,
        waiting=queries.waiting_address(session, own),
        lines=queries.sign_in_lines(session, own, sessions.this_sign_in()),
    )


@blueprint.get("/account/second-factor/next")
@signed_in
def after_second_factor() -> Response:
    """Where somebody goes who turned the second factor on or off: once on, recovery codes are made."""
    own = me()
    needs_codes = own.tf_primary_method and not own.mf_recovery_codes
    return redirect(url_for("security.mf_recovery_codes" if needs_codes else "accounts.account"))


@blueprint.get("/account/second-factor/needed")
@signed_in
def second_factor_needed() -> str | Response:
    """Tell moderators and administrators that their pages need two factors, and how to show the second one."""
    if not me().is_staff or not needs_second_factor("moderator"):
        return redirect(url_for("accounts.start"))
    return render_template("accounts/second_factor_needed.html", account=me())
