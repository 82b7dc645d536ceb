"""Pages of places, and what robots and shared links ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    stream_with_context,
    url_for,
)

from .. import photos, publishing
from ..access import anyone
from ..db import session
from ..pagination import page_number
from ..places.slugs import CitySlugs
from ..remembering import remembered
from ..structured_data import absolute
from . import pictures, sitemap
from .atlas import Area, Atlas, City, draw_atlas
from .queries import best_around, city_facts, nearest_beyond, of_city

blueprint = Blueprint("discovery", __name__)

FEW = 5
CLOSED = ("/my-listing", "/my-data", "/moderation/", "/development/", "/conversation", "/reminders/")


@blueprint.get("/places")
@anyone
def places() -> str:
    """Every country in which somebody is listed, with its cities."""
    return render_template("discovery/places.html", countries=_atlas().countries())


@blueprint.get("/places/<country>")
@anyone
def country(country: str) -> str | Response:
    """The regions of a country, with their cities."""
    regions = _atlas().regions(country)
    if not regions:
        return _nobody_there()
    return render_template("discovery/country.html", regions=regions, way=_way(regions[0].cities[0])[:2])


@blueprint.get("/places/<country>/<region>")
@anyone
def region(country: str, region: str) -> str | Response:
    """The cities of a region."""
    area = next((one for one in _atlas().regions(country) if one.slug == region), None)
    if area is None:
        return _nobody_there()
    return render_template("discovery/region.html", area=area, way=_way(area.cities[0])[:3])


@blueprint.get("/places/<country>/<region>/<city>")
@anyone
def city(country: str, region: str, city: str) -> str | Response:
    """Who works in and around a city, and how."""
    atlas = _atlas()
    here = atlas.city(CitySlugs(country, region, city))
    if here is None:
        return _nobody_there(next((one for one in atlas.regions(country) if one.slug == region), None))
    number = page_number(request.args.get("page", ""))
    facts = remembered(("city", here.slugs), lambda: city_facts(session, here))
    page = of_city(session, here, facts, number)
    around = best_around(session, here, facts) if page.number == 1 else []
    few = page.number == 1 and len(page.rows) + len(around) < FEW
    return render_template(
        "discovery/city.html",
        city=here,
        facts=facts,
        page=page,
        page_address=lambda n: url_for("discovery.city", **asdict(here.slugs), page=n if n > 1 else None),
        around=around,
        beyond=nearest_beyond(session, here, facts) if few else [],
        neighbours=atlas.neighbours(here),
        way=_way(here),
    )


@blueprint.get("/robots.txt")
@anyone
def robots() -> Response:
    """What robots may visit. Pages that must not be listed say so themselves, which a robot must be able to read."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@anyone
def sitemap_index() -> Response:
    """The site map, or where it is too long for one file the list of its files."""
    atlas = _atlas()
    files = sitemap.file_count(session, atlas)
    return _xml(sitemap.index(files) if files > 1 else sitemap.file(session, atlas, 1))


@blueprint.get("/sitemap-<int:number>.xml")
@anyone
def sitemap_file(number: int) -> Response:
    """One file of the site map."""
    atlas = _atlas()
    if not 1 <= number <= sitemap.file_count(session, atlas):
        abort(404)
    return _xml(sitemap.file(session, atlas, number))


@blueprint.get("/pictures/directory.png")
@anyone
def directory_picture() -> Response:
    """The picture that stands beside a shared link to any page but a profile."""
    return _picture(pictures.of_directory())


@blueprint.get("/pictures/therapists/<slug>.png")
@anyone
def profile_picture(slug: str) -> Response:
    """The picture that stands beside a shared link to a profile."""
    profile = publishing.published_profile(session, slug)
    facts = pictures.of_profile(profile)
    portrait = lambda: photos.public_picture(session, facts.photo, max(photos.SIZES), "jpg").body  # noqa: E731
    return _picture(facts, profile.listing_id, portrait)


def _way(city: City) -> list[tuple[str, str]]:
    """From all places down to a city, each with its address."""
    land, part, town = city.slugs.country, city.slugs.region, city.slugs.city
    return [
        ("Therapists by place", url_for("discovery.places")),
        (city.country_name, url_for("discovery.country", country=land)),
        (city.region or city.country_name, url_for("discovery.region", country=land, region=part)),
        (city.name, url_for("discovery.city", country=land, region=part, city=town)),
    ]


def _atlas() -> Atlas:
    return remembered("atlas", lambda: draw_atlas(session))


def _nobody_there(area: Area | None = None) -> Response:
    return make_response(render_template("discovery/nobody_there.html", area=area), 404)


def _xml(lines: Iterator[str]) -> Response:
    return Response(stream_with_context(sitemap.in_pieces(lines)), mimetype="application/xml")


def _picture(facts: pictures.Facts, listing_id: int = 0, portrait: Callable[[], bytes] | None = None) -> Response:
    folder = Path(current_app.config["DATA"]) / "pictures"
    if portrait is not None and facts.photo:
        drawn = pictures.with_photo(facts, portrait)
    else:
        drawn = pictures.stored(folder, facts, listing_id).read_bytes()
    response = Response(drawn, mimetype="image/png")
    response.set_etag(facts.digest)
    # Pictures are made to be shown by others.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.make_conditional(request)
    return response
