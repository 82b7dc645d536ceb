"""Pages of the visitor: results of a search, a public profile, and how to reach the therapist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from .. import demand, kept, publishing, totals
from ..access import anyone
from ..db import session
from ..fragments import address as address_of
from ..maps import place_sketches
from ..models import TotalKind
from ..places import FoundPlace, UnknownPlace, find_place, nearest_town, unit_of
from ..publishing.lines import Line
from ..scorekeeping import languages_read
from .criteria import Criteria
from .facets import facets, figures_of, otherwise_paid, words_of
from .filters import EXPLAINING, HOW
from .forms import UNITS, SearchForm, asked
from .instead import other_readings, place_as_words
from .queries import (
    Centre,
    Results,
    as_measured_there,
    asked_less,
    at_any_distance,
    edition,
    nearest_beyond,
    page_of_city,
    search,
)
from .sketch import picture
from .words import terms, too_many

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@anyone
def results() -> ResponseReturnValue:
    """Listings around a place; the nearest beyond where there are none; suggestions where the place is unknown."""
    return search_page(map_open=False)


def search_page(*, map_open: bool) -> ResponseReturnValue:
    """The page of the search that was asked for, with or without the map beside the list."""
    criteria = asked()
    if criteria.is_empty:
        return _start(criteria, unknown=None, instead=[])
    try:
        place = find_place(session, criteria.place) if criteria.place else None
    except UnknownPlace as unknown:
        instead = [] if unknown.is_an_area else place_as_words(session, criteria)
        return _start(criteria, unknown=unknown, instead=instead)
    criteria = as_measured_there(session, criteria, place)
    page = kept.page(edition(session), lambda: _results(criteria, place, map_open))
    totals.count(TotalKind.SHOWN, page.listings)
    # Whoever opens the map beside a list has been counted with the list.
    demand.count(None if map_open else page.area)
    return page.answer


def _start(criteria: Criteria, **shown: Any) -> str:
    return render_template("search/start.html", form=SearchForm.showing(criteria), criteria=criteria, **shown)


def _results(criteria: Criteria, place: FoundPlace | None, map_open: bool) -> kept.Page:
    centre = Centre(place.lat, place.lon) if place else None
    found = search(session, centre, criteria)
    page = found.page
    if page.number != criteria.page:
        criteria = replace(criteria, page=page.number, after=None)
    beyond = nearest_beyond(session, centre, criteria) if centre and not page.total else []
    shown, first = (page.rows, page.first_row) if page.total else (beyond, 1)
    offered = facets(session, criteria, found.counts)
    html = render_template(
        "search/results.html",
        form=SearchForm.showing(criteria, measured=place is not None),
        criteria=criteria,
        place=place,
        town=nearest_town(session, place) if place and criteria.around_position else None,
        map_open=map_open,
        page=page,
        found=found,
        facets=offered,
        words_of=lambda group, value: words_of(offered, group, value),
        instead=other_readings(session, centre, criteria, 0 if found.words else page.total, found.maybe),
        **({} if page.total else _where_nobody_is(centre, criteria, beyond)),
        **_of_words(criteria),
        otherwise_paid=otherwise_paid(criteria, found.counts),
        beyond=beyond,
        city=None if map_open else page_of_city(session, place, criteria),
        page_address=_page_address(criteria, found),
        sketch=picture(session, shown, centre, first, criteria.radius_km) if map_open and shown else None,
    )
    return kept.Page(html, tuple(row.listing_id for row in shown), _unmet(criteria, place, page.total))


def _where_nobody_is(centre: Centre | None, criteria: Criteria, beyond: list[Line]) -> dict[str, Any]:
    """Searches for less of what found nobody, and the same one without its radius where nobody is far and wide."""
    farther = at_any_distance(session, centre, criteria) if centre and not beyond else None
    return {"fewer": asked_less(session, centre, criteria), "farther": farther}


def _of_words(criteria: Criteria) -> dict[str, Any]:
    """What the page says of the words: which were too many, whether any was looked for, and in which languages it is
    known what somebody explains, where that is asked for.
    """
    explaining = EXPLAINING.intersection(criteria.values_of(HOW))
    return {
        "passed_over": too_many(criteria.words),
        "narrowed": bool(terms(criteria.words)),
        "explained_in": languages_read() if explaining else "",
    }


def _unmet(criteria: Criteria, place: FoundPlace | None, found: int) -> demand.Area | None:
    """The area that is counted as one with few therapists."""
    few = criteria.page == 1 and found < demand.FEW
    return demand.area_of(session, place) if place and few else None


def _page_address(criteria: Criteria, found: Results) -> Callable[[int], str]:
    """Addresses of pages. The next one begins behind the last row of this one; others count from the start."""

    def address(number: int) -> str:
        after = found.end if number == criteria.page + 1 else None
        return address_of(request.endpoint or "search.results", **criteria.address(page=number, after=after))

    return address


@blueprint.get("/search/counts")
@anyone
def counts() -> Response:
    """What the filters would show if they were sent as they are ticked: how many are found, and the figure beside each.

    `total` is None where the search as a whole shows no list. Nobody is shown, so no daily total counts it.
    """
    criteria, place = asked(), None
    total: int | None = None
    figures: dict[str, int] = {}
    try:
        place = find_place(session, criteria.place) if criteria.place else None
    except UnknownPlace:
        criteria = Criteria()
    if not criteria.is_empty:
        criteria = as_measured_there(session, criteria, place)
        found = search(session, Centre(place.lat, place.lon) if place else None, criteria)
        total, figures = found.page.total, figures_of(facets(session, criteria, found.counts))
    answer = jsonify(total=total, figures=figures)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/therapists/<slug>")
@anyone
def profile(slug: str) -> ResponseReturnValue:
    """What one therapist says, how it was read, and how to reach them."""
    page = kept.page(publishing.edition(session, slug), lambda: _profile(slug))
    totals.count(TotalKind.OPENED, page.listings)
    return page.answer


def _profile(slug: str) -> kept.Page:
    found = publishing.published_profile(session, slug)
    asked_for = request.args.get("unit")
    unit = asked_for if asked_for in UNITS else unit_of(found.country)
    address = current_app.config["BASE_ADDRESS"] + url_for("search.profile", slug=slug)
    html = render_template(
        "search/profile.html", p=found, unit=unit, address=address, maps=place_sketches(session, found.places)
    )
    return kept.Page(html, (found.listing_id,))


@blueprint.get("/therapists/<slug>/contact")
@anyone
def contact(slug: str) -> str:
    """Phone and e-mail, on a page of their own: programs that gather addresses do not find them on the profile."""
    found = publishing.published_profile(session, slug)
    totals.count(TotalKind.CONTACT_REVEALED, [found.listing_id])
    return render_template("search/contact.html", p=found)
