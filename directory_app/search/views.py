"""Pages of the visitor: results of a search and a public profile."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for

from .. import publishing
from ..access import anyone
from ..db import session
from ..errors import BadParameter
from ..places import FoundPlace, UnknownPlace, find_place
from .criteria import Criteria
from .facets import facets, words_of
from .filters import GROUPS
from .forms import SearchForm, asked
from .queries import Centre, Results, left_without, nearest_beyond, search

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@anyone
def results() -> str:
    """Listings around a place; the nearest beyond where there are none; suggestions where the place is unknown."""
    criteria = asked()
    form = SearchForm.showing(criteria)
    if criteria.is_empty:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=None)
    try:
        place = find_place(session, criteria.place) if criteria.place else None
    except UnknownPlace as unknown:
        return render_template("search/start.html", form=form, criteria=criteria, unknown=unknown)
    return _results(criteria, form, place)


def _results(criteria: Criteria, form: SearchForm, place: FoundPlace | None) -> str:
    centre = Centre(place.lat, place.lon) if place else None
    found = search(session, centre, criteria)
    if found.page.total and not found.page.rows and criteria.page > 1:
        raise BadParameter(
            "page", f"This search has {found.page.last} pages of results, there is no page {criteria.page}."
        )
    offered = facets(session, criteria, found.counts)
    nothing = not found.page.total
    return render_template(
        "search/results.html",
        form=form,
        criteria=criteria,
        place=place,
        page=found.page,
        found=found,
        facets=offered,
        groups=GROUPS,
        words_of=lambda group, value: words_of(offered, group, value),
        left=left_without(session, centre, criteria) if nothing else [],
        beyond=nearest_beyond(session, centre, criteria) if nothing and centre else [],
        page_address=_page_address(criteria, found),
    )


def _page_address(criteria: Criteria, found: Results) -> Callable[[int], str]:
    """Addresses of pages. The next one begins behind the last row of this one; others count from the start."""

    def address(number: int) -> str:
        after = found.end if number == criteria.page + 1 else None
        return url_for("search.results", **criteria.address(page=number, after=after))

    return address


@blueprint.get("/therapists/<slug>")
@anyone
def profile(slug: str) -> str:
    """What one therapist says, how it was read, and how to reach them."""
    unit = "km" if request.args.get("unit") == "km" else "mi"
    return render_template("search/profile.html", p=publishing.published_profile(session, slug), unit=unit)
