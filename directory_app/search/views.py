"""Pages of the visitor: results of a search and a public profile."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from .. import publishing
from ..access import anyone
from ..db import session
from ..errors import BadParameter
from ..places import FoundPlace, UnknownPlace, find_place
from .criteria import Criteria
from .forms import SearchForm, asked
from .queries import Centre, find_listings, nearest_beyond
from .sketch import picture

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@anyone
def results() -> str:
    """Listings around a place; the nearest beyond where there are none; suggestions where the place is unknown."""
    return search_page(map_open=False)


def search_page(*, map_open: bool) -> str:
    """The page of the search that was asked for, with or without the map beside the list."""
    criteria = asked()
    form = SearchForm.showing(criteria)
    if not criteria.place:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=None)
    try:
        place = find_place(session, criteria.place)
    except UnknownPlace as unknown:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=unknown)
    return _results(criteria, form, place, map_open)


def _results(criteria: Criteria, form: SearchForm, place: FoundPlace, map_open: bool) -> str:
    centre = Centre(place.lat, place.lon)
    page = find_listings(session, centre, criteria)
    if page.total and criteria.page > page.last:
        raise BadParameter("page", f"This search has {page.last} pages of results, there is no page {criteria.page}.")
    beyond = [] if page.total else nearest_beyond(session, centre, criteria.radius_km)
    shown, first = (page.rows, page.first_row) if page.total else (beyond, 1)
    return render_template(
        "search/results.html",
        form=form,
        criteria=criteria,
        place=place,
        page=page,
        beyond=beyond,
        page_address=lambda number: url_for(request.endpoint or "", **criteria.address(page=number)),
        map_open=map_open,
        sketch=picture(session, shown, centre, first, criteria.radius_km) if map_open else None,
    )


@blueprint.get("/therapists/<slug>")
@anyone
def profile(slug: str) -> str:
    """What one therapist says, how it was read, and how to reach them."""
    unit = "km" if request.args.get("unit") == "km" else "mi"
    return render_template("search/profile.html", p=publishing.published_profile(session, slug), unit=unit)
