"""Pages of the visitor: results of a search, a public profile, and how to reach the therapist."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request, url_for

from .. import publishing, totals
from ..access import anyone
from ..db import session
from ..errors import BadParameter
from ..models import TotalKind
from ..places import FoundPlace, UnknownPlace, find_place
from .criteria import Criteria
from .forms import SearchForm, asked
from .queries import Centre, find_listings, nearest_beyond

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@anyone
def results() -> str:
    """Listings around a place; the nearest beyond where there are none; suggestions where the place is unknown."""
    criteria = asked()
    form = SearchForm.showing(criteria)
    if not criteria.place:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=None)
    try:
        place = find_place(session, criteria.place)
    except UnknownPlace as unknown:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=unknown)
    return _results(criteria, form, place)


def _results(criteria: Criteria, form: SearchForm, place: FoundPlace) -> str:
    centre = Centre(place.lat, place.lon)
    page = find_listings(session, centre, criteria)
    if page.total and criteria.page > page.last:
        raise BadParameter("page", f"This search has {page.last} pages of results, there is no page {criteria.page}.")
    beyond = [] if page.total else nearest_beyond(session, centre, criteria.radius_km)
    totals.count(TotalKind.SHOWN, (row.listing_id for row in page.rows or beyond))
    return render_template(
        "search/results.html",
        form=form,
        criteria=criteria,
        place=place,
        page=page,
        beyond=beyond,
        page_address=lambda number: url_for("search.results", **criteria.address(page=number)),
    )


@blueprint.get("/therapists/<slug>")
@anyone
def profile(slug: str) -> str:
    """What one therapist says, how it was read, and how to reach them."""
    unit = "km" if request.args.get("unit") == "km" else "mi"
    found = publishing.published_profile(session, slug)
    totals.count(TotalKind.OPENED, [found.listing_id])
    address = current_app.config["BASE_ADDRESS"].rstrip("/") + url_for("search.profile", slug=slug)
    return render_template("search/profile.html", p=found, unit=unit, address=address)


@blueprint.get("/therapists/<slug>/contact")
@anyone
def contact(slug: str) -> str:
    """Phone and e-mail, on a page of their own: programs that gather addresses do not find them on the profile."""
    found = publishing.published_profile(session, slug)
    totals.count(TotalKind.CONTACT_REVEALED, [found.listing_id])
    return render_template("search/contact.html", p=found)
