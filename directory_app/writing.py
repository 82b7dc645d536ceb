"""Marks for a therapist's pages that need a listing, or a version of it that may still be changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from .errors import IllegalMove
from .login import me

View = Callable[..., Any]


def with_listing(view: View) -> View:
    """Hand the view the therapist's own listing; before it is started, lead to the page that starts it."""

    @wraps(view)
    def found(*args: Any, **kwargs: Any) -> Any:
        listing = me().listing
        return _to_overview() if listing is None else view(listing, *args, **kwargs)

    return found


def with_draft(view: View) -> View:
    """Hand the view the version being written.

    One that waits or was decided cannot change: what was typed into it is shown with a 409.
    """

    @wraps(view)
    def found(*args: Any, **kwargs: Any) -> Any:
        listing = me().listing
        revision = listing.working if listing else None
        if revision is not None and revision.editable:
            return view(revision, *args, **kwargs)
        decided = revision or (listing.approved if listing else None)
        if decided is not None and request.method == "POST":
            raise IllegalMove("listing", decided.state, "draft")
        return _to_overview()

    return found


def _to_overview() -> Response:
    return redirect(url_for("listings.overview"), 303)
