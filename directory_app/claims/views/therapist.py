"""What a therapist sees: how to claim a listing, the claim under way, the code, the document."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from ...access import anyone, therapist_only
from ...db import session
from ...login import me
from ...models import Claim, ClaimProof
from .. import actions, queries
from ..actions import CannotClaim
from ..forms import ClaimCodeForm, ClaimForm, DocumentForm
from .blueprint import blueprint, site


@blueprint.get("/therapists/<slug>/claim")
@anyone
def claim(slug: str) -> str | Response:
    """How a listing is claimed. Whoever is signed in chooses a way; others are led to an account first."""
    listing = queries.claimable(session, slug)
    if not (current_user.is_authenticated and current_user.has_role("therapist")):
        return render_template("claims/claim.html", listing=listing, name=actions.shown_name(listing), form=None)
    pending = queries.own_pending(session, me(), listing)
    if pending is not None:
        return redirect(url_for("claims.own", claim_id=pending.id))
    reason = actions.why_not(listing, me())
    form = None if reason else ClaimForm(formdata=None).offer(queries.ways(session, listing), listing)
    return render_template(
        "claims/claim.html", listing=listing, name=actions.shown_name(listing), form=form, why_not=reason
    )


@blueprint.post("/therapists/<slug>/claim")
@therapist_only
def begin(slug: str) -> Response | tuple[str, int]:
    """Begin a claim."""
    listing = queries.claimable(session, slug)
    form = ClaimForm().offer(queries.ways(session, listing), listing)
    page = {"listing": listing, "name": actions.shown_name(listing), "form": form}
    if not form.validate():
        return render_template("claims/claim.html", **page), 422
    try:
        made = actions.open_claim(session, listing, me(), ClaimProof(form.proof.data), site())
    except CannotClaim as error:
        form.proof.errors = [str(error)]
        return render_template("claims/claim.html", **page), 422
    session.commit()
    return redirect(url_for("claims.own", claim_id=made.id), 303)


@blueprint.get("/my-claims/<int:claim_id>")
@therapist_only
def own(claim_id: int) -> str:
    """Where a claim stands and what can be done."""
    return _page(queries.own_claim(session, me(), claim_id))


@blueprint.post("/my-claims/<int:claim_id>/code")
@therapist_only
def enter_code(claim_id: int) -> Response | tuple[str, int]:
    """Enter the code. With a right one the listing changes hands, unless the claim is disputed."""
    found = queries.own_claim(session, me(), claim_id)
    form = ClaimCodeForm()
    if not form.validate():
        return _page(found, code_form=form), 422
    try:
        right = actions.enter_code(session, found, form.code.data or "", site())
    except CannotClaim as error:
        session.rollback()
        form.code.errors = [str(error)]
        return _page(queries.own_claim(session, me(), claim_id), code_form=form), 422
    session.commit()
    if not right:
        form.refuse(max(0, actions.MOST_TRIES - found.tries) if actions.can_be_tried(found) else 0)
        return _page(found, code_form=form), 422
    return redirect(url_for("claims.own", claim_id=claim_id), 303)


@blueprint.post("/my-claims/<int:claim_id>/new-code")
@therapist_only
def new_code(claim_id: int) -> Response | tuple[str, int]:
    """Send another code to the published address."""
    found = queries.own_claim(session, me(), claim_id)
    form = ClaimCodeForm(formdata=None)
    try:
        if found.proof is not ClaimProof.EMAIL:
            raise CannotClaim("A moderator calls the published number.")
        actions.send_code(session, found, site())
    except CannotClaim as error:
        form.code.errors = [str(error)]
        return _page(found, code_form=form), 422
    session.commit()
    flash("A new code is on its way. The one before is worthless now.")
    return redirect(url_for("claims.own", claim_id=claim_id), 303)


@blueprint.post("/my-claims/<int:claim_id>/document")
@therapist_only
def send_document(claim_id: int) -> Response | tuple[str, int]:
    """Send a licence document for a moderator's eyes."""
    found = queries.own_claim(session, me(), claim_id)
    form = DocumentForm()
    if not form.validate():
        return _page(found, document_form=form), 422
    actions.add_document(session, found, form.content, form.content_type)
    session.commit()
    flash("Your document is here. A moderator looks at it.")
    return redirect(url_for("claims.own", claim_id=claim_id), 303)


@blueprint.post("/my-claims/<int:claim_id>/withdraw")
@therapist_only
def withdraw(claim_id: int) -> Response:
    """Take a claim back."""
    actions.withdraw(session, queries.own_claim(session, me(), claim_id))
    session.commit()
    flash("Your claim is withdrawn.", "success")
    return redirect(url_for("claims.own", claim_id=claim_id), 303)


def _page(found: Claim, code_form: ClaimCodeForm | None = None, document_form: DocumentForm | None = None) -> str:
    return render_template(
        "claims/own.html",
        claim=found,
        name=actions.shown_name(found.listing),
        code_form=code_form or ClaimCodeForm(formdata=None),
        document_form=document_form or DocumentForm(formdata=None),
        can_try=actions.can_be_tried(found),
        may_ask=found.codes_sent < actions.MOST_CODES,
    )
