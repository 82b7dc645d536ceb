"""Accounts: looked for, looked at, and what is done to one, each after a fresh password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_security.recoverable import generate_reset_password_token
from werkzeug.wrappers import Response

from ...access import administrator_only
from ...db import session
from ...errors import NotFound
from ...login import fresh, letters, me
from ...models import Account
from ...pagination import page_number
from .. import account_actions, account_queries
from ..account_actions import STEPS
from ..forms.accounts import AccountSearchForm, InviteForm, StepForm
from .blueprint import blueprint


@blueprint.get("/accounts")
@administrator_only
def accounts() -> str:
    """All accounts, or those that were looked for."""
    form = AccountSearchForm(request.args)
    words, state = (form.q.data or "", form.state.data or "") if form.validate() else ("", "")
    found = account_queries.accounts(session, words, state, page_number(request.args.get("page", "")))
    return render_template(
        "administration/accounts.html",
        form=form,
        page=found,
        page_address=lambda n: url_for("administration.accounts", page=n, q=words or None, state=state or None),
    )


@blueprint.get("/accounts/<int:account_id>")
@administrator_only
def account(account_id: int) -> str:
    """One account with everything that can be done to it."""
    row = account_queries.find_account(session, account_id)
    return render_template(
        "administration/account.html",
        row=row,
        listing=account_queries.listing_of(row.account),
        sign_ins=account_queries.sign_ins_of(session, row.account),
        history=account_queries.history(session, row.account),
        steps={name: STEPS[name] for name in account_actions.steps_for(row.account, me(), row.has_second_factor)},
    )


@blueprint.route("/accounts/<int:account_id>/<step>", methods=["GET", "POST"])
@administrator_only
@fresh
def account_step(account_id: int, step: str) -> str | tuple[str, int] | Response:
    """Say what will happen, ask for a reason, do it, and tell the owner."""
    row = account_queries.find_account(session, account_id)
    if step not in STEPS:
        raise NotFound(f"step {step}")
    chosen, form = STEPS[step], StepForm().of(STEPS[step])
    if not form.validate_on_submit():
        page = render_template("administration/account_step.html", row=row, step=chosen, form=form)
        return page, 422 if form.errors else 200
    reason = form.reason.data or ""
    chosen.act(session, row.account, me(), reason)
    letters.write(row.account.email, chosen.letter, role=chosen.role, reason=reason)
    letters.note(row.account, step.replace("-", "_"))
    session.commit()
    flash(f"{row.account.email} {chosen.done}. They get a letter.", "success")
    return redirect(url_for("administration.account", account_id=account_id), 303)


@blueprint.route("/invite", methods=["GET", "POST"])
@administrator_only
@fresh
def invite() -> str | tuple[str, int] | Response:
    """Invite a moderator or administrator by letter."""
    form = InviteForm()
    if not form.validate_on_submit():
        return render_template("administration/invite.html", form=form), 422 if form.errors else 200
    invited, needs_password = account_actions.invite(session, str(form.email.data), form.role.data, me())
    _tell(invited, str(form.role.data), needs_password)
    session.commit()
    flash(f"A letter has gone to {invited.email}.", "success")
    return redirect(url_for("administration.account", account_id=invited.id), 303)


def _tell(invited: Account, role: str, needs_password: bool) -> None:
    if not needs_password:
        letters.write(invited.email, "account_role_given", role=role, reason="")
        return
    token = generate_reset_password_token(invited)  # type: ignore[no-untyped-call]
    link = f"{current_app.config['BASE_ADDRESS']}/account/recover/{token}"
    letters.write(invited.email, "account_invited", role=role, invite_link=link)
