"""The page with the map beside the results, and what its script asks for. The list is complete without either."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from ..access import anyone
from ..db import session
from ..errors import BadParameter
from ..maps import basemap
from ..places import FoundPlace, UnknownPlace, find_place, largest_within
from ..static_files import static_url
from ..template_filters import distance_words, whole
from .criteria import Criteria
from .forms import asked
from .map_points import MapPoint, bounds_from, framed, map_points
from .queries import Centre, as_measured_there, find_listings, nearest_beyond
from .views import blueprint, search_page

MOST_TOWNS = 60


@blueprint.get("/search/map")
@anyone
def results_with_map() -> ResponseReturnValue:
    """The same results as a list with a map beside it."""
    return search_page(map_open=True)


@blueprint.get("/search/map/points")
@anyone
def points() -> Response:
    """The results of one page of a search for the map, in the order of the list, and the base that lies under them."""
    criteria = asked()
    place = None if criteria.place == "" and not criteria.is_empty else _known(criteria)
    criteria = as_measured_there(session, criteria, place)
    around = Centre(place.lat, place.lon) if place else None
    page = find_listings(session, around, criteria)
    rows = page.rows if page.total or not around else nearest_beyond(session, around, criteria)
    found, centre = map_points(session, rows, around, page.first_row if page.total else 1)
    first_seen = framed(found, criteria.radius_km) if place else found
    answer = jsonify(
        centre={"lat": centre.lat, "lon": centre.lon, "label": place.label if place else ""} if centre else None,
        radius_km=round(criteria.radius_km, 3) if place else None,
        unit=criteria.unit,
        listings=[_entry(one, criteria, framed=one in first_seen) for one in found],
        **_base(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/search/map/towns")
@anyone
def towns() -> Response:
    """The largest towns inside the edges of a map, largest first."""
    bounds = bounds_from({name: values[-1] for name, values in request.args.lists()})
    answer = jsonify([one[:3] for one in largest_within(session, bounds, MOST_TOWNS)])
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _known(criteria: Criteria) -> FoundPlace:
    try:
        return find_place(session, criteria.place)
    except UnknownPlace:
        raise BadParameter("place", "We do not know that place, so there is no map of it.") from None


def _entry(point: MapPoint, criteria: Criteria, *, framed: bool) -> dict[str, Any]:
    return {
        "number": point.number,
        "framed": framed,
        "slug": point.slug,
        "name": point.name,
        "place": point.place,
        "kind": point.kind,
        "lat": point.lat,
        "lon": point.lon,
        "reach_km": point.reach_km,
        "away": "" if point.said_km is None else distance_words(point.said_km, criteria.unit, about=True),
        "score": "" if point.estimate is None else whole(point.estimate),
        "style": point.band,
        "licence": point.licence_line,
        "address": url_for("search.profile", slug=point.slug),
    }


def _base() -> dict[str, Any]:
    """What lies under the points: pieces of our own map, or the tile server of the configuration."""
    template = current_app.config["MAP_TILES"]
    if template:
        return {"tiles": {"address": template, "credit": current_app.config["MAP_TILES_CREDIT"]}, "pieces": []}
    pieces = [{**one, "file": static_url(f"basemap/{one['file']}")} for one in basemap.pieces()]
    return {"tiles": None, "pieces": pieces}
