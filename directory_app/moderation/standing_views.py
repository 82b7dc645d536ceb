"""Taking a listing down and bringing it back: a page of its own, so that it never happens by a slip."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from .. import staff
from ..access import moderator_only
from ..choices import DECISIONS
from ..db import session
from ..login import me
from ..models import Listing, ListingState, OutgoingMail
from . import queries, standing
from .forms import RestoreForm, SuspendForm
from .views import blueprint, say_decided, site_address


@blueprint.get("/listings/<int:listing_id>")
@moderator_only
def standing_page(listing_id: int) -> str:
    """How a listing stands with the public, and the form that takes it down or brings it back."""
    listing = standing.listing_to_judge(session, listing_id)
    return _page(listing, _form(listing))


@blueprint.post("/listings/<int:listing_id>/suspend")
@moderator_only
def suspend(listing_id: int) -> Response | str | tuple[str, int]:
    """Take it down at once, or show the letter first."""
    listing = standing.listing_to_judge(session, listing_id)
    form = SuspendForm().offer(queries.reasons(session, suspending=True))
    if not form.validate_on_submit():
        return _page(listing, form), 422
    if request.form.get("then") == "letter":
        return _page(listing, form, standing.preview(session, listing, me(), form.verdict(), site_address()))
    say_decided(standing.suspend(session, listing, me(), form.verdict(), site_address()))
    session.commit()
    return redirect(url_for("moderation.standing_page", listing_id=listing_id, **staff.kept_filter()), 303)


@blueprint.post("/listings/<int:listing_id>/restore")
@moderator_only
def restore(listing_id: int) -> Response | str | tuple[str, int]:
    """Bring it back, or show the letter first."""
    listing = standing.listing_to_judge(session, listing_id)
    form = RestoreForm()
    if not form.validate_on_submit():
        return _page(listing, form), 422
    if request.form.get("then") == "letter":
        return _page(listing, form, standing.preview(session, listing, me(), form.verdict(), site_address()))
    say_decided(standing.restore(session, listing, me(), form.note.data or "", site_address()))
    session.commit()
    return redirect(url_for("moderation.standing_page", listing_id=listing_id, **staff.kept_filter()), 303)


def _form(listing: Listing) -> SuspendForm | RestoreForm:
    if listing.state is ListingState.SUSPENDED:
        return RestoreForm(formdata=None)
    return SuspendForm(formdata=None).offer(queries.reasons(session, suspending=True))


def _page(listing: Listing, form: SuspendForm | RestoreForm, letter: OutgoingMail | None = None) -> str:
    # What was sent may no longer fit: a colleague was faster.
    fits = isinstance(form, RestoreForm) == (listing.state is ListingState.SUSPENDED)
    return render_template(
        "moderation/standing.html",
        listing=listing,
        shown=listing.approved or listing.revisions[-1],
        form=form if fits else _form(listing),
        letter=letter,
        decisions=queries.decisions_about(session, listing),
        undoable=queries.undoable(session, listing),
        decision_words=DECISIONS,
    )
