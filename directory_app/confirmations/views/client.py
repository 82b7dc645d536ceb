"""What a client sees: typing a code, five facts, a receipt, taking it back. No account, no script, nothing on GET."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ... import confirming
from ...access import anyone
from ...callers import network
from ...confirming import Door, NoSuchCode, Thresholds
from ...db import session
from ...login import me
from ...models import ConfirmationSheet, now
from ..forms import CodeForm, ConfirmationForm, WithdrawForm
from .blueprint import blueprint, secret, secrets


@blueprint.get("/confirm")
@anyone
def enter() -> str | tuple[str, int] | Response:
    """Type the code of a card. The form is a plain question to the server and needs no cookie."""
    form = CodeForm(request.args)
    if "code" not in request.args:
        return render_template("confirmations/enter.html", form=CodeForm(None))
    if not form.validate():
        return render_template("confirmations/enter.html", form=form), 422
    return redirect(url_for("confirmations.confirm", code=confirming.grouped(form.read)))


@blueprint.route("/confirm/<code>", methods=["GET", "POST"])
@anyone
def confirm(code: str) -> str | tuple[str, int] | Response:
    """The five facts. Opening changes nothing; sending spends the code."""
    read = confirming.read_code(code)
    if read is None:
        raise NoSuchCode("no code at all")
    sheet = confirming.sheet_behind(session, read, secret(), secrets()[1:])
    form = ConfirmationForm().offer(confirming.months(sheet.made_on, now().date()))
    if _is_own(sheet):
        return _own(sheet)
    if request.method != "POST" or not form.validate():
        return _page(sheet, form, code), 422 if form.errors else 200
    if form.is_trapped:
        return _page(sheet, form, code, again=True)
    door = Door(form.key, network(), secret(), secrets()[1:])
    confirming.take(session, read, form.facts(), door, thresholds())
    session.commit()
    return redirect(url_for("confirmations.thanks", receipt=confirming.make_receipt(secret(), form.key)), 303)


def thresholds() -> Thresholds:
    """From when on confirmations wait for a moderator, as the operator set it."""
    names = ("BURST", "SAME_NETWORK", "SAME_ANSWERS")
    return Thresholds(*(current_app.config[f"CONFIRMATION_{name}"] for name in names))


def _page(sheet: ConfirmationSheet, form: ConfirmationForm, code: str, *, again: bool = False) -> str:
    shown = sheet.listing.approved
    name = shown.name if shown else ""
    return render_template("confirmations/confirm.html", form=form, code=code, again=again, name=name)


def _is_own(sheet: ConfirmationSheet) -> bool:
    return bool(current_user.is_authenticated) and sheet.listing.account_id == me().id


def _own(sheet: ConfirmationSheet) -> tuple[str, int]:
    if request.method == "POST":
        confirming.note_own_code(session, sheet.listing, me())
        session.commit()
    return render_template("confirmations/own_code.html"), 200 if request.method != "POST" else 403


@blueprint.get("/confirm/thanks")
@anyone
def thanks() -> str:
    """Thanks, and the receipt with which it can be taken back."""
    receipt = confirming.read_receipt(request.args.get("receipt", ""))
    return render_template("confirmations/thanks.html", receipt=receipt, next_day=confirming.next_day(now().date()))


@blueprint.route("/confirm/withdraw", methods=["GET", "POST"])
@anyone
def withdraw() -> str | tuple[str, int] | Response:
    """Take back what was sent, with the receipt."""
    form = WithdrawForm(receipt=request.args.get("receipt", "")[:40])
    if request.method != "POST":
        return render_template("confirmations/withdraw.html", form=form)
    if not form.validate():
        return render_template("confirmations/withdraw.html", form=form), 422
    if not confirming.withdraw(session, form.read, secret(), secrets()[1:]):
        g.wrong_code = True
        form.refuse()
        return render_template("confirmations/withdraw.html", form=form), 422
    session.commit()
    return redirect(url_for("confirmations.withdrawn"), 303)


@blueprint.get("/confirm/withdrawn")
@anyone
def withdrawn() -> str:
    """It is gone."""
    return render_template("confirmations/withdrawn.html")
