"""What a moderator sees: claims that wait, one claim with its document, the code to read out, the decision."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ... import staff
from ...access import moderator_only
from ...db import session
from ...login import me
from ...pagination import page_number
from .. import actions, queries
from ..actions import CannotClaim
from ..forms import DecideClaimForm
from ..queries import ClaimFile
from .blueprint import blueprint, site

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@blueprint.get("/moderation/claims")
@moderator_only
def waiting() -> str:
    """Claims that wait for a moderator, disputed ones first."""
    return render_template(
        "claims/waiting.html",
        page=queries.waiting(session, me(), page_number(request.args.get("page", ""))),
        page_address=lambda n: url_for("claims.waiting", page=n),
    )


@blueprint.get("/moderation/claims/<int:claim_id>")
@moderator_only
def case(claim_id: int) -> str:
    """One claim, with the form that decides about it."""
    return _page(queries.claim_file(session, claim_id), DecideClaimForm(formdata=None))


@blueprint.post("/moderation/claims/<int:claim_id>")
@moderator_only
def decide(claim_id: int) -> Response | tuple[str, int]:
    """Accept or refuse; everybody concerned gets a letter."""
    file = queries.claim_file(session, claim_id)
    form = DecideClaimForm()
    if not form.validate():
        return _page(file, form), 422
    here = staff.open_case(("claim",), claim_id)
    decide_so = actions.accept if form.accepts else actions.refuse
    try:
        act = decide_so(session, file.claim, me(), form.note.data or "", site())
    except CannotClaim as error:
        form.outcome.errors = [str(error)]
        return _page(file, form), 422
    following = staff.go_on(here)
    session.commit()
    done = "accepted" if form.accepts else "refused"
    flash(f"The claim to {file.name} is {done}. Everybody concerned gets a letter.", staff.undo_kind(act))
    return redirect(following, 303)


@blueprint.post("/moderation/claims/<int:claim_id>/code")
@moderator_only
def read_out(claim_id: int) -> str | tuple[str, int]:
    """Make a code to read out on the telephone and show it this once."""
    file = queries.claim_file(session, claim_id)
    form = DecideClaimForm(formdata=None)
    try:
        code = actions.phone_code(session, file.claim, me(), site())
    except CannotClaim as error:
        form.outcome.errors = [str(error)]
        return _page(file, form), 422
    session.commit()
    return _page(queries.claim_file(session, claim_id), form, code)


@blueprint.get("/moderation/claims/<int:claim_id>/document")
@moderator_only
def document(claim_id: int) -> FlaskResponse:
    """The document, to save and look at: never shown inside a page of this site."""
    found = queries.document(session, claim_id)
    response = make_response(found.content)
    response.headers["Content-Type"] = found.content_type
    response.headers["Content-Disposition"] = f'attachment; filename="claim-{claim_id}.{ENDINGS[found.content_type]}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(file: ClaimFile, form: DecideClaimForm, code: str = "") -> str:
    return render_template("claims/case.html", file=file, form=form, code=code)
