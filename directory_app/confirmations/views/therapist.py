"""What a therapist sees: what confirmations are for, what was reported, codes to make, to print and to close."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from ... import confirming
from ...access import therapist_only
from ...callers import network
from ...confirming import Maker, TooManyCodes
from ...db import session
from ...errors import NotFound
from ...login import me
from ...models import Listing
from ...typesetting import PAPERS
from ...writing import with_listing
from .. import queries
from ..forms import CloseCodeForm, SheetForm
from ..sheet import Sheet, pdf_of_sheet, sheet_of
from .blueprint import address, blueprint, secret, secrets

SHOWN_FOR = 24 * 3600


@blueprint.get("/my-listing/confirmations")
@therapist_only
@with_listing
def overview(listing: Listing) -> str:
    """What confirmations are, what counts so far, and the form that makes codes."""
    return _overview(listing, SheetForm(formdata=None).renew(), CloseCodeForm(formdata=None))


@blueprint.post("/my-listing/confirmations/codes")
@therapist_only
@with_listing
def make(listing: Listing) -> Response | tuple[str, int]:
    """Make codes and show them on a sheet."""
    form = SheetForm()
    if not form.validate():
        return _overview(listing, form.renew(), CloseCodeForm(formdata=None)), 422
    key = f"{listing.id}:{form.key.data}"
    try:
        sheet = confirming.make_sheet(session, listing, Maker(me(), network(), secret()), form.number.data, key)
    except TooManyCodes as error:
        form.refuse(error.left)
        return _overview(listing, form, CloseCodeForm(formdata=None)), 422
    session.commit()
    token = _sealer().dumps([key, sheet.number])
    return redirect(url_for("confirmations.sheet", token=token), 303)


@blueprint.get("/my-listing/confirmations/sheets/<token>")
@therapist_only
@with_listing
def sheet(listing: Listing, token: str) -> str:
    """The codes with their pictures, to print. The address works for a day; the codes are stored nowhere."""
    return render_template("confirmations/sheet.html", sheet=_sheet(listing, token), token=token)


@blueprint.get("/my-listing/confirmations/sheets/<token>/cards.pdf")
@therapist_only
@with_listing
def sheet_pdf(listing: Listing, token: str) -> FlaskResponse:
    """The same as a PDF."""
    paper = request.args.get("paper", "")
    pdf = pdf_of_sheet(_sheet(listing, token), paper if paper in PAPERS else "a4", current_app.config["SITE_NAME"])
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="cards-for-clients.pdf"'
    return response


@blueprint.post("/my-listing/confirmations/sheets/<int:sheet_id>/close")
@therapist_only
@with_listing
def close_sheet(listing: Listing, sheet_id: int) -> Response:
    """Close all codes of a sheet."""
    found = next((one for one in confirming.sheets_of(session, listing) if one.id == sheet_id), None)
    if found is not None:
        confirming.close_sheet(session, listing, me(), found)
        session.commit()
        flash("The codes of that sheet are closed.")
    return redirect(url_for("confirmations.overview"), 303)


@blueprint.post("/my-listing/confirmations/close-code")
@therapist_only
@with_listing
def close_code(listing: Listing) -> Response | tuple[str, int]:
    """Close one code. The answer is the same whether it was open or not."""
    form = CloseCodeForm()
    if not form.validate():
        return _overview(listing, SheetForm(formdata=None).renew(), form), 422
    confirming.close_code(session, listing, me(), form.read, secrets())
    session.commit()
    flash("If it was one of your open codes, it is closed now.")
    return redirect(url_for("confirmations.overview"), 303)


def _overview(listing: Listing, form: SheetForm, close_form: CloseCodeForm) -> str:
    return render_template(
        "confirmations/overview.html",
        s=queries.standing(session, listing),
        facts=confirming.FACTS,
        form=form,
        close_form=close_form,
        enter=f"{address()}/confirm",
    )


def _sheet(listing: Listing, token: str) -> Sheet:
    try:
        key, number = _sealer().loads(token, max_age=SHOWN_FOR)
    except BadData:
        raise NotFound("no sheet of ours, or an old one") from None
    made = confirming.sheet_of_key(session, listing, secret(), key)
    if made is None or listing.approved is None:
        raise NotFound("a sheet that is closed, or of somebody else")
    codes = confirming.codes_of(secret(), key, number)
    return sheet_of(listing.approved.name, made.expires_on, codes, address())


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="a sheet of codes")
