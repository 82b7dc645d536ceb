"""Every address that anyone may open, found by itself, so that tests over all public pages cover later ones too."""

from __future__ import annotations

from flask import Flask

from directory_app.access import EXTENSION_BLUEPRINTS, mark_of
from directory_app.places.slugs import city_slugs

# Searches, and other things that no route names: what stands behind the question mark.
SEARCHES = [
    "/search?place=Portland, OR&radius=100",
    "/search?place=Portland, OR&radius=100&order=nearest",
    "/search?place=Portland, OR&radius=100&order=most-clinical&unit=km",
    "/search?place=97205&radius=250",
    "/search/map?place=Portland, OR&radius=100",
    "/search/map/points?place=Portland, OR&radius=100",
    "/search/map/points?place=Portland, OR&radius=any",
    "/search/counts?place=Portland, OR&radius=100",
    "/search?place=Utqiagvik, AK&radius=5",
    "/search?place=Prtland",
    "/search?place=Portland&radius=-1",
    "/nowhere",
]


def public_paths(app: Flask, listing) -> list[str]:
    """Addresses of all routes marked for anyone that can be opened, `listing` in those that are about one."""
    place = listing.approved.locations[0]
    slugs = city_slugs(place.city, place.region, place.country)
    known = {
        "slug": listing.slug,
        "country": slugs.country,
        "region": slugs.region,
        "city": slugs.city,
        "number": 1,
        "token": "damaged",
        "digest": listing.approved.photo.digest if listing.approved.photo else "0" * 32,
        "size": 96,
        "kind": "webp",
        "code": "K7MP-4XQ2-D9RT",
    }
    paths = []
    for rule in app.url_map.iter_rules():
        own = rule.endpoint.partition(".")[0] not in EXTENSION_BLUEPRINTS
        if "GET" not in rule.methods or rule.build_only or rule.endpoint == "static":
            continue
        if mark_of(rule.endpoint, app.view_functions[rule.endpoint]) != "anyone":
            continue
        missing = rule.arguments - set(known)
        assert not missing or not own, f"say in {__name__} what {missing} of {rule.rule} may be"
        if not missing:
            with app.test_request_context():
                paths.append(app.url_for(rule.endpoint, **{name: known[name] for name in rule.arguments}))
    return sorted(paths)
