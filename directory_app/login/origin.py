"""Whether a request was made by a page of another site. Browsers say so by themselves, beside the token of a form."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request

# What a page of ours, and somebody who typed an address, are told apart by.
OURS = frozenset({"same-origin", "none"})
# A page that tells no other site where it stands, such as one behind a link in a letter, names its origin so.
UNNAMED = "null"


def is_another_site() -> bool:
    """Whether a page of another site sent this request, as far as its browser says.

    Old browsers say nothing, and then the token of the form alone decides.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in OURS:
        return True
    origin = request.headers.get("Origin")
    if not origin or origin == UNNAMED:
        return False
    return _host_of(origin) not in {request.host, _host_of(current_app.config["BASE_ADDRESS"])}


def is_certainly_ours() -> bool:
    """Whether nothing speaks for another site, and an origin without a name was vouched for by the browser."""
    named = request.headers.get("Origin") != UNNAMED or request.headers.get("Sec-Fetch-Site") == "same-origin"
    return named and not is_another_site()


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
