"""What every page that speaks to machines needs: the words they know, and public addresses."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import current_app, request, url_for

CONTEXT = "https://schema.org"
Data = dict[str, Any]


def absolute(path: str = "") -> str:
    """The public address of a path, by default of this page without what stands behind a question mark."""
    return str(current_app.config["BASE_ADDRESS"]) + (path or quote(request.path))


def profile_path(slug: str) -> str:
    """The path of the page of a therapist."""
    return url_for("search.profile", slug=slug)


def graph(*things: Data) -> Data:
    """Several things of one page."""
    return {"@context": CONTEXT, "@graph": list(things)}
