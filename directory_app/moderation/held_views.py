"""Pages of moderators about confirmations that wait for them: patterns, never who sent something."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template
from werkzeug.wrappers import Response

from .. import confirming, staff
from ..access import moderator_only
from ..confirming import HeldBatch
from ..db import session
from ..login import me
from . import actions, queries
from .answer_forms import HeldForm
from .views import blueprint

# Each limit with the setting that holds it.
SETTINGS = {
    "burst": "CONFIRMATION_BURST",
    "same_network": "CONFIRMATION_SAME_NETWORK",
    "same_answers": "CONFIRMATION_SAME_ANSWERS",
}
PATTERNS = {
    "burst": "Many within 24 hours",
    "same_network": "Several from one network on one day",
    "own_network": "From the network in which the codes were made, on the same day",
    "same_answers": "The same five answers again and again within a week",
}


@blueprint.get("/confirmations")
@moderator_only
def held() -> str:
    """Listings whose confirmations are held, the longest waiting first."""
    return render_template(
        "moderation/confirmations.html",
        batches=queries.held_batches(session, me()),
        patterns=PATTERNS,
        limits=_limits(),
    )


@blueprint.get("/confirmations/<int:listing_id>")
@moderator_only
def held_batch(listing_id: int) -> str:
    """What is held of one listing, and the form that decides about it."""
    batch = confirming.held_batch(session, listing_id)
    return _page(batch, HeldForm(formdata=None, newest=batch.newest))


@blueprint.post("/confirmations/<int:listing_id>")
@moderator_only
def decide_held(listing_id: int) -> Response | tuple[str, int]:
    """Release or refuse all of them at once."""
    batch = confirming.held_batch(session, listing_id)
    form = HeldForm()
    if not form.validate():
        return _page(batch, form), 422
    here = staff.open_case(("confirmation",), listing_id)
    number = actions.decide_held(
        session,
        listing_id,
        me(),
        release=form.releases,
        reason=form.reason.data or "",
        newest=form.newest.data or 0,
    )
    following = staff.go_on(here)
    session.commit()
    act = queries.last_act(session, "listing", listing_id)
    done = "released" if form.releases else "refused"
    flash(f"{number} confirmations of {batch.name} are {done}.", staff.undo_kind(act))
    return redirect(following, 303)


def _page(batch: HeldBatch, form: HeldForm) -> str:
    return render_template(
        "moderation/held.html",
        batch=batch,
        form=form,
        patterns=PATTERNS,
        limits=_limits(),
        effect=confirming.effect_if_released(session, batch.listing.id),
        waiting=confirming.waiting_beside(session, batch.listing.id),
    )


def _limits() -> dict[str, int]:
    return {name: int(current_app.config[setting]) for name, setting in SETTINGS.items()}
