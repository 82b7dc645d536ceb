"""The site map: every page that search engines may show, written piece by piece so that no list is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice, product
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import current_app, url_for
from sqlalchemy.orm import Session

from ..access import mark_of, values_of
from ..headers import PRIVATE_PATHS
from ..structured_data import absolute
from .atlas import Atlas
from .queries import listing_count, profile_addresses

# The most that the protocol allows in one file.
LARGEST_FILE = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Not for lists of search results: they are searches, files, or nothing without an account.
NO_PAGES = frozenset(
    {
        "discovery.directory_picture",
        "discovery.change_password",
        "discovery.robots",
        "discovery.security_txt",
        "discovery.sitemap_index",
        "presence.badge_picture",
        "search.counts",
        "search.points",
        "search.results",
        "search.results_with_map",
        "search.towns",
        "shortlist.call_card_pdf",
        "shortlist.compare",
        "shortlist.shortlist",
        "watching.health",
        "watching.metrics",
        "watching.ready",
    }
)

Entry = tuple[str, datetime | None]


def file_count(session: Session, atlas: Atlas) -> int:
    """How many files the site map takes."""
    total = len(_page_paths()) + len(_place_paths(atlas)) + listing_count(session)
    return max(1, -(-total // LARGEST_FILE))


def index(files: int) -> Iterator[str]:
    """The file that names the others."""
    yield f'{OPENING}<sitemapindex xmlns="{NAMESPACE}">\n'
    for number in range(1, files + 1):
        yield f"<sitemap><loc>{absolute(url_for('discovery.sitemap_file', number=number))}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def file(session: Session, atlas: Atlas, number: int) -> Iterator[str]:
    """File `number`, from 1, of the site map."""
    yield f'{OPENING}<urlset xmlns="{NAMESPACE}">\n'
    site = absolute("/").rstrip("/")
    for path, changed in _entries(session, atlas, (number - 1) * LARGEST_FILE):
        day = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
        yield f"<url><loc>{site}{escape(path)}</loc>{day}</url>\n"
    yield "</urlset>\n"


def _entries(session: Session, atlas: Atlas, first: int) -> Iterator[Entry]:
    """One file's worth of addresses from the `first` on: pages, then places, then profiles."""
    fixed = [*_page_paths(), *_place_paths(atlas)]
    here = fixed[first : first + LARGEST_FILE]
    yield from ((path, None) for path in here)
    profiles = profile_addresses(session, max(0, first - len(fixed)), LARGEST_FILE - len(here))
    # The address of a profile is built once: to build it fifty thousand times takes seconds.
    before, after = url_for("search.profile", slug="SLUG").split("SLUG")
    yield from ((f"{before}{slug}{after}", changed) for slug, changed in profiles)


def _page_paths() -> list[str]:
    """Addresses of the pages that anyone may open and that need no row behind them."""
    app = current_app
    paths = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions.get(rule.endpoint)
        if view is None or "GET" not in (rule.methods or ()) or mark_of(rule.endpoint, view) != "anyone":
            continue
        known = values_of(view)
        if rule.arguments == known.keys() and rule.endpoint not in NO_PAGES and not rule.rule.startswith(PRIVATE_PATHS):
            for one in product(*known.values()):
                values: dict[str, Any] = dict(zip(known, one, strict=True))
                paths.append(url_for(rule.endpoint, **values))
    return sorted(paths)


def _place_paths(atlas: Atlas) -> list[str]:
    """Pages of countries, regions and cities. Joined by hand: to build ten thousand addresses takes half a second."""
    top = url_for("discovery.places")
    paths: dict[str, None] = {}
    for city in atlas.cities:
        words = [quote(word) for word in (city.slugs.country, city.slugs.region, city.slugs.city)]
        paths.update(dict.fromkeys("/".join((top, *words[:depth])) for depth in (1, 2, 3)))
    return list(paths)


def in_pieces(lines: Iterable[str], size: int = 500) -> Iterator[str]:
    """Lines joined into pieces worth sending."""
    remaining = iter(lines)
    while piece := "".join(islice(remaining, size)):
        yield piece
